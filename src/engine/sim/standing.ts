/**
 * What a deployment is beside rows, flows and history: everything that time travel
 * would restore, as plain data that can be kept and taken up again. A deployment that
 * resumes it goes on as the one would that it was read from.
 *
 * What is simplified: history and the log begin anew, and so do counters and what a
 * learning bridge has learned; a daemon that has not yet looked at something looks at
 * everything when it next runs, as after time travel.
 */
import { err, finishWork, ok, partOf } from '../base';
import { badMachineName, duplicateMachine } from './problems';
import { daemonName, localDatabase, NORTHBOUND, SOUTHBOUND } from './names';
import type { Millis, Result, Work } from '../base';
import {
  type ControllerMemory,
  type ControllerProgram,
  type ControllerResult,
  INTEGRATION_BRIDGE,
  type SwitchTables,
} from '../controller';
import { flowKey, type FlowEntry } from '../openflow';
import { byPrecedence, type InstalledFlow } from '../vswitch';
import type { ChangeSet, RowEdit } from '../ovsdb';
import { isOpenStack } from './openstack-names';
import type { BridgeConfig } from './bridges';
import type { Machine, SwitchMessage } from './machine';
import type { Programs } from './programs';
import type { FlowPlace, ForeignFlows } from './state';
import type { CutOff, DaemonKind, DaemonName, DaemonStatus, DatabaseKey } from './types';
import type { World } from './world';

export interface Standing {
  readonly now: Millis;
  readonly machines: readonly MachineStanding[];
  readonly daemons: readonly DaemonStanding[];
  /** Who is to act and when, in the order in which they were woken. */
  readonly wakes: readonly { readonly daemon: DaemonName; readonly due: Millis }[];
  /** Controllers that will take back what came past them when they next run, though nothing waits for them. */
  readonly cold: readonly DaemonName[];
}

export interface DaemonStanding {
  readonly name: DaemonName;
  readonly status: DaemonStatus;
  readonly delay: number;
  /** It was started while cut off and has never seen the southbound database. */
  readonly blind: boolean;
}

export interface MachineStanding {
  readonly name: string;
  readonly cutOff: readonly CutOff[];
  /** How rows of the southbound database were when it lost sight of them: only `before` counts. */
  readonly missed: ChangeSet;
  readonly memory: ControllerMemory | undefined;
  /** The switch has, or will have after `queue`, what the controller wants it to have. */
  readonly synced: boolean;
  readonly queue: readonly SwitchMessage[];
  readonly bridges: readonly BridgeStanding[];
}

export interface BridgeStanding {
  readonly config: BridgeConfig;
  /** `wanted`: what the machine's controller wants, except in the places of `foreign`. */
  readonly flows: 'wanted' | readonly FlowEntry[];
  readonly foreign: ForeignStanding;
  /** Groups and meters; absent where there are none, and where they are what the controller wants. */
  readonly tables?: SwitchTables;
}

/** What was changed past the controller; `gone` are places where there is nothing. */
export interface ForeignStanding {
  readonly all: boolean;
  readonly put: readonly FlowEntry[];
  readonly gone: readonly FlowPlace[];
}

/** A standing with the rows of every database, for a deployment in which nothing has happened yet. */
export interface Resumption extends Omit<Standing, 'machines'> {
  readonly chance: number;
  readonly northbound: readonly RowEdit[];
  readonly southbound: readonly RowEdit[];
  /** The rows of neutron-server and Nova, where there are any. */
  readonly neutron?: readonly RowEdit[];
  readonly nova?: readonly RowEdit[];
  readonly machines: readonly ResumedMachine[];
}

export interface ResumedMachine {
  readonly name: string;
  readonly rows: readonly RowEdit[];
  /** Asked once the rows are there. */
  readonly standing: (machine: Machine) => Result<MachineStanding>;
}

