/** Today's logical actions: the table of their kinds, and what is done with lists of them. */
import { ok, err, type Result } from '../../base';
import { lex, printExpr, type Expr } from '../../match';
import type { OfAction } from '../../openflow';
import { Cursor } from '../cursor';
import type { ActionDocument } from '../kind';
import * as balancing from './balancing';
import * as conntrack from './conntrack';
import * as controller from './controller';
import * as fields from './fields';
import * as flow from './flow';
import type { EncodingContext, TodayKind } from './kind';
import type { ActionLanguage } from './language';
import * as learn from './learn';
import * as neighbours from './neighbours';
import { answerKind, cloneKind, ctCommitKind, type NestedAction, type NestedLists } from './nested';
import * as options from './options';
import * as rates from './rates';
import { ActionReader, Unreadable, type ReadingContext } from './reader';
import * as results from './results';
import { putNdRaOpts } from './router-advertisement';

/** An action of any kind. */
export type TodayAction =
  | fields.LoadAction
  | fields.FragMtuAction
  | fields.MoveAction<'move'>
  | fields.MoveAction<'exchange'>
  | fields.StackAction<'push'>
  | fields.StackAction<'pop'>
  | fields.DecTtlAction
  | flow.NextAction
  | flow.PlainAction<'output'>
  | flow.PlainAction<'ct_snat_to_vip'>
  | flow.PlainAction<'mac_cache_use'>
  | flow.PlainAction<'flood_remote'>
  | flow.MirrorAction
  | conntrack.CtNextAction
  | conntrack.CommitToZoneAction<'ct_commit_nat'>
  | conntrack.CommitToZoneAction<'ct_commit_to_zone'>
  | conntrack.CtNatAction<'ct_dnat'>
  | conntrack.CtNatAction<'ct_snat'>
  | conntrack.CtNatAction<'ct_dnat_in_czone'>
  | conntrack.CtNatAction<'ct_snat_in_czone'>
  | conntrack.CtClearAction
  | balancing.CtLbAction<'ct_lb'>
  | balancing.CtLbAction<'ct_lb_mark'>
  | balancing.CtLbAction<'ct_lb_mark_local'>
  | balancing.SelectAction
  | balancing.FwdGroupAction
  | NestedAction<NestedWord, TodayAction>
  | neighbours.GetMacAction<'get_arp'>
  | neighbours.GetMacAction<'get_nd'>
  | neighbours.PutMacAction<'put_arp'>
  | neighbours.PutMacAction<'put_nd'>
  | neighbours.LookupMacAction<'lookup_arp'>
  | neighbours.LookupMacAction<'lookup_nd'>
  | neighbours.LookupIpAction<'lookup_arp_ip'>
  | neighbours.LookupIpAction<'lookup_nd_ip'>
  | neighbours.PutFdbAction
  | neighbours.GetFdbAction<'get_fdb'>
  | neighbours.GetFdbAction<'get_remote_fdb'>
  | neighbours.LookupFdbAction
  | results.ResultAction<ResultWord>
  | results.CheckPktLargerAction
  | results.DhcpRelayAction<'dhcp_relay_req_chk'>
  | results.DhcpRelayAction<'dhcp_relay_resp_chk'>
  | options.PutOptionsAction<'put_dhcp_opts'>
  | options.PutOptionsAction<'put_dhcpv6_opts'>
  | options.PutOptionsAction<'put_nd_ra_opts'>
  | controller.LogAction
  | controller.TriggerEventAction
  | controller.BindVportAction
  | controller.HandleSvcCheckAction
  | controller.HandOverAction<'igmp'>
  | controller.HandOverAction<'handle_dhcpv6_reply'>
  | controller.HandOverAction<'handle_bfd_msg'>
  | rates.SetQueueAction
  | rates.SetMeterAction
  | rates.SampleAction
  | learn.CommitEcmpNhAction
  | learn.CommitLbAffAction;

type NestedWord =
  | 'arp'
  | 'clone'
  | 'ct_commit'
  | 'icmp4'
  | 'icmp4_error'
  | 'icmp6'
  | 'icmp6_error'
  | 'nd_na'
  | 'nd_na_router'
  | 'nd_ns'
  | 'reject'
  | 'sctp_abort'
  | 'tcp_reset';

