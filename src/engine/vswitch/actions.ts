/**
 * The table of how each kind of OpenFlow action is executed. It is total: a kind that is not in it does not compile,
 * and one that this switch does not execute is refused when a flow is added and ends the packet that meets it.
 */
import type { FieldName, Flow, OfAction, OfActionOf, OfActionType, TagReading } from '../openflow';
import { learn, load, move, pop, push, setField, setTunnel, writeMetadata } from './actions/fields';
import {
  decTtl,
  modDlDst,
  modDlSrc,
  modNwDst,
  modNwEcn,
  modNwSrc,
  modNwTos,
  modNwTtl,
  modTpDst,
  modTpSrc,
  modVlanPcp,
  modVlanVid,
  pushTag,
  stripVlan,
} from './actions/headers';
import { notPlayed, type ActionExecution, type ActionRun, type Done } from './actions/kind';
import { exit, gotoTable, output, outputReg, passOver, resubmit } from './actions/output';

const ALL: { readonly [T in OfActionType]: ActionExecution<OfActionOf<T>> } = {
  output,
  output_reg: outputReg,
  resubmit,
  goto_table: gotoTable,
  load,
  set_field: setField,
  move,
  push,
  pop,
  strip_vlan: stripVlan,
  push_vlan: pushTag,
  mod_vlan_vid: modVlanVid,
  mod_vlan_pcp: modVlanPcp,
  mod_dl_src: modDlSrc,
  mod_dl_dst: modDlDst,
  mod_nw_src: modNwSrc,
  mod_nw_dst: modNwDst,
  mod_nw_tos: modNwTos,
  mod_nw_ecn: modNwEcn,
  mod_nw_ttl: modNwTtl,
  mod_tp_src: modTpSrc,
  mod_tp_dst: modTpDst,
  dec_ttl: decTtl,
  set_tunnel: setTunnel,
  set_queue: passOver,
  pop_queue: passOver,
  write_metadata: writeMetadata,
  conjunction: passOver,
  learn,
  note: passOver,
  exit,
  push_mpls: notPlayed('push_mpls'),
  pop_mpls: notPlayed('pop_mpls'),
  set_mpls_label: notPlayed('set_mpls_label'),
  set_mpls_tc: notPlayed('set_mpls_tc'),
  set_mpls_ttl: notPlayed('set_mpls_ttl'),
  dec_mpls_ttl: notPlayed('dec_mpls_ttl'),
  check_pkt_larger: notPlayed('check_pkt_larger'),
  ct: notPlayed('ct'),
  ct_clear: notPlayed('ct_clear'),
  group: notPlayed('group'),
  meter: notPlayed('meter'),
  clone: notPlayed('clone'),
  bundle: notPlayed('bundle'),
  controller: notPlayed('controller'),
  sample: notPlayed('sample'),
};

/** By the name that an action has, so that each is only given actions of its own. */
const EXECUTIONS: Readonly<Record<OfActionType, ActionExecution<OfAction>>> = ALL;

/** Executes one action; undefined, with a remark, where this switch does not. */
export function executeAction(action: OfAction, run: ActionRun, tags: TagReading | undefined): Done | undefined {
  const refused = notExecuted(action);
  if (refused !== undefined) {
    run.remark('error', refused);
    return undefined;
  }
  const execution = EXECUTIONS[action.type];
  if (execution.does === 'deed') return execution.run(action, run);
  const after = modifyFlow(action, run.flow, tags);
  const remark = execution.does === 'change' ? execution.remark?.(action, after) : undefined;
  if (remark) run.remark(remark.level, remark.text);
  return { after };
}

/** Why this switch does not execute the action; undefined when it does. */
export function notExecuted(action: OfAction): string | undefined {
  const execution = EXECUTIONS[action.type];
  if (execution.does === 'nothing') return execution.message;
  return execution.does === 'deed' ? execution.refuses?.(action) : undefined;
}

/** The flow after an action that changes fields and does nothing else; another kind leaves it as it is. */
export function modifyFlow(action: OfAction, flow: Flow, tags: TagReading = 'two'): Flow {
  const execution = EXECUTIONS[action.type];
  return execution.does === 'change' ? execution.apply(action, flow, tags) : flow;
}

/** The fields that the action may change. */
export function fieldsOf(action: OfAction): readonly FieldName[] {
  const execution = EXECUTIONS[action.type];
  return execution.does === 'nothing' ? NO_FIELDS : execution.fields(action);
}

const NO_FIELDS: readonly FieldName[] = [];
