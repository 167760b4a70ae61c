/**
 * What numbers stand for: datapaths, logical ports, interfaces. Everything is
 * found by its index when it is asked for, and remembered until the deployment
 * changes.
 */
import type { Uuid } from '../base';
import { getField, getNumber } from '../openflow';
import type { FieldName, Flow } from '../openflow';
import { getMapString } from '../ovsdb';
import type { LogicalVocabulary } from '../logical';
import type { NbPort, SbBinding } from '../releases';
import type { Deployment } from '../sim';
import type { RegisterValue } from './types';

export class Names {
  readonly #deployment: Deployment;
  readonly #switches = new Map<Uuid, string>();
  readonly #bindingsByPort = new Map<string, SbBinding>();
  /** By datapath, as far as it is known, and key. */
  readonly #bindingsByKey = new Map<Uuid | undefined, Map<number, SbBinding>>();
  readonly #ifaceIds = new Map<string, Map<string, string>>();
  readonly #datapaths = new Map<string, ReadonlyMap<number, Uuid>>();
  readonly #registers = new Map<string, Map<bigint, Map<FieldName, Map<number, RegisterValue>>>>();

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
  }

  /** The name of a logical switch; its UUID when there is none of that UUID. */
  switchName(uuid: Uuid): string {
    const { release, nb } = this.#deployment;
    return remembered(this.#switches, uuid, () => release.northbound.switch(nb, uuid)?.name ?? uuid);
  }

  /** The northbound port of that name. */
  port(name: string): NbPort | undefined {
    const { release, nb } = this.#deployment;
    const found = release.northbound.findPort(nb, name);
    return found.ok && found.value.name === name ? found.value : undefined;
  }

  /** All northbound ports, in the order of creation. */
  ports(): readonly NbPort[] {
    const { release, nb } = this.#deployment;
    return release.northbound.ports(nb);
  }

  binding(logicalPort: string): SbBinding | undefined {
    const { release, sb } = this.#deployment;
    return remembered(this.#bindingsByPort, logicalPort, () => release.southbound.binding(sb, logicalPort));
  }

  /** What the release says about registers, tables and rows. */
  get logical(): LogicalVocabulary {
    return this.#deployment.release.logical;
  }

  /** The binding of a tunnel key, which ports have in registers and tunnels, in a datapath as far as it is known. */
  bindingOfKey(datapath: Uuid | undefined, key: number): SbBinding | undefined {
    const { release, sb } = this.#deployment;
    const known = remembered(this.#bindingsByKey, datapath, () => new Map<number, SbBinding>());
    return remembered(known, key, () => release.southbound.bindingOfKey(sb, datapath, key));
  }

  /** The logical port with this key in the datapath that a packet is in on a machine. */
  portOfKey(machine: string, flow: Flow, key: number): string | undefined {
    return key === 0 ? undefined : this.bindingOfKey(this.datapathOf(machine, flow), key)?.logicalPort;
  }

  /** The logical port that a copy is for, as its registers have it. */
  outportOf(machine: string, flow: Flow): string | undefined {
    return this.portOfKey(machine, flow, getNumber(flow, this.logical.registers.outport));
  }

  bindings(): readonly SbBinding[] {
    const { release, sb } = this.#deployment;
    return release.southbound.bindings(sb);
  }

  /** The logical port of an interface, by machine and interface name. */
  ifaceId(machine: string, iface: string): string | undefined {
    const ids = remembered(this.#ifaceIds, machine, () => new Map<string, string>());
    return remembered(ids, iface, () => {
      const row = this.#deployment.machines.get(machine)?.ovs.find('Interface', 'name', iface);
      return row && getMapString(row, 'external_ids', 'iface-id');
    });
  }

  /** The logical port that receives at an interface: its own, or a container's behind it, which only the packet's outport tells. */
  portOutside(machine: string, iface: string, flow: Flow): string | undefined {
    const ifaceId = this.ifaceId(machine, iface);
    const { outport, tunnelOutport } = this.logical.registers;
    const key = getNumber(flow, outport) || getNumber(flow, tunnelOutport);
    const meant = this.bindingOfKey(this.datapathOf(machine, flow), key);
    return ifaceId !== undefined && meant?.parent === ifaceId ? meant.logicalPort : ifaceId;
  }

  /** The datapath that a packet is in on a machine. */
  datapathOf(machine: string, flow: Flow): Uuid | undefined {
    return this.datapath(machine, Number(getField(flow, this.logical.registers.datapath)));
  }

  /** What the number of a datapath stands for on a machine. */
  datapath(machine: string, number: number): Uuid | undefined {
    const numbers = remembered(
      this.#datapaths,
      machine,
      () => new Map(this.#deployment.datapathNumbers(machine).map(([uuid, local]) => [local, uuid])),
    );
    return numbers.get(number);
  }

  /** Registers of packets in a datapath of a machine that have been described, by their values: most steps of a trace show the same. */
  registers(machine: string, datapath: bigint): Map<FieldName, Map<number, RegisterValue>> {
    const ofMachine = remembered(
      this.#registers,
      machine,
      () => new Map<bigint, Map<FieldName, Map<number, RegisterValue>>>(),
    );
    return remembered(ofMachine, datapath, () => new Map<FieldName, Map<number, RegisterValue>>());
  }
}

interface Kept {
  readonly branch: string;
  readonly position: number;
  readonly names: Names;
}

const kept = new WeakMap<Deployment, Kept>();

/** The names of this moment of the deployment. */
export function namesOf(deployment: Deployment): Names {
  const { branch, position } = deployment;
  const before = kept.get(deployment);
  if (before?.branch === branch && before.position === position) return before.names;
  const names = new Names(deployment);
  kept.set(deployment, { branch, position, names });
  return names;
}

/** What is known of `key`, or what is found, which is then known. */
function remembered<K, V, F extends V | undefined>(known: Map<K, V>, key: K, find: () => F): V | F {
  const value = known.get(key);
  if (value !== undefined) return value;
  const found = find();
  if (found !== undefined) known.set(key, found);
  return found;
}
