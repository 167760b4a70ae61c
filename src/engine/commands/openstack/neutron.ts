/** `neutron`, the client of python-neutronclient 2.4: each command is one or a few calls of the API, its answer a table. */
import { err, isUuid, ok, type Result } from '../../base';
import { dictionary, parseArguments, type ClientOption, type Parsed } from './arguments';
import { RESOURCES, resourceOf, type AttributeOption, type Resource, type Verb } from './resources';
import { cellText, prettyTable } from './table';
import type { CommandDescription, CommandHost, Program, ProgramResult } from '../host';

const FORMAT: readonly ClientOption[] = [
  { name: '-f', value: 'table|value|shell' },
  { name: '--format', value: 'table|value|shell' },
  { name: '-c', value: 'COLUMN' },
  { name: '--column', value: 'COLUMN' },
  { name: '-F', value: 'FIELD' },
  { name: '--field', value: 'FIELD' },
];

const DOCS: Readonly<Record<Verb, string>> = {
  create: 'make one',
  list: 'list them; --ATTRIBUTE VALUE lists those that have it',
  show: 'show all of one, by name or id',
  update: 'change one',
  delete: 'delete one',
};

const ROUTER_ACTIONS = [
  {
    name: 'router-interface-add',
    usage: 'ROUTER SUBNET|subnet=SUBNET|port=PORT',
    doc: 'give a router a port on a subnet',
  },
  { name: 'router-interface-delete', usage: 'ROUTER SUBNET|subnet=SUBNET|port=PORT', doc: 'take a router’s port away' },
  { name: 'router-gateway-set', usage: 'ROUTER EXTERNAL-NETWORK', doc: 'give a router a port on an external network' },
  { name: 'router-gateway-clear', usage: 'ROUTER', doc: 'take it away' },
] as const;

export const NEUTRON: Program = {
  description: {
    name: 'neutron',
    doc: 'the client of OpenStack’s network service',
    usage: '',
    place: 'central',
    options: [],
    commands: [...RESOURCES.flatMap(describe), ...ROUTER_ACTIONS.map((action) => ({ ...action, options: [] }))],
  },
  run: (host, args) => {
    const result = run(host, args);
    host.settle();
    return result;
  },
};

function describe(resource: Resource): readonly CommandDescription[] {
  const { word, args, create, update, verbs } = resource;
  const own = word.toUpperCase();
  const usage: Readonly<Record<Verb, string>> = {
    create: args.map((arg) => arg.word).join(' '),
    list: '',
    show: own,
    update: own,
    delete: own,
  };
  const options = { create, list: FORMAT, show: FORMAT, update, delete: [] };
  return verbs.map((verb) => ({
    name: `${word}-${verb}`,
    usage: usage[verb],
    doc: `${resource.singular.replaceAll('_', ' ')}: ${DOCS[verb]}`,
    options: options[verb].map(({ name, value }: ClientOption) => `${name}${value === undefined ? '' : '='}`),
  }));
}

/** What ends a command: its words and its exit status. */
interface Ended {
  readonly message: string;
  readonly status: number;
}

type Step<T> = Result<T, Ended>;

function run(host: CommandHost, [name, ...argv]: readonly string[]): ProgramResult {
  if (name === undefined) return fail('neutron: a command is expected', 1);
  const resource = RESOURCES.find((each) => each.verbs.some((verb) => name === `${each.word}-${verb}`));
  const verb = resource?.verbs.find((each) => name === `${resource.word}-${each}`);
  const done =
    resource !== undefined && verb !== undefined
      ? VERBS[verb](host, resource, argv)
      : ROUTER_ACTIONS.some((action) => action.name === name)
        ? routerAction(host, name, argv)
        : err({ message: `Unknown command ['${[name, ...argv].join("', '")}']`, status: 1 });
  if (done.ok) return { status: 0, stdout: done.value, stderr: '' };
  return fail(done.error.message.replace(/^: error/, `neutron ${name}: error`), done.error.status);
}

const VERBS = { create, list, show, update, delete: remove } satisfies Record<
  Verb,
  (host: CommandHost, resource: Resource, argv: readonly string[]) => Step<string>
>;

