/** Routing policies of routers. */
import { compareText, isUuid, ok, type Uuid } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import {
  getNumber,
  getOptionalString,
  getOptionalUuid,
  getString,
  getStrings,
  type MapPair,
  type Row,
} from '../../../ovsdb';
import { normalizeAddress, normalizePrefix, parseIpv6 } from '../addresses';
import { isUuidText, referenced, require, ROUTER, ROUTER_PORT, uuidsOf } from './find';
import { portTowards } from './router-networks';
import { hashedMap, readPriority, sortedPairs, textSet } from '../text';

const POLICY = 'Logical_Router_Policy';
const BFD = 'BFD';

export const POLICY_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'lr-policy-add',
    min: 4,
    max: Infinity,
    usage: 'ROUTER PRIORITY MATCH ACTION [NEXTHOP] [OPTIONS - KEY=VALUE ...]',
    options: ['--may-exist', '--bfd?', '--chain=', '--output-port='],
    writes: true,
    doc: 'add a policy to a router; ACTION is allow, drop, reroute or jump',
    run: add,
  },
  {
    name: 'lr-policy-del',
    min: 1,
    max: 3,
    usage: 'ROUTER [{PRIORITY | UUID} [MATCH]]',
    options: ['--if-exists', '--chain='],
    writes: true,
    doc: 'remove policies from a router',
    run: remove,
  },
  {
    name: 'lr-policy-list',
    min: 1,
    max: 1,
    usage: 'ROUTER',
    options: [],
    writes: false,
    doc: 'print the policies of a router',
    run: list,
  },
];

function policiesOf(context: CtlContext, router: Row): readonly Row[] {
  return referenced(context, router, 'policies', POLICY);
}

function chainOf(policy: Row): string {
  return getOptionalString(policy, 'chain') ?? '';
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [id = '', priorityText, match = '', action = '', target] = args;
  const router = require(context, ROUTER, id);
  if (!router.ok) return router;
  const priority = readPriority(priorityText);
  if (!priority.ok) return priority;
  const refused = checkAction(context, action, target);
  if (refused !== undefined) return fail(refused);
  const chain = options.get('--chain');
  const existing = policiesOf(context, router.value).some(
    (policy) => policy.priority === priority.value && policy.match === match && chainOf(policy) === (chain ?? ''),
  );
  if (existing)
    return options.has('--may-exist')
      ? ok('')
      : fail(`Same routing policy already existed on the logical router ${id}.`);
  const reroutes = action === 'reroute';
  const hops = reroutes ? readHops(target ?? '') : ok([]);
  if (!hops.ok) return hops;
  const port = reroutes ? readOutputPort(context, hops.value) : ok(undefined);
  if (!port.ok) return port;
  const pairs = readOptions(args.slice(reroutes || action === 'jump' ? 5 : 4));
  if (!pairs.ok) return pairs;
  const uuid = overlay.insert(POLICY, {
    priority: priority.value,
    match,
    action,
    options: pairs.value,
    ...(chain === undefined ? {} : { chain: [chain] }),
    ...(action === 'jump' ? { jump_chain: [target ?? ''] } : {}),
    ...(reroutes ? { nexthops: textSet(hops.value) } : {}),
    ...(port.value ? { output_port: [port.value._uuid] } : {}),
  });
  overlay.setMember(ROUTER.table, router.value._uuid, 'policies', uuid, true);
  if (!options.has('--bfd')) return ok('');
  if (!reroutes) return fail('BFD is valid only with reroute action.');
  return watch(context, router.value, uuid, hops.value);
}

function checkAction({ options }: CtlContext, action: string, target: string | undefined): string | undefined {
  if (!['allow', 'drop', 'jump', 'reroute'].includes(action))
    return `${action}: action must be one of "allow", "drop", "reroute", "jump"`;
  if (action === 'reroute') return target === undefined ? 'Nexthop is required when action is reroute.' : undefined;
  if (options.has('--output-port')) return 'Specifying output-port is only allowed for reroute policies.';
  return action === 'jump' && target === undefined ? 'Chain name is required when action is jump.' : undefined;
}

/** Addresses of one family, with commas between them. */
function readHops(text: string): Outcome<readonly string[]> {
  const hops: string[] = [];
  for (const token of text.split(',').filter(Boolean)) {
    const hop = normalizeAddress(token);
    if (hop === undefined) return fail(`bad next hop argument: ${text}`);
    if ((hops[0] ?? hop).includes('.') !== hop.includes('.'))
      return fail(`bad next hops argument, not in the same addr family : ${text}`);
    hops.push(hop);
  }
  return ok(hops);
}

function readOutputPort(context: CtlContext, hops: readonly string[]): Outcome<Row | undefined> {
  const name = context.options.get('--output-port');
  if (name === undefined) return ok(undefined);
  if (hops.length !== 1)
    return fail('output-port option is supported only for policies with a single reroute next hop');
  const port = require(context, ROUTER_PORT, name);
  return port.ok ? port : fail(`unknown output-port: ${name}`);
}

