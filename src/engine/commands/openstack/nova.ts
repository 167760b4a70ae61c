/** `nova`, the client of python-novaclient of April 2015: boot, list, show, delete, live-migration. */
import { err, isUuid, ok, uuidFromContent, type Result } from '../../base';
import { NOVA } from '../../sim';
import { findIn, type Port } from '../../neutron';
import {
  bootServer,
  migrateServer,
  removeServer,
  serversOf,
  statusOf,
  type Nic,
  type NovaError,
  type Server,
} from '../../nova';
import { timestamp } from '../log-line';
import { startOfTime } from '../release-facts';
import { dictionary, parseArguments, type ClientOption, type Parsed } from './arguments';
import { call, listOf } from './neutron';
import { cellText, prettyTable } from './table';
import type { CommandHost, Program, ProgramResult } from '../host';

interface NovaCommand {
  readonly name: string;
  readonly usage: string;
  readonly doc: string;
  readonly options: readonly ClientOption[];
  readonly min: number;
  readonly max: number;
  run(host: CommandHost, parsed: Parsed): Step<string>;
}

/** The error is a line of the client's. */
type Step<T> = Result<T, string>;

const COMMANDS: readonly NovaCommand[] = [
  {
    name: 'boot',
    usage: 'NAME',
    doc: 'boot a server: choose a hypervisor, bind its ports, plug them, wait until they are up',
    options: [
      { name: '--flavor', value: 'FLAVOR' },
      { name: '--image', value: 'IMAGE' },
      { name: '--nic', value: 'net-id=NET-UUID|port-id=PORT-UUID' },
      { name: '--availability-zone', value: 'nova[:HOST]' },
      { name: '--key-name', value: 'KEY' },
      { name: '--security-groups', value: 'GROUPS' },
      { name: '--poll' },
    ],
    min: 1,
    max: 1,
    run: boot,
  },
  { name: 'list', usage: '', doc: 'list servers', options: [], min: 0, max: 0, run: list },
  { name: 'show', usage: 'SERVER', doc: 'show all of a server', options: [], min: 1, max: 1, run: show },
  { name: 'delete', usage: 'SERVER...', doc: 'delete servers', options: [], min: 1, max: Infinity, run: remove },
  {
    name: 'live-migration',
    usage: 'SERVER [MACHINE]',
    doc: 'move a running server to another hypervisor',
    options: [{ name: '--block-migrate' }, { name: '--disk-over-commit' }],
    min: 1,
    max: 2,
    run: migrate,
  },
];

export const NOVA_CLIENT: Program = {
  description: {
    name: 'nova',
    doc: 'the client of OpenStack’s compute service',
    usage: '',
    place: 'central',
    options: [],
    commands: COMMANDS.map(({ name, usage, doc, options }) => ({
      name,
      usage,
      doc,
      options: options.map((option) => `${option.name}${option.value === undefined ? '' : '='}`),
    })),
  },
  run(host, [name = '', ...argv]) {
    const command = COMMANDS.find((each) => each.name === name);
    if (command === undefined) {
      return failed(
        `error: argument <subcommand>: invalid choice: u'${name}'\nTry 'nova help ' for more information.`,
        2,
      );
    }
    const parsed = parseArguments(argv, command.options, false);
    const wrong = (words: string) =>
      failed(`usage: nova ${name} ${command.usage}\nerror: ${words}\nTry 'nova help ${name}' for more information.`, 2);
    if (!parsed.ok) return wrong(parsed.error);
    const { length } = parsed.value.args;
    if (length < command.min) return wrong('too few arguments');
    if (length > command.max) return wrong(`unrecognized arguments: ${parsed.value.args.slice(command.max).join(' ')}`);
    const done = command.run(host, parsed.value);
    host.settle();
    return done.ok ? { status: 0, stdout: done.value, stderr: '' } : failed(done.error, 1);
  },
};

const REFUSED = 'ERROR (ConnectionRefused): Unable to establish connection to http://127.0.0.1:8774/v2';

function boot(host: CommandHost, { args: [name = ''], options }: Parsed): Step<string> {
  const nics: Nic[] = [];
  for (const text of options.get('--nic') ?? []) {
    const nic = nicOf(text);
    if (!nic.ok) return nic;
    nics.push(nic.value);
  }
  const last = (option: string, otherwise: string) => options.get(option)?.at(-1) ?? otherwise;
  const request = {
    name,
    nics,
    image: last('--image', 'cirros-0.3.2-x86_64-uec'),
    flavor: last('--flavor', 'm1.nano'),
    availabilityZone: last('--availability-zone', 'nova'),
  };
  const booted = host.openstack.withNova((nova) => bootServer(nova, request));
  if (booted === undefined) return err(REFUSED);
  return booted.ok ? ok(details(host, booted.value)) : refused(booted.error);
}

function nicOf(text: string): Step<Nic> {
  const given = dictionary(text);
  const [port, net] = given.ok ? [given.value['port-id'], given.value['net-id']] : [];
  if (port !== undefined && net === undefined) return ok({ kind: 'port', id: port });
  if (net !== undefined && port === undefined) return ok({ kind: 'net', id: net });
  return err(
    `ERROR (CommandError): Invalid nic argument '${text}'. Nic arguments must be of the form --nic <net-id=net-uuid,v4-fixed-ip=ip-addr,v6-fixed-ip=ip-addr,port-id=port-uuid>, with either net-id or port-id (but not both) specified.`,
  );
}

