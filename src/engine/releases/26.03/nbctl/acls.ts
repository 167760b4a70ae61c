/** Access control lists, of switches and of port groups. */
import { compareText, ok } from '../../../base';
import { fail, setColumns, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import {
  getBoolean,
  getMapString,
  getNumber,
  getOptionalString,
  getOptionalUuid,
  getString,
  type Row,
  type RowValues,
} from '../../../ovsdb';
import { find, NETWORK_FUNCTION_GROUP, PORT_GROUP, referenced, require, SWITCH, SWITCH_PORT, uuidsOf } from './find';
import { readDirection, readPriority, scanWithin, wholeInteger } from '../text';

const ACL = 'ACL';

export const ACL_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'acl-add',
    min: 5,
    max: 7,
    usage: '{SWITCH | PORTGROUP} DIRECTION PRIORITY MATCH ACTION [NETWORK-FUNCTION-GROUP]',
    options: [
      '--log',
      '--may-exist',
      '--type=',
      '--name=',
      '--severity=',
      '--meter=',
      '--label=',
      '--apply-after-lb',
      '--tier=',
      '--sample-new=',
      '--sample-est=',
    ],
    writes: true,
    doc: 'add an ACL to a switch or a port group',
    run: add,
  },
  {
    name: 'acl-del',
    min: 1,
    max: 4,
    usage: '{SWITCH | PORTGROUP} [DIRECTION [PRIORITY MATCH]]',
    options: ['--type=', '--tier='],
    writes: true,
    doc: 'remove ACLs from a switch or a port group',
    run: remove,
  },
  {
    name: 'acl-list',
    min: 1,
    max: 2,
    usage: '{SWITCH | PORTGROUP}',
    options: ['--all', '--type='],
    writes: false,
    doc: 'print the ACLs of a switch or a port group',
    run: list,
  },
];

interface Holder {
  readonly table: string;
  readonly row: Row;
}

/** The port group or the switch that has the ACLs; which of them, `--type` can say. */
function holder(context: CtlContext): Outcome<Holder> {
  const [id = ''] = context.args;
  const type = context.options.get('--type');
  if (type !== undefined) {
    const kind = { 'port-group': PORT_GROUP, switch: SWITCH }[type];
    if (kind === undefined) return fail(`Invalid value '${type}' for option --type`);
    const row = require(context, kind, id);
    return row.ok ? ok({ table: kind.table, row: row.value }) : row;
  }
  const group = find(context, PORT_GROUP, id);
  if (!group.ok) return group;
  const lswitch = find(context, SWITCH, id);
  if (!lswitch.ok) return lswitch;
  if (group.value && lswitch.value)
    return fail(
      `Same name '${id}' exists in both port-groups and logical switches. Specify --type=port-group or switch, or use a UUID.`,
    );
  if (group.value) return ok({ table: PORT_GROUP.table, row: group.value });
  if (lswitch.value) return ok({ table: SWITCH.table, row: lswitch.value });
  return fail(`'${id}' is not found for port-group or switch.`);
}

function aclsOf(context: CtlContext, { row }: Holder): readonly Row[] {
  return referenced(context, row, 'acls', ACL);
}

function isAfterLb(acl: Row): boolean {
  return getMapString(acl, 'options', 'apply-after-lb')?.toLowerCase() === 'true';
}

function compareAcls(a: Row, b: Row): number {
  return (
    compareText(getString(a, 'direction'), getString(b, 'direction')) ||
    Number(isAfterLb(a)) - Number(isAfterLb(b)) ||
    getNumber(a, 'tier') - getNumber(b, 'tier') ||
    getNumber(b, 'priority') - getNumber(a, 'priority') ||
    compareText(getString(a, 'match'), getString(b, 'match'))
  );
}

const ACTIONS = ['allow', 'allow-related', 'allow-stateless', 'drop', 'reject', 'pass'];

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [id = '', directionText, priorityText, match = '', action = '', group] = args;
  const held = holder(context);
  if (!held.ok) return held;
  const direction = readDirection(directionText);
  if (!direction.ok) return direction;
  const priority = readPriority(priorityText);
  if (!priority.ok) return priority;
  if (!ACTIONS.includes(action))
    return fail(`${action}: action must be one of "allow", "allow-related", "allow-stateless", "drop", and "reject"`);
  const uuid = overlay.insert(ACL, { priority: priority.value, direction: direction.value, match, action });
  if (group !== undefined) {
    const found = require(context, NETWORK_FUNCTION_GROUP, group);
    if (!found.ok) return found;
    overlay.update(ACL, uuid, { network_function_group: [found.value._uuid] });
  }
  const logging = loggingOf(context);
  if (!logging.ok) return logging;
  overlay.update(ACL, uuid, logging.value);
  for (const kind of ['new', 'est']) {
    const sampled = sample(context, uuid, kind);
    if (!sampled.ok) return sampled;
  }
  const more = furtherValues(context, action, direction.value);
  if (!more.ok) return more;
  overlay.update(ACL, uuid, more.value);
  const acl = overlay.row(ACL, uuid);
  if (acl && aclsOf(context, held.value).some((other) => compareAcls(other, acl) === 0))
    return options.has('--may-exist') ? ok('') : fail(`Same ACL already existed on the ls ${id}.`);
  overlay.setMember(held.value.table, held.value.row._uuid, 'acls', uuid, true);
  return ok('');
}

const SEVERITIES = ['alert', 'warning', 'notice', 'info', 'debug'];

