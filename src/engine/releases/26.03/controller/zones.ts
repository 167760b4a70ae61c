/**
 * Connection tracking zones (controller/ct-zone.c of OVN): each port that is here has one, and each
 * local datapath two, for DNAT and SNAT. They are kept in the row of br-int, so that connections
 * outlive the controller; flows go by what stands there.
 */
import type { Uuid } from '../../../base';
import type { Collection, Graph } from '../../../derive';
import type { Bindings } from './bindings';
import type { Port } from './facts/southbound';
import type { World } from './facts/world';
import { load, REGISTERS } from './flows';
import type { LocalDatapaths } from './local-datapaths';
import type { OfAction } from '../../../openflow';

/** Whoever has a zone, by name, and the number that was asked for, if one was. */
export interface ZoneUser {
  readonly requested: number | undefined;
}

export interface Zones {
  /** Ports, and datapaths under two names each. */
  readonly users: readonly Collection<string, ZoneUser>[];
  /** The zone of a port; 0 for none. */
  readonly ofPort: (port: string) => number;
  /** Loads the zones that packets of the port and its datapath are tracked in. */
  readonly load: (port: Port) => readonly OfAction[];
}

export function zonesOf(graph: Graph, world: World, { presence }: Bindings, { local }: LocalDatapaths): Zones {
  const { ports, datapaths } = world.sb;
  const ofPorts = graph.flatMap('ports with a zone', ports, ({ name, type, datapath }, uuid) => {
    const has = type === 'localnet' ? local.has(datapath) : presence.get(uuid)?.hasZone;
    return has ? [[name, UNREQUESTED] as const] : [];
  });
  const ofDatapaths = graph.flatMap(
    'zones of datapaths',
    local,
    ({ name, options }): (readonly [string, ZoneUser])[] => {
      if (name === undefined) return [];
      const requested = Number.parseInt(options.get('snat-ct-zone') ?? '', 10);
      const snat = requested >= 0 ? { requested } : UNREQUESTED;
      return [
        [`${name}_dnat`, UNREQUESTED],
        [`${name}_snat`, snat],
      ];
    },
  );
  const zone = (name: string) => world.here.zones.get(name) ?? 0;
  const ofDatapath = (uuid: Uuid, kind: string) => {
    const name = datapaths.get(uuid)?.name;
    return name === undefined ? 0 : zone(`${name}_${kind}`);
  };
  return {
    users: [ofPorts, ofDatapaths],
    ofPort: zone,
    load: ({ name, datapath }) => {
      const [own, dnat, snat] = [zone(name), ofDatapath(datapath, 'dnat'), ofDatapath(datapath, 'snat')];
      return [
        ...(own === 0 ? [] : [load(REGISTERS.portZone, own, 0, 16)]),
        ...(dnat === 0 ? [] : [load(REGISTERS.dnatZone, dnat)]),
        ...(snat === 0 ? [] : [load(REGISTERS.snatZone, snat)]),
      ];
    },
  };
}

const UNREQUESTED: ZoneUser = { requested: undefined };

export interface ZonePlan {
  readonly zones: ReadonlyMap<string, number>;
  /** Users for whom no number was left. */
  readonly without: readonly string[];
}

/**
 * Gives each user a zone: the one that it asked for, else the one that it has, else the lowest that is free. Who has a
 * number that somebody asks for gives it up.
 */
export function planZones(
  users: ReadonlyMap<string, ZoneUser>,
  present: ReadonlyMap<string, number>,
  range: { readonly low: number; readonly high: number },
): ZonePlan {
  const zones = new Map<string, number>();
  const requested = new Set<number>();
  for (const [name, user] of users) {
    if (user.requested === undefined) continue;
    zones.set(name, user.requested);
    requested.add(user.requested);
  }
  const used = new Set(requested);
  for (const [name, zone] of present) {
    if (!users.has(name) || zones.has(name) || requested.has(zone)) continue;
    if (zone < range.low || zone > range.high || used.has(zone)) continue;
    zones.set(name, zone);
    used.add(zone);
  }
  let next = range.low;
  const without: string[] = [];
  for (const name of users.keys()) {
    if (zones.has(name)) continue;
    while (next <= range.high && used.has(next)) next += 1;
    if (next > range.high) {
      without.push(name);
      continue;
    }
    zones.set(name, next);
    used.add(next);
  }
  return { zones, without };
}
