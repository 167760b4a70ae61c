/**
 * ls_in_l2_lkup and ls_in_check_port_sec: a routing daemon behind a port of the switch speaks BGP or BFD with the
 * address of the router's port, whose Ethernet address it shares.
 */
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { Router, RouterPort, SwitchPeer } from './subjects';
import { inStage, quote, type IpVersion } from './text';

const lookup = inStage('ls_in_l2_lkup');
const portSecurity = inStage('ls_in_check_port_sec');

const PROTOCOLS: Readonly<Record<string, { readonly transport: string; readonly port: number }>> = {
  BGP: { transport: 'tcp', port: 179 },
  BFD: { transport: 'udp', port: 3784 },
};

export function protocolRedirectOfPort(port: RouterPort, _: Router, net: Network): readonly WantedFlow[] {
  const { peer } = port;
  const daemon = port.options.get('routing-protocol-redirect');
  if (daemon === undefined || peer?.kind !== 'switch') return [];
  const named = (port.options.get('routing-protocols') ?? '')
    .split(',')
    .filter((name) => Object.hasOwn(PROTOCOLS, name));
  const protocols = [...new Set(named)];
  if (net.switchPorts.byName.first(daemon)?.sw !== peer.sw || protocols.length === 0) return [];
  const redirected = (version: IpVersion, address: string) =>
    toDaemon({ version, address, daemon, protocols, clonesBfd: protocols.includes('BFD') && port.runsBfd }, peer);
  return [
    ...port.ipv4.flatMap(({ addr }) => redirected(4, addr)),
    ...port.ipv6.flatMap(({ addr }) => redirected(6, addr)),
    ...silenced(daemon, peer),
  ];
}

interface Redirected {
  readonly version: IpVersion;
  readonly address: string;
  readonly daemon: string;
  readonly protocols: readonly string[];
  /** The router watches its neighbours by BFD too, and needs a copy. */
  readonly clonesBfd: boolean;
}

/** Requests and replies of its protocols, and a copy of what neighbours say of their addresses. */
function toDaemon(what: Redirected, peer: SwitchPeer): readonly WantedFlow[] {
  const { version, address, daemon, protocols, clonesBfd } = what;
  const sw = { uuid: peer.sw };
  const only = `outport = ${quote(daemon)}; output;`;
  const both = `clone { ${only} }; outport = ${peer.quoted}; output;`;
  const why = () => `The routing daemon at ${daemon} speaks for the router with the address ${address}.`;
  const flow = (rule: string, match: string, actions: string) =>
    lookup(sw, { rule, priority: 100, match, actions, why });
  return [
    ...protocols.flatMap((name) => {
      const { transport = '', port = 0 } = PROTOCOLS[name] ?? {};
      const actions = name === 'BFD' && clonesBfd ? both : only;
      const to = `ip${version}.dst == ${address} && ${transport}`;
      return [
        flow('routing-protocol', `${to}.dst == ${port}`, actions),
        flow('routing-protocol-reply', `${to}.src == ${port}`, actions),
      ];
    }),
    version === 6
      ? flow('neighbour-of-daemon', `ip6.dst == ${address} && nd_na`, both)
      : flow('neighbour-of-daemon', `arp.op == 2 && arp.tpa == ${address}`, both),
  ];
}

/** What the router says of their common address is enough. */
function silenced(daemon: string, peer: SwitchPeer): readonly WantedFlow[] {
  return ['arp.op == 2', 'nd_na', 'nd_ra'].map((said) =>
    portSecurity(
      { uuid: peer.sw },
      {
        rule: 'silent-daemon',
        priority: 80,
        match: `inport == ${quote(daemon)} && ${said}`,
        actions: 'reg0[15] = 1; next;',
        why: () => `The router answers for the address that it shares with the routing daemon at ${daemon}.`,
      },
    ),
  );
}
