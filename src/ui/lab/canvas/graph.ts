/** From the network model to the graph's nodes and edges; pure. */
import type { Edge, Node } from '@xyflow/react';
import type { MachineView, NetworkModel, SwitchView } from '../../bridge';
import { datapathColor } from '../datapath-color';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type SwitchNode = Node<{ readonly sw: SwitchView; readonly color: string }, 'switch'>;
export type MachineNode = Node<{ readonly machine: MachineView }, 'machine'>;
export type GraphNode = SwitchNode | MachineNode;
export type BindingEdge = Edge<{ readonly color: string; readonly up: boolean }, 'binding'>;
export type TunnelEdge = Edge<
  { readonly type: string; readonly a: string; readonly b: string; readonly cut: boolean },
  'tunnel'
>;
export type GraphEdge = BindingEdge | TunnelEdge;

export const switchNodeId = (sw: SwitchView): string => `switch:${sw.uuid}`;
export const machineNodeId = (machine: string): string => `machine:${machine}`;

export function graphNodes(model: NetworkModel, positions: Readonly<Record<string, Point>>): GraphNode[] {
  const places = { ...defaultPositions(model), ...positions };
  const at = (id: string): Point => places[id] ?? { x: 0, y: 0 };
  return [
    ...model.switches.map((sw, index): SwitchNode => {
      const id = switchNodeId(sw);
      return {
        id,
        type: 'switch',
        position: at(id),
        data: { sw, color: datapathColor(index) },
        ariaLabel: `Logical switch ${sw.name}`,
      };
    }),
    ...model.machines.map((machine): MachineNode => {
      const id = machineNodeId(machine.name);
      return { id, type: 'machine', position: at(id), data: { machine }, ariaLabel: `Hypervisor ${machine.name}` };
    }),
  ];
}

export function graphEdges(model: NetworkModel): GraphEdge[] {
  return [...bindings(model), ...tunnels(model)];
}

/** A dashed line while the interface waits for its binding, a full one once the port is up. */
function bindings(model: NetworkModel): BindingEdge[] {
  const edges: BindingEdge[] = [];
  const ports = new Map(
    model.switches.flatMap((sw, index) =>
      sw.ports.map((port) => [port.name, { sw, port, color: datapathColor(index) }] as const),
    ),
  );
  for (const machine of model.machines) {
    for (const vif of machine.vifs) {
      const found = vif.ifaceId === null ? undefined : ports.get(vif.ifaceId);
      if (!found) continue;
      edges.push({
        id: `binding:${machine.name}:${vif.name}`,
        type: 'binding',
        source: switchNodeId(found.sw),
        sourceHandle: found.port.uuid,
        target: machineNodeId(machine.name),
        targetHandle: vif.name,
        focusable: false,
        data: { color: found.color, up: found.port.machine === machine.name && found.port.up === true },
      });
    }
  }
  return edges;
}

/** One line for the two tunnel ports that make one tunnel. */
function tunnels(model: NetworkModel): TunnelEdge[] {
  const edges = new Map<string, TunnelEdge>();
  for (const machine of model.machines) {
    for (const tunnel of machine.tunnels) {
      if (tunnel.peer === null) continue;
      const [a, b] = machine.name < tunnel.peer ? [machine.name, tunnel.peer] : [tunnel.peer, machine.name];
      const id = `tunnel:${a}:${b}`;
      const before = edges.get(id)?.data?.type;
      const type = before === undefined || before === tunnel.type ? tunnel.type : `${before} / ${tunnel.type}`;
      const cut = model.machines.some((m) => (m.name === a || m.name === b) && m.cutOff.underlay);
      edges.set(id, {
        id,
        type: 'tunnel',
        source: machineNodeId(a),
        sourceHandle: 'tunnel-out',
        target: machineNodeId(b),
        targetHandle: 'tunnel-in',
        focusable: false,
        data: { type, a, b, cut },
      });
    }
  }
  return Array.from(edges.values());
}

const gap = 56;

/** Two rows, logical above physical, each centred on the other. */
export function defaultPositions(model: NetworkModel): Readonly<Record<string, Point>> {
  const upper = model.switches.map((sw) => ({ id: switchNodeId(sw), width: switchWidth(sw) }));
  const lower = model.machines.map((machine) => ({
    id: machineNodeId(machine.name),
    width: machineWidth(machine) + 60,
  }));
  const perRow = 6;
  const places: Record<string, Point> = {};
  let y = 0;
  for (const [items, rowHeight] of [
    [upper, 150],
    [lower, 190],
  ] as const) {
    for (let start = 0; start < items.length; start += perRow) {
      const row = items.slice(start, start + perRow);
      const width = row.reduce((sum, item) => sum + item.width + gap, -gap);
      let x = -width / 2;
      for (const item of row) {
        places[item.id] = { x: Math.round(x), y };
        x += item.width + gap;
      }
      y += rowHeight;
    }
    y += 34;
  }
  return places;
}

/** Widths that the styles also use, so that a layout can be made before anything is drawn. */
export function switchWidth(sw: SwitchView): number {
  return Math.max(226, 28 + Math.min(sw.ports.length, 4) * 108);
}

export function machineWidth(machine: MachineView): number {
  return Math.max(258, 64 + Math.min(machine.vifs.length, 3) * 108);
}
