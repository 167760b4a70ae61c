/** From the network model to what stands on the graph: a node for each card, with everything it shows; pure. */
import type { Node } from '@xyflow/react';
import type { DaemonView, MachineView, NetworkModel, PortView, SwitchView, Uuid, VifView } from '../../bridge';
import { inNameOrder } from '../../state';
import { datapathColor } from '../datapath-color';
import { foldOf } from './folds';
import type { Fold, Unfolded } from './folds';
import { machineLayout, switchLayout } from './geometry';
import type { MachineLayout, Point, SwitchLayout } from './geometry';
import { placesOf } from './places';
import type { Shape } from './places';
import { plugsOf } from './plugs';
import { routerNodes } from './router-nodes';
import type { RouterNode } from './router-nodes';
import type { Plugs } from './plugs';

/** `elsewhere`: the binding names another chassis, though the interface asks for the port too. */
export type VifState = 'up' | 'waiting' | 'elsewhere' | 'unknown' | 'free';

export interface VifOnCard {
  readonly vif: VifView;
  readonly port: PortView | null;
  readonly state: VifState;
  /** Ports of containers inside the virtual machine behind the interface, by tag. */
  readonly containers: readonly PortView[];
}

/** What a card says of a switch: it stays as it is when only ports change that are folded away. */
export interface SwitchFace {
  readonly uuid: Uuid;
  readonly name: string;
  readonly portCount: number;
  readonly aclCount: number;
}

export interface SwitchOnCard {
  readonly sw: SwitchFace;
  /** The first ports, which stand on the card. */
  readonly ports: readonly PortView[];
  readonly fold: Fold;
  readonly color: string;
  /** Machines whose interfaces ask for a port, by the port's name. */
  readonly plugged: Readonly<Record<string, readonly string[]>>;
  readonly layout: SwitchLayout;
}

export interface MachineOnCard {
  readonly machine: MachineView;
  /** The first interfaces, which stand on the card. */
  readonly vifs: readonly VifOnCard[];
  readonly fold: Fold;
  readonly tables: readonly number[];
  readonly warnings: readonly string[];
  readonly layout: MachineLayout;
}

export type SwitchNode = Node<SwitchOnCard & Record<string, unknown>, 'switch'>;
export type MachineNode = Node<MachineOnCard & Record<string, unknown>, 'machine'>;
export type GraphNode = SwitchNode | MachineNode | RouterNode;

export interface GraphInput {
  readonly model: NetworkModel;
  readonly daemons: readonly DaemonView[];
  /** Cards that show all they have; none when left out. */
  readonly unfolded?: Unfolded;
}

export const switchNodeId = (sw: SwitchView): string => `switch:${sw.uuid}`;
export const machineNodeId = (machine: string): string => `machine:${machine}`;

const NONE: Unfolded = new Set();

