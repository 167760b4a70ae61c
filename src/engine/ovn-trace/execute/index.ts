/** What each kind of action does to a packet in a trace. A kind that is not told does not compile. */
import { formatField, formatTodayAction, placeOf, type TodayAction, type TodayActionName } from '../../actions';
import { formatFlowKey } from '../../openflow';
import type { Here } from '../walk';
import { balance, clear, commitNat, commitToZone, ctNext, translate } from './conntrack';
import { decTtl, exchange, fragMtu, load, move, pop, push, select } from './fields';
import * as lookups from './lookups';
import * as packets from './packets';

export function execute(action: TodayAction, here: Here): void {
  KINDS[action.kind](action, here);
}

type Of<K extends TodayActionName> = TodayAction & { readonly kind: K };

interface Executor<A> {
  execute(action: A, here: Here): void;
}

/** Of a method, so that the table of all kinds can be asked with any action: each gets only its own. */
type Execution<A> = Executor<A>['execute'];

type Executions = { readonly [K in TodayActionName]: Execution<Of<K>> };

/** What can be seen of them lies outside of a trace: a controller learns, a meter drops, a queue waits. */
const nothing = () => undefined;

const result = (target: Of<'chk_lb_hairpin'>['target']) => [placeOf(target), formatField(target)] as const;

