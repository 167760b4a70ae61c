/** A simulated deployment as the world in which programs run. */
import type { Deployment } from './release';
import { sendFrom, traceMicroflow } from './deployment-packets';
import type { CommandHost } from './host';

export function deploymentHost(deployment: Deployment): CommandHost {
  return {
    release: deployment.release,
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
    settle() {
      // While somebody steps through what the daemons do, commands leave the stepping to them.
      return deployment.automatic && deployment.settle().settled;
    },
    newUuid: (_key, index) => deployment.plannedUuid(index),
    daemon: (name) => deployment.daemon(name)?.status,
    setDaemon(name, status) {
      deployment.setDaemon(name, { status });
    },
    get log() {
      return deployment.log;
    },
    openstack: {
      start: (settings) => deployment.openstack.start(settings),
      neutron: (request) => deployment.openstack.neutron(request),
      withNeutron: (body) => deployment.openstack.withNeutron(body),
      withNova: (body) => deployment.openstack.withNova(body),
      setConnected: (connected) => deployment.openstack.setConnected(connected),
      wait: (duration) => deployment.wait(duration),
    },
    setCutOff: (machine, cut) => deployment.setCutOff(machine, 'southbound', cut),
    addMachine: (name) => deployment.addMachine(name),
    removeMachine: (name) => deployment.removeMachine(name),
    renameMachine: (from, to) => deployment.renameMachine(from, to),
    bridges: (machine) => [...(deployment.machines.get(machine)?.bridges.keys() ?? [])],
    bridge(machineName, name) {
      const machine = deployment.machines.get(machineName);
      const bridge = machine?.bridges.get(name);
      return machine && bridge && { bridge: bridge.inner, counters: (port) => machine.counters(port) };
    },
    changeFlows: (machine, bridge, { add, remove }, label) =>
      deployment.changeFlows(machine, bridge, { added: add, removed: remove }, label),
    changeTables: (machine, bridge, tables, label) => deployment.changeTables(machine, bridge, tables, label),
    traceMicroflow: (datapath, microflow, forms) => traceMicroflow(deployment, datapath, microflow, forms),
    send: (port, words) => sendFrom(deployment, port, words),
    switchOf: (machine) => deployment.machines.get(machine)?.switch,
  };
}
