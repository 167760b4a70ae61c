/**
 * What `ovn-sbctl lflow-list` prints, from its beginning in 2015 to today, and
 * the lines of the same form that ovn-trace and ovn-detrace print:
 *
 *     Datapath: "sw0" (…)  Pipeline: ingress
 *       table=0 (ls_in_check_port_sec), priority=100  , match=(vlan.present), action=(drop;)
 */
import type { Kind } from './kind';
import type { Source } from '../source';

const HEAD = /table= *(\d{1,3}) ?\( *([\w-]*) *\), priority= *(\d{1,5}) *, match=\(/;
/** Characters before `table=`: a UUID, an asterisk, an indent. */
const BEFORE = 90;

export const LFLOW_LIST: Kind = {
  name: 'lflow-list',
  says: 'output of ovn-sbctl lflow-list',
  lines(source, at) {
    const line = source.lines[at];
    if (line === undefined) return undefined;
    const datapath = readDatapath(line.text);
    if (datapath !== undefined) return readFlows(source, at + 1, datapath);
    return readFlow(source, at, NOWHERE) ? readFlows(source, at + 1, NOWHERE) : undefined;
  },
};

interface Where {
  readonly datapath: string | null;
  readonly pipeline: string | null;
}
const NOWHERE: Where = { datapath: null, pipeline: null };

function readFlows(source: Source, from: number, where: Where): number {
  let at = from;
  while (at < source.lines.length && readFlow(source, at, where)) at++;
  return at;
}

function readFlow(source: Source, at: number, { datapath, pipeline }: Where): boolean {
  const line = source.lines[at];
  if (line === undefined) return false;
  const table = line.text.slice(0, BEFORE).indexOf('table=');
  if (table < 0) return false;
  const head = HEAD.exec(line.text.slice(table, table + 200));
  if (head?.index !== 0) return false;
  const open = table + head[0].length;
  const join = line.text.indexOf('), action=(', open);
  if (join < 0) {
    source.leave(line, 'This flow has no “), action=(” after its match.');
    return true;
  }
  const stage = head[2] ?? '';
  const from = join + '), action=('.length;
  const close = line.text.lastIndexOf(')');
  source.add(line, {
    kind: 'flow',
    flow: {
      datapath,
      // A stage says itself which pipeline it is of.
      pipeline: pipeline ?? (stage.includes('_in_') ? 'ingress' : stage.includes('_out_') ? 'egress' : null),
      table: Number(head[1]),
      stage: stage === '' ? null : stage,
      priority: Number(head[3]),
      match: { text: line.text.slice(open, join), place: { start: line.start + open, end: line.start + join } },
      actions: line.text.slice(from, Math.max(from, close)),
    },
  });
  return true;
}

function readDatapath(text: string): Where | undefined {
  const start = text.indexOf('Datapath: ');
  if (start < 0 || text.slice(0, start).trim() !== '') return undefined;
  const end = text.indexOf('Pipeline: ', start);
  if (end < 0) return undefined;
  const named = text.slice(start + 'Datapath: '.length, end).trim();
  return {
    datapath: /^"([^"]*)"/.exec(named)?.[1] ?? named.split(/[ (]/)[0] ?? null,
    pipeline: text.slice(end + 'Pipeline: '.length).trim(),
  };
}
