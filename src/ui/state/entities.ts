/**
 * Names for the things a person can point at, and which of them belong together.
 *
 * An entity is a short text key, so that selection and highlighting are set
 * look-ups. The relations follow the provenance that the engine records:
 * northbound row <-> Pipeline row <-> flow, and port <-> interface.
 */
import type { RowRef, Uuid } from '../bridge';
import type { Mirror } from './mirror';

export type EntityKey = string;

export const rowKey = (db: string, uuid: Uuid): EntityKey => `row:${db}:${uuid}`;
export const refKey = (ref: RowRef): EntityKey => rowKey(ref.db, ref.uuid);
export const northboundKey = (uuid: Uuid): EntityKey => rowKey('OVN_Northbound', uuid);
export const southboundKey = (uuid: Uuid): EntityKey => rowKey('OVN_Southbound', uuid);
export const flowKey = (machine: string, id: string): EntityKey => `flow:${machine}:${id}`;
export const machineKey = (machine: string): EntityKey => `machine:${machine}`;
export const vifKey = (machine: string, iface: string): EntityKey => `vif:${machine}:${iface}`;
export const daemonKey = (daemon: string): EntityKey => `daemon:${daemon}`;
export const packetKey = (packet: string): EntityKey => `packet:${packet}`;

export type Entity =
  | { readonly kind: 'row'; readonly db: string; readonly uuid: Uuid }
  | { readonly kind: 'flow'; readonly machine: string; readonly id: string }
  | { readonly kind: 'machine'; readonly machine: string }
  | { readonly kind: 'vif'; readonly machine: string; readonly iface: string }
  | { readonly kind: 'daemon'; readonly daemon: string }
  | { readonly kind: 'packet'; readonly packet: string };

/** Reads a key back; undefined for anything that is not one. */
export function parseEntity(key: EntityKey): Entity | undefined {
  const [kind, ...rest] = key.split(':');
  const tail = rest.slice(1).join(':');
  const head = rest[0] ?? '';
  switch (kind) {
    case 'row':
      return { kind, db: head, uuid: tail as Uuid };
    case 'flow':
      return { kind, machine: head, id: tail };
    case 'vif':
      return { kind, machine: head, iface: tail };
    case 'machine':
      return { kind, machine: rest.join(':') };
    case 'daemon':
      return { kind, daemon: rest.join(':') };
    case 'packet':
      return { kind, packet: rest.join(':') };
    default:
      return undefined;
  }
}

/** The entity itself and everything that exists because of it, or that it exists because of. */
export function relatedEntities(mirror: Mirror, key: EntityKey): ReadonlySet<EntityKey> {
  const related = new Set<EntityKey>([key]);
  const entity = parseEntity(key);
  if (entity === undefined) return related;
  if (entity.kind === 'flow') {
    const origin = mirror.flows.get(entity.machine)?.get(entity.id)?.origin;
    if (origin) addRow(mirror, refKey(origin), related);
  } else if (entity.kind === 'row') {
    addRow(mirror, key, related);
  } else if (entity.kind === 'vif') {
    const port = portOfVif(mirror, entity.machine, entity.iface);
    if (port !== undefined) addRow(mirror, northboundKey(port), related);
  }
  return related;
}

function addRow(mirror: Mirror, key: EntityKey, related: Set<EntityKey>): void {
  related.add(key);
  for (const row of mirror.pipeline.values()) {
    const pipelineKey = southboundKey(row.uuid);
    const causes = row.provenance?.nb.map(refKey) ?? [];
    if (pipelineKey === key) causes.forEach((cause) => related.add(cause));
    else if (causes.includes(key)) related.add(pipelineKey);
  }
  for (const [machine, flows] of mirror.flows) {
    for (const flow of flows.values()) {
      if (flow.origin && related.has(refKey(flow.origin))) related.add(flowKey(machine, flow.id));
    }
  }
  for (const machine of mirror.model.machines) {
    for (const vif of machine.vifs) {
      const port = portOfVif(mirror, machine.name, vif.name);
      if (port !== undefined && northboundKey(port) === key) related.add(vifKey(machine.name, vif.name));
    }
  }
}

function portOfVif(mirror: Mirror, machine: string, iface: string): Uuid | undefined {
  const vif = mirror.model.machines.find((m) => m.name === machine)?.vifs.find((v) => v.name === iface);
  const name = vif?.ifaceId ?? undefined;
  return mirror.model.switches.flatMap((sw) => sw.ports).find((port) => port.name === name)?.uuid;
}