/** Everything of the deployment; a machine is read when it is asked for. */
export function standingOf(world: World, programs: Programs): Omit<Standing, 'machines'> {
  const wakes = Array.from(world.wakes.entries()).sort(([, a], [, b]) => a.order - b.order);
  const daemons = [null, ...world.machines.keys()].flatMap((machine) =>
    KINDS.flatMap((kind) => {
      const name = daemonName(kind, machine);
      const daemon = world.daemons.get(name);
      return daemon === undefined ? [] : { name, status: daemon.status, delay: daemon.delay, blind: daemon.blind };
    }),
  );
  return {
    now: world.now,
    daemons,
    wakes: wakes.map(([daemon, { due }]) => ({ daemon, due })),
    cold: daemons
      .filter(({ name, status }) => (status === 'running' || status === 'paused') && !world.wakes.has(name))
      .map(({ name }) => name)
      .filter((name) => canTell(world, name) && programs.find(name)?.looksAtAll !== false),
  };
}

/**
 * Whoever looks at everything finds what it knows, and does nothing that it would not
 * do otherwise; only an ovn-controller then takes back what came past it.
 */
function canTell(world: World, name: DaemonName): boolean {
  const daemon = world.daemons.get(name);
  return (
    daemon?.kind === 'ovn-controller' && world.foreign.get(`${daemon.machine}/${INTEGRATION_BRIDGE}`) !== undefined
  );
}

export function machineStanding(world: World, machine: Machine): MachineStanding {
  const { name } = machine;
  const { southbound, underlay } = world.sight.cuts(name);
  const { synced, queue } = world.connection(name);
  const wanted = hasWhatIsWanted(world, machine);
  return {
    name,
    cutOff: [...(southbound === null ? [] : ['southbound' as const]), ...(underlay ? ['underlay' as const] : [])],
    missed: world.sight.missedBy(name),
    memory: world.memories.get(daemonName('ovn-controller', name)),
    synced,
    queue,
    bridges: Array.from(machine.bridges, ([bridge, realized]) => {
      const foreign = world.foreign.get(`${name}/${bridge}`);
      const asWanted = wanted && bridge === INTEGRATION_BRIDGE && foreign !== 'all';
      const tables = world.tablesOf(name, bridge);
      const hasNone = tables.groups.length + tables.meters.length === 0;
      return {
        config: realized.config,
        flows: asWanted ? 'wanted' : realized.flows.map(({ given }) => given),
        foreign: foreignStanding(machine, bridge, foreign),
        ...(asWanted || hasNone ? {} : { tables }),
      };
    }),
  };
}

/**
 * The integration bridge has exactly what its controller would ask for after a
 * restart with its memory: the controller lives, has seen all there is to see, and
 * all that it said has arrived.
 */
function hasWhatIsWanted(world: World, { name }: Machine): boolean {
  const controller = daemonName('ovn-controller', name);
  const daemon = world.daemons.get(controller);
  const { synced, queue } = world.connection(name);
  const lives = daemon?.status === 'running' || daemon?.status === 'paused';
  return lives && !daemon.blind && !world.wakes.has(controller) && synced && queue.length === 0;
}

function foreignStanding(machine: Machine, bridge: string, foreign: ForeignFlows | undefined): ForeignStanding {
  const put: InstalledFlow[] = [];
  const gone: FlowPlace[] = [];
  if (foreign === 'all') return { all: true, put: [], gone };
  for (const place of foreign?.values() ?? []) {
    const flow = machine.bridges.get(bridge)?.installed(place);
    if (flow === undefined) gone.push(place);
    else put.push(flow);
  }
  put.sort(byPrecedence);
  return { all: false, put: put.map(({ given }) => given), gone };
}

