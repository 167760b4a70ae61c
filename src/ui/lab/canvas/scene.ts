/** The lines between cards and the places on them that a packet can be at, in the graph's coordinates; pure. */
import { machineKey, northboundKey, vifKey } from '../../state';
import type { EntityKey } from '../../state';
import { bindingCurve, tunnelCurve } from './curves';
import type { Curve } from './curves';
import { centre, moved } from './geometry';
import type { Box, Point } from './geometry';
import type { GraphNode, MachineNode, SwitchNode, VifOnCard } from './graph';

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

export type Line = BindingLine | TunnelLine;

export interface Scene {
  readonly bindings: readonly BindingLine[];
  readonly tunnels: ReadonlyMap<string, TunnelLine>;
  /** Boxes of cards, ports, interfaces and tables, by key. */
  readonly boxes: ReadonlyMap<string, Box>;
  /** The line inside a switch that its ports hang from, by the switch's key. */
  readonly buses: ReadonlyMap<EntityKey, { readonly y: number; readonly color: string }>;
}

export const tableKey = (machine: string, table: number): string => `table:${machine}:${table}`;
export const containerKey = (machine: string, iface: string, port: string): string =>
  `${vifKey(machine, iface)}/${port}`;
export const bindingId = (machine: string, iface: string, port: string): string =>
  `binding:${machine}:${iface}:${port}`;
export const tunnelId = (one: string, other: string): string =>
  one < other ? `tunnel:${one}:${other}` : `tunnel:${other}:${one}`;

interface PortPlace {
  readonly box: Box;
  readonly color: string;
  readonly about: readonly EntityKey[];
  /** The switch, where the port is folded away. */
  readonly folded: string | null;
}

export function sceneOf(nodes: readonly GraphNode[]): Scene {
  const boxes = new Map<string, Box>();
  const buses = new Map<EntityKey, { readonly y: number; readonly color: string }>();
  const ports = new Map<string, PortPlace>();
  const switches = nodes.filter((node): node is SwitchNode => node.type === 'switch');
  const machines = nodes.filter((node): node is MachineNode => node.type === 'machine');
  for (const { data, position } of switches) {
    const { sw, layout } = data;
    const color = data.color.replace(/^var\((.*)\)$/, '$1');
    boxes.set(northboundKey(sw.uuid), { ...position, width: layout.width, height: layout.height });
    buses.set(northboundKey(sw.uuid), { y: position.y + layout.bus, color });
    sw.ports.forEach((port, index) => {
      // What is folded away is where the card says how many more there are.
      const folded = index >= data.fold.shown;
      const own = layout.ports[folded ? data.fold.shown : index];
      if (!own) return;
      const box = moved(own, position);
      boxes.set(northboundKey(port.uuid), box);
      ports.set(port.name, {
        box,
        color,
        about: folded ? [northboundKey(sw.uuid)] : [northboundKey(port.uuid), northboundKey(sw.uuid)],
        folded: folded ? sw.uuid : null,
      });
    });
  }
  const bindings: BindingLine[] = [];
  const bind = (machine: string, vif: VifOnCard, name: string, box: Box, up: boolean) => {
    const port = ports.get(name);
    if (!port) return;
    const id = bindingId(machine, vif.vif.name, name);
    const about = [...port.about, machineKey(machine), vifKey(machine, vif.vif.name)];
    bindings.push({ kind: 'binding', id, curve: bindingCurve(port.box, box), color: port.color, up, about });
  };
  /** One line for all interfaces that are folded away on a machine and lead to the same place. */
  const bindFolded = ({ machine, fold }: MachineNode['data'], box: Box) => {
    const lines = new Map<string, BindingLine>();
    for (const vif of machine.vifs.slice(fold.shown)) {
      boxes.set(vifKey(machine.name, vif.name), box);
      const port = vif.ifaceId === null ? undefined : ports.get(vif.ifaceId);
      if (!port) continue;
      const id = bindingId(machine.name, 'more', port.folded ?? vif.ifaceId ?? '');
      if (lines.has(id)) continue;
      const about = [...port.about, machineKey(machine.name)];
      lines.set(id, { kind: 'binding', id, curve: bindingCurve(port.box, box), color: port.color, up: true, about });
    }
    bindings.push(...lines.values());
  };
  for (const { data, position } of machines) {
    const { machine, layout } = data;
    boxes.set(machineKey(machine.name), { ...position, width: layout.width, height: layout.height });
    data.tables.forEach((table, index) => {
      const own = layout.tables[index];
      if (own) boxes.set(tableKey(machine.name, table), moved(own, position));
    });
    const place = layout.vifs[data.fold.shown];
    if (data.fold.more > 0 && place) bindFolded(data, moved(place.chip, position));
    data.vifs.forEach((vif, index) => {
      const own = layout.vifs[index];
      if (!own) return;
      const box = moved(own.chip, position);
      boxes.set(vifKey(machine.name, vif.vif.name), box);
      if (vif.port) bind(machine.name, vif, vif.port.name, box, vif.state === 'up');
      vif.containers.forEach((port, nth) => {
        const inner = own.containers[nth];
        if (!inner) return;
        const inside = moved(inner, position);
        boxes.set(containerKey(machine.name, vif.vif.name, port.name), inside);
        bind(machine.name, vif, port.name, inside, port.machine === machine.name && port.up !== false);
      });
    });
  }
  return { bindings, tunnels: tunnelsOf(machines), boxes, buses };
}

