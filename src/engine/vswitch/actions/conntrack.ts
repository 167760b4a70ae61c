/** Asking the connection tracker, and forgetting what it said (ofproto-dpif-xlate.c, compose_conntrack_action). */
import { cloneFlow, formatNat, getField, setField, WORD, type Flow, type OfActionOf } from '../../openflow';
import { readSubfield } from '../modify';
import { deed } from './kind';

export const ct = deed<OfActionOf<'ct'>>(
  (action, run) => {
    const { nat, exec, commit = false, force = false, table, alg: helper } = action;
    const zone = typeof action.zone === 'object' ? Number(readSubfield(run.flow, action.zone)) : (action.zone ?? 0);
    const { datapath } = run;
    datapath.commit(run.flow);
    // Only what the actions inside write becomes part of the connection.
    const { touched } = datapath;
    const before = touched.slice(WORD.ctMark, WORD.ctLabel + 4);
    touched.fill(0, WORD.ctMark, WORD.ctLabel + 4);
    if (nat !== undefined) run.words(formatNat(nat));
    const flow = nat !== undefined && exec.length === 0 ? run.flow : run.nested(exec, run.flow, run.last);
    const written = (field: 'ct_mark' | 'ct_label') => {
      const mask = getField(touched, field);
      return mask === 0n ? undefined : { value: getField(flow, field) & mask, mask };
    };
    const [mark, label] = [written('ct_mark'), written('ct_label')];
    const request = { commit, force, zone, mark, label, helper, nat };
    datapath.add({ type: 'ct', ...request });
    touched.set(before, WORD.ctMark);
    if (table !== undefined) run.setConntracked(true);
    run.track(request, flow, table);
    run.remark('detail', 'Sets the packet to an untracked state, and clears all the conntrack fields.');
    run.setConntracked(false);
    return { after: untracked(flow) };
  },
  { fields: () => ['ct_state', 'ct_zone', 'ct_mark', 'ct_label'] },
);

export const ctClear = deed<OfActionOf<'ct_clear'>>(
  (_, run) => {
    if (!run.conntracked) return { after: run.flow };
    run.setConntracked(false);
    run.datapath.add({ type: 'ct_clear' });
    run.forget();
    return { after: untracked(run.flow) };
  },
  { fields: () => ['ct_state', 'ct_zone', 'ct_mark', 'ct_label'] },
);

/** The packet as one that no tracker has seen. */
export function untracked(flow: Flow): Flow {
  const copy = cloneFlow(flow);
  copy.fill(0, WORD.ctStateZone, WORD.skbPriority);
  setField(copy, 'ct_state', 0n);
  return copy;
}
