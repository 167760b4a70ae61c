/**
 * What Nova does with a server after its API has taken the call: it chooses a
 * hypervisor, gets ports from Neutron, plugs them, waits until Neutron has called
 * every one of them plugged, and lets the machine run. Each run does one of these
 * for each server.
 */
import { isUuid, ok, type Result, type Uuid } from '../base';
import { leastLoaded, memberOf } from './api';
import { deleteServerRow, eventsOf, serverOf, serversOf, updateServer, type Server, type Vif } from './tables';
import type { NovaHost } from './host';
import type { DatabaseView } from '../ovsdb';

/** `vif_plugging_timeout` of nova.conf, in virtual milliseconds. */
export const VIF_PLUGGING_TIMEOUT = 300_000;

export function runNova(host: NovaHost): void {
  takeEvents(host);
  for (const { id } of serversOf(host.nova)) {
    const server = serverOf(host.nova, id);
    if (server !== undefined) advance(host, server);
  }
  if (hasWork(host.nova)) host.runLater();
}

/** Something is to be done that does not wait for anybody. */
export function hasWork(nova: DatabaseView): boolean {
  if (nova.rows('Event').size > 0) return true;
  return serversOf(nova).some(({ task_state, deadline }) => task_state !== null && deadline === 0);
}

/** When the first server that waits gives up; undefined when none waits. */
export function nextDeadline(nova: DatabaseView): number | undefined {
  const deadlines = serversOf(nova)
    .map(({ deadline }) => deadline)
    .filter((deadline) => deadline > 0);
  return deadlines.length === 0 ? undefined : Math.min(...deadlines);
}

/** The name of a port's device on its hypervisor. */
export function tapName(port: Uuid): string {
  return `tap${port.slice(0, 11)}`;
}

function advance(host: NovaHost, server: Server): void {
  switch (server.task_state) {
    case 'scheduling':
      schedule(host, server);
      return;
    case 'networking':
      getPorts(host, server);
      return;
    case 'spawning':
      if (server.deadline === 0) plugAll(host, server);
      else if (server.deadline <= host.now) giveUp(host, server);
      return;
    case 'migrating':
      migrate(host, server);
      return;
    case 'deleting':
      remove(host, server);
      return;
    default:
      return;
  }
}

function schedule(host: NovaHost, server: Server): void {
  const [, wanted] = server.availability_zone.split(':');
  const chosen =
    wanted === undefined ? leastLoaded(host, host.hypervisors) : host.hypervisors.find((name) => name === wanted);
  if (chosen === undefined) {
    fail(host, server, 'No valid host was found. There are not enough hosts available.');
    return;
  }
  set(host, server, `${server.name} goes to ${chosen}`, { host: chosen, task_state: 'networking' });
}

/** A given port gets its device and its host; for a network, a port is made. */
function getPorts(host: NovaHost, server: Server): void {
  const vifs: Vif[] = [];
  const waiting: string[] = [];
  const device = {
    device_id: server.id,
    device_owner: `compute:${server.availability_zone.split(':')[0] ?? 'nova'}`,
    'binding:host_id': server.host,
  };
  for (const nic of server.nics) {
    const [kind = '', id = ''] = nic.split(':');
    const reply =
      kind === 'port'
        ? host.neutron({ method: 'PUT', path: `/v2.0/ports/${id}`, body: { port: device } })
        : host.neutron({
            method: 'POST',
            path: '/v2.0/ports',
            body: { port: { network_id: id, admin_state_up: true, ...device } },
          });
    const port = memberOf(reply?.body, 'port');
    const portId = String(memberOf(port, 'id'));
    if (!isUuid(portId)) {
      release(host, server, vifs);
      fail(host, server, messageOf(reply?.body) ?? 'Connection to neutron failed: Maximum attempts reached');
      return;
    }
    vifs.push({
      port: portId,
      mac: String(memberOf(port, 'mac_address')),
      network: String(memberOf(port, 'network_id')),
      own: kind !== 'port',
    });
    // It waits only for ports that are not yet ACTIVE.
    if (memberOf(port, 'status') !== 'ACTIVE') waiting.push(portId);
  }
  set(host, server, `${server.name} has its ports`, { vifs, waiting, task_state: 'spawning' });
}

function plugAll(host: NovaHost, server: Server): void {
  const plugged = host.step(`starts ${server.name} on ${server.host}`, () => {
    const done = plugVifs(host, server, server.host);
    if (!done.ok) return done;
    const runs = server.waiting.length === 0;
    host.commit([updateServer(server.id, runs ? running(host) : { deadline: host.now + VIF_PLUGGING_TIMEOUT })]);
    return ok(undefined);
  });
  if (plugged.ok) return;
  release(host, server, server.vifs);
  fail(host, server, plugged.error.message);
}

