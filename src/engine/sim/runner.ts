/**
 * One run of one daemon: it is handed what it sees, and what it wants is
 * carried out. Daemons never meet; they speak through databases and flows.
 */
import { ok, partOf, type LogRecord } from '../base';
import { configureBridges, sameBridge } from './bridges';
import { runOpenStack } from './openstack';
import { takeSeen } from './programs';
import { daemonName, localDatabase, NORTHBOUND, SOUTHBOUND } from './names';
import { MATCH_ALL, RESERVED_PORTS } from '../openflow';
import type { Progress, Work } from '../base';
import { type ControllerProgram, type ControllerResult, INTEGRATION_BRIDGE } from '../controller';
import type { NorthdOutput } from '../northd';
import type { RowEdit } from '../ovsdb';
import type { BridgeConfig } from './bridges';
import type { FlowMod, Machine, SwitchBridge, SwitchMessage } from './machine';
import type { OpenStackDaemon } from './openstack-names';
import type { Program, Programs } from './programs';
import type { DaemonName, DatabaseKey } from './types';
import type { Daemon, Wake } from './state';
import type { World } from './world';

/**
 * One run in pieces. What the daemon concludes takes long and changes nothing in the
 * world, so it is done in pieces; what it wants is then carried out at once. Nobody may
 * act between the pieces; who lets the run go before its end leaves all as it was.
 */
export function* running(
  world: World,
  programs: Programs,
  name: DaemonName,
  wake: Wake,
  progress: Progress,
): Work<void> {
  const daemon = world.daemons.get(name);
  if (daemon === undefined) throw new Error(`${name} was to run but does not exist.`);
  const time = wake.due > world.now ? wake.due : world.now;
  if (daemon.kind === 'neutron-server' || daemon.kind === 'nova') {
    runOpenStack(world, daemon.kind, wake, time);
    return;
  }
  const program = programs.get(name, daemon);
  program.unfinished = true;
  const carryOut = yield* partOf(RUNNERS[daemon.kind](world, program, name, daemon.machine ?? ''), progress);
  program.unfinished = false;
  world.record({ who: name, label: null, cause: wake.cause, action: null }, time, () => {
    world.wakes.set(name, undefined);
    carryOut();
    return ok(undefined);
  });
}

type CarryOut = () => void;

type Runner = (world: World, program: Program, name: DaemonName, machine: string) => Work<CarryOut>;

const NOTHING: CarryOut = () => undefined;

const RUNNERS = {
  'ovn-northd': runNorthd,
  'ovn-controller': runController,
  'ovs-vswitchd': runSwitch,
} satisfies Record<Exclude<Daemon['kind'], OpenStackDaemon>, Runner>;

function* runNorthd(world: World, program: Program, name: DaemonName): Work<CarryOut> {
  if (program.northd === undefined) return NOTHING;
  const seen = takeSeen(program);
  const outcome = yield* program.northd.running(
    { nb: world.nb, sb: world.sb },
    seen === 'all' ? 'all' : { nb: seen(NORTHBOUND), sb: seen(SOUTHBOUND) },
  );
  return () => {
    carryOutNorthd(world, program, name, outcome);
  };
}

function carryOutNorthd(world: World, program: Program, name: DaemonName, outcome: NorthdOutput): void {
  speak(world, name, program, outcome.log);
  commitAs(world, name, program, SOUTHBOUND, outcome.sb);
  commitAs(world, name, program, NORTHBOUND, outcome.nb);
}

function* runController(world: World, program: Program, name: DaemonName, machineName: string): Work<CarryOut> {
  const machine = world.machine(machineName);
  const { controller } = program;
  if (controller === undefined || world.daemons.get(name)?.blind === true) return NOTHING;
  const bridge = machine.bridges.get(INTEGRATION_BRIDGE);
  if (bridge !== undefined && !world.connection(machineName).synced) program.looksAtAll = true;
  const local = localDatabase(machineName);
  const seen = takeSeen(program);
  const outcome = yield* controller.running(
    { sb: world.sight.southboundOf(machineName), ovs: machine.ovs },
    seen === 'all' ? 'all' : { sb: seen(SOUTHBOUND), ovs: seen(local) },
  );
  return () => {
    carryOutController(world, program, controller, machine, outcome);
  };
}

function carryOutController(
  world: World,
  program: Program,
  controller: ControllerProgram,
  machine: Machine,
  outcome: ControllerResult,
): void {
  const machineName = machine.name;
  const name = daemonName('ovn-controller', machineName);
  const local = localDatabase(machineName);
  const bridge = machine.bridges.get(INTEGRATION_BRIDGE);
  const isCutOff = world.sight.cuts(machineName).southbound !== null;
  if (isCutOff && outcome.sb.length > 0) {
    controller.notCommitted();
    program.looksAtAll = true;
  }
  const memory = controller.memory();
  const before = world.memories.get(name);
  // A controller gives the same object until something in it changes; only a new one is compared.
  if (memory !== before && JSON.stringify(memory) !== JSON.stringify(before)) world.memories.set(name, memory);
  // What it would do to a database that it does not reach, it does not do.
  speak(world, name, program, isCutOff ? outcome.log.filter(({ event }) => event !== true) : outcome.log);
  commitAs(world, name, program, local, outcome.ovs);
  if (!isCutOff) commitAs(world, name, program, SOUTHBOUND, outcome.sb);
  if (bridge !== undefined) sendFlows(world, machineName, bridge, outcome);
}

