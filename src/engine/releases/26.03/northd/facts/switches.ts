/** Logical switches. */
import type { Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import type { Peers } from './peers';
import type { NorthboundRows, SwitchRow } from './rows';
import { optionIs, optionNumber, SAME, type Sources } from './sources';

export interface SwitchFacts extends SwitchRow {
  /** Some port has `unknown` among its addresses, or leads to another switch. */
  readonly hasUnknown: boolean;
  readonly localnetPorts: readonly Uuid[];
  /** Ports of type `router` whose router port is there. */
  readonly routerPorts: readonly Uuid[];
  /** Ports of type `switch`. */
  readonly switchPorts: readonly Uuid[];
  readonly hasVtepPorts: boolean;
  /** A port to a router answers ARP for other addresses (`options:arp_proxy`). */
  readonly hasArpProxyPort: boolean;
  /** `is_vlan_transparent`: frames with a VLAN tag pass. */
  readonly vlanPassthru: boolean;
  /** `enable-stateless-acl-with-lb`. */
  readonly lbWithStatelessMode: boolean;
  readonly hasEvpnVni: boolean;
}

/** The rows of switches, and of each what its ports make of it. */
export function switchFacts(
  { graph }: Sources,
  { switches, switchPorts }: NorthboundRows,
  peers: Peers,
): Collection<Uuid, SwitchFacts> {
  // What makes a switch special; nearly all of its ports are not in it.
  const special = switchPorts.by('special ports by switch', ({ sw, type }) =>
    type === 'localnet' || type === 'switch' || type === 'vtep' ? [sw] : [],
  );
  const unknown = switchPorts.by('ports with unknown by switch', ({ sw, hasUnknown }) => (hasUnknown ? [sw] : []));
  const proxies = switchPorts.by('ARP proxies by switch', ({ sw, type, options }) =>
    type === 'router' && options.has('arp_proxy') ? [sw] : [],
  );
  return graph.map(
    'switches',
    switches,
    (row, uuid): SwitchFacts => {
      const ports = special.values(uuid);
      const ofType = (type: string) => ports.flatMap((port) => (port.type === type ? [port.uuid] : []));
      const vni = optionNumber(row.otherConfig, 'dynamic-routing-vni', -1);
      return {
        ...row,
        hasUnknown: unknown.has(uuid),
        localnetPorts: ofType('localnet'),
        routerPorts: peers.routerPortsOfSwitch(uuid),
        switchPorts: ofType('switch'),
        hasVtepPorts: ofType('vtep').length > 0,
        hasArpProxyPort: proxies.keys(uuid).some((port) => peers.ofSwitchPort(port) !== undefined),
        vlanPassthru: optionIs(row.otherConfig, 'vlan-passthru'),
        lbWithStatelessMode: optionIs(row.otherConfig, 'enable-stateless-acl-with-lb'),
        hasEvpnVni: vni > 0 && vni < 2 ** 24,
      };
    },
    SAME,
  );
}
