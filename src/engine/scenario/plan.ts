/** A network described in a few lines, and the deployment that it becomes, built with the operations that commands use. */
import type { Deployment } from '../releases';
import { ok } from '../base';
import { INTEGRATION_BRIDGE, plugEdits } from '../sim';
import { getUuids } from '../ovsdb';
import type { Result, Uuid } from '../base';
import type { MachineSettings } from '../sim';

export interface NetworkPlan {
  readonly machines: readonly (PlannedMachine | BareMachine)[];
  readonly switches: readonly string[];
  readonly ports: readonly PlannedPort[];
  readonly acls?: readonly PlannedAcl[];
  readonly vifs: readonly PlannedVif[];
}

export interface PlannedMachine {
  readonly name: string;
  /** The name of its chassis; the machine's own name when left out. */
  readonly systemId?: string;
  readonly encapType: string;
  readonly encapIp: string;
}

/** A machine on which nothing is configured yet, as ovs-sandbox starts one. */
export interface BareMachine {
  readonly name: string;
  readonly bare: true;
}

export interface PlannedPort {
  readonly switch: string;
  readonly name: string;
  readonly macs?: readonly string[];
  readonly portSecurity?: readonly string[];
  readonly enabled?: boolean;
  readonly container?: { readonly parent: string; readonly tag: number };
}

export interface PlannedAcl {
  readonly switch: string;
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  readonly log?: boolean;
}

export interface PlannedVif {
  readonly machine: string;
  readonly iface: string;
  readonly port: string;
  /** Interface.type; a system device when left out. */
  readonly type?: string;
}

function settingsOf(machine: PlannedMachine | BareMachine): MachineSettings {
  if ('bare' in machine) return {};
  const { name, systemId, encapType, encapIp } = machine;
  return { systemId: systemId ?? name, encapType, encapIp, bridge: true };
}

/** Builds the plan as one user action and lets everything settle. */
export function buildNetwork(deployment: Deployment, plan: NetworkPlan): Result<void> {
  const done = deployment.action(() => {
    for (const machine of plan.machines) {
      const added = deployment.addMachine(machine.name, settingsOf(machine));
      if (!added.ok) return added;
    }
    deployment.settle();
    const network = addNetwork(deployment, plan);
    if (!network.ok) return network;
    for (const vif of plan.vifs) {
      const plugged = plug(deployment, vif);
      if (!plugged.ok) return plugged;
    }
    return ok(undefined);
  });
  deployment.settle();
  return done;
}

function addNetwork(deployment: Deployment, plan: NetworkPlan): Result<void> {
  const ops = deployment.release.northbound;
  const switches = new Map<string, Uuid>();
  for (const name of plan.switches) {
    const uuid = deployment.plannedUuid(0);
    const done = deployment.commitNorthbound(ops.addSwitch(uuid, name), `adds switch ${name}`);
    if (!done.ok) return done;
    switches.set(name, uuid);
    const ports = plan.ports.filter((port) => port.switch === name);
    const added = deployment.commitNorthbound(
      ops.addPorts(
        deployment.nb,
        uuid,
        ports.map((port, index) => ({ ...port, uuid: deployment.plannedUuid(index) })),
      ),
      `adds the ports of ${name}`,
    );
    if (!added.ok) return added;
    const acls = (plan.acls ?? []).filter((acl) => acl.switch === name);
    const filtered = deployment.commitNorthbound(
      ops.addAcls(
        deployment.nb,
        uuid,
        acls.map((acl, index) => ({ ...acl, log: acl.log ?? false, uuid: deployment.plannedUuid(index) })),
      ),
      `adds the ACLs of ${name}`,
    );
    if (!filtered.ok) return filtered;
  }
  return ok(undefined);
}

function plug(deployment: Deployment, vif: PlannedVif): Result<void> {
  const bridge = deployment.machines.get(vif.machine)?.ovs.find('Bridge', 'name', INTEGRATION_BRIDGE);
  if (bridge === undefined) throw new Error(`The plan names ${vif.machine}, which has no ${INTEGRATION_BRIDGE}.`);
  const place = { _uuid: bridge._uuid, ports: getUuids(bridge, 'ports') };
  const device = { name: vif.iface, ifaceId: vif.port, ...(vif.type === undefined ? {} : { type: vif.type }) };
  const edits = plugEdits(place, device, (index) => deployment.plannedUuid(index));
  const done = deployment.commitLocal(vif.machine, edits, `plugs ${vif.port} into ${vif.machine}`);
  return done.ok ? ok(undefined) : done;
}