type ResultWord =
  | 'chk_lb_hairpin'
  | 'chk_lb_hairpin_reply'
  | 'check_in_port_sec'
  | 'check_out_port_sec'
  | 'chk_ecmp_nh_mac'
  | 'chk_ecmp_nh'
  | 'chk_lb_aff'
  | 'ct_nw_dst'
  | 'ct_ip6_dst'
  | 'ct_tp_dst'
  | 'ct_proto'
  | 'ct_state_save'
  | 'dns_lookup';

/** The name of a kind; for those that have one, the word that they are written with. */
export type ActionName = TodayAction['kind'];

/** One kind of a family whose kinds are told apart by their name alone. */
type KindOf<K extends ActionName> = TodayKind<
  K extends NestedWord
    ? NestedAction<K, TodayAction>
    : K extends ResultWord
      ? results.ResultAction<K>
      : Extract<TodayAction, { readonly kind: K }>
>;

const LISTS: NestedLists<TodayAction> = {
  read(reader, scope, demands) {
    reader.expect('{');
    const inner = reader.inner(scope);
    const actions = readActions(
      inner,
      () => inner.accept('}'),
      () => inner.expect('}'),
    );
    if (demands !== undefined) reader.demand(demands);
    else {
      const outer = reader.prerequisites;
      reader.prerequisites = inner.prerequisites;
      reader.demandExpr(outer);
    }
    return actions;
  },
  format: formatTodayActions,
  encode: encodeTodayActions,
};

