/**
 * The table of how each kind of OpenFlow action is executed. It is total: a kind that is not in it does not compile,
 * and one that this switch does not execute is refused when a flow is added and ends the packet that meets it.
 */
import { onesOf, type FieldName, type Flow, type OfAction, type OfActionOf, type OfActionType, type TagReading } from '../openflow';
import { ct, ctClear } from './actions/conntrack';
import { controller, meter } from './actions/controller';
import { checkPktLarger, clone, group } from './actions/copies';
import {
  learn,
  load,
  move,
  pop,
  popQueue,
  push,
  setField,
  setQueue,
  setTunnel,
  writeMetadata,
} from './actions/fields';
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
import { notPlayed, type ActionExecution, type ActionRun, type Change, type Done } from './actions/kind';
import { bundle, conjunction, exit, gotoTable, output, outputReg, passOver, resubmit } from './actions/output';

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
  set_queue: setQueue,
  pop_queue: popQueue,
  write_metadata: writeMetadata,
  conjunction,
  learn,
  note: passOver,
  exit,
  push_mpls: notPlayed('push_mpls'),
  pop_mpls: notPlayed('pop_mpls'),
  set_mpls_label: notPlayed('set_mpls_label'),
  set_mpls_tc: notPlayed('set_mpls_tc'),
  set_mpls_ttl: notPlayed('set_mpls_ttl'),
  dec_mpls_ttl: notPlayed('dec_mpls_ttl'),
  check_pkt_larger: checkPktLarger,
  ct,
  ct_clear: ctClear,
  group,
  meter,
  clone,
  bundle,
  controller,
  sample: passOver,
};

/** By the name that an action has, so that each is only given actions of its own. */
const EXECUTIONS: Readonly<Record<OfActionType, ActionExecution<OfAction>>> = ALL;

/** Executes one action; undefined, with a remark, where this switch does not. */
export function executeAction(action: OfAction, run: ActionRun, tags: TagReading | undefined): Done | undefined {
  const execution = EXECUTIONS[action.type];
  if (execution.does === 'nothing') {
    run.remark('error', execution.message);
    return undefined;
  }
  if (execution.does === 'deed') return execution.run(action, run);
  touch(execution, action, run);
  const after = modifyFlow(action, run.flow, tags);
  const remark = execution.remark?.(action, after);
  if (remark) run.remark(remark.level, remark.text);
  return { after };
}

function touch(execution: Change<OfAction>, action: OfAction, { datapath }: ActionRun): void {
  if (execution.touches) for (const { field, mask } of execution.touches(action)) datapath.touch(field, mask);
  else for (const field of execution.fields(action)) datapath.touch(field, onesOf(field));
}

/** What the switches of 2015 lacked, those that this one is when it plays that year. */
const LATER: ReadonlySet<OfActionType> = new Set([
  'check_pkt_larger',
  'ct',
  'ct_clear',
  'group',
  'meter',
  'clone',
  'bundle',
  'controller',
  'sample',
]);

/** Why a switch of 2015 does not take the action; undefined when it does. */
export function notExecuted(action: OfAction): string | undefined {
  const execution = EXECUTIONS[action.type];
  if (execution.does === 'nothing') return execution.message;
  if (LATER.has(action.type)) return `${action.type}: this switch does not have that action`;
  if (action.type === 'resubmit' && action.ct) return 'resubmit: this switch does not track connections';
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