function create(host: CommandHost, resource: Resource, argv: readonly string[]): Step<string> {
  const parsed = parse(argv, [...resource.create, ...FORMAT], true, resource.args.length);
  if (!parsed.ok) return parsed;
  const body: Record<string, unknown> = resource.word === 'subnet' ? { ip_version: 4 } : {};
  if (resource.word === 'security-group-rule') Object.assign(body, { direction: 'ingress', ethertype: 'IPv4' });
  if (resource.verbs.includes('update') && resource.word !== 'subnet' && resource.word !== 'security-group') {
    body.admin_state_up = true;
  }
  for (const [index, { attribute, names }] of resource.args.entries()) {
    const given = parsed.value.args[index] ?? '';
    const value = names === undefined ? ok(given) : idOf(host, resourceOf(names), given);
    if (!value.ok) return value;
    body[attribute] = value.value;
  }
  const filled = fill(host, body, resource.create, parsed.value);
  if (!filled.ok) return filled;
  const made = call(host, 'POST', resource.collection, { [resource.singular]: body });
  if (!made.ok) return made;
  return ok(`Created a new ${resource.singular}:\n${details(member(made.value, resource.singular), parsed.value)}`);
}

function list(host: CommandHost, resource: Resource, argv: readonly string[]): Step<string> {
  const parsed = parse(argv, FORMAT, true, 0);
  if (!parsed.ok) return parsed;
  const filters = Object.entries(parsed.value.rest).map(
    ([key, value]) => `${key}=${encodeURIComponent(cellText(value))}`,
  );
  const reply = call(host, 'GET', `${resource.collection}${filters.length > 0 ? `?${filters.join('&')}` : ''}`);
  if (!reply.ok) return reply;
  const items = listOf(reply.value, resource.plural);
  const shown = items.map((item) => listed(host, resource, item));
  const wanted = columnsOf(parsed.value);
  const columns =
    wanted.length > 0 ? wanted.filter((column) => shown.some((item) => column in item)) : resource.columns;
  const rows = shown.map((item) => columns.map((column) => cellText(item[column])));
  if (formatOf(parsed.value) === 'value') return ok(rows.map((row) => `${row.join(' ')}\n`).join(''));
  return ok(items.length === 0 ? '\n' : prettyTable(columns, rows));
}

function show(host: CommandHost, resource: Resource, argv: readonly string[]): Step<string> {
  const parsed = parse(argv, FORMAT, true, 1);
  if (!parsed.ok) return parsed;
  const id = idOf(host, resource, parsed.value.args[0] ?? '');
  if (!id.ok) return id;
  const reply = call(host, 'GET', `${resource.collection}/${id.value}`);
  return reply.ok ? ok(details(member(reply.value, resource.singular), parsed.value)) : reply;
}

function update(host: CommandHost, resource: Resource, argv: readonly string[]): Step<string> {
  const parsed = parse(argv, resource.update, true, 1);
  if (!parsed.ok) return parsed;
  const body: Record<string, unknown> = {};
  const filled = fill(host, body, resource.update, parsed.value);
  if (!filled.ok) return filled;
  if (Object.keys(body).length === 0) {
    return err({ message: `Must specify new values to update ${resource.singular}`, status: 1 });
  }
  const [name = ''] = parsed.value.args;
  const id = idOf(host, resource, name);
  if (!id.ok) return id;
  const done = call(host, 'PUT', `${resource.collection}/${id.value}`, { [resource.singular]: body });
  return done.ok ? ok(`Updated ${resource.singular}: ${name}\n`) : done;
}

function remove(host: CommandHost, resource: Resource, argv: readonly string[]): Step<string> {
  const parsed = parse(argv, [], false, 1);
  if (!parsed.ok) return parsed;
  const [name = ''] = parsed.value.args;
  const id = idOf(host, resource, name);
  if (!id.ok) return id;
  const done = call(host, 'DELETE', `${resource.collection}/${id.value}`);
  return done.ok ? ok(`Deleted ${resource.singular}: ${name}\n`) : done;
}

