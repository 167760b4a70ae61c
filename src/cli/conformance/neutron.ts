/**
 * Calls of Neutron's API, hypervisors that claim ports, changes behind its back and the
 * comparison of both databases, replayed on our neutron-server: after every step the
 * whole northbound database, the reply, what Nova was told, the port and the log.
 *
 * Left out are revision numbers, which count writes that Neutron makes by itself at a
 * moment of its own, and for the same reason two options of a router's switch port,
 * which each such write sets or clears.
 */
import { isRecord } from '../../engine/base';
import { plannedCall, type Lookup } from '../../engine/commands';
import { findZed, ZED_DEFAULTS, type ApiRequest } from '../../engine/neutron';
import { NeutronNames } from './neutron-names';
import { behindItsBack, recordedTables, textOf, type RecordedRow, type RecordedTables } from './neutron-rows';
import { LoneServer } from './neutron-server';
import { asText } from './recorded-json';
import type { Selection } from './selection';

type Fields = Readonly<Record<string, unknown>>;

const SETTINGS = { ...ZED_DEFAULTS, dnsDomain: 'example.org.', dnsServers: ['192.0.2.53'] };

export function conformNeutron(lines: readonly string[], print: (line: string) => void, selection: Selection = {}) {
  const counts = { passed: 0, failed: 0 };
  const families = new Map<string, { passed: number; failed: number }>();
  for (const line of lines) {
    const recorded: unknown = JSON.parse(line);
    if (!isRecord(recorded) || !Array.isArray(recorded.steps)) throw new Error('a case has no steps');
    const { name, family } = { name: asText(recorded.name), family: asText(recorded.family) };
    if (selection.family !== undefined && selection.family !== family) continue;
    if (selection.id !== undefined && selection.id !== name) continue;
    const differences = replay(recorded, line);
    const outcome = differences.length === 0 ? 'passed' : 'failed';
    counts[outcome] += 1;
    const own = families.get(family) ?? { passed: 0, failed: 0 };
    own[outcome] += 1;
    families.set(family, own);
    for (const difference of differences.slice(0, selection.shown)) print(`${name}: ${difference}`);
  }
  for (const [family, { passed, failed }] of families) print(`${family}: ${passed} passed, ${failed} failed`);
  return counts;
}

function replay(recorded: Fields, line: string): readonly string[] {
  const distributed = recorded.settings === 'distributed';
  const server = new LoneServer({ ...SETTINGS, distributedFloatingIp: distributed, metadata: distributed });
  const names = new NeutronNames(server.random, server.project, line);
  for (const chassis of listOf(recorded.chassis)) server.addChassis(chassisOf(chassis));
  // The project's default group is there before every case.
  server.request({ method: 'GET', path: '/v2.0/security-groups' });
  names.learn(server.neutron, '');
  server.takeEvents();
  const differences: string[] = [];
  let before: RecordedTables = {};
  for (const [index, step] of listOf(recorded.steps).entries()) {
    const after = { ...before, ...(isRecord(step.nb) ? (step.nb as RecordedTables) : {}) };
    const found = [
      ...play(server, names, step, before, after),
      ...compareTables(recordedTables(server.northbound, names), after),
    ];
    differences.push(
      ...found.map((difference) => `step ${index + 1} (${asText(step.op)} ${textOf(step.cli)}): ${difference}`),
    );
    before = after;
  }
  return differences;
}

/** Does what was done, and compares what was said. */
function play(
  server: LoneServer,
  names: NeutronNames,
  step: Fields,
  before: RecordedTables,
  after: RecordedTables,
): string[] {
  switch (step.op) {
    case 'api':
      return call(server, names, step);
    case 'bind':
    case 'unbind':
      return claim(server, names, step);
    case 'chassis-add':
      server.addChassis(chassisOf(step));
      return [];
    case 'chassis-del':
      server.removeChassis(asText(step.chassis));
      return [];
    case 'northbound':
      server.changeNorthbound(behindItsBack(server.northbound, names, before, after));
      return [];
    case 'sync':
      return compareLog(server, names, step);
    default:
      throw new Error(`there is no step ${String(step.op)}`);
  }
}

function call(server: LoneServer, names: NeutronNames, step: Fields): string[] {
  const [method, path, body] = listOfUnknown(step.request);
  const recordedPath = asText(path);
  const planned = typeof step.cli === 'string' ? plannedCall(wordsOf(step.cli), lookupOf(server, names)) : undefined;
  const request = {
    method: asText(method),
    path: String(names.real(recordedPath)),
    body: names.real(body),
  } as ApiRequest;
  const reply = server.request(request);
  if (request.method === 'POST') names.called(recordedPath.endsWith('port_forwardings') ? recordedPath : request.path);
  names.learn(server.neutron, request.method === 'POST' ? request.path : '');
  const told = names.recorded(reply.body);
  const error = isRecord(told) && isRecord(told.NeutronError) ? told.NeutronError : undefined;
  const said = error === undefined ? undefined : { type: error.type, message: error.message };
  const shown = isRecord(told) ? Object.values(told)[0] : undefined;
  const response = Object.keys(isRecord(step.response) ? step.response : {}).map((key) => [
    key,
    isRecord(shown) ? shown[key] : undefined,
  ]);
  return [
    ...(planned === undefined ? [] : differ('the command’s call', callOf(planned), step.request)),
    ...differ('status', reply.status, step.status),
    ...differ('error', said, step.error),
    ...(step.response === undefined ? [] : differ('response', Object.fromEntries(response), step.response)),
    ...compareEvents(server, names, step),
  ];
}

/** The words of a command behind the program's name. */
function wordsOf(line: string): readonly string[] {
  return Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? '').slice(1);
}

