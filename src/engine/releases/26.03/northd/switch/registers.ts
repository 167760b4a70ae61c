/** What each register of a logical switch's pipeline holds, by its name in matches and actions. */
export const REG = {
  /** Wants conntrack for defragmentation and tracking. */
  defrag: 'reg0[0]',
  /** The connection is to be committed. */
  commit: 'reg0[1]',
  /** Wants conntrack with NAT. */
  nat: 'reg0[2]',
  dhcpResult: 'reg0[3]',
  dnsResult: 'reg0[4]',
  hairpin: 'reg0[6]',
  /** What kinds of ACLs the packet may hit, from the state of its connection. */
  mayAllowNew: 'reg0[7]',
  mayAllow: 'reg0[8]',
  mayDrop: 'reg0[9]',
  mayBlock: 'reg0[10]',
  fdbFound: 'reg0[11]',
  hairpinReply: 'reg0[12]',
  /** The ACL has a label or samples. */
  label: 'reg0[13]',
  /** Came from a VTEP gateway. */
  fromRamp: 'reg0[14]',
  portSecurityDrop: 'reg0[15]',
  stateless: 'reg0[16]',
  /** Reply or related traffic that an ACL before load balancing let through. */
  allowedRelated: 'reg0[17]',
  fromRouterPort: 'reg0[18]',
  fragment: 'reg0[19]',
  persistId: 'reg0[20]',
  allowedPersisted: 'reg0[21]',
  /** The group of network functions, later the function. */
  networkFunction: 'reg0[22..29]',
  /** The tuple of a new connection. */
  ctPort: 'reg1[0..15]',
  ctProtocol: 'reg1[16..23]',
  /** The load balancer's VIP, or the backend that affinity has chosen. */
  vipPort: 'reg2[0..15]',
  vip4: 'reg4',
  vip6: 'xxreg1',
  aclId: 'reg2[16..31]',
  /** Observation points of samples, for new and for established connections. */
  pointNew: 'reg3',
  pointEstablished: 'reg9',
  collectorNew: 'reg8[0..7]',
  collectorEstablished: 'reg8[8..15]',
  verdictAllow: 'reg8[16]',
  verdictDrop: 'reg8[17]',
  verdictReject: 'reg8[18]',
  observedStage: 'reg8[19..20]',
  functionEnabled: 'reg8[21]',
  functionOriginal: 'reg8[22]',
  functionLoopback: 'reg8[23]',
  tier: 'reg8[30..31]',
  /** Affinity knows the session. */
  knownSession: 'reg9[6]',
} as const;
