/**
 * OpenFlow actions as data, and their text as ovs-ofctl reads and prints it (ovs-actions(7)). Each kind stands in a
 * file of its family in `actions/`. Not offered: multipath, enqueue, encap and decap, and instructions other than a
 * plain list.
 */
import { err, ok, type Result } from '../base';
import { conjunction, type ConjunctionAction } from './actions/conjunction';
import { ctClear, ctKind, type CtAction, type CtClearAction } from './actions/conntrack';
import {
  controller,
  note,
  sample,
  type ControllerAction,
  type NoteAction,
  type SampleAction,
} from './actions/controller';
import {
  load,
  move,
  pop,
  push,
  setField,
  setTunnel,
  writeMetadata,
  type LoadAction,
  type MoveAction,
  type PopAction,
  type PushAction,
  type SetFieldAction,
  type SetTunnelAction,
  type WriteMetadataAction,
} from './actions/fields';
import {
  bundle,
  cloneKind,
  group,
  meter,
  type BundleAction,
  type CloneAction,
  type GroupAction,
  type MeterAction,
} from './actions/group';
import {
  checkPktLarger,
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
  type CheckPktLargerAction,
  type DecTtlAction,
  type ModAddressAction,
  type ModNumberAction,
} from './actions/headers';
import type { ActionLists, OfActionDocument, OfActionKind, ReadAction, ReadContext } from './actions/kind';
import { learn, type LearnAction } from './actions/learn';
import {
  exit,
  gotoTable,
  output,
  outputReg,
  popQueue,
  readOutput,
  resubmit,
  setQueue,
  type ExitAction,
  type GotoTableAction,
  type OutputAction,
  type OutputRegAction,
  type PopQueueAction,
  type ResubmitAction,
  type SetQueueAction,
} from './actions/output';
import {
  decMplsTtl,
  modVlanPcp,
  modVlanVid,
  popMpls,
  pushMpls,
  pushVlan,
  setMplsLabel,
  setMplsTc,
  setMplsTtl,
  stripVlan,
  type DecMplsTtlAction,
  type ModVlanAction,
  type MplsTypeAction,
  type PushVlanAction,
  type SetMplsAction,
  type StripVlanAction,
} from './actions/tags';
import { parseInteger, parsePort, type PortNames } from './parse-values';
import { splitKeyValues, type KeyValue } from './tokens';
import { RESERVED_PORTS } from './values';

/** An action of any kind. */
export type OfAction =
  | OutputAction
  | OutputRegAction
  | ResubmitAction
  | GotoTableAction
  | LoadAction
  | SetFieldAction
  | MoveAction
  | PushAction
  | PopAction
  | StripVlanAction
  | PushVlanAction
  | ModVlanAction<'mod_vlan_vid'>
  | ModVlanAction<'mod_vlan_pcp'>
  | MplsTypeAction<'push_mpls'>
  | MplsTypeAction<'pop_mpls'>
  | SetMplsAction<'set_mpls_label'>
  | SetMplsAction<'set_mpls_tc'>
  | SetMplsAction<'set_mpls_ttl'>
  | DecMplsTtlAction
  | ModAddressAction<'mod_dl_src'>
  | ModAddressAction<'mod_dl_dst'>
  | ModAddressAction<'mod_nw_src'>
  | ModAddressAction<'mod_nw_dst'>
  | ModNumberAction<'mod_nw_tos'>
  | ModNumberAction<'mod_nw_ecn'>
  | ModNumberAction<'mod_nw_ttl'>
  | ModNumberAction<'mod_tp_src'>
  | ModNumberAction<'mod_tp_dst'>
  | DecTtlAction
  | CheckPktLargerAction
  | SetTunnelAction
  | SetQueueAction
  | PopQueueAction
  | WriteMetadataAction
  | ConjunctionAction
  | LearnAction
  | CtAction<OfAction>
  | CtClearAction
  | GroupAction
  | MeterAction
  | CloneAction<OfAction>
  | BundleAction
  | ControllerAction
  | SampleAction
  | NoteAction
  | ExitAction;

/** The name of a kind. */
export type OfActionType = OfAction['type'];

export type OfActionOf<T extends OfActionType> = Extract<OfAction, { readonly type: T }>;

/** The same text inside other actions; there, nothing at all prints as nothing. */
const LISTS: ActionLists<OfAction> = {
  read(text, context) {
    const read = readList(splitKeyValues(text), context);
    return read.ok ? ok(read.value) : err(read.error.message);
  },
  format: (actions) => actions.map(formatAction).join(','),
};

/** A kind that lacks something does not compile. */
const ALL: { readonly [T in OfActionType]: OfActionKind<OfActionOf<T>> } = {
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
  push_vlan: pushVlan,
  mod_vlan_vid: modVlanVid,
  mod_vlan_pcp: modVlanPcp,
  push_mpls: pushMpls,
  pop_mpls: popMpls,
  set_mpls_label: setMplsLabel,
  set_mpls_tc: setMplsTc,
  set_mpls_ttl: setMplsTtl,
  dec_mpls_ttl: decMplsTtl,
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
  check_pkt_larger: checkPktLarger,
  set_tunnel: setTunnel,
  set_queue: setQueue,
  pop_queue: popQueue,
  write_metadata: writeMetadata,
  conjunction,
  learn,
  ct: ctKind(LISTS),
  ct_clear: ctClear,
  group,
  meter,
  clone: cloneKind(LISTS),
  bundle,
  controller,
  sample,
  note,
  exit,
};

