/**
 * What `ovn-sbctl lflow-list` prints, as rows of Logical_Flow and Datapath_Binding. It
 * names datapaths by name and UUID; flows have a UUID, or its beginning, only with
 * `--uuid`. A flow that several datapaths share is printed for each of them.
 */
import type { Work } from '../base';
import type { Note } from './file-database';
import type { PlainTable } from './guessed';
import type { Lines } from './lines';
import type { PrintedTables } from './printed-tables';

/** Lines between two rests. */
const STRIDE = 500;
const DATAPATH =
  /^\s*Datapath: (.*?) ?\(?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)? {2}Pipeline: (ingress|egress)$/;
const FLOW = /^\s*(?:uuid=0x[0-9a-f]+, )?table=(\d+) ?\( *([\w-]*) *\), priority=(\d+) *, match=\(/;
const JOIN = '), action=(';

export function* readLflowList(lines: Lines): Work<PrintedTables> {
  const datapaths = new Map<string, readonly unknown[]>();
  const flows: (readonly unknown[])[] = [];
  const notes: Note[] = [];
  let [datapath, pipeline, others, count] = ['', '', 0, 0];
  while (!lines.isAtEnd) {
    const text = lines.peekText();
    lines.skip();
    const found = DATAPATH.exec(text);
    if (found !== null) {
      const [, name = '', uuid = '', direction = ''] = found;
      [datapath, pipeline] = [uuid, direction];
      datapaths.set(uuid, [
        ['uuid', uuid],
        ['map', namesIn(name)],
      ]);
    } else if (datapath !== '') {
      const flow = readFlow(text);
      if (flow === undefined) others += text.trim() === '' ? 0 : 1;
      else flows.push([['uuid', datapath], pipeline, ...flow]);
    }
    count += 1;
    if (count % STRIDE === 0) yield { what: 'reads flows', done: lines.at, total: lines.bytes.length };
  }
  if (others > 0) notes.push({ kind: 'damage', text: `${others} lines are no flows and left out.` });
  return { tables: tablesOf([...datapaths.values()], flows), notes };
}

function tablesOf(datapaths: readonly (readonly unknown[])[], flows: readonly (readonly unknown[])[]): PlainTable[] {
  return [
    { name: 'Datapath_Binding', columns: ['_uuid', 'external_ids'], rows: datapaths },
    {
      name: 'Logical_Flow',
      columns: ['logical_datapath', 'pipeline', 'table_id', 'external_ids', 'priority', 'match', 'actions'],
      rows: flows,
    },
  ];
}

/** Table, stage, priority, match and actions. */
function readFlow(text: string): readonly unknown[] | undefined {
  const head = FLOW.exec(text);
  const join = head === null ? -1 : text.indexOf(JOIN, head[0].length);
  if (head === null || join < 0) return undefined;
  const [whole, table, stage = '', priority] = head;
  const actions = text.slice(join + JOIN.length, Math.max(join + JOIN.length, text.lastIndexOf(')')));
  const ids = stage === '' ? [] : [['stage-name', stage]];
  return [Number(table), ['map', ids], Number(priority), text.slice(whole.length, join), actions];
}

/** `"sw0" aka "web"`, as far as there are names. */
function namesIn(text: string): readonly (readonly string[])[] {
  const [name, second] = [...text.matchAll(/"([^"]*)"/g)].map((found) => found[1] ?? '');
  return [...(name === undefined ? [] : [['name', name]]), ...(second === undefined ? [] : [['name2', second]])];
}
