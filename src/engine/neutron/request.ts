/**
 * The REST API as a function: method, path and body in, status and body out, with the
 * types, messages and statuses of Neutron 2015.1.
 */
import { ok, type Result } from '../base';
import { internalError, notFound, type NeutronError } from './errors';
import { createNetwork, deleteNetwork, networkDict, updateNetwork } from './api/networks';
import { createPort, deletePort, portDict, updatePort } from './api/ports';
import { addInterface, createRouter, deleteRouter, removeInterface, routerDict, updateRouter } from './api/routers';
import {
  createGroup,
  createRule,
  deleteGroup,
  deleteRule,
  ensureDefaultGroup,
  groupDict,
  updateGroup,
} from './api/security-groups';
import { createSubnet, deleteSubnet, subnetDict, updateSubnet } from './api/subnets';
import { carryOver, handle, notImplemented, type Handled, type NeutronHost } from './server';
import { all, find } from './tables';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With the version, e.g. `/v2.0/ports?name=vm1`. */
  readonly path: string;
  readonly body?: unknown;
}

export interface ApiReply {
  readonly status: number;
  /** JSON; an error is `{NeutronError: {type, message, detail}}`. */
  readonly body: unknown;
}

export function neutronRequest(host: NeutronHost, { method, path, body }: ApiRequest): ApiReply {
  const [location = '', query = ''] = path.split('?');
  const [, , collection = '', id, action] = location.split('/');
  const label = `${method} ${location}`;
  const resource = Object.hasOwn(COLLECTIONS, collection) ? COLLECTIONS[collection] : undefined;
  if (resource === undefined) return reply(notImplemented(method, location));
  if (method === 'GET') return reply(id === undefined ? listed(host, resource, query) : shown(host, resource, id));
  if (method === 'PUT' && id !== undefined && action !== undefined) {
    const act = resource.actions?.[action];
    return reply(act === undefined ? notImplemented(method, location) : handle(host, label, () => act(host, id, body)));
  }
  if (method === 'POST' && id === undefined) return reply(handle(host, label, () => resource.create(host, body)));
  if (method === 'PUT' && id !== undefined && resource.update !== undefined) {
    const { update } = resource;
    return reply(handle(host, label, () => update(host, id, body)));
  }
  if (method === 'DELETE' && id !== undefined) {
    const first = resource.deletedFirst?.(host, id) ?? ok(undefined);
    return reply(first.ok ? handle(host, label, () => resource.remove(host, id)) : first);
  }
  return reply(notImplemented(method, location));
}

interface Collection {
  /** In the reply: the plural for a list, the singular for one. */
  readonly plural: string;
  readonly singular: string;
  readonly list: (host: NeutronHost) => readonly Record<string, unknown>[];
  missing(id: string): ReturnType<(typeof notFound)['network']>;
  create(host: NeutronHost, body: unknown): Result<Handled, NeutronError>;
  readonly update?: (host: NeutronHost, id: string, body: unknown) => Result<Handled, NeutronError>;
  remove(host: NeutronHost, id: string): Result<Handled, NeutronError>;
  /** What goes from OVN before it goes from Neutron. */
  readonly deletedFirst?: (host: NeutronHost, id: string) => Result<unknown, NeutronError>;
  readonly actions?: Readonly<
    Record<string, (host: NeutronHost, id: string, body: unknown) => Result<Handled, NeutronError>>
  >;
}

const COLLECTIONS: Readonly<Record<string, Collection>> = {
  networks: {
    plural: 'networks',
    singular: 'network',
    list: (host) => all(host.neutron, 'Network').map((network) => networkDict(host, network)),
    missing: notFound.network,
    create: createNetwork,
    update: updateNetwork,
    remove: deleteNetwork,
  },
  subnets: {
    plural: 'subnets',
    singular: 'subnet',
    list: (host) => all(host.neutron, 'Subnet').map(subnetDict),
    missing: notFound.subnet,
    create: createSubnet,
    update: updateSubnet,
    remove: deleteSubnet,
  },
  ports: {
    plural: 'ports',
    singular: 'port',
    list: (host) => all(host.neutron, 'Port').map(portDict),
    missing: notFound.port,
    create: createPort,
    update: updatePort,
    remove: deletePort,
    deletedFirst: removePortFirst,
  },
  'security-groups': {
    plural: 'security_groups',
    singular: 'security_group',
    list(host) {
      if (host.neutron.rows('Security_Group').size === 0) {
        host.step('creates the default security group', () => ok(ensureDefaultGroup(host)));
      }
      return all(host.neutron, 'Security_Group').map((group) => groupDict(host, group));
    },
    missing: notFound.securityGroup,
    create: createGroup,
    update: updateGroup,
    remove: deleteGroup,
  },
  'security-group-rules': {
    plural: 'security_group_rules',
    singular: 'security_group_rule',
    list: (host) => all(host.neutron, 'Security_Group_Rule').map((rule) => ({ ...rule })),
    missing: notFound.rule,
    create: createRule,
    remove: deleteRule,
  },
  routers: {
    plural: 'routers',
    singular: 'router',
    list: (host) => all(host.neutron, 'Router').map((router) => routerDict(host, router)),
    missing: notFound.router,
    create: createRouter,
    update: updateRouter,
    remove: deleteRouter,
    actions: { add_router_interface: addInterface, remove_router_interface: removeInterface },
  },
};

function removePortFirst(host: NeutronHost, id: string): Result<undefined, NeutronError> {
  const port = find(host.neutron, 'Port', id);
  if (!host.driver.deletesPortFirst || port === undefined) return ok(undefined);
  const change = { kind: 'port', event: 'delete', port, attributes: [] } as const;
  return carryOver(host, host.driver.transactions(change, host.neutron)) ? ok(undefined) : internalError();
}

function listed(host: NeutronHost, { plural, list }: Collection, query: string): Result<Handled, NeutronError> {
  const filters = query
    .split('&')
    .filter(Boolean)
    .map((part) => part.split('=').map(decode));
  const items = list(host).filter((item) =>
    filters.every(([name = '', value = '']) => name === 'fields' || fits(item[name], value)),
  );
  return ok({ status: 200, body: { [plural]: items }, changes: [] });
}

function shown(host: NeutronHost, collection: Collection, id: string): Result<Handled, NeutronError> {
  const found = collection.list(host).find((item) => item.id === id);
  return found === undefined
    ? collection.missing(id)
    : ok({ status: 200, body: { [collection.singular]: found }, changes: [] });
}

/** A filter speaks of an attribute that is a text, a number, or yes or no. */
function fits(value: unknown, wanted: string): boolean {
  if (typeof value === 'boolean') return String(value) === wanted.toLowerCase();
  return (typeof value === 'string' || typeof value === 'number') && String(value) === wanted;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function reply(outcome: Result<Handled, NeutronError>): ApiReply {
  if (outcome.ok) return { status: outcome.value.status, body: outcome.value.body };
  const { status, code, message } = outcome.error;
  return { status, body: { NeutronError: { type: code, message, detail: '' } } };
}
