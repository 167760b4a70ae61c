/** The way of a packet between two stops of its journey; pure. */
import { machineKey } from '../../state';
import { pointsOf, routeOf } from './curves';
import type { Route } from './curves';
import { centre } from './geometry';
import type { Box, Point } from './geometry';
import type { Journey, Stop } from './journey';
import type { Scene } from './scene';

/** Where a stop is; undefined when the graph no longer has it. */
export function pointOfStop(scene: Scene, stop: Stop): Point | undefined {
  if (stop.kind === 'tunnel') {
    const points = tunnelPoints(scene, stop, stop.part === 'middle' ? 0.5 : 1, 1);
    return points?.[0] ?? middleOfBox(scene.boxes.get(machineKey(stop.from)));
  }
  if (stop.kind === 'bus') {
    const bus = scene.buses.get(stop.sw);
    const port = scene.boxes.get(stop.port);
    return bus && port ? { x: riserX(port, bus.y), y: bus.y } : undefined;
  }
  const box = scene.boxes.get(stop.key);
  return box ? besideText(box, stop.key) : middleOfBox(machineBox(scene, stop));
}

function routeBetween(scene: Scene, from: Stop, to: Stop): Route | undefined {
  const [start, end] = [pointOfStop(scene, from), pointOfStop(scene, to)];
  if (!end) return undefined;
  if (!start) return routeOf([end]);
  return routeOf([start, ...(between(scene, from, to) ?? []), end]);
}

/** The route that leads to a step: from its parent's stop, or nowhere for the first. */
export function routeTo(journey: Journey, scene: Scene, step: number, layer: 'stops' | 'logical'): Route | undefined {
  const to = journey[layer][step];
  if (!to) return undefined;
  const parent = journey.trace.steps[step]?.parent ?? null;
  const from = parent === null ? null : journey[layer][parent];
  return routeBetween(scene, from ?? to, to);
}

function between(scene: Scene, from: Stop, to: Stop): readonly Point[] | undefined {
  if (to.kind === 'tunnel') {
    if (from.kind === 'tunnel' && from.id === to.id) return tunnelPoints(scene, to, 0.5, 1);
    return tunnelPoints(scene, to, 0, 0.5);
  }
  if (from.kind === 'bus' && to.kind === 'bus') return [];
  if (from.kind === 'bus' && to.kind === 'box') return riser(scene, from.sw, to.key)?.toReversed();
  if (from.kind === 'box' && to.kind === 'bus') return riser(scene, to.sw, from.key);
  return [];
}

/** In the direction of the packet. */
function tunnelPoints(
  scene: Scene,
  stop: Extract<Stop, { kind: 'tunnel' }>,
  from: number,
  to: number,
): readonly Point[] | undefined {
  const line = scene.tunnels.get(stop.id);
  if (!line) return undefined;
  return line.a === stop.from ? pointsOf(line.curve, from, to) : pointsOf(line.curve, 1 - from, 1 - to);
}

/** From a port up to the line that stands for the switch, beside the ports above it. */
function riser(scene: Scene, sw: string, key: string): readonly Point[] | undefined {
  const bus = scene.buses.get(sw);
  const port = scene.boxes.get(key);
  if (!bus || !port) return undefined;
  const x = riserX(port, bus.y);
  return [
    { x, y: port.y },
    { x, y: bus.y },
  ];
}

function riserX(port: Box, bus: number): number {
  const inFirstRow = port.y - bus < port.height;
  return inFirstRow ? centre(port).x : port.x - 4;
}

/** Below a table's number, on the upper edge of a port: what is written stays readable. */
function besideText(box: Box, key: string): Point {
  const x = box.x + box.width / 2;
  return key.startsWith('table:') ? { x, y: box.y + box.height + 8 } : { x, y: box.y };
}

function middleOfBox(box: Box | undefined): Point | undefined {
  return box && centre(box);
}

function machineBox(scene: Scene, stop: Stop): Box | undefined {
  return stop.kind === 'box' && stop.machine !== null ? scene.boxes.get(machineKey(stop.machine)) : undefined;
}
