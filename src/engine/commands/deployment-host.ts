/** A simulated deployment as the world in which programs run. */
import { err } from '../base';
import { millis, type Deployment, type Machine } from '../sim';
import { portMac } from './port-mac';
import type { CommandHost, PortCounters, SwitchView } from './host';

export function deploymentHost(deployment: Deployment): CommandHost {
  const bridgeOf = (machine: string, name: string) => deployment.machines.get(machine)?.bridges.get(name);
  return {
    release: deployment.release.id,
    get now() {
      return deployment.now;
    },
    machines: () => [...deployment.machines.keys()],
    database: (key) => deployment.database(key),
    commit: (key, edits, label) => deployment.commit(key, edits, label),
    transact(key, operations, label) {
      const outcome = deployment.transact(key, operations, label);
      if (outcome.ok) return outcome.value;
      return { results: [], changes: [], error: outcome.error };
    },
    settle: () => {
      if (deployment.automatic) deployment.settle();
    },
    newUuid: (_key, index) => deployment.plannedUuid(index),
    daemon: (name) => deployment.daemon(name)?.status,
    setDaemon: (name, status) => {
      deployment.setDaemon(name, { status });
    },
    addMachine: (name) => deployment.addMachine(name),
    removeMachine: (name) => deployment.removeMachine(name),
    bridges: (machine) => [...(deployment.machines.get(machine)?.bridges.keys() ?? [])],
    bridge(machine, name) {
      const bridge = bridgeOf(machine, name);
      return bridge && switchView(machine, bridge);
    },
    changeFlows: (machine, bridge, { add, remove }, label) =>
      deployment.changeFlows(machine, bridge, { added: add, removed: remove }, label),
    traceFlow: () => err({ code: 'unsupported', message: 'ofproto/trace is not there yet' }),
  };
}

type Bridge = NonNullable<ReturnType<Machine['bridges']['get']>>;

const NOTHING: PortCounters = { packets: 0, bytes: 0, dropped: 0 };

function switchView(machine: string, bridge: Bridge): SwitchView {
  return {
    name: bridge.config.name,
    ports: bridge.config.ports.map(({ name, ofport }) => ({
      name,
      ofport,
      mac: portMac(machine, name),
      rx: NOTHING,
      tx: NOTHING,
    })),
    flows: () => Array.from(bridge.flows, (entry) => ({ entry, packets: 0, bytes: 0, since: millis(0) })),
  };
}
