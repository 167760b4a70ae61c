/** Drawn edits of routers, with sensible names and addresses filled in. */
import type { NetworkModel, RouterView, SwitchView, TopologyView } from '../bridge';
import { mirrorStore, northboundKey, select } from '../state';
import { perform } from './actions';
import { say } from './notices';
import { freshIn } from './parts';

const model = (): NetworkModel => mirrorStore.getState().model;

/** Whether this release has routers to draw. */
export function hasRouters(network: NetworkModel = model()): network is NetworkModel & { topology: TopologyView } {
  return network.topology !== undefined;
}

export async function addRouter(): Promise<void> {
  const name = freshIn(model()).name('router', 'lr0');
  if (!(await perform({ kind: 'createRouter', name })).ok) return;
  const router = model().topology?.routers.find((candidate) => candidate.name === name);
  if (!router) return;
  select(northboundKey(router.uuid));
  say(`${name} is added`, 'quiet');
}

/** Gives a switch a port on a router; `address` is the router's own there, or made of the switch's network. */
export async function connectSwitch(router: RouterView, sw: SwitchView, address?: string): Promise<boolean> {
  const networks = [address ?? gatewayOf(networkOf(model(), sw))];
  const mac = freshIn(model()).mac(ROUTER_MACS);
  const { ok } = await perform({ kind: 'connectSwitch', router: router.uuid, switch: sw.uuid, mac, networks });
  if (ok)
    say(`${sw.name || 'The switch'} is connected to ${router.name || 'the router'} as ${networks.join(', ')}`, 'quiet');
  return ok;
}

/** A network of their own between two routers. */
export async function connectRouters(left: RouterView, right: RouterView): Promise<boolean> {
  const fresh = freshIn(model());
  const taken = new Set(allNetworks(model()));
  let third = 0;
  while (taken.has(`10.255.${third}.1/30`)) third += 1;
  const { ok } = await perform({
    kind: 'connectRouters',
    left: { router: left.uuid, mac: fresh.mac(ROUTER_MACS), networks: [`10.255.${third}.1/30`] },
    right: { router: right.uuid, mac: fresh.mac(ROUTER_MACS), networks: [`10.255.${third}.2/30`] },
  });
  if (ok) say(`${left.name} and ${right.name} are connected`, 'quiet');
  return ok;
}

/** Routers' own, so that they are told from those of VIFs: 00:00:00:00:ff:01 and on. */
export const ROUTER_MACS = 0xff00;

/** The IPv4 network of a switch, `10.0.0.0/24`: its router's, its ports', or else one that no other switch has. */
export function networkOf(network: NetworkModel, sw: SwitchView): string {
  return known(network, sw) ?? freeNetwork(network);
}

function known({ topology }: NetworkModel, sw: SwitchView): string | undefined {
  const routerPorts = new Set(sw.ports.flatMap(({ routerPort }) => routerPort ?? []));
  const own = topology?.routers
    .flatMap(({ ports }) => ports)
    .filter(({ name }) => routerPorts.has(name))
    .flatMap(({ networks }) => networks);
  const routed = own?.find((each) => each.includes('.'));
  if (routed !== undefined) return routed.replace(/\d+\/\d+$/, '0/24');
  for (const { macs } of sw.ports) {
    const ip = macs.flatMap((each) => each.split(' ')).find((word) => IPV4.test(word));
    if (ip !== undefined) return ip.replace(/\d+$/, '0/24');
  }
  return undefined;
}

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

function freeNetwork(network: NetworkModel): string {
  const taken = new Set([
    ...network.switches.flatMap((sw) => known(network, sw) ?? []),
    ...allNetworks(network).map((each) => each.replace(/\d+\/\d+$/, '0/24')),
  ]);
  for (let third = 0; ; third += 1) if (!taken.has(`10.0.${third}.0/24`)) return `10.0.${third}.0/24`;
}

function allNetworks({ topology }: NetworkModel): readonly string[] {
  return topology?.routers.flatMap(({ ports }) => ports.flatMap(({ networks }) => networks)) ?? [];
}

/** The first address of a network, with the length of its prefix. */
export function gatewayOf(network: string): string {
  return network.replace(/0\/(\d+)$/, '1/$1');
}

/** Addresses for new VIFs of a switch, from .11 on: each is given out once. */
export function addressesIn(network: NetworkModel, sw: SwitchView): () => string {
  const of = networkOf(network, sw);
  const taken = new Set(
    network.switches.flatMap(({ ports }) => ports.flatMap(({ macs }) => macs.join(' ').split(' '))),
  );
  let last = 10;
  return () => {
    let address: string;
    do {
      last += 1;
      address = of.replace(/0\/\d+$/, String(last));
    } while (taken.has(address));
    return address;
  };
}
