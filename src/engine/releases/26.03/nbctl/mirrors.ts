/** Mirrors, the rules that select what they copy, and the ports they are attached to. */
import { compareText, ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getNumber, getString, type Row } from '../../../ovsdb';
import { normalizeAddress } from '../addresses';
import { find, MIRROR, referenced, require, SWITCH_PORT } from './find';
import { readPriority, wholeInteger } from '../text';

const RULE = 'Mirror_Rule';

export const MIRROR_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'mirror-add',
    min: 4,
    max: 5,
    usage: 'NAME TYPE INDEX FILTER SINK',
    options: ['--may-exist'],
    writes: true,
    doc: 'add a mirror; one of type local or lport has no INDEX',
    run: add,
  },
  {
    name: 'mirror-del',
    min: 0,
    max: 1,
    usage: '[NAME]',
    options: [],
    writes: true,
    doc: 'remove a mirror, or all',
    run: remove,
  },
  {
    name: 'mirror-list',
    min: 0,
    max: 0,
    usage: '',
    options: [],
    writes: false,
    doc: 'print the mirrors',
    run: list,
  },
  {
    name: 'mirror-rule-add',
    min: 4,
    max: 4,
    usage: 'MIRROR-NAME PRIORITY MATCH ACTION',
    options: [],
    writes: true,
    doc: 'add a rule to a mirror; ACTION is mirror or skip',
    run: addRule,
  },
  {
    name: 'mirror-rule-del',
    min: 1,
    max: 3,
    usage: 'MIRROR-NAME [PRIORITY MATCH]',
    options: [],
    writes: true,
    doc: 'remove rules from a mirror',
    run: removeRules,
  },
  {
    name: 'lsp-attach-mirror',
    min: 2,
    max: 2,
    usage: 'PORT MIRROR',
    options: ['--may-exist'],
    writes: true,
    doc: 'mirror the traffic of a port',
    run: attach,
  },
  {
    name: 'lsp-detach-mirror',
    min: 2,
    max: 2,
    usage: 'PORT MIRROR',
    options: [],
    writes: true,
    doc: 'mirror the traffic of a port no longer',
    run: detach,
  },
];

const FILTERS: Readonly<Record<string, string>> = { t: 'to-lport', f: 'from-lport', b: 'both' };

function add(context: CtlContext): Outcome<CtlOutput> {
  const [name = '', type = '', ...rest] = context.args;
  if (context.overlay.rows(MIRROR.table).some((row) => row.name === name))
    return fail(`Mirror with ${name} name already exists.`);
  if (!['gre', 'erspan', 'local', 'lport'].includes(type))
    return fail(`${type}: type must be "gre", "erspan", or "local" or "lport"`);
  const tunnel = type === 'gre' || type === 'erspan';
  const index = tunnel ? wholeInteger(rest.shift() ?? '') : -1;
  if (index === undefined) return fail('Invalid Index');
  // Of a tunnel's arguments one may be missing: the real program reads past the end of them and dies.
  const [filterText, sink] = rest;
  if (filterText === undefined) return fail('', 139);
  const filter = FILTERS[filterText.charAt(0)];
  if (filter === undefined) return fail(`${filterText}: selection must be "to-lport", "from-lport", or "both"`);
  if (sink === undefined) return fail('', 139);
  if (tunnel && normalizeAddress(sink) === undefined) return fail(`Invalid sink ip: ${sink}`);
  if (type === 'lport') {
    const port = find(context, SWITCH_PORT, sink);
    if (port.ok && !port.value)
      context.log('nbctl', 'WARN', `Attaching target to non existing port with name ${sink}.`);
  }
  context.overlay.insert(MIRROR.table, { name, index, filter, type, sink });
  return ok('');
}

function remove({ overlay, args: [name] }: CtlContext): Outcome<CtlOutput> {
  for (const { _uuid, ...row } of overlay.rows(MIRROR.table))
    if (name === undefined || row.name === name) overlay.delete(MIRROR.table, _uuid);
  return ok('');
}

function rulesOf(context: CtlContext, mirror: Row): readonly Row[] {
  return referenced(context, mirror, 'mirror_rules', RULE);
}

function compareRules(a: Row, b: Row): number {
  return (
    getNumber(a, 'priority') - getNumber(b, 'priority') ||
    compareText(getString(a, 'match'), getString(b, 'match')) ||
    compareText(getString(a, 'action'), getString(b, 'action'))
  );
}

