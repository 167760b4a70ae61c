/** Network functions, which traffic is sent through, and groups of them. */
import { ok, type Uuid } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getNumber, getString, getUuid, type Row } from '../../../ovsdb';
import { compareText } from '../../../base';
import { find, findUnlessGone, NETWORK_FUNCTION, NETWORK_FUNCTION_GROUP, require, SWITCH_PORT, uuidsOf } from './find';
import { nameList, scanWithin, sortedLines } from '../text';

export const NETWORK_FUNCTION_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'nfg-add',
    min: 3,
    max: Infinity,
    usage: 'NETWORK-FUNCTION-GROUP ID MODE [NETWORK-FUNCTION]',
    options: ['--may-exist'],
    writes: true,
    doc: 'create a group of network functions; MODE is inline',
    run: addGroup,
  },
  {
    name: 'nfg-del',
    min: 1,
    max: 1,
    usage: 'NETWORK-FUNCTION-GROUP',
    options: ['--if-exists'],
    writes: true,
    doc: 'delete a group of network functions',
    run: (context) => remove(context, NETWORK_FUNCTION_GROUP),
  },
  {
    name: 'nfg-list',
    min: 0,
    max: 1,
    usage: '[NETWORK-FUNCTION-GROUP]',
    options: [],
    writes: false,
    doc: 'print all groups of network functions',
    run: ({ overlay }) => ok(nameList(overlay.rows(NETWORK_FUNCTION_GROUP.table))),
  },
  {
    name: 'nfg-add-nf',
    min: 2,
    max: 2,
    usage: 'NETWORK-FUNCTION-GROUP NETWORK-FUNCTION',
    options: ['--may-exist'],
    writes: true,
    doc: 'put a network function into a group',
    run: addToGroup,
  },
  {
    name: 'nfg-del-nf',
    min: 2,
    max: 2,
    usage: 'NETWORK-FUNCTION-GROUP NETWORK-FUNCTION',
    options: ['--if-exists'],
    writes: true,
    doc: 'take a network function out of a group',
    run: removeFromGroup,
  },
  {
    name: 'nf-add',
    min: 4,
    max: 4,
    usage: 'NETWORK-FUNCTION ID PORT-IN PORT-OUT',
    options: ['--may-exist'],
    writes: true,
    doc: 'create a network function between two ports',
    run: add,
  },
  {
    name: 'nf-del',
    min: 1,
    max: 1,
    usage: 'NETWORK-FUNCTION',
    options: ['--if-exists'],
    writes: true,
    doc: 'delete a network function',
    run: (context) => remove(context, NETWORK_FUNCTION),
  },
  {
    name: 'nf-list',
    min: 0,
    max: 0,
    usage: '',
    options: [],
    writes: false,
    doc: 'print all network functions',
    run: list,
  },
];

function named({ overlay }: CtlContext, table: string, name: string): Row | undefined {
  return overlay.rows(table).find((row) => row.name === name);
}

function addGroup(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [name = '', idText, mode, ...functions] = args;
  const { table } = NETWORK_FUNCTION_GROUP;
  const existing = named(context, table, name);
  if (existing && !options.has('--may-exist'))
    return fail(`${name}: a network-function-group with this name already exists`);
  const id = scanWithin(idText, 1, 255);
  if (id === undefined) return fail('network-function-group id must be between 1 and 255');
  if (mode !== 'inline')
    return fail(`Unsupported mode provided for network-function-group:${name}, supported values: inline`);
  const members: Uuid[] = [];
  for (const one of functions) {
    const found = require(context, NETWORK_FUNCTION, one);
    if (!found.ok) return found;
    members.push(found.value._uuid);
  }
  const uuid = existing?._uuid ?? overlay.insert(table, { name });
  const listed = functions.length > 0 ? { network_function: [...new Set(members)].sort(compareText) } : {};
  overlay.update(table, uuid, { id, mode, ...listed });
  return ok('');
}

function remove(context: CtlContext, kind: typeof NETWORK_FUNCTION): Outcome<CtlOutput> {
  const found = findUnlessGone(context, kind, context.args[0]);
  if (!found.ok) return found;
  if (found.value) context.overlay.delete(kind.table, found.value._uuid);
  return ok('');
}

function addToGroup(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [groupName = '', name = ''] = args;
  const group = require(context, NETWORK_FUNCTION_GROUP, groupName);
  if (!group.ok) return group;
  const found = require(context, NETWORK_FUNCTION, name);
  if (!found.ok) return found;
  if (uuidsOf(group.value, 'network_function').includes(found.value._uuid))
    return options.has('--may-exist')
      ? ok('')
      : fail(`network-function ${name} is already added to network-function-group ${groupName}`);
  overlay.setMember(NETWORK_FUNCTION_GROUP.table, group.value._uuid, 'network_function', found.value._uuid, true);
  return ok('');
}

function removeFromGroup(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [groupName = '', name = ''] = args;
  const group = findUnlessGone(context, NETWORK_FUNCTION_GROUP, groupName);
  if (!group.ok) return group;
  if (!group.value) return ok('');
  const found = findUnlessGone(context, NETWORK_FUNCTION, name);
  if (!found.ok) return found;
  const member = found.value?._uuid;
  if (member !== undefined && uuidsOf(group.value, 'network_function').includes(member)) {
    overlay.setMember(NETWORK_FUNCTION_GROUP.table, group.value._uuid, 'network_function', member, false);
    return ok('');
  }
  // The real program names the group here, not the function.
  return options.has('--if-exists') ? ok('') : fail(`network-function ${groupName} is not part of any group`);
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [name = '', idText, inName, outName] = args;
  const inport = require(context, SWITCH_PORT, inName);
  if (!inport.ok) return inport;
  const outport = require(context, SWITCH_PORT, outName);
  if (!outport.ok) return outport;
  const id = scanWithin(idText, 1, 255);
  if (id === undefined) return fail('network-function id must be between 1 and 255');
  const existing = named(context, NETWORK_FUNCTION.table, name);
  if (existing && !options.has('--may-exist')) return fail(`${name}: same name network-function already exists`);
  const uuid = existing?._uuid ?? overlay.insert(NETWORK_FUNCTION.table, { name });
  overlay.update(NETWORK_FUNCTION.table, uuid, { id, inport: inport.value._uuid, outport: outport.value._uuid });
  return ok('');
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const nameOf = (row: Row, column: string) => {
    const port = find(context, SWITCH_PORT, getUuid(row, column));
    return port.ok && port.value ? getString(port.value, 'name') : '<not_set>';
  };
  const lines = context.overlay.rows(NETWORK_FUNCTION.table).map((row) => {
    const name = getString(row, 'name');
    const ports = `in:${nameOf(row, 'inport')} out:${nameOf(row, 'outport')}`;
    return { key: name, text: `${row._uuid} (${name}) id:${getNumber(row, 'id')} ${ports}` };
  });
  return ok(sortedLines(lines));
}
