/**
 * A trace as a journey over the graph; pure.
 *
 * The trace lists a flood's copies one after the other. The graph moves them side by
 * side: every step has a time, the number of steps before it on its own copy's way,
 * and what the graph shows at a step of the trace is the latest time reached so far.
 * The copy that the step is about stands out; the others keep up with it.
 *
 * Simplified: a flow that resubmits twice counts as two copies, also where the second
 * only goes on with what the first left.
 */
import type { NetworkModel, Trace, TraceStep, Uuid } from '../../bridge';
import { machineKey, northboundKey, vifKey } from '../../state';
import { bindingId, containerKey, tableKey, tunnelId } from './lines';

/** A place that packets can be at; keys are those of a scene. */
export type Stop =
  | { readonly kind: 'box'; readonly key: string; readonly machine: string | null }
  | { readonly kind: 'tunnel'; readonly id: string; readonly from: string; readonly part: 'middle' | 'end' }
  | { readonly kind: 'bus'; readonly sw: string; readonly port: string };

export interface Journey {
  readonly trace: Trace;
  /** By step: where it is among hypervisors. */
  readonly stops: readonly Stop[];
  /** By step: where it is in the logical network; null before it is known. */
  readonly logical: readonly (Stop | null)[];
  readonly times: readonly number[];
  /** By step: the time that the graph shows. */
  readonly reached: readonly number[];
  /** Steps by their time: what moves together. */
  readonly waves: readonly (readonly number[])[];
  /** Keys of everything that is crossed, and the first step at which the graph shows it. */
  readonly crossed: ReadonlyMap<string, number>;
  /** Where copies end, and the step at which the graph shows it. A drop outweighs a delivery. */
  readonly ends: ReadonlyMap<string, End>;
  /** By step that ends a copy: how. */
  readonly outcomes: ReadonlyMap<number, EndKind>;
  /** Tunnels by id: the key that a packet carries through. */
  readonly keys: ReadonlyMap<string, number>;
  /** By step: the last step of what came of it. */
  readonly lasts: readonly number[];
  /** By step: the key of the logical switch whose packet it is, the trace's first one where none was crossed yet. */
  readonly switches: readonly (string | undefined)[];
}

export type EndKind = 'delivered' | 'dropped' | 'as expected';

export interface End {
  readonly kind: EndKind;
  readonly step: number;
}

export function journeyOf(trace: Trace, model: NetworkModel): Journey {
  const { steps } = trace;
  const names = namesOf(model);
  const times: number[] = [];
  const reached: number[] = [];
  const waves: number[][] = [];
  for (const { index, parent } of steps) {
    const time = parent === null ? 0 : (times[parent] ?? 0) + 1;
    times.push(time);
    reached.push(Math.max(time, reached.at(-1) ?? 0));
    (waves[time] ??= []).push(index);
  }
  const lasts = steps.map(({ index }) => index);
  for (const { index, parent } of steps.toReversed()) {
    if (parent !== null) lasts[parent] = Math.max(lasts[parent] ?? 0, lasts[index] ?? 0);
  }
  const firstAt = waves.map((_, time) => reached.findIndex((shown) => shown >= time));
  const inport = trace.logical[0]?.inport ?? '';
  const stops: Stop[] = [];
  for (const step of steps) stops.push(stopOf(step, step.parent === null ? undefined : stops[step.parent], names));
  const logical = logicalStops(trace, inport, names);
  const crossed = new Map<string, number>();
  const ends = new Map<string, End>();
  const outcomes = new Map<number, EndKind>();
  const keys = new Map<string, number>();
  const expected = new Set(trace.verdict.drops.flatMap((drop) => (drop.expected ? [drop.step] : [])));
  steps.forEach((step, index) => {
    const at = firstAt[times[index] ?? 0] ?? 0;
    for (const key of keysOf(step, stops[index], logical[index], inport, names)) {
      crossed.set(key, Math.min(at, crossed.get(key) ?? at));
    }
    if (step.tunnel) keys.set(tunnelId(step.machine, step.tunnel.peer), step.tunnel.key);
    if (step.kind !== 'deliver' && step.kind !== 'drop') return;
    const kind = step.kind === 'deliver' ? 'delivered' : expected.has(index) ? 'as expected' : 'dropped';
    outcomes.set(index, kind);
    for (const stop of [stops[index], logical[index]]) {
      if (!stop) continue;
      const key = keyOfStop(stop);
      const before = ends.get(key);
      if (!before || rank[kind] > rank[before.kind]) ends.set(key, { kind, step: at });
    }
  });
  const switches = switchesOf(trace, logical);
  return { trace, stops, logical, times, reached, waves, crossed, ends, outcomes, keys, lasts, switches };
}

