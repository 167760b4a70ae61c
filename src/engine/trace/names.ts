/**
 * What numbers stand for: datapaths, logical ports, interfaces. Looked up once
 * for a moment of a deployment and kept for as many traces as are made in it.
 */
import type { Uuid } from '../base';
import { getNumber } from '../openflow';
import type { Flow } from '../openflow';
import { getMapString, getString } from '../ovsdb';
import type { NbPort, NbSwitch, SbBinding } from '../releases';
import type { Deployment } from '../sim';

export interface Names {
  readonly moment: string;
  readonly switchByUuid: ReadonlyMap<Uuid, NbSwitch>;
  readonly portByName: ReadonlyMap<string, NbPort>;
  readonly bindingByPort: ReadonlyMap<string, SbBinding>;
  readonly bindingByKey: ReadonlyMap<number, SbBinding>;
  /** The logical port of an interface, by machine and interface name. */
  ifaceId(machine: string, iface: string): string | undefined;
  /** The logical port that receives at an interface: its own, or a container's behind it, which only the packet's outport tells. */
  portOutside(machine: string, iface: string, flow: Flow): string | undefined;
  /** What `metadata` stands for on a machine. */
  datapath(machine: string, number: number): Uuid | undefined;
}

const kept = new WeakMap<Deployment, Names>();

export function namesOf(deployment: Deployment): Names {
  const moment = `${deployment.branches.find((branch) => branch.current)?.id ?? ''} ${deployment.position}`;
  const before = kept.get(deployment);
  if (before?.moment === moment) return before;
  const names = readNames(deployment, moment);
  kept.set(deployment, names);
  return names;
}

function readNames(deployment: Deployment, moment: string): Names {
  const { release, nb, sb } = deployment;
  const bindings = release.southbound.bindings(sb);
  const ifaceIds = new Map<string, ReadonlyMap<string, string>>();
  const idsOf = (machine: string): ReadonlyMap<string, string> => {
    const known = ifaceIds.get(machine);
    if (known) return known;
    const rows = deployment.machines.get(machine)?.ovs.rows('Interface').values() ?? [];
    const ids = new Map<string, string>();
    for (const row of rows) {
      const id = getMapString(row, 'external_ids', 'iface-id');
      if (id !== undefined) ids.set(getString(row, 'name'), id);
    }
    ifaceIds.set(machine, ids);
    return ids;
  };
  const datapaths = new Map<string, ReadonlyMap<number, Uuid>>();
  const bindingByKey = new Map(bindings.map((binding) => [binding.tunnelKey, binding]));
  return {
    moment,
    switchByUuid: new Map(release.northbound.switches(nb).map((sw) => [sw.uuid, sw])),
    portByName: new Map(release.northbound.ports(nb).map((port) => [port.name, port])),
    bindingByPort: new Map(bindings.map((binding) => [binding.logicalPort, binding])),
    bindingByKey,
    ifaceId: (machine, iface) => idsOf(machine).get(iface),
    portOutside(machine, iface, flow) {
      const ifaceId = idsOf(machine).get(iface);
      const meant = bindingByKey.get(getNumber(flow, 'reg7') || getNumber(flow, 'tun_id'));
      return ifaceId !== undefined && meant?.parent === ifaceId ? meant.logicalPort : ifaceId;
    },
    datapath(machine, number) {
      let numbers = datapaths.get(machine);
      if (!numbers) {
        numbers = new Map(deployment.datapathNumbers(machine).map(([uuid, local]) => [local, uuid]));
        datapaths.set(machine, numbers);
      }
      return numbers.get(number);
    },
  };
}
