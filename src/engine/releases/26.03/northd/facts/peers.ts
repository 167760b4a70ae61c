/** Which port is connected to which: switch port to router port, router port to router port, switch port to switch port. */
import type { Uuid } from '../../../../base';
import type { NorthboundRows } from './rows';
import { SAME, type Sources } from './sources';

/** The other end: a port of a router or of a switch. */
export type Peer = { readonly kind: 'router'; readonly port: Uuid } | { readonly kind: 'switch'; readonly port: Uuid };

export interface Peers {
  /** Of a switch port: by `options:router-port`, or by the column `peer` where both ends agree. */
  readonly ofSwitchPort: (port: Uuid) => Peer | undefined;
  /** Of a router port: the switch port that names it, or the router port where both ends agree. */
  readonly ofRouterPort: (port: Uuid) => Peer | undefined;
  /** Switch ports that lead to a router, by switch; router ports that lead to a switch, by router. */
  readonly routerPortsOfSwitch: (sw: Uuid) => readonly Uuid[];
}

export function peers({ graph }: Sources, { switchPorts, routerPorts }: NorthboundRows): Peers {
  const switchPortsByName = switchPorts.by('switch ports by name', ({ name }) => [name]);
  const routerPortsByName = routerPorts.by('router ports by name', ({ name }) => [name]);
  const ofSwitchPort = graph.map(
    'peers of switch ports',
    switchPorts,
    (port): Peer | undefined => {
      if (port.type === 'router') {
        const name = port.options.get('router-port');
        const peer = name === undefined ? undefined : routerPortsByName.first(name);
        // A router port with a peer of its own leads to another router.
        return peer === undefined || peer.peerName !== undefined ? undefined : { kind: 'router', port: peer.uuid };
      }
      if (port.type !== 'switch' || port.peerName === undefined) return undefined;
      const peer = switchPortsByName.first(port.peerName);
      return peer?.type === 'switch' && peer.peerName === port.name ? { kind: 'switch', port: peer.uuid } : undefined;
    },
    SAME,
  );
  const namedBy = ofSwitchPort.by('switch ports by peer', (peer) => (peer.kind === 'router' ? [peer.port] : []));
  const ofRouterPort = graph.map(
    'peers of router ports',
    routerPorts,
    (port): Peer | undefined => {
      const named = namedBy.keys(port.uuid).at(-1);
      if (named !== undefined) return { kind: 'switch', port: named };
      const peer = port.peerName === undefined ? undefined : routerPortsByName.first(port.peerName);
      return peer?.peerName === port.name ? { kind: 'router', port: peer.uuid } : undefined;
    },
    SAME,
  );
  const toRouters = graph
    .map('switches of router ports', ofSwitchPort, (peer, port) =>
      peer.kind === 'router' ? switchPorts.get(port)?.sw : undefined,
    )
    .by('ports to routers by switch', (sw) => [sw]);
  return {
    ofSwitchPort: (port) => ofSwitchPort.get(port),
    ofRouterPort: (port) => ofRouterPort.get(port),
    routerPortsOfSwitch: (sw) => toRouters.keys(sw),
  };
}
