/**
 * What changed in the network model. What is as before is named, not sent again,
 * so that it stays the same object in the page and nothing that shows it is drawn again.
 */
import type { Uuid } from '../../engine/base';
import type { MachineView, NetworkModel, PortView, SwitchView, VifView } from './shown';
import { keptTopology } from './topology-view';
import type { TopologyView } from './topology-view';

export interface ModelPatch {
  /** All switches in order; null when none came or went. */
  readonly switchOrder: readonly Uuid[] | null;
  readonly switches: readonly SwitchPatch[];
  /** All machines in order; null when none came or went. */
  readonly machineOrder: readonly string[] | null;
  readonly machines: readonly MachinePatch[];
  /** All of it; null when none of it changed, or where there is none. */
  readonly topology: TopologyView | null;
}

/** A port that is as before stands there by its UUID. */
export type SwitchPatch = Omit<SwitchView, 'ports'> & { readonly ports: readonly (PortView | Uuid)[] };

/** An interface that is as before stands there by its name. */
export type MachinePatch = Omit<MachineView, 'vifs'> & { readonly vifs: readonly (VifView | string)[] };

/** The model after a patch; pure. */
export function applyModelPatch(before: NetworkModel, patch: ModelPatch): NetworkModel {
  return {
    switches: patched(before.switches, patch.switchOrder, patch.switches, ({ uuid }) => uuid, switchAfter),
    machines: patched(before.machines, patch.machineOrder, patch.machines, ({ name }) => name, machineAfter),
    ...topologyAfter(before, patch),
  };
}

function topologyAfter({ topology }: NetworkModel, patch: ModelPatch): Pick<NetworkModel, 'topology'> {
  if (patch.topology !== null) return { topology: keptTopology(topology, patch.topology) };
  return topology === undefined ? {} : { topology };
}

function patched<V, P, K>(
  before: readonly V[],
  order: readonly K[] | null,
  patches: readonly P[],
  keyOf: (one: V | P) => K,
  after: (old: V | undefined, patch: P) => V,
): readonly V[] {
  if (order === null && patches.length === 0) return before;
  const known = new Map(before.map((one) => [keyOf(one), one]));
  for (const patch of patches) known.set(keyOf(patch), after(known.get(keyOf(patch)), patch));
  return (order ?? before.map(keyOf)).flatMap((key) => known.get(key) ?? []);
}

function switchAfter(old: SwitchView | undefined, { ports, ...rest }: SwitchPatch): SwitchView {
  const known = new Map(old?.ports.map((port) => [port.uuid, port]));
  return { ...rest, ports: ports.flatMap((port) => (typeof port === 'string' ? (known.get(port) ?? []) : port)) };
}

function machineAfter(old: MachineView | undefined, { vifs, ...rest }: MachinePatch): MachineView {
  const known = new Map(old?.vifs.map((vif) => [vif.name, vif]));
  return { ...rest, vifs: vifs.flatMap((vif) => (typeof vif === 'string' ? (known.get(vif) ?? []) : vif)) };
}
