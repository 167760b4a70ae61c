/** The REST API of neutron-server 21 as a function: method, path and body in, status and body out. */
import { ok, type Result } from '../../base';
import type { NeutronError } from '../errors';
import { notImplemented } from '../server';
import { addressGroupDict, createAddressGroup, deleteAddressGroup, updateAddressGroup } from './api/address-groups';
import { createFloatingIp, deleteFloatingIp, floatingIpDict, updateFloatingIp } from './api/floating-ips';
import { createNetwork, deleteNetwork, networkDict, updateNetwork } from './api/networks';
import {
  createForwarding,
  deleteForwarding,
  forwardingDict,
  forwardingOf,
  forwardingsOf,
  updateForwarding,
} from './api/port-forwardings';
import { createPort, deletePort, portDict, updatePort } from './api/ports';
import {
  createPolicy,
  createRule as createQosRule,
  deletePolicy,
  deleteRule as deleteQosRule,
  policyDict,
  RULE_COLLECTIONS,
  ruleDict as qosRuleDict,
  ruleOf,
  rulesOf,
  updatePolicy,
  updateRule as updateQosRule,
} from './api/qos';
import { addInterface, removeInterface } from './api/router-interfaces';
import { createRouter, deleteRouter, routerDict, updateRouter } from './api/routers';
import { createRule, deleteRule, ruleDict } from './api/security-group-rules';
import { createGroup, deleteGroup, groupDict, lookAtGroups, updateGroup } from './api/security-groups';
import { createSegment, deleteSegment, segmentDict, updateSegment } from './api/segments';
import { createSubnet, deleteSubnet, subnetDict, updateSubnet } from './api/subnets';
import {
  addSubports,
  createTrunk,
  deleteTrunk,
  removeSubports,
  subportDict,
  subportsOf,
  trunkDict,
  updateTrunk,
} from './api/trunks';
import { notFound } from './errors';
import { handle, type Outcome, type ZedHost } from './server';
import { all, find } from './tables';
import type { ApiReply, ApiRequest } from '../request';

type Answer = Result<{ readonly status: number; readonly body: unknown }, NeutronError>;
type Shown = Readonly<Record<string, unknown>>;

interface Collection {
  readonly resource: string;
  readonly plural: string;
  readonly list: (host: ZedHost) => readonly Shown[];
  /** What even looking does. */
  readonly beforeList?: (host: ZedHost) => Outcome;
  readonly show: (host: ZedHost, id: string) => Result<Shown, NeutronError>;
  readonly create: (host: ZedHost, body: unknown) => Outcome;
  readonly update?: (host: ZedHost, id: string, body: unknown) => Outcome;
  readonly remove: (host: ZedHost, id: string) => Outcome;
  readonly actions?: Readonly<Record<string, (host: ZedHost, id: string, body: unknown) => Outcome>>;
  readonly getters?: Readonly<Record<string, (host: ZedHost, id: string) => Result<Shown, NeutronError>>>;
}

export function zedRequest(host: ZedHost, { method, path, body }: ApiRequest): ApiReply {
  const [location = '', query = ''] = path.split('?');
  const words = location.split('/').filter(Boolean).slice(1);
  const label = `${method} ${location}`;
  const found = collectionOf(words);
  if (found === undefined) return reply(notImplemented(method, location));
  const { collection, id, action } = found;
  const change = (act: () => Outcome) => reply(handle(host, label, act));
  if (action !== undefined) {
    const act = method === 'PUT' ? collection.actions?.[action] : undefined;
    const get = method === 'GET' ? collection.getters?.[action] : undefined;
    if (act !== undefined && id !== undefined) return change(() => act(host, id, body));
    if (get !== undefined && id !== undefined) return reply(shown(get(host, id)));
    return reply(notImplemented(method, location));
  }
  const { beforeList } = collection;
  if (method === 'GET' && id === undefined && beforeList !== undefined) handle(host, label, () => beforeList(host));
  if (method === 'GET') return reply(id === undefined ? listed(host, collection, query) : one(host, collection, id));
  if (method === 'POST' && id === undefined) return change(() => collection.create(host, body));
  const { update } = collection;
  if (method === 'PUT' && id !== undefined && update !== undefined) return change(() => update(host, id, body));
  if (method === 'DELETE' && id !== undefined) return change(() => collection.remove(host, id));
  return reply(notImplemented(method, location));
}