/** Within the first occurrence of a deployment: makes it the one that was read, but for what controllers make. */
export function resume(world: World, programs: Programs, saved: Resumption): Result<readonly MachineStanding[]> {
  const southbound = commit(world, SOUTHBOUND, saved.southbound);
  if (!southbound.ok) return southbound;
  const northbound = commit(world, NORTHBOUND, saved.northbound);
  if (!northbound.ok) return northbound;
  for (const [database, edits] of [
    [world.neutron, saved.neutron],
    [world.nova, saved.nova],
  ] as const) {
    const loaded = database.commit(edits ?? [], world.pulse);
    if (!loaded.ok) return err({ ...loaded.error, message: `${database.name}: ${loaded.error.message}` });
  }
  const standings: MachineStanding[] = [];
  for (const [index, { name, rows, standing }] of saved.machines.entries()) {
    const unfit = badMachineName(name) ?? (world.machines.has(name) ? duplicateMachine(name) : undefined);
    if (unfit !== undefined) return err(unfit);
    // Machines are listed by age, and these are older than any that will come.
    const machine = world.addMachine(name, index - saved.machines.length);
    const loaded = commit(world, localDatabase(name), rows);
    if (!loaded.ok) return loaded;
    const stood = standing(machine);
    if (!stood.ok) return stood;
    resumeMachine(world, machine, stood.value);
    standings.push(stood.value);
  }
  for (const { name, status, delay, blind } of saved.daemons) {
    const daemon = { ...daemonOf(name), status, delay, blind };
    if (name !== daemonName(daemon.kind, daemon.machine)) return err(noDaemon(name));
    if (daemon.machine !== null && !world.machines.has(daemon.machine)) return err(noDaemon(name));
    if (isOpenStack(name) && world.release.neutron === undefined) return err(noDaemon(name));
    world.daemons.set(name, daemon);
  }
  for (const [name] of [...world.wakes.entries()]) world.wakes.set(name, undefined);
  for (const [index, { daemon, due }] of saved.wakes.entries()) {
    if (world.daemons.get(daemon) === undefined) return err(noDaemon(daemon));
    // Whoever is woken from now on comes after these.
    world.wakes.set(daemon, { due, order: index - saved.wakes.length, cause: world.timeline.position + 1 });
  }
  world.random.rewind(saved.chance);
  programs.dropAll();
  return ok(standings);
}

function resumeMachine(world: World, machine: Machine, standing: MachineStanding): void {
  const { name, cutOff, missed, memory, synced, queue, bridges } = standing;
  world.memories.set(daemonName('ovn-controller', name), memory);
  world.setConnection(name, { synced, queue });
  for (const what of cutOff) world.sight.setCut(name, what, true, world.timeline.position + 1, missed);
  for (const { config, flows, foreign, tables } of bridges) {
    world.setBridge(name, config.name, config);
    world.setTables(name, config.name, tables);
    if (flows !== 'wanted') world.changeFlows(machine, config.name, { kind: 'replace', flows });
    if (foreign.all) world.foreign.set(`${name}/${config.name}`, 'all');
    else world.noteForeign(name, config.name, [...foreign.put, ...foreign.gone]);
  }
}

/**
 * Lets the daemons that had nothing to do look at everything, so that they know what
 * they knew, and gives the switches what their controllers want. Nobody's edits are
 * carried out: there are none. Ends with the bridges that did not get as many flows
 * as `expected` says.
 */
export function* warmUp(
  world: World,
  programs: Programs,
  { machines, cold }: Pick<Standing, 'machines' | 'cold'>,
): Work<void> {
  const total = machines.length + 1;
  const warm = (name: DaemonName) => {
    const daemon = world.daemons.get(name);
    const lives = daemon?.status === 'running' || daemon?.status === 'paused';
    return lives && !world.wakes.has(name) ? programs.get(name, daemon) : undefined;
  };
  const keepOnly = (name: DaemonName, asBefore: boolean) => {
    keep(programs, name, asBefore && !cold.includes(name));
  };
  const northd = daemonName('ovn-northd', null);
  const { nb, sb } = world;
  if (!cold.includes(northd)) {
    const fresh = warm(northd)?.northd;
    const outcome = fresh && (yield* partOf(fresh.running({ nb, sb }, 'all'), { what: northd, done: 0, total }));
    keepOnly(northd, outcome?.nb.length === 0 && outcome.sb.length === 0);
    yield { what: northd, done: 1, total };
  }
  for (const [index, standing] of machines.entries()) {
    const name = daemonName('ovn-controller', standing.name);
    const machine = world.machine(standing.name);
    const bridge = standing.bridges.find(({ flows }) => flows === 'wanted');
    const controller = cold.includes(name) && bridge === undefined ? undefined : warm(name)?.controller;
    if (controller !== undefined && world.daemons.get(name)?.blind !== true) {
      const view = { sb: world.sight.southboundOf(machine.name), ovs: machine.ovs };
      const outcome = yield* partOf(controller.running(view, 'all'), { what: name, done: index + 1, total });
      const flows = 'replaceAll' in outcome.flows ? outcome.flows.replaceAll : [];
      if (bridge !== undefined) restoreFlows(world, machine, bridge, flows, outcome.tables);
      keepOnly(name, hasNothingToSay(world, name, controller, outcome));
    } else programs.drop(name);
    yield { what: name, done: index + 2, total };
  }
}

