/** DHCP for IPv4 and IPv6, answered by ovn-controller with the options of the port. */
import type { RowRef } from '../../../../base';
import { contains4, contains6, linkLocalOf, parseCidr4, parseCidr6, parseMac } from '../facts/addresses';
import type { LportAddresses } from '../facts/addresses';
import type { DhcpOptions } from '../facts/dhcp-options';
import { optionIs } from '../facts/sources';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { actions, match } from '../texts';
import { REG } from './registers';
import { flowsOn, goesOn } from './rows';

const OPTIONS = 'ls_in_dhcp_options';
const RESPONSE = 'ls_in_dhcp_response';
/** Above every ACL: the answers of ovn-controller reach their port. */
const ABOVE_ACLS = 34000;

export const dhcp: StageRules = {
  name: 'DHCP',
  ofSwitch: ({ uuid }) => ([OPTIONS, RESPONSE] as const).map((stage) => goesOn(flowsOn(uuid), stage)),
  ofSwitchPort(port, net) {
    if (!port.enabled || port.type === 'router' || !isServed(port, net)) return [];
    const v4 = port.dhcpv4Options === undefined ? undefined : net.dhcpOptions.get(port.dhcpv4Options);
    const v6 = port.dhcpv6Options === undefined ? undefined : net.dhcpOptions.get(port.dhcpv6Options);
    return port.addresses.flatMap((addresses) => [
      ...exchange(port, addresses, v4 && offer4(port, addresses, v4), net),
      ...exchange(port, addresses, v6 && offer6(addresses, v6), net),
    ]);
  },
};

/** Not where requests are relayed; for external ports only where somebody can stand in for them. */
function isServed(port: SwitchPortFacts, net: Network): boolean {
  const sw = net.switches.get(port.sw);
  if (sw === undefined || sw.otherConfig.has('dhcp_relay_port')) return false;
  return port.type !== 'external' || (sw.localnetPorts.length > 0 && port.haChassisGroup !== undefined);
}

/** What differs between the two versions of DHCP. */
interface Offer {
  readonly purpose: 'dhcpv4-opts' | 'dhcpv6-opts';
  readonly hint: RowRef;
  /** What a request looks like, and what one looks like to which there is an answer. */
  readonly request: string;
  readonly answered: string;
  /** The call that makes the answer. */
  readonly put: string;
  /** The statements that send it. */
  readonly reply: readonly string[];
  /** What the answer looks like when it is handed to the port. */
  readonly arriving: string;
}

function exchange(
  port: SwitchPortFacts,
  { mac }: LportAddresses,
  offer: Offer | undefined,
  net: Network,
): readonly WantedFlow[] {
  if (!offer) return [];
  const { purpose, hint, request, answered, put, reply, arriving } = offer;
  const flow = flowsOn(port.sw);
  const from = `inport == ${port.quoted} && eth.src == ${mac}`;
  const isExternal = port.type === 'external';
  const resident = isExternal && `is_chassis_resident(${port.quoted})`;
  const extras = { port: port.name, hint };
  const meter = net.meter(net.switches.get(port.sw)?.copp, purpose);
  const why = `ovn-controller answers DHCP requests of port ${port.quoted}.`;
  const v6 = purpose === 'dhcpv6-opts';
  // The two versions name the residence of an external port before and after the result.
  const response = v6
    ? match(from, answered, resident, REG.dhcpResult)
    : match(from, answered, REG.dhcpResult, resident);
  return [
    flow(OPTIONS, 100, match(from, request, resident), actions(`${REG.dhcpResult} = ${put}`, 'next'), 'request', why, {
      ...extras,
      meter,
    }),
    flow(RESPONSE, 100, response, actions(...reply), 'response', why, extras),
    ...(isExternal
      ? []
      : [
          flow(
            'ls_out_acl_eval',
            ABOVE_ACLS,
            `outport == ${port.quoted} && ${arriving}`,
            actions(`${REG.verdictAllow} = 1`, 'next'),
            'dhcp-reply',
            `Answers to DHCP requests reach port ${port.quoted}, whatever the ACLs say.`,
            extras,
          ),
        ]),
  ];
}

/** The first address of the port in the subnet of its options is offered; without server and lease time nothing is. */
function offer4(
  port: SwitchPortFacts,
  { ipv4 }: LportAddresses,
  { ref, cidr, options }: DhcpOptions,
): Offer | undefined {
  const subnet = parseCidr4(cidr);
  const offered = subnet && ipv4.find(({ addr }) => contains4(subnet, addr))?.addr;
  const server = options.get('server_id');
  const mac = options.get('server_mac');
  if (!subnet || offered === undefined || server === undefined || mac === undefined || !options.has('lease_time')) {
    return undefined;
  }
  const hostname = port.options.get('hostname');
  const sent = new Map([
    ...options,
    ['netmask', subnet.mask],
    ...(hostname === undefined ? [] : [['hostname', hostname] as const]),
  ]);
  sent.delete('server_mac');
  const client = 'udp.src == 68 && udp.dst == 67';
  return {
    purpose: 'dhcpv4-opts',
    hint: ref,
    request: match(`(ip4.src == {${offered}, 0.0.0.0} && ip4.dst == {${server}, 255.255.255.255})`, client),
    answered: match('ip4', client),
    put: `put_dhcp_opts(${[`offerip = ${offered}`, ...listed(sent)].join(', ')})`,
    reply: [
      'eth.dst = eth.src',
      `eth.src = ${mac}`,
      `ip4.src = ${server}`,
      'udp.src = 67',
      'udp.dst = 68',
      'outport = inport',
      'flags.loopback = 1',
      'output',
    ],
    arriving: match(`eth.src == ${mac}`, `ip4.src == ${server}`, 'udp', 'udp.src == 67', 'udp.dst == 68'),
  };
}

/** The server's MAC stands for its address, which is link-local. */
function offer6({ ipv6 }: LportAddresses, { ref, cidr, options }: DhcpOptions): Offer | undefined {
  const subnet = parseCidr6(cidr);
  const offered = subnet && ipv6.find(({ addr }) => contains6(subnet, addr))?.addr;
  const mac = options.get('server_id');
  const parsed = mac === undefined ? undefined : parseMac(mac);
  if (offered === undefined || mac === undefined || parsed === undefined) return undefined;
  const server = linkLocalOf(parsed);
  const sent = new Map(options);
  sent.delete('dhcpv6_stateless');
  const address = optionIs(options, 'dhcpv6_stateless') ? [] : [`ia_addr = ${offered}`];
  const request = 'ip6.mcast && ip6.dst == ff02::1:2 && udp.src == 546 && udp.dst == 547';
  return {
    purpose: 'dhcpv6-opts',
    hint: ref,
    request,
    answered: request,
    put: `put_dhcpv6_opts(${[...address, ...listed(sent)].join(', ')})`,
    reply: [
      'eth.dst = eth.src',
      `eth.src = ${mac}`,
      'ip6.dst = ip6.src',
      `ip6.src = ${server}`,
      'udp.src = 547',
      'udp.dst = 546',
      'outport = inport',
      'flags.loopback = 1',
      'output',
    ],
    arriving: match(`eth.src == ${mac}`, `ip6.src == ${server}`, 'udp', 'udp.src == 547', 'udp.dst == 546'),
  };
}

/** Options in the order of their names. */
function listed(options: ReadonlyMap<string, string>): readonly string[] {
  return [...options].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key} = ${value}`);
}