function takeEvents(host: NovaHost): void {
  const events = eventsOf(host.nova);
  if (events.length === 0) return;
  host.step(`hears ${events.map(({ name }) => name).join(', ')}`, () => {
    host.commit(events.map(({ id }) => ({ op: 'delete', table: 'Event', uuid: id })));
    for (const { server_uuid, name, tag, status } of events) {
      const server = serverOf(host.nova, server_uuid);
      if (server === undefined || name !== 'network-vif-plugged' || !server.waiting.includes(tag)) continue;
      if (status === 'failed') host.commit([updateServer(server.id, { deadline: host.now })]);
      else heard(host, server, tag);
    }
    return ok(undefined);
  });
}

function heard(host: NovaHost, server: Server, port: string): void {
  const waiting = server.waiting.filter((each) => each !== port);
  const runs = waiting.length === 0 && server.deadline > 0;
  host.commit([updateServer(server.id, { waiting, ...(runs && running(host)) })]);
}

function running(host: NovaHost): Partial<Server> {
  return { vm_state: 'active', task_state: null, deadline: 0, waiting: [], launched: host.now };
}

/** Nobody has called its ports plugged in time. */
function giveUp(host: NovaHost, server: Server): void {
  host.step(`gives ${server.name} up`, () => {
    const message = `[instance: ${server.id}] Timeout waiting for vif plugging callback for instance ${server.id}`;
    host.log({ level: 'WARN', module: 'nova.virt.libvirt.driver', message, event: true });
    unplugVifs(host, server, server.host);
    return ok(undefined);
  });
  release(host, server, server.vifs);
  fail(host, server, 'Virtual Interface creation failed');
}

/** Simplified: the device leaves one hypervisor before it comes to the other; a real migration has both for a moment. */
function migrate(host: NovaHost, server: Server): void {
  const { target } = server;
  const moved = host.step(`moves ${server.name} from ${server.host} to ${target}`, () => {
    unplugVifs(host, server, server.host);
    return plugVifs(host, server, target);
  });
  if (!moved.ok) {
    set(host, server, `${server.name} stays on ${server.host}`, { task_state: null, target: '' });
    return;
  }
  for (const { port } of server.vifs) {
    host.neutron({ method: 'PUT', path: `/v2.0/ports/${port}`, body: { port: { 'binding:host_id': target } } });
  }
  set(host, server, `${server.name} runs on ${target}`, { host: target, task_state: null, target: '' });
}

function remove(host: NovaHost, server: Server): void {
  host.step(`stops ${server.name}`, () => {
    unplugVifs(host, server, server.host);
    return ok(undefined);
  });
  release(host, server, server.vifs);
  host.step(`${server.name} is gone`, () => {
    host.commit([deleteServerRow(server.id)]);
    return ok(undefined);
  });
}

/** Ports that Nova made go; those that were given are given back. */
function release(host: NovaHost, server: Server, vifs: readonly Vif[]): void {
  const body = { port: { device_id: '', device_owner: '', 'binding:host_id': null } };
  for (const { port, own } of vifs) {
    const path = `/v2.0/ports/${port}`;
    const reply = host.neutron(own ? { method: 'DELETE', path } : { method: 'PUT', path, body });
    if (reply !== undefined && reply.status < 400) continue;
    host.step(`${server.name} leaves port ${port} behind`, () => {
      const message = `[instance: ${server.id}] Failed to ${own ? 'delete' : 'clear device ID for'} port ${port}`;
      host.log({ level: 'ERR', module: 'nova.network.neutronv2.api', message, event: true });
      return ok(undefined);
    });
  }
}

function fail(host: NovaHost, server: Server, fault: string): void {
  set(host, server, `${server.name} is in error`, {
    vm_state: 'error',
    task_state: null,
    deadline: 0,
    waiting: [],
    vifs: [],
    fault,
  });
}

function set(host: NovaHost, { id }: Server, label: string, values: Partial<Server>): void {
  host.step(label, () => {
    host.commit([updateServer(id, values)]);
    return ok(undefined);
  });
}

function plugVifs(host: NovaHost, { id, vifs }: Server, hypervisor: string): Result<void> {
  for (const { port, mac } of vifs) {
    const done = host.plug(hypervisor, { tap: tapName(port), port, mac, server: id });
    if (!done.ok) return done;
  }
  return ok(undefined);
}

function unplugVifs(host: NovaHost, { vifs }: Server, hypervisor: string): void {
  for (const { port } of vifs) host.unplug(hypervisor, tapName(port));
}

function messageOf(body: unknown): string | undefined {
  const message = memberOf(memberOf(body, 'NeutronError'), 'message');
  return typeof message === 'string' ? message : undefined;
}