/** Puts what the controller wants of the switch on the way to it. */
function sendFlows(
  world: World,
  machine: string,
  bridge: SwitchBridge,
  { flows, tables }: Pick<ControllerResult, 'flows' | 'tables'>,
): void {
  const { queue } = world.connection(machine);
  let mod: FlowMod;
  if ('replaceAll' in flows && queue.length === 0) world.foreign.set(`${machine}/${INTEGRATION_BRIDGE}`, undefined);
  if (!('replaceAll' in flows)) mod = { kind: 'change', added: flows.added, removed: flows.removed };
  else if (queue.length > 0) mod = { kind: 'replace', flows: flows.replaceAll };
  else {
    const { added, removed, adopted } = bridge.differences(flows.replaceAll, world.pulse);
    mod = { kind: 'change', added, removed };
    // The switch has them, so nothing needs to be sent; but now it is known whose they are.
    world.changeFlows(world.machine(machine), INTEGRATION_BRIDGE, { kind: 'change', added: adopted, removed: [] });
  }
  const nothing = tables === undefined && mod.kind === 'change' && mod.added.length === 0 && mod.removed.length === 0;
  const message: SwitchMessage = tables === undefined ? mod : { ...mod, tables };
  world.setConnection(machine, { synced: true, queue: nothing ? queue : [...queue, message] });
  if (!nothing) world.wake(daemonName('ovs-vswitchd', machine));
}

/** A switch concludes nothing that would take long. */
function* runSwitch(world: World, program: Program, name: DaemonName, machineName: string): Work<CarryOut> {
  yield* [];
  return () => {
    carryOutSwitch(world, program, name, machineName);
  };
}

function carryOutSwitch(world: World, program: Program, name: DaemonName, machineName: string): void {
  const machine = world.machine(machineName);
  const seen = takeSeen(program);
  const local = localDatabase(machineName);
  if (seen === 'all' || seen(local).length > 0) {
    const before = world.bridgesOf(machineName);
    const { bridges, edits, log } = configureBridges(machine.ovs, before);
    for (const gone of before.keys()) if (!bridges.has(gone)) removeBridge(world, machineName, gone);
    for (const [bridge, config] of bridges) {
      const earlier = before.get(bridge);
      if (earlier === undefined || !sameBridge(earlier, config)) world.setBridge(machineName, bridge, config);
      if (earlier?.failMode !== config.failMode) startForwarding(world, machine, bridge, config);
      // A switch that begins again in another mode does not tell its controller that the flows are gone.
      if (bridge === INTEGRATION_BRIDGE && earlier !== undefined && earlier.failMode !== config.failMode) {
        world.foreign.set(`${machineName}/${bridge}`, 'all');
      }
      if (earlier === undefined && bridge === INTEGRATION_BRIDGE) disconnect(world, machineName);
    }
    speak(world, name, program, log);
    commitAs(world, name, program, local, edits);
  }
  const { queue, synced } = world.connection(machineName);
  if (queue.length === 0 || !machine.bridges.has(INTEGRATION_BRIDGE)) return;
  for (const mod of queue) {
    if (mod.kind === 'replace') world.foreign.set(`${machineName}/${INTEGRATION_BRIDGE}`, undefined);
    if (mod.tables !== undefined) world.setTables(machineName, INTEGRATION_BRIDGE, mod.tables);
    world.changeFlows(machine, INTEGRATION_BRIDGE, mod);
  }
  world.setConnection(machineName, { synced, queue: [] });
}

/** What a bridge does until a controller says otherwise: nothing if it is secure, else what any Ethernet switch does. */
function startForwarding(world: World, machine: Machine, bridge: string, { failMode }: BridgeConfig): void {
  const normal = { type: 'output', port: RESERVED_PORTS.NORMAL } as const;
  const flows = [{ table: 0, priority: 0, match: MATCH_ALL, actions: [normal], cookie: 0n }];
  world.changeFlows(machine, bridge, { kind: 'replace', flows: failMode === 'secure' ? [] : flows });
}

/** Takes a bridge out of the switch, with its flows. */
export function removeBridge(world: World, machineName: string, bridge: string): void {
  world.changeFlows(world.machine(machineName), bridge, { kind: 'replace', flows: [] });
  world.setTables(machineName, bridge, undefined);
  world.setBridge(machineName, bridge, undefined);
  world.foreign.set(`${machineName}/${bridge}`, undefined);
  if (bridge === INTEGRATION_BRIDGE) disconnect(world, machineName);
}

/** The controller no longer knows what the switch has, and will send everything. */
function disconnect(world: World, machineName: string): void {
  world.setConnection(machineName, { synced: false, queue: [] });
  world.wake(daemonName('ovn-controller', machineName));
}

function commitAs(world: World, name: DaemonName, program: Program, db: DatabaseKey, edits: readonly RowEdit[]): void {
  if (edits.length === 0) return;
  world.acting = name;
  const result = world.commit(db, edits);
  world.acting = undefined;
  if (result.ok) return;
  program.looksAtAll = true;
  const { code, message } = result.error;
  world.note(name, {
    level: 'WARN',
    module: 'ovsdb_idl',
    message: `transaction error: {"details":${JSON.stringify(message)},"error":${JSON.stringify(code)}}`,
  });
}

/**
 * What is the case is said once, and again only by a program that has just been started: whether
 * it was found by looking at everything or only at what changed must not show.
 */
function speak(world: World, name: DaemonName, program: Program, records: readonly LogRecord[]): void {
  const known = new Set<string>();
  if (program.hasSpoken && records.some(({ event }) => event !== true)) {
    for (const entry of world.log) if (entry.daemon === name) known.add(logKey(entry));
  }
  for (const record of records) if (record.event === true || !known.has(logKey(record))) world.note(name, record);
  program.hasSpoken = true;
}

function logKey({ level, module, message }: LogRecord): string {
  return `${level} ${module} ${message}`;
}