/** A kind that lacks something does not compile. */
const ALL: { readonly [K in ActionName]: KindOf<K> } = {
  load: fields.load,
  frag_mtu: fields.fragMtu,
  move: fields.move,
  exchange: fields.exchange,
  push: fields.push,
  pop: fields.pop,
  dec_ttl: fields.decTtl,
  next: flow.next,
  output: flow.output,
  ct_snat_to_vip: flow.ctSnatToVip,
  mac_cache_use: flow.macCacheUse,
  flood_remote: flow.floodRemote,
  mirror: flow.mirror,
  ct_next: conntrack.ctNext,
  ct_commit: ctCommitKind(LISTS),
  ct_commit_nat: conntrack.ctCommitNat,
  ct_commit_to_zone: conntrack.ctCommitToZone,
  ct_dnat: conntrack.ctDnat,
  ct_snat: conntrack.ctSnat,
  ct_dnat_in_czone: conntrack.ctDnatInCzone,
  ct_snat_in_czone: conntrack.ctSnatInCzone,
  ct_clear: conntrack.ctClear,
  ct_lb: balancing.ctLbOld,
  ct_lb_mark: balancing.ctLbMark,
  ct_lb_mark_local: balancing.ctLbMarkLocal,
  select: balancing.select,
  fwd_group: balancing.fwdGroup,
  clone: cloneKind(LISTS),
  arp: answerKind('arp', { opcode: 'arp', demands: 'ip', pause: true }, 'Makes an ARP request of the packet.', LISTS),
  nd_ns: answerKind(
    'nd_ns',
    { opcode: 'nd_ns', demands: 'ip', pause: true },
    'Makes a neighbour solicitation of the packet.',
    LISTS,
  ),
  nd_na: answerKind('nd_na', { opcode: 'nd_na', demands: 'nd_ns' }, 'Answers a neighbour solicitation.', LISTS),
  nd_na_router: answerKind(
    'nd_na_router',
    { opcode: 'nd_na_router', demands: 'nd_ns' },
    'Answers a neighbour solicitation as a router.',
    LISTS,
  ),
  icmp4: answerKind('icmp4', { opcode: 'icmp', demands: 'ip4' }, 'Answers with an ICMP error.', LISTS),
  icmp4_error: answerKind(
    'icmp4_error',
    { opcode: 'icmp4_error', demands: 'ip4' },
    'Answers with an ICMP error that quotes the packet.',
    LISTS,
  ),
  icmp6: answerKind('icmp6', { opcode: 'icmp', demands: 'ip6' }, 'Answers with an ICMPv6 error.', LISTS),
  icmp6_error: answerKind(
    'icmp6_error',
    { opcode: 'icmp6_error', demands: 'ip6' },
    'Answers with an ICMPv6 error that quotes the packet.',
    LISTS,
  ),
  tcp_reset: answerKind('tcp_reset', { opcode: 'tcp_reset', demands: 'tcp' }, 'Answers with a TCP reset.', LISTS),
  sctp_abort: answerKind('sctp_abort', { opcode: 'sctp_abort', demands: 'sctp' }, 'Answers with an SCTP abort.', LISTS),
  reject: answerKind(
    'reject',
    { opcode: 'reject' },
    'Answers with a TCP reset, an SCTP abort or an ICMP error, as it fits.',
    LISTS,
  ),
  get_arp: neighbours.getArp,
  get_nd: neighbours.getNd,
  put_arp: neighbours.putArp,
  put_nd: neighbours.putNd,
  lookup_arp: neighbours.lookupArp,
  lookup_nd: neighbours.lookupNd,
  lookup_arp_ip: neighbours.lookupArpIp,
  lookup_nd_ip: neighbours.lookupNdIp,
  put_fdb: neighbours.putFdb,
  get_fdb: neighbours.getFdbLocal,
  get_remote_fdb: neighbours.getFdbRemote,
  lookup_fdb: neighbours.lookupFdb,
  chk_lb_hairpin: results.chkLbHairpin,
  chk_lb_hairpin_reply: results.chkLbHairpinReply,
  check_in_port_sec: results.checkInPortSec,
  check_out_port_sec: results.checkOutPortSec,
  chk_ecmp_nh_mac: results.chkEcmpNhMac,
  chk_ecmp_nh: results.chkEcmpNh,
  chk_lb_aff: results.chkLbAff,
  ct_nw_dst: results.ctNwDst,
  ct_ip6_dst: results.ctIp6Dst,
  ct_tp_dst: results.ctTpDst,
  ct_proto: results.ctProto,
  ct_state_save: results.ctStateSave,
  dns_lookup: results.dnsLookup,
  check_pkt_larger: results.checkPktLarger,
  dhcp_relay_req_chk: options.dhcpRelayReqChk,
  dhcp_relay_resp_chk: options.dhcpRelayRespChk,
  put_dhcp_opts: options.putDhcpOpts,
  put_dhcpv6_opts: options.putDhcpv6Opts,
  put_nd_ra_opts: putNdRaOpts,
  log: controller.log,
  trigger_event: controller.triggerEvent,
  bind_vport: controller.bindVport,
  handle_svc_check: controller.handleSvcCheck,
  igmp: controller.igmp,
  handle_dhcpv6_reply: controller.handleDhcpv6Reply,
  handle_bfd_msg: controller.handleBfdMsg,
  set_queue: rates.setQueue,
  set_meter: rates.setMeter,
  sample: rates.sample,
  commit_ecmp_nh: learn.commitEcmpNh,
  commit_lb_aff: learn.commitLbAff,
};

/** By the name that an action has, so that each kind is only given actions of its own. */
const KINDS: Readonly<Record<ActionName, TodayKind<TodayAction>>> = ALL;

export const ACTION_NAMES: readonly ActionName[] = Object.keys(ALL).filter((name): name is ActionName => name in ALL);

export interface ParsedTodayActions {
  /** In order; none means drop. */
  readonly actions: readonly TodayAction[];
  /** To be ANDed to the match; absent when the actions demand nothing. */
  readonly prerequisites: Expr | undefined;
}

/** Reads an action text. Errors are OVN's words, with a range. */
export function parseTodayActions(text: string, context: ReadingContext): Result<ParsedTodayActions> {
  const reader = new ActionReader(new Cursor(text, lex(text)), context);
  const endOfInput = () => (reader.cursor.atEnd ? undefined : reader.failSyntax('expecting end of input'));
  try {
    const actions = readActions(reader, () => reader.cursor.atEnd, endOfInput);
    return ok({ actions, prerequisites: reader.prerequisites });
  } catch (problem) {
    if (problem instanceof Unreadable) return err(problem.problem);
    throw problem;
  }
}

