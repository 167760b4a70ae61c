/** Sending, looking up again, and ending. */
import { getNumber, hasPrerequisites, RESERVED_PORTS, type OfActionOf } from '../../openflow';
import { bundleMember } from '../buckets';
import { readSubfield, writeSubfield } from '../modify';
import { isNow } from './fields';
import { deed, type ActionRun, type Done } from './kind';

export const output = deed<OfActionOf<'output'>>(({ port }, run) => ({ after: run.flow, outputs: run.output(port) }));

export const outputReg = deed<OfActionOf<'output_reg'>>(({ source }, run) => {
  const port = readSubfield(run.flow, source);
  const fits = port <= 0xffffn;
  run.remark(fits ? 'detail' : 'warning', fits ? `output port is ${port}` : `output port ${port} is out of range`);
  return { after: run.flow, outputs: fits ? run.output(Number(port)) : [] };
});

export const bundle = deed<OfActionOf<'bundle'>>(
  (action, run) => {
    const port = bundleMember(action, run.flow, (number) => run.isUp(number)) ?? RESERVED_PORTS.ANY;
    if (action.target === undefined) return { after: run.flow, outputs: run.output(port) };
    const after = writeSubfield(run.flow, action.target, BigInt(port));
    const { level, text } = isNow(after, action.target);
    run.remark(level, text);
    return { after };
  },
  { fields: ({ target }) => (target === undefined ? [] : [target.field]) },
);

export const resubmit = deed<OfActionOf<'resubmit'>>(({ port, table, ct }, run) => {
  const next = table ?? run.table;
  if (ct !== true) return lookup(run, next, port);
  if (getNumber(run.flow, 'ct_nw_proto') !== 0 && hasPrerequisites(run.flow, 'ip')) return lookup(run, next, port, true);
  run.remark('error', 'resubmit(ct) with non-tracked or non-IP packet!');
  return { after: run.flow };
});

export const gotoTable = deed<OfActionOf<'goto_table'>>(({ table }, run) => ({ ...lookup(run, table), stop: true }));

function lookup(run: ActionRun, table: number, port = getNumber(run.flow, 'in_port'), ct = false): Done {
  const visit = run.lookup(table, port, ct);
  return visit ? { after: visit.after, table: visit } : { after: run.flow, stop: true };
}

export const exit = deed<OfActionOf<'exit'>>((_, run) => {
  run.exit();
  return { after: run.flow, stop: true };
});

/** Nothing happens; clauses are looked up, and the bytes of a note are for people. */
export const passOver = deed<OfActionOf<'note' | 'sample'>>((_, { flow }) => ({ after: flow }));

export const conjunction = deed<OfActionOf<'conjunction'>>((_, run) => {
  run.remark('error', 'executing no-op conjunction action');
  return { after: run.flow };
});