interface Place {
  readonly collection: Collection;
  readonly id: string | undefined;
  readonly action: string | undefined;
}

/** Some collections stand inside an object of another one. */
function collectionOf(words: readonly string[]): Place | undefined {
  const [first = '', second, third, fourth] = words;
  if (first === 'qos' && second === 'policies') {
    const [, , policy, kind, id] = words;
    if (policy === undefined || kind === undefined) return { collection: POLICIES, id: policy, action: undefined };
    return Object.hasOwn(RULE_COLLECTIONS, kind)
      ? { collection: qosRules(policy, kind), id, action: undefined }
      : undefined;
  }
  if (first === 'floatingips' && second !== undefined && third === 'port_forwardings') {
    return { collection: forwardings(second), id: fourth, action: undefined };
  }
  const collection = Object.hasOwn(COLLECTIONS, first) ? COLLECTIONS[first] : undefined;
  return collection === undefined ? undefined : { collection, id: second, action: third };
}

function listed(host: ZedHost, { plural, list }: Collection, query: string): Answer {
  const wanted = new Map<string, string[]>();
  for (const pair of query.split('&').filter(Boolean)) {
    const [name = '', value = ''] = pair.split('=').map(decoded);
    wanted.set(name, [...(wanted.get(name) ?? []), value]);
  }
  const { fields, ...filters } = { ...Object.fromEntries(wanted) };
  const rows = list(host).filter((row) =>
    Object.entries(filters).every(([name, values]) => row[name] === undefined || values.includes(textOf(row[name]))),
  );
  const narrowed =
    fields === undefined
      ? rows
      : rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => fields.includes(name))));
  return ok({ status: 200, body: { [plural]: narrowed } });
}

/** As a filter names a value. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function one(host: ZedHost, { resource, show }: Collection, id: string): Answer {
  const found = show(host, id);
  return found.ok ? ok({ status: 200, body: { [resource]: found.value } }) : found;
}

function shown(found: Result<Shown, NeutronError>): Answer {
  return found.ok ? ok({ status: 200, body: found.value }) : found;
}

function reply(answer: Answer): ApiReply {
  if (answer.ok) return { status: answer.value.status, body: answer.value.body };
  const { code, message, status } = answer.error;
  return { status, body: { NeutronError: { type: code, message, detail: '' } } };
}

type Tables = Parameters<typeof all>[1];

/** What a table of plain objects is shown as. */
function table<T extends Tables>(
  name: T,
  missing: (id: string) => Result<never, NeutronError>,
  dict: (host: ZedHost, each: NonNullable<ReturnType<typeof find<T>>>) => Shown,
): Pick<Collection, 'list' | 'show'> {
  return {
    list: (host) => all(host.neutron, name).map((each) => dict(host, each)),
    show(host, id) {
      const found = find(host.neutron, name, id);
      return found === undefined ? missing(id) : ok(dict(host, found));
    },
  };
}