/** Nodes where the scenario says; those it says nothing about stand beside the others, free of overlap. */
export function graphNodes(
  input: GraphInput,
  positions: Readonly<Record<string, Point>>,
  shape: Shape = 'wide',
): readonly GraphNode[] {
  const { model, daemons, unfolded = NONE } = input;
  const allPorts = model.switches.reduce((sum, sw) => sum + sw.ports.length, 0);
  const allVifs = model.machines.reduce((sum, machine) => sum + machine.vifs.length, 0);
  const upper = model.switches.map((sw) => {
    const fold = foldOf(sw.ports.length, allPorts, unfolded.has(switchNodeId(sw)));
    return { sw, fold, ports: inNameOrder(sw.ports).slice(0, fold.shown) };
  });
  const lower = model.machines.map((machine) => {
    const fold = foldOf(machine.vifs.length, allVifs, unfolded.has(machineNodeId(machine.name)));
    return { machine, fold, vifs: inNameOrder(machine.vifs).slice(0, fold.shown) };
  });
  const names = new Set(upper.flatMap(({ ports }) => ports.map(({ name }) => name)));
  const ifaceIds = new Set(lower.flatMap(({ vifs }) => vifs.flatMap(({ ifaceId }) => ifaceId ?? [])));
  const plugs = plugsOf(model, names, ifaceIds);
  const cards: readonly GraphNode[] = [
    ...upper.map(({ sw, fold, ports }, index): SwitchNode => {
      const layout = switchLayout(fold.shown + (fold.chip ? 1 : 0));
      const { uuid, name } = sw;
      const [portCount, aclCount] = [sw.ports.length, sw.acls.length];
      return {
        id: switchNodeId(sw),
        type: 'switch',
        position: { x: 0, y: 0 },
        ...sized(layout),
        data: {
          sw: { uuid, name, portCount, aclCount },
          ports,
          fold,
          color: datapathColor(index),
          plugged: Object.fromEntries(ports.map((port) => [port.name, plugs.machines.get(port.name) ?? []])),
          layout,
        },
        ariaLabel: `Logical switch ${name || 'without a name'}, ${portCount} ${portCount === 1 ? 'port' : 'ports'}`,
      };
    }),
    ...routerNodes(model),
    ...lower.map(({ machine, fold, vifs: shown }): MachineNode => {
      const vifs = shown.map((vif) => vifOnCard(machine, vif, plugs));
      const tables = machine.hasIntegrationBridge ? machine.tables : [];
      const warnings = warningsOf(machine, daemons);
      const layout = machineLayout(
        [...vifs.map((vif) => vif.containers.length), ...(fold.chip ? [0] : [])],
        tables.length,
        warnings.length,
      );
      return {
        id: machineNodeId(machine.name),
        type: 'machine',
        position: { x: 0, y: 0 },
        ...sized(layout),
        data: { machine, vifs, fold, tables, warnings, layout },
        ariaLabel: machineLabel(machine, warnings),
      };
    }),
  ];
  const places = placesOf(cards, positions, shape);
  return cards.map((card) => at(card, places[card.id] ?? card.position));
}

/**
 * Without a transform of its own a card is drawn into the graph's one layer; with one, the
 * browser makes layers of hundreds of cards and moves each of them.
 */
function at(card: GraphNode, position: Point): GraphNode {
  return { ...card, position, style: { left: position.x, top: position.y, transform: 'none' } };
}

function sized({ width, height }: { readonly width: number; readonly height: number }) {
  return { width, height, measured: { width, height } };
}

function vifOnCard(machine: MachineView, vif: VifView, { ports, containers }: Plugs): VifOnCard {
  const port = vif.ifaceId === null ? null : (ports.get(vif.ifaceId) ?? null);
  const inside = vif.ifaceId === null ? [] : (containers.get(vif.ifaceId) ?? []);
  return { vif, port, state: stateOf(machine, vif, port), containers: inside };
}

function stateOf(machine: MachineView, vif: VifView, port: PortView | null): VifState {
  if (vif.ifaceId === null) return 'free';
  if (!port) return 'unknown';
  if (port.machine !== null && port.machine !== machine.name) return 'elsewhere';
  return port.machine === machine.name && port.up !== false ? 'up' : 'waiting';
}

/** What is wrong with a hypervisor, a short line each. */
export function warningsOf(machine: MachineView, daemons: readonly DaemonView[]): readonly string[] {
  return [
    ...(machine.registered ? [] : ['not in the Chassis table']),
    ...(machine.cutOff.southbound ? ['cut off from OVN_Southbound'] : []),
    ...(machine.cutOff.underlay ? ['cut off from the underlay'] : []),
    ...daemons
      .filter((daemon) => daemon.machine === machine.name && daemon.status !== 'running')
      .map(({ name, status, pending }) => `${name.split('@')[0] ?? name} is ${status}${pending ? ', now stale' : ''}`),
  ];
}

function machineLabel(machine: MachineView, warnings: readonly string[]): string {
  const peers = Array.from(new Set(machine.tunnels.flatMap(({ peer }) => peer ?? [])));
  const parts = [
    `Hypervisor ${machine.name}`,
    machine.hasIntegrationBridge
      ? `${machine.vifs.length} ${machine.vifs.length === 1 ? 'interface' : 'interfaces'}`
      : 'no br-int',
    ...(peers.length > 0 ? [`tunnels to ${peers.join(', ')}`] : []),
    ...warnings,
  ];
  return parts.join(', ');
}
