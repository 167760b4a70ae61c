/**
 * What each stage of today's logical pipelines is for, in plain words, by its name
 * (`external_ids:stage-name` of a logical flow). A name keeps its meaning from release to
 * release, while its number changes; the last ones are names that only older releases use.
 */

export interface StageText {
  /** What the stage does. */
  readonly does: string;
  /** What it means that a packet ends there; for stages where that says something. */
  readonly drop?: string;
}

/** Undefined for a name that no release since 23.03 uses. */
export function stageTextOf(stage: string): StageText | undefined {
  return Object.hasOwn(TEXTS, stage) ? TEXTS[stage] : undefined;
}

/** The stages of 26.03, and whether a switch or a router has them. */
export function stageNames(): readonly string[] {
  return Object.keys(TEXTS).filter((name) => !OLDER.has(name));
}

const TEXTS: Readonly<Record<string, StageText>> = {
  ls_in_check_port_sec: {
    does: 'Asks whether the port may send from these addresses, and notes the answer. Frames that no switch takes (a VLAN tag, a source that is a group) end here.',
    drop: 'The frame is malformed, carries a VLAN tag, or comes from a port that is disabled.',
  },
  ls_in_apply_port_sec: {
    does: 'Drops what port security did not allow.',
    drop: 'Port security: the port may not send from this MAC or IP address.',
  },
  ls_in_mirror: { does: 'Copies what a mirror rule of the port asks for to its target; the packet itself goes on.' },
  ls_in_lookup_fdb: {
    does: 'For ports with unknown addresses: looks up whether the source MAC was already learnt behind this port.',
  },
  ls_in_put_fdb: { does: 'Learns behind which port a source MAC lives, where it was not known yet.' },
  ls_in_pre_acl: {
    does: 'Marks packets that must be looked up in connection tracking because stateful ACLs apply to the switch.',
  },
  ls_in_pre_lb: { does: 'Marks packets that may belong to a load balancer, so that connection tracking sees them.' },
  ls_in_pre_stateful: {
    does: 'Sends marked packets to connection tracking, which says whether they are new, established or a reply, and undoes address translation of replies.',
  },
  ls_in_acl_hint: { does: 'Turns the state of the connection into register bits, so that ACLs need fewer flows.' },
  ls_in_acl_eval: {
    does: 'Compares the packet with the ACLs on its way from the port; the first that matches notes its verdict.',
  },
  ls_in_acl_sample: { does: 'Sends a sample of what an ACL decided to a collector, where sampling is set up.' },
  ls_in_acl_action: {
    does: 'Carries out the verdict of the ACLs: go on, drop, reject, or look into the next tier.',
    drop: 'An ACL says drop, or none allowed it where the default is to drop.',
  },
  ls_in_qos: {
    does: 'Applies QoS rules on the way in: a DSCP mark, a packet mark, a rate limit.',
    drop: 'A QoS rule drops it: its rate is exceeded.',
  },
  ls_in_ct_extract: {
    does: 'Keeps the original destination of a tracked connection in registers for the stages that follow.',
  },
  ls_in_lb_aff_check: {
    does: 'Looks up whether this client was sent to a backend before, for load balancers with session affinity.',
  },
  ls_in_lb: {
    does: 'Picks a backend of a load balancer for a new connection to a virtual address, and rewrites the destination.',
    drop: 'The load balancer has no backend for it, or none that is alive.',
  },
  ls_in_lb_aff_learn: { does: 'Remembers which backend this client was sent to, for session affinity.' },
  ls_in_pre_hairpin: { does: 'Finds out whether a load balancer sent the packet back to the port it came from.' },
  ls_in_nat_hairpin: {
    does: 'Translates the source of such a hairpinned packet, so that the reply comes back by the same way.',
  },
  ls_in_hairpin: { does: 'Sends hairpinned packets back out of the port they came from.' },
  ls_in_acl_after_lb_eval: {
    does: 'Compares the packet with those ACLs that look at the destination which the load balancer chose.',
  },
  ls_in_acl_after_lb_sample: { does: 'Samples what an ACL after load balancing decided.' },
  ls_in_acl_after_lb_action: {
    does: 'Carries out the verdict of the ACLs after load balancing.',
    drop: 'An ACL after load balancing says drop.',
  },
  ls_in_pre_network_function: {
    does: 'Finds the network function (a firewall, say) that an ACL wants this packet to pass, and which of them is alive.',
  },
  ls_in_stateful: {
    does: 'Commits connections that ACLs or load balancers want to be remembered, with mark and label.',
  },
  ls_in_network_function: {
    does: 'Redirects the packet through the network function that was chosen.',
    drop: 'The network function that it must pass is not to be reached.',
  },
  ls_in_arp_rsp: {
    does: 'Answers ARP requests and IPv6 neighbour solicitations for addresses that OVN knows, instead of flooding them.',
  },
  ls_in_dhcp_options: { does: 'Writes the options of a DHCP answer for ports that have DHCP configured.' },
  ls_in_dhcp_response: { does: 'Turns the DHCP request into the answer and sends it back.' },
  ls_in_dns_lookup: { does: 'Looks a DNS query up among the records that OVN holds.' },
  ls_in_dns_response: { does: 'Turns a DNS query that was found into its answer and sends it back.' },
  ls_in_external_port: {
    does: 'Keeps hypervisors that are not responsible for an external port from answering for it.',
    drop: 'This hypervisor does not answer for the external port.',
  },
  ls_in_l2_lkup: {
    does: 'Finds the port by destination MAC; broadcast and multicast go to a group of ports.',
    drop: 'Its destination is a group or protocol that this switch does not forward.',
  },
  ls_in_l2_unknown: {
    does: 'Decides about destinations that no port has: to ports with unknown addresses, or dropped.',
    drop: 'No port of the switch has the destination MAC, and none takes unknown addresses.',
  },

  ls_out_lookup_fdb: {
    does: 'For packets from a port of another zone, which ends its way here in egress: looks up whether the source MAC was already learnt.',
  },
  ls_out_put_fdb: {
    does: 'Learns behind which port of another zone a source MAC lives, where it was not known yet.',
  },
  ls_out_pre_acl: {
    does: 'Marks packets that must be looked up in connection tracking because stateful ACLs apply on the way to the port.',
  },
  ls_out_pre_lb: { does: 'Marks packets that may be replies of a load balancer.' },
  ls_out_pre_stateful: {
    does: 'Sends marked packets to connection tracking in the zone of the port that receives them.',
  },
  ls_out_acl_hint: { does: 'Turns the state of the connection into register bits, so that ACLs need fewer flows.' },
  ls_out_acl_eval: {
    does: 'Compares the packet with the ACLs on its way to the port; the first that matches notes its verdict.',
  },
  ls_out_acl_sample: { does: 'Sends a sample of what an ACL decided to a collector, where sampling is set up.' },
  ls_out_acl_action: {
    does: 'Carries out the verdict of the ACLs on the way to the port: go on, drop, reject, or look into the next tier.',
    drop: 'An ACL towards the port says drop, or none allowed it where the default is to drop.',
  },
  ls_out_mirror: { does: 'Copies what a mirror rule of the receiving port asks for to its target.' },
  ls_out_qos: {
    does: 'Applies QoS rules on the way out: a DSCP mark, a packet mark, a rate limit.',
    drop: 'A QoS rule drops it: its rate is exceeded.',
  },
  ls_out_pre_network_function: {
    does: 'Finds the network function that an ACL wants this packet to pass on its way to the port.',
  },
  ls_out_stateful: { does: 'Commits connections that the ACLs on the way out want to be remembered.' },
  ls_out_network_function: {
    does: 'Redirects the packet through the network function that was chosen, or lets it back in from there.',
    drop: 'The network function that it must pass is not to be reached.',
  },
  ls_out_check_port_sec: {
    does: 'Asks whether the port may receive packets for these addresses, and notes the answer. Groups always may.',
  },
  ls_out_apply_port_sec: {
    does: 'Delivers the packet to the port, or drops what port security did not allow.',
    drop: 'Port security: the port may not receive packets for this address.',
  },

  lr_in_admission: {
    does: 'Takes only packets that are for the router: by the MAC of the port, or for everybody.',
    drop: 'The destination MAC is not that of the router port it came in by, or the port is bound elsewhere.',
  },
  lr_in_lookup_neighbor: { does: 'For ARP and neighbour discovery: looks up whether the sender is already known.' },
  lr_in_learn_neighbor: {
    does: 'Learns the MAC of a neighbour that was not known yet.',
    drop: 'It was only there to be learnt from.',
  },
  lr_in_ip_input: {
    does: 'Answers what is for the router itself (ARP, ping, unreachable ports) and drops what no router forwards.',
    drop: 'A router forwards no such packet: its TTL is used up, its source is the router itself or a group, or it is for the router and nobody there listens.',
  },
  lr_in_dhcp_relay_req: {
    does: 'Prepares DHCP requests that the router relays to a server.',
    drop: 'The DHCP request cannot be relayed.',
  },
  lr_in_unsnat: {
    does: 'Undoes source NAT on replies: the destination becomes the address of the port behind the router.',
  },
  lr_in_post_unsnat: {
    does: 'Keeps in flags whether the connection is new to the zone of source NAT, which the egress stages need to know.',
  },
  lr_in_defrag: {
    does: 'Sends packets of load balancers and NAT to connection tracking, which puts fragments together.',
  },
  lr_in_ct_extract: {
    does: 'Keeps the original destination of a tracked connection in registers for the stages that follow.',
  },
  lr_in_lb_aff_check: {
    does: 'Looks up whether this client was sent to a backend before, for load balancers with session affinity.',
  },
  lr_in_dnat: {
    does: 'Translates the destination: load balancers of the router, and NAT rules of type dnat and dnat_and_snat.',
    drop: 'The load balancer has no backend for it, or none that is alive.',
  },
  lr_in_lb_aff_learn: { does: 'Remembers which backend this client was sent to, for session affinity.' },
  lr_in_ecmp_stateful: {
    does: 'Remembers by which next hop a connection came in, so that replies leave by the same one.',
  },
  lr_in_nd_ra_options: { does: 'Writes the options of an IPv6 router advertisement.' },
  lr_in_nd_ra_response: { does: 'Turns the router solicitation into the advertisement and sends it back.' },
  lr_in_ip_routing_pre: { does: 'Chooses the route table: that of the port, or the main one.' },
  lr_in_ip_routing: {
    does: 'Finds the route by longest prefix: next hop, port to leave by, and its MAC as the new source. The TTL goes down by one.',
    drop: 'The router has no route to the destination, or a route that says discard.',
  },
  lr_in_ip_routing_ecmp: { does: 'Picks one of several equally good routes.' },
  lr_in_policy: {
    does: 'Applies routing policies, which may reroute, allow or drop whatever the routes say.',
    drop: 'A routing policy says drop.',
  },
  lr_in_policy_ecmp: { does: 'Picks one of several next hops of a routing policy.' },
  lr_in_dhcp_relay_resp_chk: { does: 'Checks whether a DHCP answer belongs to a request that the router relayed.' },
  lr_in_dhcp_relay_resp: {
    does: 'Sends a relayed DHCP answer on to the client.',
    drop: 'The DHCP answer does not fit any request.',
  },
  lr_in_arp_resolve: {
    does: 'Finds the MAC of the next hop: from ports that OVN knows, or from what was learnt.',
    drop: 'The next hop is an address that cannot be resolved here.',
  },
  lr_in_chk_pkt_len: { does: 'Compares the length of the packet with the MTU of the gateway port.' },
  lr_in_larger_pkts: {
    does: 'Answers packets that are too large with “fragmentation needed”.',
    drop: 'It is larger than the MTU.',
  },
  lr_in_gw_redirect: {
    does: 'Sends traffic for a distributed gateway port to the chassis that holds it, unless NAT may be done here.',
  },
  lr_in_network_id: {
    does: 'Notes which network of the port the next hop is in, which decides the source address of answers.',
  },
  lr_in_arp_request: {
    does: 'Where the MAC of the next hop is not known: asks for it with ARP or neighbour discovery. Everything else leaves.',
    drop: 'The MAC of the next hop is not known; it would be asked for, and the packet waits.',
  },
  lr_in_ecmp_stateful_egr: { does: 'Makes replies of a connection leave by the next hop that it came in by.' },

  lr_out_chk_dnat_local: { does: 'Notes whether the destination was translated on this hypervisor.' },
  lr_out_undnat: { does: 'Undoes destination NAT on replies: the source becomes the address that the client knows.' },
  lr_out_post_undnat: {
    does: 'Asks connection tracking about the zone of source NAT before the source is translated.',
  },
  lr_out_snat: { does: 'Translates the source: NAT rules of type snat and dnat_and_snat.' },
  lr_out_post_snat: {
    does: 'Commits new connections to the zone of source NAT, so that their replies are not translated themselves.',
  },
  lr_out_egr_loop: { does: 'Sends packets for a NAT address of the router itself back into its ingress pipeline.' },
  lr_out_delivery: {
    does: 'Hands the packet to the port that routing chose.',
    drop: 'The port that routing chose may not send it.',
  },

  ls_in_acl: {
    does: 'Compares the packet with the ACLs on its way from the port, and carries out what they say.',
    drop: 'An ACL says drop, or none allowed it where the default is to drop.',
  },
  ls_in_acl_after_lb: {
    does: 'The ACLs that look at the destination which the load balancer chose.',
    drop: 'An ACL after load balancing says drop.',
  },
  ls_out_acl: {
    does: 'Compares the packet with the ACLs on its way to the port, and carries out what they say.',
    drop: 'An ACL towards the port says drop, or none allowed it where the default is to drop.',
  },
  ls_in_qos_mark: { does: 'QoS rules on the way in: a DSCP mark or a packet mark.' },
  ls_in_qos_meter: {
    does: 'QoS rules on the way in: a rate limit.',
    drop: 'A QoS rule drops it: its rate is exceeded.',
  },
  ls_out_qos_mark: { does: 'QoS rules on the way out: a DSCP mark or a packet mark.' },
  ls_out_qos_meter: {
    does: 'QoS rules on the way out: a rate limit.',
    drop: 'A QoS rule drops it: its rate is exceeded.',
  },
};

const OLDER: ReadonlySet<string> = new Set([
  'ls_in_acl',
  'ls_in_acl_after_lb',
  'ls_out_acl',
  'ls_in_qos_mark',
  'ls_in_qos_meter',
  'ls_out_qos_mark',
  'ls_out_qos_meter',
]);
