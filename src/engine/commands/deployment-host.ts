/** A simulated deployment as the world in which programs run. */
import { err, ok, type Result } from '../base';
import { getField, getNumber, parseFlowKey } from '../openflow';
import type { Deployment } from './release';
import { composePacket, formatTrace2015 } from '../vswitch';
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
    traceMicroflow: (datapath, microflow, forms) => traceMicroflow(deployment, datapath, microflow, forms),
    send: (port, words) => sendFrom(deployment, port, words),
    traceFlow: (machine, bridge, flow, packet) => traceFlow(deployment, machine, bridge, flow, packet),
  };
}

/** Fields that a packet brings along besides its bytes; others that are no part of a packet cannot be set here. */
const METADATA = ['metadata', 'reg0', 'reg1', 'reg2', 'reg3', 'reg4', 'reg5', 'reg6', 'reg7'] as const;

function traceFlow(
  deployment: Deployment,
  machineName: string,
  bridge: string,
  text: string,
  bytes: Uint8Array | undefined,
): Result<string> {
  const machine = deployment.machines.get(machineName);
  const ports = machine?.switch.bridge(bridge)?.ports;
  if (!machine || !ports) return err({ code: 'no-such-bridge', message: `${bridge}: unknown bridge` });
  const flow = parseFlowKey(text, { ports: (name) => ports.named(name)?.ofport });
  if (!flow.ok) return flow;
  const preset = METADATA.find((field) => getField(flow.value, field) !== 0n);
  if (preset !== undefined) {
    return err({ code: 'unsupported', message: `${preset}: a packet starts with empty registers and metadata here` });
  }
  const id = getField(flow.value, 'tun_id');
  const tunnel = { id, src: getField(flow.value, 'tun_src'), dst: getField(flow.value, 'tun_dst') };
  const execution = machine.switch.trace(bridge, getNumber(flow.value, 'in_port'), bytes ?? composePacket(flow.value), {
    now: deployment.now,
    ...(id === 0n ? {} : { tunnel }),
  });
  return execution.ok ? ok(formatTrace2015(execution.value)) : execution;
}