const EXECUTIONS: Executions = {
  load,
  frag_mtu: fragMtu,
  move,
  exchange,
  push,
  pop,
  dec_ttl: (_, here) => {
    decTtl(here);
  },
  next: ({ pipeline, table }, here) => {
    here.walk.next(here, pipeline, table);
  },
  output: (_, here) => {
    here.walk.output(here);
  },
  ct_snat_to_vip: (_, here) => {
    lookups.snatToVirtualAddress(here);
  },
  mac_cache_use: nothing,
  flood_remote: (_, { node }) => {
    node.add('output', '/* Flood to all remote chassis */');
  },
  mirror: ({ port }, here) => {
    packets.mirror(here, port);
  },
  ct_next: ({ table }, here) => {
    ctNext(here, table);
  },
  ct_commit: nothing,
  ct_commit_nat: ({ table }, here) => {
    commitNat(here, table);
  },
  ct_commit_to_zone: ({ zone, table }, here) => {
    commitToZone(here, zone, table);
  },
  ct_dnat: ({ to, table }, here) => {
    translate(here, { direction: 'dst', commonZone: false, to, table });
  },
  ct_snat: ({ to, table }, here) => {
    translate(here, { direction: 'src', commonZone: false, to, table });
  },
  ct_dnat_in_czone: ({ to, table }, here) => {
    translate(here, { direction: 'dst', commonZone: true, to, table });
  },
  ct_snat_in_czone: ({ to, table }, here) => {
    translate(here, { direction: 'src', commonZone: true, to, table });
  },
  ct_clear: (_, here) => {
    clear(here);
  },
  ct_lb: ({ kind, backends, table }, here) => {
    balance(here, kind, backends, table);
  },
  ct_lb_mark: ({ kind, backends, table }, here) => {
    balance(here, kind, backends, table);
  },
  ct_lb_mark_local: ({ kind, backends, table }, here) => {
    balance(here, kind, backends, table);
  },
  select,
  fwd_group: nothing,
  clone: ({ actions }, here) => {
    packets.clone(here, actions);
  },
  arp: ({ actions }, here) => {
    packets.arp(here, actions);
  },
  nd_ns: ({ actions }, here) => {
    packets.neighborSolicitation(here, actions);
  },
  nd_na: ({ actions }, here) => {
    packets.neighborAdvertisement(here, actions);
  },
  nd_na_router: ({ actions }, here) => {
    packets.neighborAdvertisement(here, actions);
  },
  icmp4: ({ actions }, here) => {
    packets.icmp4(here, actions, { back: false });
  },
  icmp4_error: ({ actions }, here) => {
    packets.icmp4(here, actions, { back: false });
  },
  icmp6: ({ actions }, here) => {
    packets.icmp6(here, actions, { back: false });
  },
  icmp6_error: ({ actions }, here) => {
    packets.icmp6(here, actions, { back: false });
  },
  tcp_reset: ({ actions }, here) => {
    packets.tcpReset(here, actions, { back: false });
  },
  sctp_abort: ({ actions }, here) => {
    packets.sctpAbort(here, actions, { back: false });
  },
  reject: ({ actions }, here) => {
    packets.reject(here, actions);
  },
  get_arp: ({ port, ip }, here) => {
    lookups.getBinding(here, placeOf(port), placeOf(ip));
  },
  get_nd: ({ port, ip }, here) => {
    lookups.getBinding(here, placeOf(port), placeOf(ip));
  },
  put_arp: nothing,
  put_nd: nothing,
  lookup_arp: ({ target, port, ip, mac }, here) => {
    lookups.lookupBinding(here, { target: placeOf(target), port: placeOf(port), ip: placeOf(ip), mac: placeOf(mac) });
  },
  lookup_nd: ({ target, port, ip, mac }, here) => {
    lookups.lookupBinding(here, { target: placeOf(target), port: placeOf(port), ip: placeOf(ip), mac: placeOf(mac) });
  },
  lookup_arp_ip: ({ target, port, ip }, here) => {
    lookups.lookupBinding(here, { target: placeOf(target), port: placeOf(port), ip: placeOf(ip) });
  },
  lookup_nd_ip: ({ target, port, ip }, here) => {
    lookups.lookupBinding(here, { target: placeOf(target), port: placeOf(port), ip: placeOf(ip) });
  },
  put_fdb: nothing,
  get_fdb: ({ target, mac }, here) => {
    lookups.getFdb(here, placeOf(target), placeOf(mac));
  },
  get_remote_fdb: (_, { node }) => {
    node.add('output', '/* The remote FDB table is different per each chassis. */');
  },
  lookup_fdb: ({ target, port, mac }, here) => {
    lookups.lookupFdb(here, { target: placeOf(target), port: placeOf(port), mac: placeOf(mac) });
  },
  chk_lb_hairpin: ({ target }, here) => {
    lookups.checkHairpin(here, ...result(target), false);
  },
  chk_lb_hairpin_reply: ({ target }, here) => {
    lookups.checkHairpin(here, ...result(target), true);
  },
  check_in_port_sec: ({ target }, here) => {
    lookups.checkInPortSecurity(here, placeOf(target));
  },
  check_out_port_sec: ({ target }, here) => {
    lookups.checkOutPortSecurity(here, placeOf(target));
  },
  chk_ecmp_nh_mac: nothing,
  chk_ecmp_nh: nothing,
  chk_lb_aff: nothing,
  ct_nw_dst: nothing,
  ct_ip6_dst: nothing,
  ct_tp_dst: ({ target }, here) => {
    lookups.readOriginal(here, ...result(target), 'tcp_dst');
  },
  ct_proto: ({ target }, here) => {
    lookups.readOriginal(here, ...result(target), 'nw_proto');
  },
  ct_state_save: ({ target }, here) => {
    lookups.saveCtState(here, ...result(target));
  },
  dns_lookup: ({ target }, here) => {
    lookups.lookupDns(here, placeOf(target));
  },
  check_pkt_larger: nothing,
  dhcp_relay_req_chk: ({ target }, here) => {
    here.node.add('error', lookups.REQUEST_ASSUMED);
    lookups.succeed(here, ...result(target));
  },
  dhcp_relay_resp_chk: ({ target }, here) => {
    lookups.dhcpRelayResponse(here, ...result(target));
  },
  put_dhcp_opts: (action, here) => {
    here.node.add('error', lookups.REQUEST_ASSUMED);
    lookups.putOptions(here, callText(action), ...result(action.target));
  },
  put_dhcpv6_opts: (action, here) => {
    here.node.add('error', lookups.REQUEST_ASSUMED);
    lookups.putOptions(here, callText(action), ...result(action.target));
  },
  put_nd_ra_opts: (action, here) => {
    lookups.putOptions(here, callText(action), ...result(action.target));
  },
  log: ({ name, verdict, severity }, { flow, direction, node }) => {
    const way = direction === 'ingress' ? 'IN' : 'OUT';
    node.add(
      'transformation',
      `LOG: ACL name=${name ?? '<unnamed>'}, direction=${way}, verdict=${verdict}, severity=${severity}, packet="${formatFlowKey(flow)}"`,
    );
  },
  trigger_event: nothing,
  bind_vport: nothing,
  handle_svc_check: nothing,
  igmp: nothing,
  handle_dhcpv6_reply: nothing,
  handle_bfd_msg: nothing,
  set_queue: nothing,
  set_meter: nothing,
  sample: nothing,
  commit_ecmp_nh: nothing,
  commit_lb_aff: nothing,
};

/** By the name that an action has, so that each kind is only given actions of its own. */
const KINDS: Readonly<Record<TodayActionName, Execution<TodayAction>>> = EXECUTIONS;

/** `put_dhcp_opts(…)` of `reg0[3] = put_dhcp_opts(…);` */
function callText(action: TodayAction): string {
  return formatTodayAction(action)
    .replace(/^.*? = /, '')
    .replace(/;$/, '');
}
