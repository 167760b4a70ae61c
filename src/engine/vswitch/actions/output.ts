/** Sending, looking up again, and ending. */
import { getNumber, type OfActionOf } from '../../openflow';
import { readSubfield } from '../modify';
import { deed, type ActionRun, type Done } from './kind';

export const output = deed<OfActionOf<'output'>>(({ port }, run) => ({ after: run.flow, outputs: run.output(port) }));

export const outputReg = deed<OfActionOf<'output_reg'>>(({ source }, run) => {
  const port = Number(readSubfield(run.flow, source) & 0xffffffffn);
  run.remark('detail', `output port is ${port}`);
  return { after: run.flow, outputs: port <= 0xffff ? run.output(port) : [] };
});

export const resubmit = deed<OfActionOf<'resubmit'>>(({ port, table }, run) => lookup(run, table ?? run.table, port), {
  refuses: ({ ct }) => (ct ? 'resubmit: this switch does not track connections' : undefined),
});

export const gotoTable = deed<OfActionOf<'goto_table'>>(({ table }, run) => ({ ...lookup(run, table), stop: true }));

function lookup(run: ActionRun, table: number, port = getNumber(run.flow, 'in_port')): Done {
  const visit = run.lookup(table, port);
  return visit ? { after: visit.after, table: visit } : { after: run.flow, stop: true };
}

export const exit = deed<OfActionOf<'exit'>>((_, run) => {
  run.exit();
  return { after: run.flow, stop: true };
});

/** Nothing of the packet changes; there are no queues that could send it at another time, and clauses are looked up. */
export const passOver = deed<OfActionOf<'set_queue' | 'pop_queue' | 'conjunction' | 'note'>>((_, { flow }) => ({
  after: flow,
}));
