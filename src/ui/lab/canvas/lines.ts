/** Lines between cards, what they hang from, and the names of places and lines. */
import { vifKey } from '../../state';
import type { EntityKey } from '../../state';
import type { Curve } from './curves';
import type { Point } from './geometry';

interface LineBase {
  readonly id: string;
  readonly curve: Curve;
  /** A design token's name, e.g. `--dp-0`. */
  readonly color: string;
  /** Entities that the line belongs to: it stands out with them. */
  readonly about: readonly EntityKey[];
}

/** From a logical port to an interface that asks for it; `up` once the port is bound there. */
export interface BindingLine extends LineBase {
  readonly kind: 'binding';
  readonly up: boolean;
}

/** Between two hypervisors, named in order. */
export interface TunnelLine extends LineBase {
  readonly kind: 'tunnel';
  readonly a: string;
  readonly b: string;
  readonly type: string;
  readonly cut: boolean;
}

/** In the logical network: to a router, between two, or out of it to the hypervisors that lead to a physical network. */
export interface WireLine extends LineBase {
  readonly kind: 'wire';
  /** The keys of both, with a blank between. */
  readonly ends: string;
  readonly label: string;
  /** Dashed where nothing passes, and where it leaves the logical network. */
  readonly solid: boolean;
}

export type Line = BindingLine | TunnelLine | WireLine;

/** The line inside a switch that its ports hang from. */
export interface Bus {
  readonly y: number;
  readonly color: string;
}

export const tableKey = (machine: string, table: number): string => `table:${machine}:${table}`;
export const containerKey = (machine: string, iface: string, port: string): string =>
  `${vifKey(machine, iface)}/${port}`;
export const bindingId = (machine: string, iface: string, port: string): string =>
  `binding:${machine}:${iface}:${port}`;
export const tunnelId = (one: string, other: string): string =>
  one < other ? `tunnel:${one}:${other}` : `tunnel:${other}:${one}`;

/** Where the line of the tunnel is written on. */
export function middleOf({ curve: [a, b, c, d] }: TunnelLine): Point {
  return { x: (a.x + 3 * b.x + 3 * c.x + d.x) / 8, y: (a.y + 3 * b.y + 3 * c.y + d.y) / 8 };
}
