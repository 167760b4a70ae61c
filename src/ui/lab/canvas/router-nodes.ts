/** Routers on the graph: their cards, and the wires between them, switches and physical networks; pure. */
import type { Node } from '@xyflow/react';
import type { LoadBalancerView, NetworkModel, RouterView } from '../../bridge';
import { machineKey, northboundKey } from '../../state';
import type { EntityKey } from '../../state';
import { bindingCurve } from './curves';
import { moved } from './geometry';
import type { Box } from './geometry';
import type { WireLine } from './lines';

export interface RouterOnCard {
  readonly router: RouterView;
  /** What it does besides routing, a word each. */
  readonly badges: readonly string[];
  readonly layout: RouterLayout;
}

export interface RouterLayout {
  readonly width: number;
  readonly height: number;
  /** Where wires end, by the router's ports: slots of no width as high as the card. */
  readonly slots: readonly Box[];
}

export type RouterNode = Node<RouterOnCard & Record<string, unknown>, 'router'>;

export const routerNodeId = (router: RouterView): string => `router:${router.uuid}`;

const HEIGHT = 40;
/** About as wide as a letter is drawn. */
const LETTER = { name: 9, badge: 6.5 };

/** Without a place: that is found for all cards together. */
export function routerNodes({ topology }: NetworkModel): readonly RouterNode[] {
  return (topology?.routers ?? []).map((router): RouterNode => {
    const badges = badgesOf(router, topology?.loadBalancers ?? []);
    const layout = routerLayout(router, badges);
    const { width, height } = layout;
    return {
      id: routerNodeId(router),
      type: 'router',
      position: { x: 0, y: 0 },
      width,
      height,
      measured: { width, height },
      data: { router, badges, layout },
      ariaLabel: routerLabel(router, badges),
    };
  });
}

function badgesOf(router: RouterView, loadBalancers: readonly LoadBalancerView[]): readonly string[] {
  const types = new Set(router.nats.map(({ type }) => type));
  return [
    ...(types.has('snat') ? ['snat'] : []),
    ...(types.has('dnat') ? ['dnat'] : []),
    ...(types.has('dnat_and_snat') ? ['floating IP'] : []),
    ...(loadBalancers.some(({ routers }) => routers.includes(router.uuid)) ? ['load balancer'] : []),
    ...(router.policies.length > 0 ? ['policies'] : []),
  ];
}

function routerLayout(router: RouterView, badges: readonly string[]): RouterLayout {
  const name = Math.min(18, (router.name || '(no name)').length) * LETTER.name;
  const words = badges.reduce((sum, badge) => sum + badge.length * LETTER.badge + 20, 0);
  const width = Math.round(Math.max(120, 62 + name + words, router.ports.length * 34));
  const slots = router.ports.map((_, index) => ({
    x: Math.round((width * (index + 1)) / (router.ports.length + 1)),
    y: 0,
    width: 0,
    height: HEIGHT,
  }));
  return { width, height: HEIGHT, slots };
}

function routerLabel({ name, ports }: RouterView, badges: readonly string[]): string {
  const count = `${ports.length} ${ports.length === 1 ? 'port' : 'ports'}`;
  return [`Logical router ${name || 'without a name'}`, count, ...badges].join(', ');
}

/** Boxes of routers and their ports, by key. */
export function routerBoxes(nodes: readonly RouterNode[]): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>();
  for (const { data, position } of nodes) {
    const { width, height, slots } = data.layout;
    boxes.set(northboundKey(data.router.uuid), { ...position, width, height });
    data.router.ports.forEach((port, index) => {
      const slot = slots[index];
      if (slot) boxes.set(northboundKey(port.uuid), moved(slot, position));
    });
  }
  return boxes;
}

/** What wires end at: the boxes of switch ports, router ports and machines, by key. */
type BoxOf = (key: string) => Box | undefined;

/** From ports of switches to routers, between routers, and from ports to the hypervisors that lead out. */
export function wiresOf({ switches, machines, topology }: NetworkModel, boxOf: BoxOf): readonly WireLine[] {
  if (topology === undefined) return [];
  const owners = new Map(
    topology.routers.flatMap((router) => router.ports.map((port) => [port.name, { router, port }] as const)),
  );
  const wires: WireLine[] = [];
  const add = (
    from: EntityKey,
    to: EntityKey,
    wire: Omit<WireLine, 'kind' | 'id' | 'curve' | 'color' | 'ends'>,
    color: string,
  ) => {
    const [start, end] = [boxOf(from), boxOf(to)];
    if (start && end)
      wires.push({
        kind: 'wire',
        id: `wire:${from}:${to}`,
        curve: bindingCurve(start, end),
        color,
        ends: `${from} ${to}`,
        ...wire,
      });
  };
  for (const sw of switches) {
    for (const port of sw.ports) {
      const key = northboundKey(port.uuid);
      const owner = port.routerPort === undefined ? undefined : owners.get(port.routerPort);
      if (owner)
        add(
          key,
          northboundKey(owner.port.uuid),
          {
            label: owner.port.networks.join(' '),
            solid: owner.port.enabled && port.enabled !== false,
            about: [key, northboundKey(sw.uuid), northboundKey(owner.port.uuid), northboundKey(owner.router.uuid)],
          },
          '--router',
        );
      if (port.physicalNetwork === undefined) continue;
      for (const machine of machines)
        if (machine.networks?.includes(port.physicalNetwork) === true)
          add(
            key,
            machineKey(machine.name),
            { label: '', solid: false, about: [key, northboundKey(sw.uuid), machineKey(machine.name)] },
            '--router',
          );
    }
  }
  for (const { router, port } of owners.values()) {
    const peer = port.peer === undefined ? undefined : owners.get(port.peer);
    if (!peer || port.name > peer.port.name) continue;
    const [one, other] = [northboundKey(port.uuid), northboundKey(peer.port.uuid)];
    const about = [one, other, northboundKey(router.uuid), northboundKey(peer.router.uuid)];
    add(one, other, { label: port.networks.join(' '), solid: port.enabled && peer.port.enabled, about }, '--router');
  }
  return wires;
}
