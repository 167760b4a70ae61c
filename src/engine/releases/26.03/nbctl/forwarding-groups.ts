/** Forwarding groups: one address for several ports of a switch. */
import { ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getString, getStrings, type Row } from '../../../ovsdb';
import { parseIpv4, parseMac } from '../addresses';
import { find, ownerOf, referenced, require, rowByUuid, SWITCH, SWITCH_PORT, switchOf } from './find';
import { column, textSet } from '../text';

const GROUP = 'Forwarding_Group';

export const FORWARDING_GROUP_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'fwd-group-add',
    min: 4,
    max: Infinity,
    usage: 'SWITCH GROUP VIP VMAC PORT...',
    options: ['--liveness'],
    writes: true,
    doc: 'add a forwarding group to a switch; typed as GROUP SWITCH VIP VMAC PORT...',
    run: add,
  },
  {
    name: 'fwd-group-del',
    min: 1,
    max: 1,
    usage: 'GROUP',
    options: ['--if-exists'],
    writes: true,
    doc: 'delete a forwarding group',
    run: remove,
  },
  {
    name: 'fwd-group-list',
    min: 0,
    max: 1,
    usage: '[GROUP]',
    options: [],
    writes: false,
    doc: 'print the forwarding groups, or those of a switch',
    run: list,
  },
];

function findGroup(context: CtlContext, id = ''): Row | undefined {
  return rowByUuid(context, GROUP, id) ?? context.overlay.rows(GROUP).find((row) => row.name === id);
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [name = '', switchName = '', vip = '', vmac = '', ...ports] = args;
  if (ports.length === 0) return fail('Usage : ovn-nbctl fwd-group-add group switch vip vmac child_ports...');
  if (findGroup(context, name)) return fail(`${name}: a forwarding group by this name already exists`);
  const lswitch = require(context, SWITCH, switchName);
  if (!lswitch.ok) return lswitch;
  if (parseIpv4(vip) === undefined) return fail(`invalid ip address ${vip}`);
  if (parseMac(vmac) === undefined) return fail(`invalid mac address ${vmac}`);
  for (const portName of ports) {
    const port = find(context, SWITCH_PORT, portName);
    if (!port.ok) return port;
    if (!port.value) return fail(`${portName}: logical switch port does not exist`);
    const owner = switchOf(context, port.value);
    if (!owner.ok) return owner;
    if (owner.value.name !== switchName)
      return fail(`${portName}: port already exists but in logical switch ${getString(owner.value, 'name')}`);
  }
  const liveness = options.has('--liveness') ? { liveness: true } : {};
  const uuid = overlay.insert(GROUP, { name, vip, vmac, child_port: textSet(ports), ...liveness });
  overlay.setMember(SWITCH.table, lswitch.value._uuid, 'forwarding_groups', uuid, true);
  return ok('');
}

/** The switch of the first of a group's ports. */
function switchOfGroup(context: CtlContext, group: Row): Row | undefined {
  const port = find(context, SWITCH_PORT, getStrings(group, 'child_port')[0]);
  return port.ok && port.value ? ownerOf(context, SWITCH, port.value) : undefined;
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const group = findGroup(context, context.args[0]);
  const lswitch = group && switchOfGroup(context, group);
  if (!group || !lswitch) return ok('');
  const held = referenced(context, lswitch, 'forwarding_groups', GROUP).find((row) => row.name === group.name);
  if (!held) return ok('');
  context.overlay.setMember(SWITCH.table, lswitch._uuid, 'forwarding_groups', held._uuid, false);
  context.overlay.delete(GROUP, group._uuid);
  return ok('');
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const [switchName] = context.args;
  if (switchName !== undefined) {
    const lswitch = require(context, SWITCH, switchName);
    if (!lswitch.ok) return lswitch;
  }
  const head = `${column('FWD_GROUP', 16, 16)}${column('LS', 14, 16)}${column('VIP', 16, 7)}${column('VMAC', 22, 21)}CHILD_PORTS\n`;
  const lines = context.overlay.rows(GROUP).map((group) => {
    const lswitch = switchOfGroup(context, group);
    if (!lswitch || (switchName !== undefined && lswitch.name !== switchName)) return '';
    const name = column(getString(group, 'name'), 16, 16);
    const owner = column(getString(lswitch, 'name'), 14, 18);
    const addresses = `${column(getString(group, 'vip'), 15, 16)}${column(getString(group, 'vmac'), 9, 18)}`;
    const ports = getStrings(group, 'child_port').map((port) => ` ${port}`);
    return `${name}${owner}${addresses}     ${ports.join('')}\n`;
  });
  return ok(head + lines.join(''));
}