/** One line for the two tunnel ports that make one tunnel. */
function tunnelsOf(nodes: readonly MachineNode[]): ReadonlyMap<string, TunnelLine> {
  const byName = new Map(nodes.map((node) => [node.data.machine.name, node]));
  const lines = new Map<string, TunnelLine>();
  for (const { data } of nodes) {
    const from = data.machine;
    for (const { peer, type } of from.tunnels) {
      if (peer === null || peer === from.name) continue;
      const [a, b] = from.name < peer ? [from.name, peer] : [peer, from.name];
      const [one, other] = [byName.get(a), byName.get(b)];
      if (!one || !other) continue;
      const id = tunnelId(a, b);
      const before = lines.get(id)?.type;
      lines.set(id, {
        kind: 'tunnel',
        id,
        a,
        b,
        type: before === undefined || before === type ? type : `${before} / ${type}`,
        cut: one.data.machine.cutOff.underlay || other.data.machine.cutOff.underlay,
        curve: lines.get(id)?.curve ?? between(one, other, nodes),
        color: '--openflow',
        about: [machineKey(a), machineKey(b)],
      });
    }
  }
  return lines;
}

function between(one: MachineNode, other: MachineNode, nodes: readonly MachineNode[]): Curve {
  const [a, b] = [boxOf(one), boxOf(other)];
  const [p, q] = [centre(a), centre(b)];
  const [left, right] = p.x < q.x ? [p.x, q.x] : [q.x, p.x];
  const level = Math.abs(p.y - q.y) < (a.height + b.height) / 4;
  const inTheWay =
    level &&
    nodes.some((node) => {
      if (node === one || node === other) return false;
      const middle = node.position.x + node.data.layout.width / 2;
      return (
        middle > left && middle < right && node.position.y < p.y && node.position.y + node.data.layout.height > p.y
      );
    });
  return tunnelCurve(a, b, inTheWay);
}

function boxOf({ position, data: { layout } }: MachineNode): Box {
  return { ...position, width: layout.width, height: layout.height };
}

/** Where the line of the tunnel is written on. */
export function middleOf({ curve: [a, b, c, d] }: TunnelLine): Point {
  return { x: (a.x + 3 * b.x + 3 * c.x + d.x) / 8, y: (a.y + 3 * b.y + 3 * c.y + d.y) / 8 };
}