function routerAction(host: CommandHost, name: string, argv: readonly string[]): Step<string> {
  const parsed = parse(argv, [], false, name === 'router-gateway-clear' ? 1 : 2);
  if (!parsed.ok) return parsed;
  const [router = '', what = ''] = parsed.value.args;
  const id = idOf(host, resourceOf('router'), router);
  if (!id.ok) return id;
  if (name.startsWith('router-gateway')) {
    const network = name === 'router-gateway-set' ? idOf(host, resourceOf('net'), what) : ok(undefined);
    if (!network.ok) return network;
    const info = network.value === undefined ? {} : { network_id: network.value };
    const done = call(host, 'PUT', `routers/${id.value}`, { router: { external_gateway_info: info } });
    const words = network.value === undefined ? 'Removed gateway from' : 'Set gateway for';
    return done.ok ? ok(`${words} router ${router}\n`) : done;
  }
  const [kind, given] = what.includes('=') ? what.split('=') : ['subnet', what];
  const found = idOf(host, resourceOf(kind === 'port' ? 'port' : 'subnet'), given ?? '');
  if (!found.ok) return found;
  const adds = name === 'router-interface-add';
  const body = { [kind === 'port' ? 'port_id' : 'subnet_id']: found.value };
  const done = call(host, 'PUT', `routers/${id.value}/${adds ? 'add' : 'remove'}_router_interface`, body);
  if (!done.ok) return done;
  const port = cellText(isObject(done.value) ? done.value.port_id : '');
  return ok(adds ? `Added interface ${port} to router ${router}.\n` : `Removed interface from router ${router}.\n`);
}

// Arguments

function parse(
  argv: readonly string[],
  known: readonly ClientOption[],
  takesRest: boolean,
  wanted: number,
): Step<Parsed> {
  const parsed = parseArguments(argv, known, takesRest);
  if (!parsed.ok) return err({ message: `: error: ${parsed.error}`, status: 2 });
  const { args } = parsed.value;
  if (args.length < wanted) return err({ message: ': error: too few arguments', status: 2 });
  if (args.length > wanted) {
    return err({ message: `: error: unrecognized arguments: ${args.slice(wanted).join(' ')}`, status: 2 });
  }
  return parsed;
}

function fill(
  host: CommandHost,
  body: Record<string, unknown>,
  options: readonly AttributeOption[],
  { options: given, rest }: Parsed,
): Step<undefined> {
  for (const option of options) {
    const values = given.get(option.name);
    if (values === undefined) continue;
    const value = attributeValue(host, option, values);
    if (!value.ok) return value;
    body[option.attribute] = value.value;
  }
  Object.assign(body, rest);
  return ok(undefined);
}

function attributeValue(host: CommandHost, option: AttributeOption, values: readonly string[]): Step<unknown> {
  const last = values.at(-1) ?? '';
  const named = (text: string) => idOf(host, resourceOf(option.names ?? 'net'), text);
  switch (option.kind) {
    case 'text':
      return ok(last);
    case 'texts':
      return ok(values);
    case 'number':
      return ok(/^\d+$/.test(last) ? Number(last) : last);
    case 'gives':
      return ok(option.gives);
    case 'json':
      return json(last);
    case 'name':
      return named(last);
    case 'names':
      return every(values, named);
    case 'dict':
      return inWords(dictionary(last));
    case 'dicts':
      return every(values, (text) => {
        const entries = inWords(dictionary(text));
        if (!entries.ok || option.names === undefined || entries.value.subnet_id === undefined) return entries;
        const subnet = named(entries.value.subnet_id);
        return subnet.ok ? ok({ ...entries.value, subnet_id: subnet.value }) : subnet;
      });
  }
}

function every<T>(values: readonly string[], read: (text: string) => Step<T>): Step<readonly T[]> {
  const done: T[] = [];
  for (const value of values) {
    const one = read(value);
    if (!one.ok) return one;
    done.push(one.value);
  }
  return ok(done);
}

function inWords<T>(result: Result<T, string>): Step<T> {
  return result.ok ? result : err({ message: result.error, status: 1 });
}

function json(text: string): Step<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err({ message: `No JSON object could be decoded`, status: 1 });
  }
}

// Calls

/** By id, then by name. */
export function idOf(host: CommandHost, resource: Resource, nameOrId: string): Step<string> {
  const reply = call(host, 'GET', resource.collection);
  if (!reply.ok) return reply;
  const items = listOf(reply.value, resource.plural);
  if (isUuid(nameOrId) && items.some(({ id }) => id === nameOrId)) return ok(nameOrId);
  const found = items.filter(({ name }) => name === nameOrId);
  const { singular } = resource;
  if (found.length === 1) return ok(cellText(found[0]?.id));
  const message =
    found.length === 0
      ? `Unable to find ${singular} with name '${nameOrId}'`
      : `Multiple ${singular} matches found for name '${nameOrId}', use an ID to be more specific.`;
  return err({ message, status: 1 });
}

