/** What nova-api does at once: it writes down what is wanted, and refuses what cannot be. */
import { err, ok, type Result, type Uuid } from '../base';
import { insertServer, serverOf, serversOf, updateServer, type Server } from './tables';
import type { NovaError, NovaHost } from './host';

export interface BootRequest {
  readonly name: string;
  readonly image: string;
  readonly flavor: string;
  readonly nics: readonly Nic[];
  /** `nova`, or `nova:HOST` to choose the hypervisor. */
  readonly availabilityZone: string;
}

export interface Nic {
  readonly kind: 'port' | 'net';
  readonly id: string;
}

export function bootServer(host: NovaHost, request: BootRequest): Result<Server, NovaError> {
  const nics = checkNics(host, request.nics);
  if (!nics.ok) return nics;
  return host.step(`boots ${request.name}`, () => {
    const server: Server = {
      id: host.newUuid(),
      name: request.name,
      vm_state: 'building',
      task_state: 'scheduling',
      host: '',
      availability_zone: request.availabilityZone,
      image: request.image,
      flavor: request.flavor,
      number: 1 + Math.max(0, ...serversOf(host.nova).map(({ number }) => number)),
      created: host.now,
      launched: 0,
      nics: nics.value.map(({ kind, id }) => `${kind}:${id}`),
      vifs: [],
      waiting: [],
      deadline: 0,
      target: '',
      fault: null,
    };
    host.commit([insertServer(server)]);
    return ok(server);
  });
}

export function removeServer(host: NovaHost, id: Uuid): Result<void, NovaError> {
  const server = serverOf(host.nova, id);
  if (server === undefined) return refuse(404, 'NotFound', `Instance ${id} could not be found.`);
  return host.step(`deletes ${server.name}`, () => {
    host.commit([updateServer(id, { task_state: 'deleting' })]);
    return ok(undefined);
  });
}

/** `target` undefined lets the scheduler choose. */
export function migrateServer(host: NovaHost, id: Uuid, target: string | undefined): Result<void, NovaError> {
  const server = serverOf(host.nova, id);
  if (server === undefined) return refuse(404, 'NotFound', `Instance ${id} could not be found.`);
  if (server.vm_state !== 'active' || server.task_state !== null) {
    const message = `Cannot 'os-migrateLive' instance ${id} while it is in ${server.task_state === null ? `vm_state ${server.vm_state}` : `task_state ${server.task_state}`}`;
    return refuse(409, 'Conflict', message);
  }
  if (target !== undefined && !host.hypervisors.includes(target)) {
    return refuse(400, 'BadRequest', `Compute host ${target} could not be found.`);
  }
  if (target === server.host) {
    const message = `Unable to migrate instance (${id}) to current host (${target}).`;
    return refuse(400, 'BadRequest', message);
  }
  const others = host.hypervisors.filter((name) => name !== server.host);
  const chosen = target ?? leastLoaded(host, others);
  if (chosen === undefined) {
    return refuse(400, 'BadRequest', 'No valid host was found. There are not enough hosts available.');
  }
  return host.step(`migrates ${server.name} to ${chosen}`, () => {
    host.commit([updateServer(id, { task_state: 'migrating', target: chosen })]);
    return ok(undefined);
  });
}

/** The hypervisor with the fewest servers, the first of several. */
export function leastLoaded({ nova }: NovaHost, hypervisors: readonly string[]): string | undefined {
  const load = new Map(hypervisors.map((name) => [name, 0]));
  for (const { host } of serversOf(nova)) {
    const count = load.get(host);
    if (count !== undefined) load.set(host, count + 1);
  }
  return [...load].sort(([, a], [, b]) => a - b)[0]?.[0];
}

/** As the API checks them before it takes the call; without any, the only network there is. */
function checkNics(host: NovaHost, nics: readonly Nic[]): Result<readonly Nic[], NovaError> {
  if (nics.length === 0) return onlyNetwork(host);
  for (const { kind, id } of nics) {
    const reply = host.neutron({ method: 'GET', path: `/v2.0/${kind === 'port' ? 'ports' : 'networks'}/${id}` });
    if (reply === undefined) return unreachable();
    if (reply.status !== 200) {
      const message = kind === 'port' ? `Port id ${id} could not be found.` : `Network ${id} could not be found.`;
      return refuse(400, 'BadRequest', message);
    }
    if (kind === 'port' && memberOf(memberOf(reply.body, 'port'), 'device_id') !== '') {
      return refuse(409, 'Conflict', `Port ${id} is still in use.`);
    }
  }
  return ok(nics);
}

function onlyNetwork(host: NovaHost): Result<readonly Nic[], NovaError> {
  const reply = host.neutron({ method: 'GET', path: '/v2.0/networks' });
  if (reply === undefined) return unreachable();
  const networks = memberOf(reply.body, 'networks');
  const usable = (Array.isArray(networks) ? networks : []).filter(
    (network) => memberOf(network, 'router:external') !== true,
  );
  if (usable.length > 1) {
    const message = 'Multiple possible networks found, use a Network ID to be more specific.';
    return refuse(409, 'Conflict', message);
  }
  return ok(usable.map((network) => ({ kind: 'net', id: String(memberOf(network, 'id')) })));
}

export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function unreachable() {
  return refuse(
    500,
    'ClientException',
    'The server has either erred or is incapable of performing the requested operation.',
  );
}

function refuse(status: number, code: string, message: string) {
  return err<NovaError>({ status, code, message });
}
