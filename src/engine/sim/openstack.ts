/**
 * neutron-server and Nova as daemons of a deployment. What they do is a conversation:
 * each call, each transaction and each notice is an occurrence of its own, so that
 * history tells it step by step. Nova's calls of Neutron's API are part of its run.
 */
import { err, nextUuid, ok, type Millis, type Result } from '../base';
import { INTEGRATION_BRIDGE } from '../controller';
import {
  driverOf,
  modeOf,
  neutronRequest,
  runServer,
  settingsOf,
  startEdits,
  type ApiReply,
  type ApiRequest,
  type NeutronHost,
  type NeutronRules,
  type NeutronSettings,
  type ServerHost,
} from '../neutron';
import { hasWork, nextDeadline, runNova, type NovaHost, type PluggedVif } from '../nova';
import { getUuids, type Database } from '../ovsdb';
import { millis } from './clock';
import { localDatabase, NEUTRON, NORTHBOUND, NOVA } from './names';
import { plugEdits } from './provision';
import type { OpenStackDaemon } from './openstack-names';
import type { Wake } from './state';
import type { DaemonName, DatabaseKey } from './types';
import type { World } from './world';

/** A series of occurrences that belong together. */
export class Conversation {
  readonly #world: World;
  readonly #action: number | null;
  readonly #time: (() => Millis) | Millis;
  #cause: number | null;
  /** What the first occurrence does before anything else. */
  #opening: (() => void) | undefined;

  constructor(
    world: World,
    how: {
      readonly action: number | null;
      readonly cause: number | null;
      readonly time: (() => Millis) | Millis;
      readonly opening?: () => void;
    },
  ) {
    this.#world = world;
    this.#action = how.action;
    this.#time = how.time;
    this.#cause = how.cause;
    this.#opening = how.opening;
  }

  step<T, E>(who: DaemonName, label: string | null, body: () => Result<T, E>): Result<T, E> {
    const world = this.#world;
    const time = typeof this.#time === 'number' ? this.#time : this.#time();
    const before = world.timeline.position;
    const done = world.record({ who, label, cause: this.#cause, action: this.#action }, time, () => {
      this.#opening?.();
      const acting = world.acting;
      // Nova goes on by seeing what it has written itself.
      world.acting = who === 'nova' ? undefined : who;
      try {
        return body();
      } finally {
        world.acting = acting;
      }
    });
    if (done.ok && world.timeline.position > before) {
      this.#opening = undefined;
      this.#cause = world.timeline.position;
    }
    return done;
  }

