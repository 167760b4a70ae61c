/** Packets for controllers, and meters before them. */
import type { OfActionOf } from '../../openflow';
import { deed } from './kind';

/** OFPR_*: the reasons by their words, from 0. */
const REASONS: readonly string[] = ['no_match', 'action', 'invalid_ttl', 'action_set', 'group', 'packet_out'];

export const controller = deed<OfActionOf<'controller'>>((action, run) => {
  const { reason = 'action', maxLen = 0xffff, id = 0, userdata, pause, meter } = action;
  const request = { reason: REASONS.indexOf(reason), maxLen, controller: id, userdata, meter, table: run.table };
  if (pause) {
    run.freeze({ type: 'controller', request });
    return { after: run.flow };
  }
  return { after: run.flow, outputs: [run.toController(request)] };
});

export const meter = deed<OfActionOf<'meter'>>((action, run) => {
  const known = run.meter(action.meter);
  if (known !== undefined) run.datapath.add({ type: 'meter', meter: known });
  return { after: run.flow };
});