function readOptions(words: readonly string[]): Outcome<readonly MapPair[]> {
  const map = new Map<string, string>();
  for (const word of words) {
    const equals = word.indexOf('=');
    const key = equals < 0 ? word : word.slice(0, equals);
    if (equals < 0 || equals === word.length - 1) return fail(`No value specified for the option : ${key}`);
    map.set(key, word.slice(equals + 1));
  }
  return ok(sortedPairs(map));
}

/** Lets a BFD session watch each next hop of a policy. */
function watch(context: CtlContext, router: Row, policy: Uuid, hops: readonly string[]): Outcome<CtlOutput> {
  const { overlay } = context;
  const ports = referenced(context, router, 'ports', ROUTER_PORT.table);
  const sessions = new Set<Uuid>();
  for (const hop of hops) {
    const port = portTowards(ports, hop);
    if (!port) return fail(`out lrp not found for ${hop} nexthop`);
    const logicalPort = getString(port, 'name');
    const version6 = parseIpv6(hop) !== undefined;
    const session = overlay
      .rows(BFD)
      .find(
        (row) =>
          (parseIpv6(getString(row, 'dst_ip')) !== undefined) === version6 &&
          row.dst_ip === hop &&
          row.logical_port === logicalPort,
      );
    sessions.add(session?._uuid ?? overlay.insert(BFD, { dst_ip: hop, logical_port: logicalPort }));
  }
  overlay.update(POLICY, policy, { bfd_sessions: [...sessions].sort(compareText) });
  return ok('');
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [id, which, match] = args;
  const router = require(context, ROUTER, id);
  if (!router.ok) return router;
  const chain = options.get('--chain') ?? '';
  if (which === undefined && chain === '') {
    overlay.update(ROUTER.table, router.value._uuid, { policies: [] });
    return ok('');
  }
  const drop = (uuid: Uuid) => {
    overlay.setMember(ROUTER.table, router.value._uuid, 'policies', uuid, false);
  };
  const uuid = which?.toLowerCase() ?? '';
  if (match === undefined && isUuidText(which) && isUuid(uuid)) {
    if (uuidsOf(router.value, 'policies').includes(uuid)) drop(uuid);
    else if (!options.has('--if-exists')) return fail('Logical router policy uuid is not found.');
    return ok('');
  }
  const priority = which === undefined ? ok(0) : readPriority(which);
  if (!priority.ok) return priority;
  for (const policy of policiesOf(context, router.value)) {
    // Priority 0 counts as none.
    if (priority.value !== 0 && policy.priority !== priority.value) continue;
    if (chainOf(policy) === chain && (match === undefined || policy.match === match)) drop(policy._uuid);
  }
  return ok('');
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const router = require(context, ROUTER, context.args[0]);
  if (!router.ok) return router;
  const policies = [...policiesOf(context, router.value)].sort(
    (a, b) =>
      compareText(chainOf(a), chainOf(b)) ||
      getNumber(b, 'priority') - getNumber(a, 'priority') ||
      compareText(getString(a, 'match'), getString(b, 'match')),
  );
  const last = policies.at(-1);
  if (!last) return ok('');
  // Without chains of names of their own the list looks as it did before there were any.
  const chains = chainOf(last) !== '';
  const lines = policies.map((policy, at) => {
    const chain = chainOf(policy);
    const before = policies[at - 1];
    const isFirst = chains && (before === undefined || chainOf(before) !== chain);
    const head = !isFirst ? '' : chain === '' ? 'Chain <Default>:\n' : `\nChain ${chain}:\n`;
    return `${head}${print(context, policy)}\n`;
  });
  return ok(`Routing Policies\n${lines.join('')}`);
}

function print({ overlay }: CtlContext, policy: Row): string {
  const action = getString(policy, 'action');
  const jump = getOptionalString(policy, 'jump_chain') ?? '';
  const hops = getStrings(policy, 'nexthops').map((hop) => normalizePrefix(hop) ?? '');
  const portUuid = getOptionalUuid(policy, 'output_port');
  const port = portUuid && overlay.row(ROUTER_PORT.table, portUuid);
  const words = [
    ...(uuidsOf(policy, 'bfd_sessions').length > 0 ? ['bfd'] : []),
    ...hashedMap(policy, 'options').map(([key, value]) => `${key}=${value}`),
  ];
  return [
    `${String(getNumber(policy, 'priority')).padStart(10)} ${getString(policy, 'match').padStart(50)} ${action.padStart(15)}`,
    action === 'jump' && jump !== '' ? ` -> ${jump}` : '',
    ...hops.map((hop, at) => (at > 0 ? `, ${hop}` : ` ${hop.padStart(25)}`)),
    port ? ` ${getString(port, 'name')}` : '',
    words.length > 0 ? ' '.repeat(15) + words.join(',') : '',
  ].join('');
}