  /** What is left to be done when nothing else has happened. */
  end(who: DaemonName, timer: number | undefined): void {
    const world = this.#world;
    const unset = timer !== undefined && !world.wakes.has(who);
    if (this.#opening === undefined && !unset) return;
    this.step(who, null, () => {
      if (timer !== undefined && !world.wakes.has(who)) world.wakeAt(who, millis(timer));
      return ok(undefined);
    });
  }
}

/** One run of one of the two by itself. */
export function runOpenStack(world: World, name: OpenStackDaemon, wake: Wake, time: Millis): void {
  const opening = () => {
    world.wakes.set(name, undefined);
  };
  const conversation = new Conversation(world, { action: null, cause: wake.cause, time, opening });
  if (name === 'nova') runNova(novaHost(world, conversation, time));
  else runServer(serverHost(world, conversation, time));
  conversation.end(name, timerOf(world, name));
}

/** When it is to look again though nothing has happened. */
function timerOf(world: World, name: OpenStackDaemon): number | undefined {
  if (name === 'nova') return hasWork(world.nova) ? undefined : nextDeadline(world.nova);
  const due = settingsOf(world.neutron)?.sync_due ?? 0;
  return due > 0 ? due : undefined;
}

/** A time-out that nobody waits for: it passes only when somebody lets time pass. */
export function isTimeout(world: World, name: DaemonName, wake: Wake): boolean {
  if (name !== 'nova' || hasWork(world.nova)) return false;
  const deadline = nextDeadline(world.nova);
  return deadline !== undefined && wake.due >= deadline;
}

/** A call of Neutron's API; undefined where nobody answers. */
export function callNeutron(world: World, conversation: Conversation, request: ApiRequest): ApiReply | undefined {
  if (world.daemons.get('neutron-server')?.status !== 'running') return undefined;
  return neutronRequest(neutronHost(world, conversation), request);
}

/** Within an occurrence: what a neutron-server writes when it starts. */
export function configureServer(world: World, settings: NeutronSettings): void {
  const edits = startEdits(world.neutron, rulesOf(world), settings, world.now, () => nextUuid(world.random));
  commit(world, NEUTRON, edits);
  const due = settingsOf(world.neutron)?.sync_due ?? 0;
  if (due > 0) world.wakeAt('neutron-server', millis(due));
}

/** A server that has been started before has its settings; one that compares the databases does so again. */
export function restartServer(world: World): void {
  const settings = settingsOf(world.neutron);
  if (settings === undefined) return;
  configureServer(world, {
    driver: settings.driver,
    securityGroups: settings.security_groups,
    portStatus: settings.port_status === 'up' ? 'up' : 'at-once',
    syncMode: modeOf(settings.sync_mode),
  });
}

export function rulesOf(world: World): NeutronRules {
  const { neutron } = world.release;
  if (neutron === undefined) throw new Error('The release has no Neutron.');
  return neutron;
}

export function neutronHost(world: World, conversation: Conversation): NeutronHost {
  return {
    neutron: world.neutron,
    northbound: world.nb,
    driver: driverOf(world.neutron, rulesOf(world)),
    random: world.random,
    connected: world.daemons.get('neutron-server')?.blind !== true,
    step: (label, body) => conversation.step('neutron-server', label, body),
    commit: (edits) => {
      commit(world, NEUTRON, edits);
    },
    transact(edits) {
      const done = world.commit(NORTHBOUND, edits);
      if (done.ok) return ok(undefined);
      const { code, message } = done.error;
      return err(`OVSDB Error: {"details":${JSON.stringify(message)},"error":${JSON.stringify(code)}}`);
    },
    newUuid: () => nextUuid(world.random),
    log: (record) => {
      world.note('neutron-server', record);
    },
    runLater: () => {
      world.wake('neutron-server');
    },
  };
}

export function serverHost(world: World, conversation: Conversation, now: number): ServerHost {
  return {
    ...neutronHost(world, conversation),
    now,
    post(events) {
      const status = world.daemons.get('nova')?.status;
      if (status !== 'running' && status !== 'paused') return false;
      commit(
        world,
        NOVA,
        events.map((event) => ({ op: 'insert', table: 'Event', uuid: nextUuid(world.random), row: { ...event } })),
      );
      return true;
    },
  };
}

export function novaHost(world: World, conversation: Conversation, now: number): NovaHost {
  return {
    nova: world.nova,
    now,
    hypervisors: [...world.machines.values()]
      .filter(({ ovs }) => ovs.find('Bridge', 'name', INTEGRATION_BRIDGE) !== undefined)
      .map(({ name }) => name),
    neutron: (request) => callNeutron(world, conversation, request),
    step: (label, body) => conversation.step('nova', label, body),
    commit: (edits) => {
      commit(world, NOVA, edits);
    },
    newUuid: () => nextUuid(world.random),
    log: (record) => {
      world.note('nova', record);
    },
    plug: (hypervisor, vif) => plug(world, hypervisor, vif),
    unplug: (hypervisor, tap) => {
      unplug(world, hypervisor, tap);
    },
    // What it writes wakes it.
    runLater: () => undefined,
  };
}

/** As libvirt does it: `--if-exists del-port`, then `add-port`. */
function plug(world: World, hypervisor: string, { tap, port, mac, server }: PluggedVif): Result<void> {
  unplug(world, hypervisor, tap);
  const bridge = world.machines.get(hypervisor)?.ovs.find('Bridge', 'name', INTEGRATION_BRIDGE);
  if (bridge === undefined) {
    return err({ code: 'no-such-bridge', message: `${hypervisor} has no bridge ${INTEGRATION_BRIDGE}` });
  }
  const place = { _uuid: bridge._uuid, ports: getUuids(bridge, 'ports') };
  const uuids = [nextUuid(world.random), nextUuid(world.random)] as const;
  const externalIds = [
    ['attached-mac', mac],
    ['iface-status', 'active'],
    ['vm-id', server],
  ] as const;
  const vif = { name: tap, ifaceId: port, externalIds };
  const done = world.commit(
    localDatabase(hypervisor),
    plugEdits(place, vif, (index) => uuids[index === 0 ? 0 : 1]),
  );
  return done.ok ? ok(undefined) : done;
}

function unplug(world: World, hypervisor: string, tap: string): void {
  const ovs: Database | undefined = world.machines.get(hypervisor)?.ovs;
  const port = ovs?.find('Port', 'name', tap);
  if (ovs === undefined || port === undefined) return;
  const edits = [...ovs.rows('Bridge').values()].flatMap((bridge) => {
    const ports = getUuids(bridge, 'ports');
    if (!ports.includes(port._uuid)) return [];
    const left = ports.filter((uuid) => uuid !== port._uuid);
    return [{ op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports: left } } as const];
  });
  commit(world, localDatabase(hypervisor), edits);
}

function commit(world: World, key: DatabaseKey, edits: Parameters<World['commit']>[1]): void {
  if (edits.length === 0) return;
  const done = world.commit(key, edits);
  if (!done.ok) throw new Error(`${key}: ${done.error.message}`);
}
