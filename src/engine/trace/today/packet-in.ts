/** What ovn-controller is asked of a packet, in a sentence: the first number of the userdata says it. */
import { OPCODE_NAMES, OPCODES, type Opcode } from '../../actions';
import type { OfActionOf } from '../../openflow';

const ASKED: Readonly<Record<Opcode, string>> = {
  arp: 'to ask by ARP who has the next hop, and keeps the packet until somebody answers',
  put_arp: 'to learn the sender’s address',
  put_dhcp_opts: 'to make the answer to a DHCP request of it',
  nd_na: 'to answer with a neighbour advertisement',
  put_nd: 'to learn the sender’s address',
  put_dhcpv6_opts: 'to make the answer to a DHCPv6 request of it',
  dns_lookup: 'to look up the name that it asks for',
  log: 'to log it',
  put_nd_ra_opts: 'to make a router advertisement of it',
  nd_ns: 'to solicit the next hop, and keeps the packet until it answers',
  icmp: 'to answer with an ICMP error',
  tcp_reset: 'to answer with a TCP reset',
  nd_na_router: 'to answer with the neighbour advertisement of a router',
  icmp4_error: 'to answer with an ICMP error',
  trigger_event: 'to tell the databases that it came',
  igmp: 'to learn who wants which multicast group',
  bind_vport: 'to bind the virtual port that it speaks for',
  handle_svc_check: 'to see whether the service lives',
  handle_dhcpv6_reply: 'to take the prefix that was delegated',
  icmp6_error: 'to answer with an ICMPv6 error',
  reject: 'to answer that it is rejected',
  handle_bfd_msg: 'to see that the other end lives',
  sctp_abort: 'to answer with an SCTP abort',
  activation_strategy: 'to tell that the port lives here now',
  put_fdb: 'to learn behind which port the sender’s MAC address is',
  dhcp_relay_req_chk: 'to relay the DHCP request',
  dhcp_relay_resp_chk: 'to relay the DHCP answer',
};

/** Undefined for a number that ovn-controller does not know. */
export function askedOf(userdata: readonly number[]): Opcode | undefined {
  return OPCODE_NAMES.find((name) => OPCODES[name] === userdata[3]);
}

export function packetInSentence(machine: string, { userdata }: Pick<OfActionOf<'controller'>, 'userdata'>): string {
  const asked = askedOf(userdata);
  return `${machine} hands the packet to its ovn-controller${asked === undefined ? '' : ` ${ASKED[asked]}`}.`;
}
