/** Ports of logical switches. */
import type { Uuid } from '../../../../base';
import type { Collection, Group } from '../../../../derive';
import { parseAddresses, parseIpAddresses, type LportAddresses } from './addresses';
import type { Peer, Peers } from './peers';
import type { RouterFacts } from './routers';
import type { NorthboundRows, SwitchPortRow } from './rows';
import { optionIs, SAME, type Sources } from './sources';
import type { SwitchFacts } from './switches';

export interface SwitchPortFacts extends SwitchPortRow {
  /** `lsp_addrs`: the static ones, then those of the router port where `addresses` says `router`, then what IPAM gave. */
  readonly addresses: readonly LportAddresses[];
  /** `n_lsp_non_router_addrs`: how many of `addresses`, from the first on, are not the router port's. */
  readonly nonRouterAddresses: number;
  readonly peer: Peer | undefined;
  /** `proxy_arp_addrs`, of a port to a router; the MAC is `` where the option has none. */
  readonly proxyArp: LportAddresses | undefined;
  /** Only where the peer is a distributed gateway port. */
  readonly enableRouterPortAcl: boolean;
  /** The derived port on the gateway chassis: where its peer is the only distributed gateway port, and there is no localnet port. */
  readonly crPort: { readonly name: string; readonly quoted: string } | undefined;
}

export interface SwitchPorts {
  readonly all: Collection<Uuid, SwitchPortFacts>;
  readonly bySwitch: Group<Uuid, Uuid, SwitchPortFacts>;
  readonly byName: Group<string, Uuid, SwitchPortFacts>;
  /** Whether all ports of a switch lead to routers, so that there is nobody to flood. */
  readonly leadToRoutersOnly: (sw: Uuid) => boolean;
}

export function switchPortFacts(
  { graph }: Sources,
  rows: NorthboundRows,
  peers: Peers,
  switches: Collection<Uuid, SwitchFacts>,
  routers: Collection<Uuid, RouterFacts>,
): SwitchPorts {
  const all = graph.map(
    'switch ports',
    rows.switchPorts,
    (row, uuid): SwitchPortFacts => {
      const peer = peers.ofSwitchPort(uuid);
      const routerPort = peer?.kind === 'router' ? rows.routerPorts.get(peer.port) : undefined;
      const own = [...row.staticAddresses, ...dynamicAddresses(row)];
      const router = row.rawAddresses.includes('router') && routerPort !== undefined ? [routerPort.networks] : [];
      const proxy = routerPort === undefined ? undefined : row.options.get('arp_proxy');
      const isAlone =
        routerPort?.isDistributedGateway === true &&
        routers.get(routerPort.router)?.gatewayPorts.length === 1 &&
        switches.get(row.sw)?.localnetPorts.length === 0;
      const crName = `cr-${row.name}`;
      return {
        ...row,
        addresses: [...own, ...router],
        nonRouterAddresses: own.length,
        peer,
        proxyArp: proxy === undefined ? undefined : proxyAddresses(proxy),
        enableRouterPortAcl:
          routerPort?.isDistributedGateway === true && optionIs(row.options, 'enable_router_port_acl'),
        crPort: isAlone ? { name: crName, quoted: JSON.stringify(crName) } : undefined,
      };
    },
    SAME,
  );
  const bySwitch = all.by('switch ports by switch', ({ sw }) => [sw]);
  const transit = graph.map(
    'switches with ports to routers only',
    switches,
    ({ routerPorts }, sw) => bySwitch.size(sw) === routerPorts.length,
  );
  return {
    all,
    bySwitch,
    leadToRoutersOnly: (sw) => transit.get(sw) === true,
    byName: all.by('facts of switch ports by name', ({ name }) => [name]),
  };
}

function dynamicAddresses({ dynamicAddresses: given }: SwitchPortRow): readonly LportAddresses[] {
  const addresses = given === undefined ? undefined : parseAddresses(given);
  return addresses === undefined ? [] : [addresses];
}

function proxyAddresses(text: string): LportAddresses | undefined {
  const addresses = parseAddresses(text);
  if (addresses !== undefined) return addresses;
  const ips = parseIpAddresses(text);
  return ips === undefined ? undefined : { mac: '', ...ips };
}