function list(host: CommandHost): Step<string> {
  const servers = serversIn(host);
  if (servers === undefined) return err(REFUSED);
  const columns = ['ID', 'Name', 'Status', 'Task State', 'Power State', 'Networks'];
  const rows = servers.map((server) => [
    server.id,
    server.name,
    statusOf(server),
    server.task_state ?? '-',
    server.launched > 0 ? 'Running' : 'NOSTATE',
    addressesOf(host, server),
  ]);
  return ok(rows.length === 0 ? emptyTable(columns) : prettyTable(columns, rows));
}

/** PrettyTable draws no second rule below a head that nothing follows; the client adds one. */
function emptyTable(columns: readonly string[]): string {
  const [rule = ''] = prettyTable(columns, []).split('\n');
  return `${prettyTable(columns, [])}${rule}\n`;
}

function show(host: CommandHost, { args: [name = ''] }: Parsed): Step<string> {
  const server = serverCalled(host, name);
  return server.ok ? ok(details(host, server.value)) : server;
}

function remove(host: CommandHost, { args }: Parsed): Step<string> {
  let stdout = '';
  for (const name of args) {
    const server = serverCalled(host, name);
    if (!server.ok) return server;
    const done = host.openstack.withNova((nova) => removeServer(nova, server.value.id));
    if (done === undefined) return err(REFUSED);
    if (!done.ok) return refused(done.error);
    stdout += `Request to delete server ${name} has been accepted.\n`;
  }
  return ok(stdout);
}

function migrate(host: CommandHost, { args: [name = '', target] }: Parsed): Step<string> {
  const server = serverCalled(host, name);
  if (!server.ok) return server;
  const done = host.openstack.withNova((nova) => migrateServer(nova, server.value.id, target));
  if (done === undefined) return err(REFUSED);
  return done.ok ? ok('') : refused(done.error);
}

function serversIn(host: CommandHost): readonly Server[] | undefined {
  return host.openstack.withNova(({ nova }) => serversOf(nova));
}

function serverCalled(host: CommandHost, nameOrId: string): Step<Server> {
  const servers = serversIn(host);
  if (servers === undefined) return err(REFUSED);
  const found = isUuid(nameOrId)
    ? servers.filter(({ id }) => id === nameOrId)
    : servers.filter(({ name }) => name === nameOrId);
  const [server, another] = found;
  if (server === undefined) return err(`ERROR (CommandError): No server with a name or ID of '${nameOrId}' exists.`);
  if (another === undefined) return ok(server);
  return err(`ERROR (CommandError): Multiple server matches found for '${nameOrId}', use an ID to be more specific.`);
}

/** `private=10.0.0.3, fd00::1; other=…`, by the names of networks. */
function addressesOf(host: CommandHost, { vifs }: Server): string {
  const networks = call(host, 'GET', 'networks');
  const names = new Map(listOf(networks.ok ? networks.value : undefined, 'networks').map(({ id, name }) => [id, name]));
  const neutron = host.database('Neutron');
  const addresses = new Map<string, string[]>();
  for (const { port, network } of vifs) {
    const found: Port | undefined = neutron && findIn(neutron, 'Port', port);
    const name = cellText(names.get(network)) || network;
    const ips = (found?.fixed_ips ?? []).map(({ ip_address }) => ip_address);
    addresses.set(name, [...(addresses.get(name) ?? []), ...ips]);
  }
  return [...addresses].map(([name, ips]) => `${name}=${ips.join(', ')}`).join('; ');
}

function details(host: CommandHost, server: Server): string {
  const { id, name, task_state, vm_state, launched, created, fault } = server;
  const time = (at: number) =>
    timestamp(startOfTime(host.release), host.database(NOVA) ? millisOf(host, at) : host.now);
  const rows: readonly (readonly [string, string])[] = [
    ['OS-DCF:diskConfig', 'MANUAL'],
    ['OS-EXT-AZ:availability_zone', server.availability_zone.split(':')[0] ?? 'nova'],
    ['OS-EXT-SRV-ATTR:host', server.host || '-'],
    ['OS-EXT-SRV-ATTR:hypervisor_hostname', server.host || '-'],
    ['OS-EXT-SRV-ATTR:instance_name', `instance-${server.number.toString(16).padStart(8, '0')}`],
    ['OS-EXT-STS:power_state', launched > 0 ? '1' : '0'],
    ['OS-EXT-STS:task_state', task_state ?? '-'],
    ['OS-EXT-STS:vm_state', vm_state],
    ['OS-SRV-USG:launched_at', launched > 0 ? time(launched) : '-'],
    ['OS-SRV-USG:terminated_at', '-'],
    ['accessIPv4', ''],
    ['accessIPv6', ''],
    ['config_drive', ''],
    ['created', time(created)],
    ...(fault === null ? [] : [['fault', `{"message": ${JSON.stringify(fault)}, "code": 500}`] as const]),
    ['flavor', server.flavor],
    ['id', id],
    ['image', server.image],
    ['key_name', '-'],
    ['metadata', '{}'],
    ['name', name],
    ...(server.vifs.length === 0 ? [] : [['network', addressesOf(host, server)] as const]),
    ['os-extended-volumes:volumes_attached', '[]'],
    ['progress', '0'],
    ['security_groups', 'default'],
    ['status', statusOf(server)],
    ['updated', time(launched || created)],
  ];
  return prettyTable(['Property', 'Value'], rows);
}

/** A time that Nova has written down. */
function millisOf(host: CommandHost, at: number): typeof host.now {
  return at as typeof host.now;
}

function refused({ code, message, status }: NovaError): Step<never> {
  // A real one draws it; here the same refusal has the same.
  const request = `req-${uuidFromContent(code, message)}`;
  return err(`ERROR (${code}): ${message} (HTTP ${status}) (Request-ID: ${request})`);
}

function failed(message: string, status: number): ProgramResult {
  return { status, stdout: '', stderr: `${message}\n` };
}