/** By the name that an action has, so that each kind is only given actions of its own. */
const KINDS: Readonly<Record<OfActionType, OfActionKind<OfAction>>> = ALL;

/** How each kind is written and what it does. */
export function documentOfAction(type: OfActionType): OfActionDocument {
  return KINDS[type].document;
}

/** `load:0x1->NXM_NX_REG0[],resubmit(,16)`; `drop` for no action. */
export function formatActions(actions: readonly OfAction[]): string {
  return actions.length === 0 ? 'drop' : LISTS.format(actions);
}

/** The text of one action, as ovs-ofctl prints it. */
export function formatAction(action: OfAction): string {
  return KINDS[action.type].format(action);
}

export interface ParseActionsOptions {
  /** Resolves port names in `output:NAME` and `resubmit(NAME,…)`. */
  readonly ports?: PortNames;
  /** Added to the ranges of problems, for a list inside a longer text. */
  readonly offset?: number;
  /** A switch printed the text, rather than a person wrote it. */
  readonly asPrinted?: boolean;
  /** Why the switch that the actions are for does not take one; undefined when it does. Absent: it takes all. */
  readonly refuse?: (action: OfAction) => string | undefined;
}

/** Reads `output:1,drop`-like lists; `drop` and "" are the empty list. Problems have ovs-ofctl's message and a range. */
export function parseActions(text: string, options: ParseActionsOptions = {}): Result<readonly OfAction[]> {
  const { ports, offset = 0, asPrinted = false, refuse } = options;
  return readList(splitKeyValues(text, offset), { ports, asPrinted }, refuse);
}

function readList(
  pairs: readonly KeyValue[],
  context: ReadContext,
  refuse?: ParseActionsOptions['refuse'],
): Result<readonly OfAction[]> {
  const actions: OfAction[] = [];
  for (const pair of pairs) {
    const action = accepted(readAction(pair, context), refuse);
    if (!action.ok) {
      const empty = pair.valueRange.start === pair.valueRange.end;
      const range = empty || action.error.startsWith('unknown action') ? pair.keyRange : pair.valueRange;
      return err({ code: 'bad-action', message: action.error, range });
    }
    if (action.value) actions.push(action.value);
  }
  const drop = pairs.find(({ key }) => key === 'drop');
  if (drop && actions.length > 0) {
    const message = '"drop" must not be accompanied by any other action or instruction';
    return err({ code: 'bad-action', message, range: drop.keyRange });
  }
  const other = actions.find(({ type }) => type !== 'conjunction' && type !== 'note');
  if (other && actions.some(({ type }) => type === 'conjunction')) {
    const message = `"conjunction" actions may be used along with "note" but not any other kind of action (such as the "${other.type}" action used here)`;
    return err({ code: 'bad-action', message });
  }
  return ok(actions);
}

/** Not what the switch refuses. */
function accepted(
  read: Result<OfAction | undefined, string>,
  refuse: ParseActionsOptions['refuse'],
): Result<OfAction | undefined, string> {
  const refused = read.ok && read.value ? refuse?.(read.value) : undefined;
  return refused === undefined ? read : err(refused);
}

/** Actions that Open vSwitch reads and we do not; what it never heard of is an unknown action. */
const NOT_OFFERED = ['enqueue', 'multipath', 'fin_timeout', 'apply_actions', 'clear_actions', 'write_actions'] as const;

const READERS: ReadonlyMap<string, ReadAction<OfAction>> = new Map<string, ReadAction<OfAction>>([
  ...Object.values(KINDS).flatMap(({ words }) => Object.entries(words)),
  ['output', readOutput],
  ['drop', () => ok(undefined)],
  ...NOT_OFFERED.map((name): [string, ReadAction<OfAction>] => [
    name,
    () => err(`${name}: this switch does not have that action`),
  ]),
]);

function readAction({ key, value }: KeyValue, context: ReadContext): Result<OfAction | undefined, string> {
  const word = key.toLowerCase();
  const reader = word === 'controller' && !tellsMore(value) ? undefined : READERS.get(word);
  if (reader) return reader(value, context);
  const port = parsePort(key, context.ports);
  if (port === undefined) return err(`unknown action ${key}`);
  return port === RESERVED_PORTS.CONTROLLER ? readController(value) : ok({ type: 'output', port });
}

/** Whether the controller is told more than the packet: all but how much of it. */
function tellsMore(text: string): boolean {
  return !/^\s*(max_len\s*=\s*)?\w*\s*$/.test(text) || /^\s*pause\s*$/.test(text);
}

function readController(text: string): Result<OfAction, string> {
  const maxLen = text === '' ? 65535 : parseInteger(text.replace(/^max_len=/, ''));
  if (maxLen === undefined || maxLen > 65535n) return err(`${text}: unknown key for controller action`);
  return ok({ type: 'output', port: RESERVED_PORTS.CONTROLLER, maxLen: Number(maxLen) });
}
