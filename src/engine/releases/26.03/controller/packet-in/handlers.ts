/** The table of opcodes: what is done with a packet. An opcode without a handler does not compile. */
import type { Opcode } from '../../../../actions';
import { arp, ndNs } from './asked-neighbours';
import { activate, bindVport } from './bindings';
import { putDhcpOpts } from './dhcp';
import { dhcpRelayReqChk, dhcpRelayRespChk } from './dhcp-relay';
import { putDhcpv6Opts } from './dhcpv6';
import { dnsLookup } from './dns';
import { triggerEvent } from './events';
import { putFdb } from './fdb';
import type { Handler } from './handler';
import { putArp, putNd } from './learnt-neighbours';
import { log } from './log';
import { igmp } from './multicast';
import { ndNa, ndNaRouter } from './nd-answers';
import { icmp, icmpError, reject, sctpAbort, tcpReset } from './refusals';
import { putNdRaOpts } from './router-advertisement';
import { handleSvcCheck } from './services';

/** The answer to something that was not asked. */
const drop = () => undefined;

const ALL: { readonly [O in Opcode]: Handler<O> } = {
  arp,
  put_arp: putArp,
  put_dhcp_opts: putDhcpOpts,
  nd_na: ndNa,
  put_nd: putNd,
  put_dhcpv6_opts: putDhcpv6Opts,
  dns_lookup: dnsLookup,
  log,
  put_nd_ra_opts: putNdRaOpts,
  nd_ns: ndNs,
  icmp,
  tcp_reset: tcpReset,
  nd_na_router: ndNaRouter,
  icmp4_error: icmpError,
  trigger_event: triggerEvent,
  igmp,
  bind_vport: bindVport,
  handle_svc_check: handleSvcCheck,
  handle_dhcpv6_reply: drop,
  icmp6_error: icmpError,
  reject,
  handle_bfd_msg: drop,
  sctp_abort: sctpAbort,
  put_fdb: putFdb,
  activation_strategy: activate,
  dhcp_relay_req_chk: dhcpRelayReqChk,
  dhcp_relay_resp_chk: dhcpRelayRespChk,
};

export const HANDLERS: Readonly<Record<Opcode, Handler<Opcode>>> = ALL;
