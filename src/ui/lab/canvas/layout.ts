/** Automatic layout: ELK, in a worker of its own, loaded when first asked for, puts cards in order; rows follow. */
import type { ELK, ElkNode } from 'elkjs/lib/elk-api';
// As it is, not bundled: it is a classic worker script.
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import { machineKey, northboundKey } from '../../state';
import type { Mirror } from '../../state';
import type { Point } from './geometry';
import { unfoldedStore } from './folds';
import { graphNodes } from './graph';
import type { GraphNode } from './graph';
import { inRows } from './places';
import type { Room } from './places';
import { sceneOf } from './scene';

/** Above so many, lines cross however cards are ordered, and the order takes long to find: rows are as good. */
const MOST_CARDS = 100;

let elk: Promise<ELK> | undefined;

/**
 * Logical switches above the hypervisors that their ports are plugged into. ELK orders
 * both so that few lines cross; its two endless rows are then broken to the shape of the room.
 */
export async function layOut({ model, daemons }: Mirror, room: Room): Promise<Readonly<Record<string, Point>>> {
  const nodes = graphNodes({ model, daemons, unfolded: unfoldedStore.getState() }, {});
  if (nodes.length > MOST_CARDS) return inRows(nodes, room);
  elk ??= start();
  const ids = new Map(nodes.map((node) => [entityOf(node), node.id]));
  const pairs = new Set<string>();
  const { bindings, wires } = sceneOf(nodes, model);
  for (const { about } of [...bindings, ...wires]) {
    const ends = about.flatMap((key) => ids.get(key) ?? []);
    if (ends[0] !== undefined && ends[1] !== undefined) pairs.add(`${ends[0]}\n${ends[1]}`);
  }
  const children: ElkNode[] = nodes.map((node) => ({
    id: node.id,
    width: node.width ?? 0,
    height: node.height ?? 0,
    layoutOptions: LAYER[node.type],
  }));
  const placed = await (
    await elk
  ).layout({
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.separateConnectedComponents': 'false',
    },
    children,
    edges: Array.from(pairs, (pair) => {
      const [source = '', target = ''] = pair.split('\n');
      return { id: pair, sources: [source], targets: [target] };
    }),
  });
  const order = new Map(placed.children?.map((node) => [node.id, node.x ?? 0]));
  return inRows(
    nodes.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0)),
    room,
  );
}

const LAYER = {
  switch: { 'elk.layered.layering.layerConstraint': 'FIRST' },
  router: { 'elk.layered.layering.layerConstraint': 'NONE' },
  machine: { 'elk.layered.layering.layerConstraint': 'LAST' },
};

function entityOf(node: GraphNode): string {
  if (node.type === 'machine') return machineKey(node.data.machine.name);
  return northboundKey(node.type === 'switch' ? node.data.sw.uuid : node.data.router.uuid);
}

async function start(): Promise<ELK> {
  const { default: Elk } = await import('elkjs/lib/elk-api');
  return new Elk({ workerFactory: () => new Worker(workerUrl) });
}