function addRule(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args } = context;
  const [id = '', priorityText, match = '', action = ''] = args;
  const mirror = require(context, MIRROR, id);
  if (!mirror.ok) return mirror;
  const priority = readPriority(priorityText);
  if (!priority.ok) return priority;
  if (action !== 'mirror' && action !== 'skip') return fail(`${action}: action must be one of "mirror", "skip"`);
  const uuid = overlay.insert(RULE, { match, action, priority: priority.value });
  const made = overlay.row(RULE, uuid);
  if (made && rulesOf(context, mirror.value).some((rule) => compareRules(rule, made) === 0))
    return fail(`Same mirror-rule already exists on the mirror ${id}.`);
  overlay.setMember(MIRROR.table, mirror.value._uuid, 'mirror_rules', uuid, true);
  return ok('');
}

function removeRules(context: CtlContext): Outcome<CtlOutput> {
  const [id, priorityText, match] = context.args;
  const mirror = require(context, MIRROR, id);
  if (!mirror.ok) return mirror;
  const priority = priorityText === undefined ? undefined : readPriority(priorityText);
  if (priority?.ok === false) return priority;
  const matching = rulesOf(context, mirror.value).filter(
    (rule) =>
      (priority === undefined || rule.priority === priority.value) && (match === undefined || rule.match === match),
  );
  // A priority alone takes the first of its rules.
  for (const rule of priority && match === undefined ? matching.slice(0, 1) : matching)
    context.overlay.setMember(MIRROR.table, mirror.value._uuid, 'mirror_rules', rule._uuid, false);
  return ok('');
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const mirrors = context.overlay
    .rows(MIRROR.table)
    .sort((a, b) => compareText(getString(a, 'name'), getString(b, 'name')));
  return ok(mirrors.map((mirror) => print(context, mirror)).join(''));
}

function print(context: CtlContext, mirror: Row): string {
  const type = getString(mirror, 'type');
  const rules = [...rulesOf(context, mirror)].sort(compareRules);
  const tunnel = type !== 'local' && type !== 'lport';
  return [
    `${getString(mirror, 'name')}:\n`,
    `  Type     :  ${type}\n`,
    `  Sink     :  ${getString(mirror, 'sink')}\n`,
    `  Filter   :  ${getString(mirror, 'filter')}\n`,
    ...(tunnel ? [`  Index/Key:  ${getNumber(mirror, 'index')}\n`] : []),
    ...(rules.length > 0 ? ['  Rules    :\n'] : []),
    ...rules.map((rule) => `       ${ruleText(rule)}\n`),
    '\n',
  ].join('');
}

function ruleText(rule: Row): string {
  const priority = String(getNumber(rule, 'priority')).padStart(5);
  return `${priority} ${getString(rule, 'match').padStart(30)} ${getString(rule, 'action').padStart(15)}`;
}

function portAndMirror(context: CtlContext): Outcome<{ readonly port: Row; readonly mirror: Row }> {
  const port = require(context, SWITCH_PORT, context.args[0]);
  if (!port.ok) return port;
  const mirror = require(context, MIRROR, context.args[1]);
  return mirror.ok ? ok({ port: port.value, mirror: mirror.value }) : mirror;
}

function attach(context: CtlContext): Outcome<CtlOutput> {
  const found = portAndMirror(context);
  if (!found.ok) return found;
  const { port, mirror } = found.value;
  if (referenced(context, port, 'mirror_rules', MIRROR.table).some(({ _uuid }) => _uuid === mirror._uuid)) {
    if (context.options.has('--may-exist')) return ok('');
    return fail(
      `mirror ${getString(mirror, 'name')} is already attached to the logical port ${context.args[0] ?? ''}.`,
    );
  }
  context.overlay.setMember(SWITCH_PORT.table, port._uuid, 'mirror_rules', mirror._uuid, true);
  return ok('');
}

function detach(context: CtlContext): Outcome<CtlOutput> {
  const found = portAndMirror(context);
  if (!found.ok) return found;
  const { port, mirror } = found.value;
  context.overlay.setMember(SWITCH_PORT.table, port._uuid, 'mirror_rules', mirror._uuid, false);
  return ok('');
}