export function call(
  host: CommandHost,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Step<unknown> {
  const reply = host.openstack.neutron({ method, path: `/v2.0/${path}`, body });
  if (reply === undefined) {
    return err({ message: 'Connection to neutron failed: Maximum attempts reached', status: 1 });
  }
  if (reply.status < 400) return ok(reply.body);
  const error = isObject(reply.body) ? reply.body.NeutronError : undefined;
  return err({ message: isObject(error) ? cellText(error.message) : 'Unknown error', status: 1 });
}

export function listOf(body: unknown, plural: string): readonly Record<string, unknown>[] {
  const items = isObject(body) ? body[plural] : undefined;
  return Array.isArray(items) ? items.filter(isObject) : [];
}

function member(body: unknown, singular: string): Record<string, unknown> {
  const found = isObject(body) ? body[singular] : undefined;
  return isObject(found) ? found : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// What is shown

function formatOf({ options }: Parsed): string {
  return options.get('-f')?.at(-1) ?? options.get('--format')?.at(-1) ?? 'table';
}

function columnsOf({ options }: Parsed): readonly string[] {
  return ['-c', '--column', '-F', '--field'].flatMap((name) => options.get(name) ?? []);
}

function details(item: Record<string, unknown>, parsed: Parsed): string {
  const wanted = columnsOf(parsed);
  const rows = Object.entries(item)
    .filter(([name]) => wanted.length === 0 || wanted.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, cellText(value)] as const);
  switch (formatOf(parsed)) {
    case 'value':
      return rows.map(([, value]) => `${value}\n`).join('');
    case 'shell':
      return rows.map(([name, value]) => `${name.replaceAll(':', '_')}="${value}"\n`).join('');
    default:
      return prettyTable(['Field', 'Value'], rows);
  }
}

function listed(host: CommandHost, { word }: Resource, item: Record<string, unknown>): Record<string, unknown> {
  if (word === 'net') {
    const subnets = call(host, 'GET', 'subnets');
    const known = new Map(
      listOf(subnets.ok ? subnets.value : undefined, 'subnets').map((each) => [each.id, each.cidr]),
    );
    const ids: readonly unknown[] = Array.isArray(item.subnets) ? item.subnets : [];
    return { ...item, subnets: ids.map((id) => `${cellText(id)} ${cellText(known.get(id))}`) };
  }
  if (word === 'security-group') {
    const rules = listOf(item, 'security_group_rules').map(ruleText);
    return { ...item, security_group_rules: rules.sort() };
  }
  if (word !== 'security-group-rule') return item;
  const groups = call(host, 'GET', 'security-groups');
  const names = new Map(
    listOf(groups.ok ? groups.value : undefined, 'security_groups').map((each) => [each.id, each.name]),
  );
  const group = item.remote_group_id === null ? null : `${cellText(names.get(item.remote_group_id))} (group)`;
  return {
    ...item,
    security_group: names.get(item.security_group_id) ?? item.security_group_id,
    'protocol/port': protocolPort(item) || 'any',
    remote: item.remote_ip_prefix === null ? (group ?? 'any') : `${cellText(item.remote_ip_prefix)} (CIDR)`,
  };
}

function ruleText(rule: Record<string, unknown>): string {
  return [
    cellText(rule.direction),
    cellText(rule.ethertype),
    protocolPort(rule),
    rule.remote_ip_prefix === null ? '' : `remote_ip_prefix: ${cellText(rule.remote_ip_prefix)}`,
    rule.remote_group_id === null ? '' : `remote_group_id: ${cellText(rule.remote_group_id)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function protocolPort(rule: Record<string, unknown>): string {
  const [protocol, min, max] = [cellText(rule.protocol), cellText(rule.port_range_min), cellText(rule.port_range_max)];
  if (protocol === 'icmp') {
    const parts = [min && `type:${min}`, max && `code:${max}`].filter(Boolean);
    return parts.length === 0 ? protocol : `icmp (${parts.join(', ')})`;
  }
  if ((protocol !== 'tcp' && protocol !== 'udp') || min === '' || min === '0') return protocol;
  return min === max ? `${min}/${protocol}` : `${min}-${max}/${protocol}`;
}

function fail(message: string, status: number): ProgramResult {
  return { status, stdout: '', stderr: `${message}\n` };
}
