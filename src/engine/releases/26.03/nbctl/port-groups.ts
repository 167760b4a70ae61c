/** Port groups. */
import { compareText, ok, type Uuid } from '../../../base';
import type { CtlCommand, CtlContext, CtlOutput, Outcome } from '../../../commands';
import { getString } from '../../../ovsdb';
import { PORT_GROUP, referenced, require, SWITCH_PORT } from './find';

export const PORT_GROUP_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'pg-add',
    min: 1,
    max: Infinity,
    usage: 'PORT_GROUP [PORT]...',
    options: [],
    writes: true,
    doc: 'create a port group, with ports',
    run: add,
  },
  {
    name: 'pg-set-ports',
    min: 2,
    max: Infinity,
    usage: 'PORT_GROUP PORT...',
    options: [],
    writes: true,
    doc: 'set the ports of a port group',
    run: setPorts,
  },
  {
    name: 'pg-del',
    min: 1,
    max: 1,
    usage: 'PORT_GROUP',
    options: [],
    writes: true,
    doc: 'delete a port group',
    run: remove,
  },
  {
    name: 'pg-get-ports',
    min: 1,
    max: 1,
    usage: 'PORT_GROUP',
    options: [],
    writes: false,
    doc: 'print the ports of a port group',
    run: getPorts,
  },
];

function portsNamed(context: CtlContext, names: readonly string[]): Outcome<readonly Uuid[]> {
  const ports = new Set<Uuid>();
  for (const name of names) {
    const port = require(context, SWITCH_PORT, name);
    if (!port.ok) return port;
    ports.add(port.value._uuid);
  }
  return ok([...ports].sort(compareText));
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const [name = '', ...names] = context.args;
  const ports = portsNamed(context, names);
  if (!ports.ok) return ports;
  context.overlay.insert(PORT_GROUP.table, { name, ports: ports.value });
  return ok('');
}

function setPorts(context: CtlContext): Outcome<CtlOutput> {
  const [name, ...names] = context.args;
  const group = require(context, PORT_GROUP, name);
  if (!group.ok) return group;
  const ports = portsNamed(context, names);
  if (!ports.ok) return ports;
  context.overlay.update(PORT_GROUP.table, group.value._uuid, { ports: ports.value });
  return ok('');
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const group = require(context, PORT_GROUP, context.args[0]);
  if (!group.ok) return group;
  context.overlay.delete(PORT_GROUP.table, group.value._uuid);
  return ok('');
}

function getPorts(context: CtlContext): Outcome<CtlOutput> {
  const group = require(context, PORT_GROUP, context.args[0]);
  if (!group.ok) return group;
  const names = referenced(context, group.value, 'ports', SWITCH_PORT.table).map((port) => getString(port, 'name'));
  return ok(names.length === 0 ? '' : `${names.sort(compareText).join(' ')}\n`);
}