/** `drop;` stands alone. `isOver` takes the end, if it is here; `expectEnd` fails where it is not. */
function readActions(reader: ActionReader, isOver: () => boolean, expectEnd: () => void): readonly TodayAction[] {
  const { cursor } = reader;
  if (cursor.token.type === 'id' && cursor.token.text === 'drop' && cursor.lookahead.type === ';') {
    cursor.take();
    cursor.take();
    expectEnd();
    return [];
  }
  const actions: TodayAction[] = [];
  while (!isOver()) {
    actions.push(readAction(reader));
    reader.expect(';');
  }
  return actions;
}

function readAction(reader: ActionReader): TodayAction {
  const { cursor } = reader;
  const { type, text } = cursor.token;
  if (type === 'template') reader.fail('Unexpanded template.', 'syntax-error');
  if (type !== 'id') reader.failSyntax();
  const { type: next } = cursor.lookahead;
  if (next === '=' || next === '<->' || next === '[') return readAssignment(reader);
  const kind = kindOf(text === 'ip.ttl' ? 'dec_ttl' : text, 'statement', reader.context.language);
  if (kind === undefined || text === 'dec_ttl') return reader.failSyntax('expecting action');
  cursor.take();
  return kind.parse(reader);
}

function readAssignment(reader: ActionReader): TodayAction {
  const { cursor } = reader;
  reader.assignTo(reader.field());
  if (reader.accept('<->')) return fields.exchange.parse(reader);
  if (!reader.accept('=')) reader.failSyntax("expecting `=' or `<->'");
  if (cursor.token.type !== 'id') return fields.readLoad(reader);
  const kind = kindOf(cursor.token.text, 'result', reader.context.language);
  const isRelay = kind === KINDS.dhcp_relay_req_chk || kind === KINDS.dhcp_relay_resp_chk;
  if (kind && (isRelay || cursor.lookahead.type === '(')) return kind.parse(reader);
  return fields.move.parse(reader);
}

function kindOf(
  word: string,
  form: TodayKind<TodayAction>['form'],
  { actions }: ActionLanguage,
): TodayKind<TodayAction> | undefined {
  const name = ACTION_NAMES.find((candidate) => candidate === word);
  const kind = name !== undefined && actions.has(name) ? KINDS[name] : undefined;
  return kind?.form === form ? kind : undefined;
}

/** As OVN prints actions; `drop;` for none. */
export function formatTodayActions(actions: readonly TodayAction[]): string {
  return actions.length === 0 ? 'drop;' : actions.map(formatTodayAction).join(' ');
}

/** One action with its semicolon. */
export function formatTodayAction(action: TodayAction): string {
  return KINDS[action.kind].format(action);
}

/** In OpenFlow, with the numbers of one hypervisor; no actions, for none, means drop. */
export function encodeTodayActions(actions: readonly TodayAction[], context: EncodingContext): readonly OfAction[] {
  return actions.flatMap((action) => KINDS[action.kind].encode(action, context));
}

/** How the actions of a release are written, and what they do. */
export function documentTodayActions({ actions }: ActionLanguage): readonly ActionDocument[] {
  return [...ACTION_NAMES.filter((name) => actions.has(name)).map((name) => KINDS[name].document), DROP];
}

const DROP: ActionDocument = { form: 'drop;', text: 'Drops the packet. It stands alone.' };

/** The documents of the actions that a text has, each once, in their order; all of the language's for one that cannot be read. */
export function explainTodayActions(text: string, context: ReadingContext): readonly ActionDocument[] {
  const parsed = parseTodayActions(text, context);
  if (!parsed.ok) return documentTodayActions(context.language);
  const { actions } = parsed.value;
  if (actions.length === 0) return [DROP];
  return Array.from(new Set(actions.map(({ kind }) => kind)), (kind) => KINDS[kind].document);
}

/** Prerequisites as OVN prints them; undefined for none. */
export function printPrerequisites(prerequisites: Expr | undefined): string | undefined {
  return prerequisites && printExpr(prerequisites);
}
