/**
 * How OpenStack is started and disturbed here: `neutron-server` with what stands in its
 * files on a real one, devstack's `./stack.sh`, the comparison of both databases when
 * it is asked for, and a neutron-server that does not reach ovsdb-server.
 */
import {
  PORT_STATUSES,
  settingsOf,
  SYNC_MODES,
  synchronize,
  type NeutronRules,
  type NeutronSettings,
} from '../../neutron';
import { NEUTRON as NEUTRON_DATABASE } from '../../sim';
import { parseArguments, type ClientOption } from './arguments';
import { NEUTRON } from './neutron';
import { prettyTable } from './table';
import type { CommandHost, Program, ProgramResult } from '../host';

const OPTIONS: readonly ClientOption[] = [
  { name: '--mechanism-driver', value: 'DRIVER' },
  { name: '--security-groups', value: 'MAPPING' },
  { name: '--port-status', value: 'at-once|up' },
  { name: '--sync-mode', value: 'off|log|repair' },
  { name: '--help' },
];

/** Programs that are not what people type on a real machine are the lab's. */
export const NEUTRON_SERVER: Program = {
  description: {
    name: 'neutron-server',
    doc: 'start neutron-server (and Nova), or start it again with other settings; --help lists the drivers',
    usage: '[OPTION...]',
    place: 'central',
    options: OPTIONS.map(({ name, value }) => `${name}${value === undefined ? '' : '='}`),
    commands: [],
  },
  run: startServer,
};

export const STACK: Program = {
  description: {
    name: './stack.sh',
    doc: 'build what devstack builds with networking-ovn’s local.conf: neutron-server, Nova, the networks private and public',
    usage: '[OPTION...]',
    place: 'central',
    options: OPTIONS.map(({ name, value }) => `${name}${value === undefined ? '' : '='}`),
    commands: [],
  },
  run: stack,
};

export const NEUTRON_SYNC: Program = {
  description: {
    name: 'neutron-sync',
    doc: 'compare Neutron with OVN now, as neutron-server does when it starts',
    usage: 'log|repair',
    place: 'lab',
    options: [],
    commands: [],
  },
  run: sync,
};

/** The networks of devstack's `create_neutron_initial_network`, IP_VERSION=4. */
const INITIAL_NETWORKS = [
  'net-create private',
  'subnet-create --ip-version 4 --gateway 10.0.0.1 --name private-subnet private 10.0.0.0/24',
  'router-create router1',
  'router-interface-add router1 private-subnet',
  'net-create public --router:external',
  'subnet-create --ip-version 4 --gateway 172.24.4.1 --name public-subnet --disable-dhcp public 172.24.4.0/24',
  'router-gateway-set router1 public',
];

function startServer(host: CommandHost, argv: readonly string[]): ProgramResult {
  const { neutron: rules } = host.release;
  if (rules === undefined) return refuse('neutron-server', 'there is no Neutron in this release');
  const parsed = parseArguments(argv, OPTIONS, false);
  if (!parsed.ok) return refuse('neutron-server', parsed.error, 2);
  if (parsed.value.args.length > 0)
    return refuse('neutron-server', `unrecognized arguments: ${parsed.value.args.join(' ')}`, 2);
  const given = (name: string) => parsed.value.options.get(name)?.at(-1);
  if (given('--help') !== undefined) return print(helpText(rules));
  if (argv.length === 0 && host.daemon('neutron-server') === 'running') {
    return refuse('neutron-server', '[Errno 98] Address already in use');
  }
  const settings = settingsFrom(host, rules, given);
  if (typeof settings === 'string') return refuse('neutron-server', settings, 2);
  const started = host.openstack.start(settings);
  host.settle();
  return started.ok
    ? { ...print(''), notes: [noteOn(rules, settings)] }
    : refuse('neutron-server', started.error.message);
}

