/** The lines between cards and the places on them that a packet can be at, in the graph's coordinates. */
import type { NetworkModel } from '../../bridge';
import type { EntityKey } from '../../state';
import type { Box } from './geometry';
import type { GraphNode, MachineNode, SwitchNode } from './graph';
import type { BindingLine, Bus, TunnelLine, WireLine } from './lines';
import { routerBoxes, wiresOf } from './router-nodes';
import type { RouterNode } from './router-nodes';
import { foldedBoxes, machinePart, switchPart } from './scene-parts';
import type { MachinePart, PortPlace, SwitchPart } from './scene-parts';
import { tunnelsOf } from './tunnels';

export interface Scene {
  readonly bindings: readonly BindingLine[];
  readonly tunnels: ReadonlyMap<string, TunnelLine>;
  /** Between the ports of switches, routers and physical networks. */
  readonly wires: readonly WireLine[];
  /** Of whole cards. */
  readonly cards: readonly Box[];
  /** Boxes of cards, ports, interfaces and tables, by key. */
  readonly boxes: { readonly get: (key: string) => Box | undefined };
  /** By the switch's key. */
  readonly buses: ReadonlyMap<EntityKey, Bus>;
}

export type SceneMaker = (nodes: readonly GraphNode[], model: NetworkModel) => Scene;

export function sceneOf(nodes: readonly GraphNode[], model: NetworkModel): Scene {
  return sceneMaker()(nodes, model);
}

/**
 * Remembers the last scene: a node that is the same object as before is not looked at
 * again, and lines that are as before stay the same objects in the same list.
 */
export function sceneMaker(): SceneMaker {
  const switchParts = new WeakMap<SwitchNode, SwitchPart>();
  const machineParts = new WeakMap<MachineNode, MachinePart>();
  let lastMachines: readonly MachineNode[] = [];
  let lastBindings: readonly BindingLine[] = [];
  let tunnels: ReadonlyMap<string, TunnelLine> = new Map();
  return (nodes, model) => {
    const switches = nodes.filter((node) => node.type === 'switch');
    const machines = nodes.filter((node) => node.type === 'machine');
    const routers = nodes.filter((node) => node.type === 'router');
    const upper = switches.map((node) => partOf(switchParts, node, switchPart));
    const lower = machines.map((node) => partOf(machineParts, node, machinePart));
    const ports = portPlaces(upper, model);
    const shown = new Map<string, Box>();
    for (const { boxes } of [...upper, ...lower]) for (const [key, box] of boxes) shown.set(key, box);
    for (const [key, box] of routerBoxes(routers)) shown.set(key, box);
    if (!sameItems(lastMachines, machines)) tunnels = tunnelsOf(machines);
    lastMachines = machines;
    const bindings = lower.flatMap((part) => part.lines(ports));
    if (!sameItems(lastBindings, bindings)) lastBindings = bindings;
    let folded: ReadonlyMap<string, Box> | undefined;
    const boxOf = (key: string) => shown.get(key) ?? (folded ??= foldedBoxes(upper, lower, model)).get(key);
    return {
      bindings: lastBindings,
      tunnels,
      wires: wiresOf(model, boxOf),
      cards: [...[...upper, ...lower].map(({ card }) => card), ...routers.map(boxOfNode)],
      boxes: { get: boxOf },
      buses: new Map(upper.map(({ key, bus }) => [key, bus])),
    };
  };
}

/** Where each port is, by name; those that are folded away share a place. */
function portPlaces(parts: readonly SwitchPart[], model: NetworkModel): ReadonlyMap<string, PortPlace> {
  const places = new Map<string, PortPlace>();
  const known = new Map(model.switches.map((sw) => [sw.uuid, sw.ports]));
  for (const { uuid, shown, folded } of parts) {
    for (const [name, place] of shown) places.set(name, place);
    if (folded === null) continue;
    const ports = known.get(uuid) ?? [];
    for (let index = shown.length; index < ports.length; index += 1) places.set(ports[index]?.name ?? '', folded);
  }
  return places;
}

function partOf<N extends object, P>(parts: WeakMap<N, P>, node: N, make: (node: N) => P): P {
  const known = parts.get(node);
  if (known !== undefined) return known;
  const part = make(node);
  parts.set(node, part);
  return part;
}

function boxOfNode({ position, data: { layout } }: RouterNode): Box {
  return { ...position, width: layout.width, height: layout.height };
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