const COLLECTIONS: Readonly<Record<string, Collection>> = {
  networks: {
    resource: 'network',
    plural: 'networks',
    ...table('Network', notFound.network, networkDict),
    create: createNetwork,
    update: updateNetwork,
    remove: deleteNetwork,
  },
  segments: {
    resource: 'segment',
    plural: 'segments',
    ...table('Segment', notFound.segment, (_host, each) => segmentDict(each)),
    create: createSegment,
    update: updateSegment,
    remove: deleteSegment,
  },
  subnets: {
    resource: 'subnet',
    plural: 'subnets',
    ...table('Subnet', notFound.subnet, (_host, each) => subnetDict(each)),
    create: createSubnet,
    update: updateSubnet,
    remove: deleteSubnet,
  },
  ports: {
    resource: 'port',
    plural: 'ports',
    ...table('Port', notFound.port, portDict),
    create: createPort,
    update: updatePort,
    remove: deletePort,
  },
  'security-groups': {
    resource: 'security_group',
    plural: 'security_groups',
    ...table('Security_Group', notFound.group, groupDict),
    create: createGroup,
    update: updateGroup,
    remove: deleteGroup,
    beforeList: lookAtGroups,
  },
  'security-group-rules': {
    resource: 'security_group_rule',
    plural: 'security_group_rules',
    ...table('Security_Group_Rule', notFound.rule, (_host, each) => ruleDict(each)),
    create: createRule,
    remove: deleteRule,
  },
  'address-groups': {
    resource: 'address_group',
    plural: 'address_groups',
    ...table('Address_Group', notFound.addressGroup, (_host, each) => addressGroupDict(each)),
    create: createAddressGroup,
    update: updateAddressGroup,
    remove: deleteAddressGroup,
  },
  routers: {
    resource: 'router',
    plural: 'routers',
    ...table('Router', notFound.router, routerDict),
    create: createRouter,
    update: updateRouter,
    remove: deleteRouter,
    actions: { add_router_interface: addInterface, remove_router_interface: removeInterface },
  },
  floatingips: {
    resource: 'floatingip',
    plural: 'floatingips',
    ...table('Floating_IP', notFound.floatingIp, floatingIpDict),
    create: createFloatingIp,
    update: updateFloatingIp,
    remove: deleteFloatingIp,
  },
  trunks: {
    resource: 'trunk',
    plural: 'trunks',
    ...table('Trunk', notFound.trunk, trunkDict),
    create: createTrunk,
    update: updateTrunk,
    remove: deleteTrunk,
    actions: { add_subports: addSubports, remove_subports: removeSubports },
    getters: {
      get_subports(host, id) {
        const trunk = find(host.neutron, 'Trunk', id);
        return trunk === undefined
          ? notFound.trunk(id)
          : ok({ sub_ports: subportsOf(host, trunk.id).map(subportDict) });
      },
    },
  },
};

const POLICIES: Collection = {
  resource: 'policy',
  plural: 'policies',
  ...table('QoS_Policy', notFound.policy, policyDict),
  create: createPolicy,
  update: updatePolicy,
  remove: deletePolicy,
};

function qosRules(policy: string, kind: string): Collection {
  const { resource = '', type = '' } = RULE_COLLECTIONS[kind] ?? {};
  return {
    resource,
    plural: kind,
    list(host) {
      const found = find(host.neutron, 'QoS_Policy', policy);
      return found === undefined
        ? []
        : rulesOf(host, found.id)
            .filter((rule) => rule.type === type)
            .map(qosRuleDict);
    },
    show(host, id) {
      const found = ruleOf(host, policy, kind, id);
      return found.ok ? ok(qosRuleDict(found.value.rule)) : found;
    },
    create: (host, body) => createQosRule(host, policy, kind, body),
    update: (host, id, body) => updateQosRule(host, policy, kind, id, body),
    remove: (host, id) => deleteQosRule(host, policy, kind, id),
  };
}

function forwardings(floatingIp: string): Collection {
  return {
    resource: 'port_forwarding',
    plural: 'port_forwardings',
    list(host) {
      const found = find(host.neutron, 'Floating_IP', floatingIp);
      return found === undefined ? [] : forwardingsOf(host, found).map(forwardingDict);
    },
    show(host, id) {
      const found = forwardingOf(host, floatingIp, id);
      return found.ok ? ok(forwardingDict(found.value.forwarding)) : found;
    },
    create: (host, body) => createForwarding(host, floatingIp, body),
    update: (host, id, body) => updateForwarding(host, floatingIp, id, body),
    remove: (host, id) => deleteForwarding(host, floatingIp, id),
  };
}