/** What is not said stays as it was. */
function settingsFrom(
  host: CommandHost,
  rules: NeutronRules,
  given: (name: string) => string | undefined,
): NeutronSettings | string {
  const database = host.database(NEUTRON_DATABASE);
  const before = database && settingsOf(database);
  const driver = given('--mechanism-driver') ?? before?.driver ?? rules.defaultDriver;
  if (!rules.drivers.some(({ id }) => id === driver)) return unknown('--mechanism-driver', driver, rules.drivers);
  const wanted = given('--security-groups') ?? before?.security_groups ?? '';
  const securityGroups = wanted === 'none' ? '' : wanted;
  if (securityGroups !== '' && !rules.securityGroups.some(({ id }) => id === securityGroups)) {
    return unknown('--security-groups', securityGroups, [...rules.securityGroups, { id: 'none' }]);
  }
  const status = given('--port-status') ?? before?.port_status ?? 'at-once';
  const portStatus = PORT_STATUSES.find((each) => each === status);
  if (portStatus === undefined)
    return unknown(
      '--port-status',
      status,
      PORT_STATUSES.map((id) => ({ id })),
    );
  const mode = given('--sync-mode');
  const syncMode = SYNC_MODES.find((each) => each === mode);
  if (mode !== undefined && syncMode === undefined)
    return unknown(
      '--sync-mode',
      mode,
      SYNC_MODES.map((id) => ({ id })),
    );
  return { driver, securityGroups, portStatus, syncMode };
}

function unknown(option: string, value: string, choices: readonly { readonly id: string }[]): string {
  return `argument ${option}: invalid choice: '${value}' (choose from ${choices.map(({ id }) => `'${id}'`).join(', ')})`;
}

function noteOn({ drivers }: NeutronRules, { driver }: NeutronSettings): string {
  const choice = drivers.find(({ id }) => id === driver);
  return choice === undefined ? driver : `${choice.title}. ${choice.summary}`;
}

function helpText({ drivers, securityGroups, defaultDriver }: NeutronRules): string {
  const lines = (choices: readonly { readonly id: string; readonly title: string; readonly summary: string }[]) =>
    choices.map(({ id, title, summary }) => `  ${id.padEnd(20)} ${title}. ${summary}\n`).join('');
  return `neutron-server: starts Neutron (and Nova); its options stand in files on a real machine
usage: neutron-server [--mechanism-driver DRIVER] [--security-groups MAPPING] [--port-status at-once|up] [--sync-mode off|log|repair]

Drivers (${defaultDriver} when none is named):
${lines(drivers)}
Mappings of security groups to ACLs (none when none is named, as it was):
${lines(securityGroups)}
Port status:
  at-once              a port is ACTIVE as soon as it is bound, as it was in April 2015
  up                   a port is ACTIVE while Logical_Port.up says so, the article’s next step
`;
}

function stack(host: CommandHost, argv: readonly string[]): ProgramResult {
  const started = startServer(
    host,
    argv.length > 0 || host.daemon('neutron-server') !== 'running' ? argv : ['--port-status=at-once'],
  );
  if (started.status !== 0) return started;
  let stdout = started.stdout;
  for (const line of INITIAL_NETWORKS) {
    const done = NEUTRON.run(host, line.split(' '));
    stdout += `+ neutron ${line}\n${done.stdout}`;
    if (done.status !== 0) return { ...done, stdout, notes: started.notes ?? [] };
  }
  return { status: 0, stdout: `${stdout}stack.sh completed.\n`, stderr: '', notes: started.notes ?? [] };
}

function sync(host: CommandHost, [mode, ...more]: readonly string[]): ProgramResult {
  if ((mode !== 'log' && mode !== 'repair') || more.length > 0)
    return refuse('neutron-sync', 'usage: neutron-sync log|repair');
  const said = host.log.length;
  const findings = host.openstack.withNeutron((server) =>
    server.driver.sync === undefined ? null : synchronize(server, server.driver.sync, mode),
  );
  if (findings === undefined) return refuse('neutron-sync', 'neutron-server is not running');
  if (findings === null)
    return refuse('neutron-sync', 'the driver of that day compares nothing; the one of 14 May 2015 does');
  host.settle();
  const lines = host.log
    .slice(said)
    .filter(({ daemon, level }) => daemon === 'neutron-server' && level !== 'DBG')
    .map(({ level, module, message }) => `${level === 'WARN' ? 'WARNING' : level} ${module} ${message}\n`);
  const rows = findings.map(({ kind, name, id, foundIn, done }) => [kind, name, id, foundIn, done ?? '']);
  const table =
    rows.length === 0 ? 'Neutron and OVN agree.\n' : prettyTable(['kind', 'name', 'id', 'found in', 'done'], rows);
  return print(`${lines.join('')}${table}`);
}

function print(stdout: string): ProgramResult {
  return { status: 0, stdout, stderr: '' };
}

function refuse(program: string, message: string, status = 1): ProgramResult {
  return { status, stdout: '', stderr: `${program}: ${message}\n` };
}
