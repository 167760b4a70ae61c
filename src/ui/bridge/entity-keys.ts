/**
 * Names for the things a person can point at. An entity is a short text key, so
 * that selection and highlighting are set look-ups on both sides of the bridge.
 */
import type { RowRef, Uuid } from './protocol';

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