function loggingOf({ options }: CtlContext): Outcome<RowValues> {
  const severity = options.get('--severity');
  const name = options.get('--name');
  const meter = options.get('--meter');
  if (severity !== undefined && !SEVERITIES.includes(severity)) return fail(`bad severity: ${severity}`);
  const logs = options.has('--log') || severity !== undefined || name !== undefined || meter !== undefined;
  return ok({
    ...(logs ? { log: true } : {}),
    ...(severity === undefined ? {} : { severity: [severity] }),
    ...(name === undefined ? {} : { name: [name] }),
    ...(meter === undefined ? {} : { meter: [meter] }),
  });
}

function sample(context: CtlContext, uuid: Row['_uuid'], kind: string): Outcome<CtlOutput> {
  const given = context.options.get(`--sample-${kind}`);
  const schema = context.overlay.schema.tables.get(ACL);
  const acl = context.overlay.row(ACL, uuid);
  if (given === undefined || !schema || !acl) return ok('');
  const written = setColumns(context, schema, acl, [`sample_${kind}=${given}`]);
  return written.ok ? written : fail(`invalid --sample-${kind}: ${written.error.message}`);
}

function furtherValues({ options }: CtlContext, action: string, direction: string): Outcome<RowValues> {
  const values: Record<string, RowValues[string]> = {};
  const labelText = options.get('--label');
  if (labelText !== undefined) {
    if (action !== 'allow' && action !== 'allow-related')
      return fail('label can only be set with actions "allow" or "allow-related"');
    const label = scanWithin(labelText, 0, 0xffffffff);
    if (label === undefined) return fail(`${labelText}: label must in range 0...4294967295`);
    values.label = label;
  }
  if (direction === 'from-lport' && options.has('--apply-after-lb')) values.options = [['apply-after-lb', 'true']];
  const tierText = options.get('--tier');
  if (tierText !== undefined) {
    const tier = wholeInteger(tierText);
    if (tier === undefined) return fail(`Invalid tier ${tierText}`);
    values.tier = tier;
  }
  return ok(values);
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const held = holder(context);
  if (!held.ok) return held;
  const tierText = options.get('--tier');
  const tier = tierText === undefined ? undefined : wholeInteger(tierText);
  if (tierText !== undefined && tier === undefined) return fail(`Invalid tier ${tierText}`);
  const { table, row } = held.value;
  const [, directionText, priorityText, match] = args;
  if (directionText === undefined && tier === undefined) {
    overlay.update(table, row._uuid, { acls: [] });
    return ok('');
  }
  const direction = directionText === undefined ? undefined : readDirection(directionText);
  if (direction?.ok === false) return direction;
  const priority = priorityText === undefined ? undefined : readPriority(priorityText);
  if (priority?.ok === false) return priority;
  if (priority && match === undefined) return fail('cannot specify priority without match');
  for (const acl of aclsOf(context, held.value)) {
    if (tier !== undefined && acl.tier !== tier) continue;
    if (direction && acl.direction !== direction.value) continue;
    if (priority && (acl.priority !== priority.value || acl.match !== match)) continue;
    overlay.setMember(table, row._uuid, 'acls', acl._uuid, false);
  }
  return ok('');
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const held = holder(context);
  if (!held.ok) return held;
  const own = print(context, held.value);
  if (!context.options.has('--all') || held.value.table !== SWITCH.table) return ok(own);
  const ports = new Set(uuidsOf(held.value.row, 'ports'));
  const groups = context.overlay
    .rows(PORT_GROUP.table)
    .filter((group) => referenced(context, group, 'ports', SWITCH_PORT.table).some(({ _uuid }) => ports.has(_uuid)))
    .sort((a, b) => compareText(getString(a, 'name'), getString(b, 'name')));
  const theirs = groups.map((row) => print(context, { table: PORT_GROUP.table, row }, getString(row, 'name')));
  return ok(own + theirs.join(''));
}

function print(context: CtlContext, held: Holder, group?: string): string {
  return [...aclsOf(context, held)]
    .sort(compareAcls)
    .map((acl) => printAcl(context, acl, group))
    .join('');
}

function printAcl({ overlay }: CtlContext, acl: Row, group: string | undefined): string {
  const direction = getString(acl, 'direction').padStart(10);
  const priority = String(getNumber(acl, 'priority')).padStart(5);
  const functions = getOptionalUuid(acl, 'network_function_group');
  const functionGroup = functions && overlay.row(NETWORK_FUNCTION_GROUP.table, functions);
  const label = getNumber(acl, 'label');
  const parts = [
    `${direction} ${priority} (${getString(acl, 'match')}) ${getString(acl, 'action')}`,
    ...(functionGroup ? [`network-function-group=${getString(functionGroup, 'name')}`] : []),
    ...(getBoolean(acl, 'log') ? [`log(${logText(acl)})`] : []),
    ...(label === 0 ? [] : [`label=${label}`]),
    `[tier ${getNumber(acl, 'tier')}]`,
    ...(isAfterLb(acl) ? ['[after-lb]'] : []),
    ...(group === undefined ? [] : [`[${group}]`]),
  ];
  return `${parts.join(' ')}\n`;
}

function logText(acl: Row): string {
  const name = getOptionalString(acl, 'name');
  const severity = getOptionalString(acl, 'severity');
  const meter = getOptionalString(acl, 'meter');
  return [
    ...(name === undefined ? [] : [`name=${name}`]),
    ...(severity === undefined ? [] : [`severity=${severity}`]),
    ...(meter === undefined ? [] : [`meter="${meter}"`]),
  ].join(',');
}