function callOf(planned: ReturnType<typeof plannedCall>): unknown {
  if (!planned.ok) return planned.error;
  const { method, path, body } = planned.value.request;
  return [method, path, ...(body === undefined ? [] : [body])];
}

/** The recording calls objects by the names that they were made with. */
function lookupOf(server: LoneServer, names: NeutronNames): Lookup {
  return {
    id(collection, name) {
      const kind = collection.endsWith('/port_forwardings') ? 'pf' : KINDS[collection];
      return kind === undefined || name.startsWith('<') ? name : `<${kind}:${name}>`;
    },
    show(collection, id) {
      const { body } = server.request({ method: 'GET', path: `/v2.0/${collection}/${textOf(names.real(id))}` });
      const told = names.recorded(body);
      const shown = isRecord(told) ? Object.values(told)[0] : undefined;
      return isRecord(shown) ? shown : {};
    },
  };
}

const KINDS: Readonly<Record<string, string>> = {
  networks: 'network',
  subnets: 'subnet',
  ports: 'port',
  'security-groups': 'sg',
  'security-group-rules': 'rule',
  'address-groups': 'ag',
  routers: 'router',
  floatingips: 'fip',
  trunks: 'trunk',
  'qos/policies': 'qos',
};

function claim(server: LoneServer, names: NeutronNames, step: Fields): string[] {
  const id = String(names.real(step.port));
  server.setClaimed(id, step.op === 'bind');
  return [
    ...differ('port_status', findZed(server.neutron, 'Port', id)?.status, step.port_status),
    ...compareEvents(server, names, step),
  ];
}

/** Nova hears late at times: what one step does not record may come in a later one. */
function compareEvents(server: LoneServer, names: NeutronNames, step: Fields): string[] {
  return step.nova_events === undefined
    ? []
    : differ('nova_events', names.recorded(server.takeEvents()), step.nova_events);
}

function compareLog(server: LoneServer, names: NeutronNames, step: Fields): string[] {
  const mode = asText(step.cli).endsWith('repair') ? 'repair' : 'log';
  const lines = server.sync(mode).map(({ level, message }) => `${level} ${String(names.recorded(message))}`);
  const recorded = listOfUnknown(step.log).map(String);
  return differ('log', lines.map(unordered).sort(), recorded.map(unordered).sort());
}

/** What a line lists has no order. */
function unordered(line: string): string {
  return line.replace(
    /\[(.*)\]/,
    (_match, list: string) =>
      `[${list
        .split(/(?<=\}), (?=\{)|(?<=>), (?=<)/)
        .sort()
        .join(', ')}]`,
  );
}

function compareTables(ours: RecordedTables, theirs: RecordedTables): string[] {
  const unseen = ['Port_Group', 'ACL'].filter((table) => theirs[table] === undefined);
  const tables = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].filter(
    (table) => !unseen.includes(table),
  );
  return tables.flatMap((table) => compareRows(table, ours[table] ?? [], theirs[table] ?? []));
}

function compareRows(table: string, ours: readonly RecordedRow[], theirs: readonly RecordedRow[]): string[] {
  const left = theirs.map((row) => canonical(compared(row)));
  const extra: string[] = [];
  for (const row of ours) {
    const text = canonical(compared(row));
    const at = left.indexOf(text);
    if (at < 0) extra.push(text);
    else left.splice(at, 1);
  }
  return [
    ...extra.map((text) => `${table}: not recorded: ${text}`),
    ...left.map((text) => `${table}: missing: ${text}`),
  ];
}

/** Without what comes and goes at a moment of its own. */
function compared(row: RecordedRow): RecordedRow {
  const ids = isRecord(row.external_ids)
    ? Object.entries(row.external_ids).filter(([key]) => key !== 'neutron:revision_number')
    : [];
  const options = isRecord(row.options) ? Object.entries(row.options) : [];
  const isRouters = row.type === 'router';
  const kept = options.filter(([key]) => !isRouters || (key !== 'mcast_flood_reports' && key !== 'requested-chassis'));
  const sorted = (entries: readonly [string, unknown][]) =>
    Object.fromEntries(
      entries.map(([key, value]) => [
        key,
        UNORDERED[key] === undefined ? value : textOf(value).split(UNORDERED[key]).sort().join(UNORDERED[key]),
      ]),
    );
  return {
    ...row,
    ...(ids.length > 0 ? { external_ids: sorted(ids) } : { external_ids: undefined }),
    ...(kept.length > 0 ? { options: sorted(kept) } : { options: undefined }),
  };
}

/** Values that list several things in no order, by what is between them. */
const UNORDERED: Readonly<Record<string, string>> = {
  'neutron:security_group_ids': ' ',
  'virtual-parents': ',',
};

function differ(what: string, ours: unknown, theirs: unknown): string[] {
  const [a, b] = [canonical(ours), canonical(theirs)];
  return a === b ? [] : [`${what} is ${a}, recorded ${b}`];
}

function canonical(value: unknown): string {
  return JSON.stringify(ordered(value)) ?? 'nothing';
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, ordered(item)]),
  );
}

function chassisOf(recorded: Fields) {
  const name = asText(recorded.name ?? recorded.chassis);
  const given = isRecord(recorded.other_config) ? recorded.other_config : {};
  const config = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, textOf(value)]));
  return {
    name,
    config: {
      ...config,
      ...(typeof recorded.bridge_mappings === 'string' && { 'ovn-bridge-mappings': recorded.bridge_mappings }),
      ...(recorded.gateway === true && { 'ovn-cms-options': 'enable-chassis-as-gw' }),
    },
  };
}

function listOf(value: unknown): readonly Fields[] {
  return listOfUnknown(value).filter(isRecord);
}

function listOfUnknown(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