function switchesOf(trace: Trace, logical: Journey['logical']): Journey['switches'] {
  const first = logical.find((stop) => stop?.kind === 'bus')?.sw;
  const switches: (string | undefined)[] = [];
  trace.steps.forEach(({ parent }, index) => {
    const stop = logical[index];
    switches.push(stop?.kind === 'bus' ? stop.sw : parent === null ? first : (switches[parent] ?? first));
  });
  return switches;
}

/** The key of what lights up for a stop. */
export function keyOfStop(stop: Stop): string {
  return stop.kind === 'box' ? stop.key : stop.kind === 'bus' ? stop.sw : stop.id;
}

const rank: Readonly<Record<EndKind, number>> = { delivered: 0, 'as expected': 1, dropped: 2 };

interface Names {
  readonly ports: ReadonlyMap<string, { readonly uuid: Uuid; readonly sw: Uuid; readonly parent: string | null }>;
  readonly vifs: ReadonlyMap<string, string>;
}

function namesOf(model: NetworkModel): Names {
  return {
    ports: new Map(
      model.switches.flatMap((sw) =>
        sw.ports.map(({ name, uuid, parent }) => [name, { uuid, sw: sw.uuid, parent }] as const),
      ),
    ),
    vifs: new Map(
      model.machines.flatMap((machine) =>
        machine.vifs.flatMap((vif) =>
          vif.ifaceId === null ? [] : [[vifKey(machine.name, vif.name), vif.ifaceId] as const],
        ),
      ),
    ),
  };
}

function stopOf(step: TraceStep, parent: Stop | undefined, names: Names): Stop {
  const { machine } = step;
  // What is dropped goes no further than where it was.
  if (step.kind === 'drop' && parent) return parent;
  if (step.tunnel) {
    const peer = step.tunnel.peer;
    const sender = step.kind === 'tunnel-in' ? peer : machine;
    return {
      kind: 'tunnel',
      id: tunnelId(machine, peer),
      from: sender,
      part: step.kind === 'tunnel-in' ? 'end' : 'middle',
    };
  }
  const key =
    step.table !== undefined
      ? tableKey(machine, step.table)
      : step.port
        ? interfaceKey(machine, step.port.name, step.logicalPort, names)
        : machineKey(machine);
  return { kind: 'box', key, machine };
}

/** The interface, or the container behind it that the packet is for. */
function interfaceKey(machine: string, iface: string, port: string | undefined, names: Names): string {
  const vif = vifKey(machine, iface);
  const inside = port !== undefined && port !== names.vifs.get(vif) && names.ports.get(port)?.parent != null;
  return inside ? containerKey(machine, iface, port) : vif;
}

function logicalStops(trace: Trace, inport: string, names: Names): readonly (Stop | null)[] {
  const rows = new Map(trace.logical.flatMap((row) => row.openflow.map((step) => [step, row] as const)));
  const portStop = (name: string): Stop | null => {
    const port = names.ports.get(name);
    return port ? { kind: 'box', key: northboundKey(port.uuid), machine: null } : null;
  };
  const nearest: (Trace['logical'][number] | undefined)[] = [];
  return trace.steps.map((step, index) => {
    const own = rows.get(index);
    const above = step.parent === null ? undefined : nearest[step.parent];
    const row = own ?? above;
    nearest.push(row);
    if (!row) return portStop(inport);
    if (step.kind === 'deliver') return portStop(step.logicalPort ?? row.outport);
    // What the first table refuses has not come past its port.
    const refused = step.kind === 'drop' && step.parent !== null && rows.has(step.parent);
    if (refused && row.parent === null) return portStop(row.inport);
    if (own || refused) {
      const port = names.ports.get(own && own.parent !== null && own.outport !== '' ? row.outport : row.inport);
      return port ? { kind: 'bus', sw: northboundKey(row.datapath), port: northboundKey(port.uuid) } : null;
    }
    return portStop(row.outport === '' ? row.inport : row.outport);
  });
}

function keysOf(
  step: TraceStep,
  stop: Stop | undefined,
  logical: Stop | null | undefined,
  inport: string,
  names: Names,
): readonly string[] {
  const keys = [machineKey(step.machine)];
  if (stop) keys.push(keyOfStop(stop));
  if (logical) keys.push(keyOfStop(logical));
  if (step.port && (step.kind === 'inject' || step.kind === 'deliver')) {
    const name = step.kind === 'inject' ? inport : step.logicalPort;
    keys.push(vifKey(step.machine, step.port.name));
    if (name !== undefined) {
      keys.push(bindingId(step.machine, step.port.name, name));
      keys.push(interfaceKey(step.machine, step.port.name, name, names));
    }
  }
  return keys;
}