/**
 * To be done before flows come past the controller of a machine that time travel
 * dropped: one that knew nothing would take them back when it next runs.
 */
export function acquaint(world: World, programs: Programs, machine: Machine): void {
  const name = daemonName('ovn-controller', machine.name);
  const daemon = world.daemons.get(name);
  const foreign = world.foreign.get(`${machine.name}/${INTEGRATION_BRIDGE}`);
  if (daemon === undefined || foreign !== undefined || programs.find(name) !== undefined) return;
  if (!hasWhatIsWanted(world, machine)) return;
  const { controller } = programs.get(name, daemon);
  if (controller === undefined) return;
  const view = { sb: world.sight.southboundOf(machine.name), ovs: machine.ovs };
  const outcome = finishWork(controller.running(view, 'all'));
  keep(programs, name, hasNothingToSay(world, name, controller, outcome));
}

function keep(programs: Programs, name: DaemonName, isAsBefore: boolean): void {
  const program = programs.find(name);
  if (program !== undefined) program.looksAtAll = false;
  if (!isAsBefore) programs.drop(name);
}

/** True where a controller that looked at everything would change nothing but flows. */
function hasNothingToSay(
  world: World,
  name: DaemonName,
  controller: ControllerProgram,
  { sb, ovs }: ControllerResult,
): boolean {
  const remembered = JSON.stringify(controller.memory()) === JSON.stringify(world.memories.get(name));
  return remembered && sb.length === 0 && ovs.length === 0;
}

function restoreFlows(
  world: World,
  machine: Machine,
  bridge: BridgeStanding,
  wanted: readonly FlowEntry[],
  tables: SwitchTables | undefined,
): void {
  const { config, foreign } = bridge;
  const occasion = { who: 'user', label: `restores the flows of ${machine.name}`, cause: null, action: null };
  world.record(occasion, world.now, () => {
    // What was put in the place of a wanted flow is not as old as that one would be.
    const places = new Set([...foreign.put, ...foreign.gone].map(flowKey));
    const left = places.size === 0 ? wanted : wanted.filter((flow) => !places.has(flowKey(flow)));
    world.setTables(machine.name, config.name, tables);
    world.changeFlows(machine, config.name, { kind: 'replace', flows: left });
    world.changeFlows(machine, config.name, { kind: 'change', added: foreign.put, removed: [] });
    return ok(undefined);
  });
}

function commit(world: World, key: DatabaseKey, edits: readonly RowEdit[]): Result<void> {
  const done = world.commit(key, edits);
  return done.ok ? ok(undefined) : err({ ...done.error, message: `${key}: ${done.error.message}` });
}

const KINDS: readonly DaemonKind[] = ['ovn-northd', 'neutron-server', 'nova', 'ovn-controller', 'ovs-vswitchd'];

function daemonOf(name: DaemonName): { readonly kind: DaemonKind; readonly machine: string | null } {
  const at = name.indexOf('@');
  const kind = KINDS.find((known) => known === (at < 0 ? name : name.slice(0, at))) ?? 'ovn-northd';
  return { kind, machine: at < 0 ? null : name.slice(at + 1) };
}

function noDaemon(name: DaemonName) {
  return { code: 'no-such-daemon', message: `there is no daemon ${name}` };
}
