/** Logical switch ports: what makes and deletes them, and where they are. */
import { ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import {
  getMapString,
  getOptionalNumber,
  getOptionalString,
  getString,
  type Row,
  type RowValues,
} from '../../../ovsdb';
import { find, findUnlessGone, nameOrUuid, referenced, require, SWITCH, SWITCH_PORT, switchOf, uuidsOf } from './find';
import { nameList, scanWithin } from '../text';

export const SWITCH_PORT_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'lsp-add',
    min: 2,
    max: 4,
    usage: 'SWITCH PORT [PARENT] [TAG]',
    options: ['--may-exist'],
    writes: true,
    doc: 'add a port to a switch, perhaps behind another port',
    run: add,
  },
  {
    name: 'lsp-del',
    min: 1,
    max: 1,
    usage: 'PORT',
    options: ['--if-exists'],
    writes: true,
    doc: 'delete a port from its switch',
    run: remove,
  },
  {
    name: 'lsp-list',
    min: 1,
    max: 1,
    usage: 'SWITCH',
    options: [],
    writes: false,
    doc: 'print the names of all ports of a switch',
    run: list,
  },
  {
    name: 'lsp-get-ls',
    min: 1,
    max: 1,
    usage: 'PORT',
    options: [],
    writes: false,
    doc: 'print the switch that a port is on',
    run: printSwitch,
  },
  {
    name: 'lsp-add-router-port',
    min: 3,
    max: 3,
    usage: 'LOGICAL_SWITCH PORT LRP_PEER',
    options: ['--may-exist'],
    writes: true,
    doc: 'add a port that leads to the router port LRP_PEER',
    run: (context) => addTyped(context, { type: 'router', option: 'router-port', addresses: ['router'] }),
  },
  {
    name: 'lsp-add-localnet-port',
    min: 3,
    max: 3,
    usage: 'LOGICAL_SWITCH PORT NETWORK',
    options: ['--may-exist'],
    writes: true,
    doc: 'add a port that leads to the physical network NETWORK',
    run: (context) => addTyped(context, { type: 'localnet', option: 'network_name', addresses: ['unknown'] }),
  },
];

function add(context: CtlContext): Outcome<CtlOutput> {
  const { args, options } = context;
  const lswitch = require(context, SWITCH, args[0]);
  if (!lswitch.ok) return lswitch;
  const [, name = '', parent, tagText] = args;
  if (args.length === 3) return fail('lsp-add with parent must also specify a tag');
  const tag = scanWithin(tagText, 0, 4095);
  if (tagText !== undefined && tag === undefined) return fail(`${tagText}: invalid tag (must be in range 0 to 4095)`);
  const existing = find(context, SWITCH_PORT, name);
  if (!existing.ok) return existing;
  if (existing.value) {
    if (!options.has('--may-exist')) return fail(`${name}: a port with this name already exists`);
    const owner = switchOf(context, existing.value);
    if (!owner.ok) return owner;
    if (owner.value._uuid !== lswitch.value._uuid)
      return fail(`${name}: port already exists but in switch ${nameOrUuid(owner.value)}`);
    const difference = differentParent(existing.value, parent, tag);
    return difference === undefined ? ok('') : fail(`${name}: port already exists ${difference}`);
  }
  insert(context, lswitch.value, {
    name,
    ...(parent === undefined || tag === undefined ? {} : { parent_name: [parent], tag_request: [tag] }),
  });
  return ok('');
}

function differentParent(port: Row, parent: string | undefined, tag: number | undefined): string | undefined {
  const had = getOptionalString(port, 'parent_name');
  if (parent === undefined) return had === undefined ? undefined : `but has parent ${had}`;
  if (had === undefined) return 'but has no parent';
  if (had !== parent) return `with different parent ${had}`;
  const request = getOptionalNumber(port, 'tag_request');
  if (request === undefined) return 'but has no tag_request';
  return request === tag ? undefined : `with different tag_request ${request}`;
}

function insert({ overlay }: CtlContext, lswitch: Row, row: RowValues): void {
  const uuid = overlay.insert(SWITCH_PORT.table, row);
  overlay.setMember(SWITCH.table, lswitch._uuid, 'ports', uuid, true);
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const port = findUnlessGone(context, SWITCH_PORT, context.args[0]);
  if (!port.ok) return port;
  if (!port.value) return ok('');
  const owner = switchOf(context, port.value);
  if (!owner.ok) return owner;
  context.overlay.setMember(SWITCH.table, owner.value._uuid, 'ports', port.value._uuid, false);
  context.overlay.delete(SWITCH_PORT.table, port.value._uuid);
  return ok('');
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const lswitch = require(context, SWITCH, context.args[0]);
  return lswitch.ok ? ok(nameList(referenced(context, lswitch.value, 'ports', SWITCH_PORT.table))) : lswitch;
}

function printSwitch(context: CtlContext): Outcome<CtlOutput> {
  const port = require(context, SWITCH_PORT, context.args[0]);
  if (!port.ok) return port;
  const owners = context.overlay.rows(SWITCH.table).filter((row) => uuidsOf(row, 'ports').includes(port.value._uuid));
  return ok(owners.map((row) => `${row._uuid} (${getString(row, 'name')})\n`).join(''));
}

interface TypedPort {
  readonly type: string;
  readonly option: string;
  readonly addresses: readonly string[];
}

function addTyped(context: CtlContext, { type, option, addresses }: TypedPort): Outcome<CtlOutput> {
  const [switchName, name = '', value = ''] = context.args;
  const lswitch = require(context, SWITCH, switchName);
  if (!lswitch.ok) return lswitch;
  const existing = find(context, SWITCH_PORT, name);
  if (!existing.ok) return existing;
  const port = existing.value;
  if (!port) {
    insert(context, lswitch.value, { name, type, addresses, options: [[option, value]] });
    return ok('');
  }
  if (!context.options.has('--may-exist')) return fail(`${name}: a port with this name already exists`);
  const owner = switchOf(context, port);
  if (!owner.ok) return owner;
  if (owner.value._uuid !== lswitch.value._uuid)
    return fail(`${name}: a port already exists but in switch ${nameOrUuid(owner.value)}`);
  if (port.type !== type)
    return fail(`${name}: a port already exists but with different type "${getString(port, 'type')}"`);
  const had = getMapString(port, 'options', option) ?? '';
  return had === value ? ok('') : fail(`${name}: a port already exists but with different ${option} "${had}"`);
}
