/**
 * `npm run bench:databases`: how long a southbound database takes to open, with its rows
 * and the flows of each stage in order: the recorded one of 60 nodes, then five of it in
 * one file, which is some 100,000 flows.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { finishWork } from '../src/engine/base';
import { readDatabaseFile } from '../src/engine/database-file';
import { Southbound } from '../src/engine/imported';
import { collect } from './heap';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const TIMES = [1, 5];
/** Seconds that opening may take. */
const TARGETS: Readonly<Record<number, number>> = { 1: 2, 5: 10 };

const recorded = gunzipSync(readFileSync('recordings/databases/large/sb.db.gz'));

for (const times of TIMES) {
  const bytes = times === 1 ? new Uint8Array(recorded) : multiplied(times);
  const before = collect();
  const [began, busy] = [performance.now(), process.cpuUsage().user];
  const southbound = open(bytes);
  const seconds = (performance.now() - began) / 1000;
  const processor = (process.cpuUsage().user - busy) / 1e6;
  const peak = process.memoryUsage().rss;
  const grown = collect() - before;
  console.log(
    `${southbound.flows.size} flows of ${southbound.datapaths.size} datapaths (${megabytes(bytes.length)}): ` +
      `${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processor time, at most ${TARGETS[times] ?? 0} s; ` +
      `heap grows by ${megabytes(grown)}, process ${megabytes(peak)}`,
  );
}

function open(bytes: Uint8Array): Southbound {
  const database = readDatabaseFile(bytes);
  if (!database.ok) throw new Error(database.error.message);
  const southbound = finishWork(Southbound.open(database.value));
  for (const { uuid } of southbound.datapaths.values())
    for (const table of southbound.tablesOf(uuid, 'ingress')) southbound.flowsOf(uuid, 'ingress', table);
  return southbound;
}

/** The same rows several times, each time under other UUIDs, in as many transactions. */
function multiplied(times: number): Uint8Array {
  const texts = recorded
    .toString('utf8')
    .split(/^OVSDB JSON .*\n/m)
    .slice(1);
  const [schema = '', ...transactions] = texts;
  const copies = Array.from({ length: times }, (_, copy) =>
    transactions.map((text) => text.replace(UUID, (uuid) => `${uuid.slice(0, 24)}${copy}${uuid.slice(25)}`)),
  );
  return new Uint8Array(Buffer.from([schema, ...copies.flat()].map(record).join('')));
}

function record(text: string): string {
  const checksum = createHash('sha1').update(text).digest('hex');
  return `OVSDB JSON ${Buffer.byteLength(text)} ${checksum}\n${text}`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
