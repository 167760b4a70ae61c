/**
 * A file of a server of a cluster (ovsdb(5), "Clustered Format"; ovsdb/raft.c): a
 * header with the snapshot, then entries, and records that say what became of them. An
 * entry counts when a later record says that it is committed: those behind may
 * still be taken back by another server.
 */
import { err, ok, type Result, type Work } from '../base';
import { Content } from './content';
import type { FileDatabase, Note } from './file-database';
import { parsePart, partsInPieces, type Part } from './json-scanner';
import { LogRecords, type LogRecord } from './log-records';
import { notesOf } from './standalone';

interface Entry {
  readonly index: number;
  /** None for an entry that only changes the cluster. */
  readonly data: Part | undefined;
  readonly record: LogRecord;
}

export function* readCluster(bytes: Uint8Array): Work<Result<FileDatabase>> {
  const records = new LogRecords(bytes);
  const server = new Server(bytes);
  for (let record = yield* records.next(); record !== undefined; record = yield* records.next()) {
    const parts = yield* partsInPieces(bytes, record.from, record.to);
    const members = new Map((parts ?? []).map((part) => [part.key, part]));
    const wrong: string | null =
      parts === undefined
        ? 'is no JSON object'
        : record.number === 1
          ? yield* server.header(members, record)
          : yield* server.record(members, record);
    if (wrong !== null) records.refuse(record, wrong);
    yield { what: 'reads records', done: record.to, total: bytes.length };
  }
  return server.result(records);
}

class Server {
  private readonly content: Content;
  private readonly notes: Note[] = [];
  /** Behind the committed ones. */
  private entries: Entry[] = [];
  private name = '';
  private isJoining = false;
  private clusterId = '';
  private serverId = '';
  private servers: unknown;
  private term = 0;
  private commitIndex = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.content = new Content(bytes);
  }

  *header(members: ReadonlyMap<string, Part>, record: LogRecord): Work<string | null> {
    this.name = this.text(members.get('name'));
    this.clusterId = this.text(members.get('cluster_id'));
    this.serverId = this.text(members.get('server_id'));
    this.servers = this.json(members.get('prev_servers'));
    this.term = this.number(members.get('prev_term')) ?? 0;
    this.commitIndex = this.number(members.get('prev_index')) ?? 0;
    const data = members.get('prev_data');
    this.isJoining = data === undefined;
    if (data === undefined) return this.name === '' ? 'is no header of a cluster' : null;
    return yield* this.apply(data, record);
  }

  *record(members: ReadonlyMap<string, Part>, record: LogRecord): Work<string | null> {
    const note = this.text(members.get('note'));
    if (note !== '') {
      if (note === 'left') this.fact('This server has left its cluster: the others may have gone on without it.');
      return null;
    }
    const committed = this.number(members.get('commit_index'));
    if (committed !== undefined) return yield* this.commit(committed);
    this.term = Math.max(this.term, this.number(members.get('term')) ?? 0);
    const index = this.number(members.get('index'));
    if (index === undefined) return null;
    const last = this.commitIndex + this.entries.length;
    if (index <= this.commitIndex && this.commitIndex > 0) return `takes back entry ${index}, which was committed`;
    if (index > last + 1) return `holds entry ${index}, but ${last + 1} should come next`;
    // A new leader may have written over what was not committed.
    this.entries.length = index - this.commitIndex - 1;
    this.servers = this.json(members.get('servers')) ?? this.servers;
    this.entries.push({ index, data: members.get('data'), record });
    return null;
  }

  result(records: LogRecords): Result<FileDatabase> {
    const { content, name, clusterId, serverId, term, commitIndex } = this;
    const { schema } = content;
    if (schema === null) {
      const message = this.isJoining
        ? `This server had not joined the cluster of ${name} yet: it holds no data.`
        : (records.damage ?? 'There is no record in this file.');
      return err({ code: 'no-schema', message });
    }
    const uncommitted = this.entries.length;
    if (uncommitted > 0)
      this.fact(`${uncommitted} entries behind entry ${commitIndex} are not known to be committed and are left out.`);
    const servers = Object.entries(isObject(this.servers) ? this.servers : {}).map(
      ([id, address]) => [id, String(address)] as const,
    );
    return ok({
      name: schema.name,
      form: 'cluster',
      schema,
      schemaIs: 'of the file',
      tables: content.finished(),
      changed: content.changed,
      cluster: { clusterId, serverId, servers: new Map(servers), term, commitIndex, uncommitted },
      notes: [...this.notes, ...notesOf(content, records, `The entries up to ${commitIndex} were read`)],
    });
  }

  private *commit(committed: number): Work<string | null> {
    if (committed < this.commitIndex)
      return `takes the committed entries back from ${this.commitIndex} to ${committed}`;
    const last = this.commitIndex + this.entries.length;
    if (committed > last) return `commits entry ${committed}, but the last one is ${last}`;
    while (this.commitIndex < committed) {
      const [entry] = this.entries;
      if (entry?.data !== undefined) {
        const wrong: string | null = yield* this.apply(entry.data, entry.record);
        if (wrong !== null) return `commits record ${entry.record.number} at byte ${entry.record.at}, which ${wrong}`;
      }
      this.entries.shift();
      this.commitIndex += 1;
    }
    return null;
  }

  /** `[schema, transaction]`; with a schema it is the whole database, otherwise a change. Either may be null. */
  private *apply(data: Part, record: LogRecord): Work<string | null> {
    const [schema, transaction] = (yield* partsInPieces(this.bytes, data.from, data.to)) ?? [];
    if (schema === undefined) return 'holds no data';
    const isNew = this.bytes[schema.from] === 0x7b;
    const wrong = isNew ? this.content.begin(schema) : null;
    if (wrong !== null || transaction === undefined || this.bytes[transaction.from] !== 0x7b) return wrong;
    if (this.content.schema === null) return 'holds rows, but no schema came before it';
    return yield* this.content.transaction(transaction, `record ${record.number} at byte ${record.at}`);
  }

  private fact(text: string): void {
    this.notes.push({ kind: 'fact', text });
  }

  private json(part: Part | undefined): unknown {
    return part === undefined ? undefined : parsePart(this.bytes, part);
  }

  private text(part: Part | undefined): string {
    const value = this.json(part);
    return typeof value === 'string' ? value.slice(0, 200) : '';
  }

  private number(part: Part | undefined): number | undefined {
    const value = this.json(part);
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
