/**
 * The network model kept up by change: only what a change concerns is read again.
 *
 * Invariant: after `take`, the views here are those that `networkModel` would make
 * from scratch, and the patches taken so far, applied in order, give the same.
 */
import type { Deployment } from '../../engine/releases';
import { counting } from '../../engine/base';
import { getString, getUuids } from '../../engine/ovsdb';
import type { Row, RowChange } from '../../engine/ovsdb';
import { machineOfDatabase } from '../../engine/sim';
import type { Update as SimUpdate } from '../../engine/sim';
import type { MachinePatch, ModelPatch, SwitchPatch } from './model-patch';
import {
  chassisNames,
  encapAddresses,
  headOf,
  interfacesOf,
  machinesOfChassis,
  portView,
  tablesOf,
} from './network-model';
import type { MachineView, PortView, SwitchView, Uuid, VifView } from './protocol';
import { topologyView } from './topology-view';

export class ModelKeeper {
  readonly #deployment: Deployment;
  readonly #ports = new Map<Uuid, PortView>();
  readonly #switches = new Map<Uuid, SwitchView>();
  readonly #machines = new Map<string, MachineView>();
  /** What must be read again. */
  readonly #dirtyPorts = new Set<Uuid>();
  readonly #dirtySwitches = new Set<Uuid>();
  readonly #dirtyHeads = new Set<string>();
  readonly #dirtyInterfaces = new Set<string>();
  /** Ports that were made since the last time, oldest first: they come last in their switch. */
  readonly #newPorts = new Set<Uuid>();
  #chassis: ReadonlyMap<string, string> = new Map();
  #addresses: ReadonlyMap<string, string> = new Map();
  #everything = true;
  /** Time was wound: rows may have come back to where they stood among others. */
  #travelled = false;
  #machinesChanged = true;
  #settingsChanged = true;
  #topologyChanged = true;

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
  }

  /** Forgets what has been told: the next patch is the whole model. */
  reset(): void {
    this.#ports.clear();
    this.#switches.clear();
    this.#machines.clear();
    this.#everything = true;
    this.#machinesChanged = true;
    this.#settingsChanged = true;
    this.#topologyChanged = true;
  }

  note(update: SimUpdate): void {
    this.#travelled ||= update.appended.length === 0;
    this.#machinesChanged ||= update.machinesAdded.length + update.machinesRemoved.length > 0;
    for (const name of update.machinesAdded) this.#dirtyInterfaces.add(name);
    for (const { db, changes } of update.databases) {
      const machine = machineOfDatabase(db);
      for (const change of changes) {
        if (machine !== undefined) this.#noteLocal(machine, change);
        else if (db === 'OVN_Southbound') this.#noteSouthbound(change);
        else this.#noteNorthbound(change);
      }
    }
    for (const { machine } of update.flows) this.#dirtyHeads.add(machine);
  }

  take(): ModelPatch {
    if (this.#settingsChanged || this.#machinesChanged) this.#readSettings();
    const switchOrder = this.#takeSwitchOrder();
    const switches = this.#takeSwitches();
    const machineOrder = this.#takeMachineOrder();
    const machines = this.#takeMachines();
    const topology = this.#topologyChanged ? (topologyView(this.#deployment) ?? null) : null;
    this.#dirtyPorts.clear();
    this.#dirtySwitches.clear();
    this.#dirtyHeads.clear();
    this.#dirtyInterfaces.clear();
    this.#newPorts.clear();
    this.#everything = false;
    this.#travelled = false;
    this.#machinesChanged = false;
    this.#settingsChanged = false;
    this.#topologyChanged = false;
    return { switchOrder, switches, machineOrder, machines, topology };
  }

  #noteLocal(machine: string, { table, before, after }: RowChange): void {
    if (table === 'Open_vSwitch') {
      this.#dirtyHeads.add(machine);
      this.#settingsChanged ||= before?.external_ids !== after?.external_ids;
    } else if (table === 'Bridge' || table === 'Port' || table === 'Interface') this.#dirtyInterfaces.add(machine);
  }

  #noteSouthbound({ table, before, after }: RowChange): void {
    if (table === 'Chassis') {
      this.#settingsChanged = true;
      for (const machine of this.#deployment.machines.keys()) this.#dirtyHeads.add(machine);
      // A binding may name its chassis by the row, which has another name now.
      if (before !== undefined && after !== undefined && before.name !== after.name) this.#everything = true;
    } else if (table === this.#deployment.release.tables.binding.table) {
      for (const row of [before, after]) {
        const name = row === undefined ? undefined : getString(row, 'logical_port');
        const { nb, release } = this.#deployment;
        const port = name === undefined ? undefined : nb.find(release.northbound.portTable, 'name', name);
        if (port !== undefined) this.#dirtyPorts.add(port._uuid);
      }
    }
  }

  #noteNorthbound({ table, uuid, before, after }: RowChange): void {
    const { portTable, topology } = this.#deployment.release.northbound;
    this.#topologyChanged ||= topology?.tables.has(table) === true;
    if (table === 'Logical_Switch') {
      this.#dirtySwitches.add(uuid);
      // Where switches list their ports, a port can change its switch and its own row say nothing of it.
      const [old, now] = [listed(before), listed(after)];
      for (const port of old) if (!now.has(port)) this.#dirtyPorts.add(port);
      for (const port of now) if (!old.has(port)) this.#dirtyPorts.add(port);
      this.#topologyChanged ||= before?.load_balancer !== after?.load_balancer;
    } else if (table === portTable) {
      this.#dirtyPorts.add(uuid);
      this.#newPorts.delete(uuid);
      if (before === undefined && after !== undefined) this.#newPorts.add(uuid);
    } else if (table === 'ACL') {
      // It may be a port group's.
      this.#topologyChanged = true;
      const { nb, release } = this.#deployment;
      const now = after === undefined ? undefined : release.northbound.acl(nb, uuid)?.owner;
      if (now !== undefined) this.#dirtySwitches.add(now);
      for (const sw of this.#switches.values())
        if (sw.acls.some((acl) => acl.uuid === uuid)) this.#dirtySwitches.add(sw.uuid);
    }
  }

  /** Which machine has which chassis and address: what ports and tunnels are told by. */
  #readSettings(): void {
    const chassis = machinesOfChassis(this.#deployment);
    if (!sameMap(chassis, this.#chassis)) {
      for (const port of this.#ports.values()) {
        if (port.chassis !== null && chassis.get(port.chassis) !== this.#chassis.get(port.chassis))
          this.#dirtyPorts.add(port.uuid);
      }
      this.#chassis = chassis;
    }
    const addresses = encapAddresses(this.#deployment);
    if (sameMap(addresses, this.#addresses)) return;
    this.#addresses = addresses;
    for (const machine of this.#deployment.machines.keys()) this.#dirtyInterfaces.add(machine);
  }

  #takeSwitchOrder(): readonly Uuid[] | null {
    const { nb } = this.#deployment;
    const came = Array.from(this.#dirtySwitches).some(
      (uuid) => this.#switches.has(uuid) !== (nb.row('Logical_Switch', uuid) !== undefined),
    );
    return came || this.#everything ? Array.from(nb.rows('Logical_Switch').keys()) : null;
  }

  #takeSwitches(): readonly SwitchPatch[] {
    const { nb, release } = this.#deployment;
    const before = new Map<Uuid, PortView | undefined>();
    if (this.#everything) this.#readEverything();
    for (const uuid of this.#dirtyPorts) {
      const old = this.#ports.get(uuid);
      before.set(uuid, old);
      const port = release.northbound.port(nb, uuid);
      const view = port === undefined ? undefined : portView(this.#deployment, port, this.#chassis);
      if (view !== undefined && old !== undefined && same(view, old)) continue;
      if (view === undefined) this.#ports.delete(uuid);
      else this.#ports.set(uuid, view);
      for (const sw of [old?.switch, view?.switch]) if (sw !== undefined) this.#dirtySwitches.add(sw);
    }
    const patches: SwitchPatch[] = [];
    for (const uuid of this.#dirtySwitches) {
      const sw = release.northbound.switch(nb, uuid);
      const old = this.#switches.get(uuid);
      if (sw === undefined) {
        this.#switches.delete(uuid);
        continue;
      }
      const known = new Map(old?.ports.map((port) => [port.uuid, port]));
      const ports = this.#portsOf(uuid, old);
      const view: SwitchView = { uuid, name: sw.name, ports, acls: release.northbound.aclsOf(nb, uuid) };
      this.#switches.set(uuid, view);
      patches.push({ ...view, ports: ports.map((port) => (known.get(port.uuid) === port ? port.uuid : port)) });
    }
    return patches;
  }

  #readEverything(): void {
    const { nb, release } = this.#deployment;
    this.#ports.clear();
    this.#dirtyPorts.clear();
    const each = counting(this.#deployment.pulse);
    for (const port of release.northbound.ports(nb)) {
      this.#ports.set(port.uuid, portView(this.#deployment, port, this.#chassis));
      each();
    }
    for (const uuid of nb.rows('Logical_Switch').keys()) this.#dirtySwitches.add(uuid);
    for (const uuid of this.#switches.keys()) this.#dirtySwitches.add(uuid);
  }

  /** In the order of creation: as before and then the new ones, if nothing can have come between. */
  #portsOf(sw: Uuid, old: SwitchView | undefined): readonly PortView[] {
    const { nb, release } = this.#deployment;
    if (this.#everything) {
      this.#grouped ??= groupBySwitch(this.#ports.values());
      return this.#grouped.get(sw) ?? [];
    }
    this.#grouped = undefined;
    const kept = (old?.ports ?? []).flatMap(({ uuid }) => this.#inSwitch(sw, uuid));
    const there = new Set(kept.map(({ uuid }) => uuid));
    const made: PortView[] = [];
    for (const uuid of this.#newPorts) if (!there.has(uuid)) made.push(...this.#inSwitch(sw, uuid));
    const came = Array.from(this.#dirtyPorts).filter(
      (uuid) => !there.has(uuid) && this.#inSwitch(sw, uuid).length > 0,
    ).length;
    if (!this.#travelled && came === made.length) return [...kept, ...made];
    return release.northbound.portsOf(nb, sw).flatMap(({ uuid }) => this.#inSwitch(sw, uuid));
  }

  #grouped: ReadonlyMap<Uuid, readonly PortView[]> | undefined;

  #inSwitch(sw: Uuid, port: Uuid): readonly PortView[] {
    const view = this.#ports.get(port);
    return view?.switch === sw ? [view] : [];
  }

  #takeMachineOrder(): readonly string[] | null {
    if (!this.#machinesChanged && !this.#everything) return null;
    const { machines } = this.#deployment;
    for (const name of this.#machines.keys()) if (!machines.has(name)) this.#machines.delete(name);
    return Array.from(machines.keys());
  }

  #takeMachines(): readonly MachinePatch[] {
    const patches: MachinePatch[] = [];
    let registered: ReadonlySet<string> | undefined;
    for (const machine of this.#deployment.machines.values()) {
      this.#deployment.pulse();
      const { name } = machine;
      const old = this.#machines.get(name);
      const cutOff = {
        southbound: this.#deployment.isCutOff(name, 'southbound'),
        underlay: this.#deployment.isCutOff(name, 'underlay'),
      };
      const unseen = old === undefined || this.#dirtyInterfaces.has(name);
      if (!unseen && !this.#dirtyHeads.has(name) && same(cutOff, old.cutOff)) continue;
      registered ??= chassisNames(this.#deployment);
      const { vifs, ...rest } = {
        ...(unseen ? interfacesOf(machine, this.#addresses) : wires(old)),
        ...headOf(machine, registered),
        tables: tablesOf(machine),
        cutOff,
      };
      const known = new Map((unseen ? old?.vifs : undefined)?.map((vif) => [vif.name, vif]));
      const kept = unseen ? vifs.map((vif) => unlessSame(known.get(vif.name), vif)) : vifs;
      const view: MachineView = { ...rest, vifs: kept };
      if (old !== undefined && sameMachine(old, view)) continue;
      this.#machines.set(name, view);
      patches.push({ ...rest, vifs: kept.map((vif) => (!unseen || known.get(vif.name) === vif ? vif.name : vif)) });
    }
    return patches;
  }
}

function listed(row: Row | undefined): ReadonlySet<Uuid> {
  return new Set(row?.ports === undefined ? [] : getUuids(row, 'ports'));
}

function wires({ hasIntegrationBridge, vifs, tunnels }: MachineView) {
  return { hasIntegrationBridge, vifs, tunnels };
}

/** The object from before, if it says the same. */
function unlessSame(before: VifView | undefined, vif: VifView): VifView {
  return before !== undefined && same(before, vif) ? before : vif;
}

function sameMachine(a: MachineView, b: MachineView): boolean {
  const { vifs: left, ...one } = a;
  const { vifs: right, ...other } = b;
  return left.length === right.length && left.every((vif, index) => vif === right[index]) && same(one, other);
}

function groupBySwitch(ports: Iterable<PortView>): ReadonlyMap<Uuid, readonly PortView[]> {
  const groups = new Map<Uuid, PortView[]>();
  for (const port of ports) {
    const own = groups.get(port.switch);
    if (own) own.push(port);
    else groups.set(port.switch, [port]);
  }
  return groups;
}

/** Views are small plain data, always with their fields in the same order. */
function same(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sameMap(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && Array.from(a).every(([key, value]) => b.get(key) === value);
}
