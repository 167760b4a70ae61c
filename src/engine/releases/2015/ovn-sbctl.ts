/** ovn-sbctl(8) of 2015-08: the southbound database by hand, "for debugging and testing only". */
import { ok } from '../../base';
import {
  DATABASE_COMMANDS,
  DIALECT_2015,
  describeCtl,
  fail,
  runCtl,
  showRows,
  type CtlCommand,
  type CtlContext,
  type CtlOutput,
  type CtlProgram,
  type Outcome,
  type Program,
} from '../../commands';
import { getOptionalUuid, type Row } from '../../ovsdb';

const COMMANDS: readonly CtlCommand[] = [
  {
    name: 'show',
    min: 0,
    max: 0,
    usage: '',
    options: [],
    writes: false,
    doc: 'print the chassis, their encapsulations and what is bound to them',
    run: show,
  },
  {
    name: 'chassis-add',
    min: 3,
    max: 3,
    usage: 'CHASSIS ENCAP-TYPE ENCAP-IP',
    options: ['--may-exist'],
    writes: true,
    doc: 'create a chassis',
    run: chassisAdd,
  },
  {
    name: 'chassis-del',
    min: 1,
    max: 1,
    usage: 'CHASSIS',
    options: ['--if-exists'],
    writes: true,
    doc: 'delete a chassis and what belongs to it',
    run: chassisDelete,
  },
  {
    name: 'lport-bind',
    min: 2,
    max: 2,
    usage: 'LPORT CHASSIS',
    options: ['--may-exist'],
    writes: true,
    doc: 'bind a logical port to a chassis',
    run: bind,
  },
  {
    name: 'lport-unbind',
    min: 1,
    max: 1,
    usage: 'LPORT',
    options: ['--if-exists'],
    writes: true,
    doc: 'take a logical port away from its chassis',
    run: unbind,
  },
];

const OVN_SBCTL: CtlProgram = {
  name: 'ovn-sbctl',
  module: 'sbctl',
  title: 'looks into the OVN southbound database (for debugging and testing only)',
  tables: [
    { table: 'Chassis', names: [{ table: 'Chassis', column: 'name' }] },
    { table: 'Encap', names: [] },
    { table: 'Gateway', names: [] },
    { table: 'Pipeline', names: [] },
    { table: 'Port_Binding', names: [{ table: 'Port_Binding', column: 'logical_port' }] },
  ],
  commands: [...COMMANDS, ...DATABASE_COMMANDS],
  dialect: DIALECT_2015,
  ownOptions: [],
  waitsForSwitch: false,
};

export const sbctl: Program = {
  description: describeCtl(OVN_SBCTL, 'central'),
  run: (host, args) => runCtl(OVN_SBCTL, host, 'OVN_Southbound', args),
};

function show(context: CtlContext): Outcome<CtlOutput> {
  return ok(
    showRows(context, [
      { table: 'Chassis', name: 'name', columns: ['encaps'] },
      { table: 'Encap', name: 'type', columns: ['ip', 'options'] },
    ]),
  );
}

function chassisAdd(context: CtlContext): Outcome<CtlOutput> {
  const [name = '', type = '', ip = ''] = context.args;
  if (chassis(context, name)) {
    return context.options.has('--may-exist')
      ? ok('')
      : fail(`cannot create a chassis named ${name} because a chassis named ${name} already exists`);
  }
  const encap = context.overlay.insert('Encap', { type, ip });
  context.overlay.insert('Chassis', { name, encaps: [encap] });
  return ok('');
}

function chassisDelete(context: CtlContext): Outcome<CtlOutput> {
  const [name = ''] = context.args;
  const row = chassis(context, name);
  if (!row) return context.options.has('--if-exists') ? ok('') : fail(`no chassis named ${name}`);
  context.overlay.delete('Chassis', row._uuid);
  return ok('');
}

function bind(context: CtlContext): Outcome<CtlOutput> {
  const [portName = '', chassisName = ''] = context.args;
  const port = binding(context, portName);
  if (!port) return fail(`no port named ${portName}`);
  const target = chassis(context, chassisName);
  if (!target) return fail(`no chassis named ${chassisName}`);
  const current = getOptionalUuid(port, 'chassis');
  if (current !== undefined) {
    if (context.options.has('--may-exist') && current === target._uuid) return ok('');
    const name = context.overlay.row('Chassis', current)?.name;
    return fail(`lport (${portName}) has already been binded to chassis (${String(name)})`);
  }
  context.overlay.update('Port_Binding', port._uuid, { chassis: [target._uuid] });
  return ok('');
}

function unbind(context: CtlContext): Outcome<CtlOutput> {
  const [name = ''] = context.args;
  const port = binding(context, name);
  if (!port) return context.options.has('--if-exists') ? ok('') : fail(`no port named ${name}`);
  context.overlay.update('Port_Binding', port._uuid, { chassis: [] });
  return ok('');
}

function chassis({ overlay }: CtlContext, name: string): Row | undefined {
  return overlay.rows('Chassis').find((row) => row.name === name);
}

function binding({ overlay }: CtlContext, name: string): Row | undefined {
  return overlay.rows('Port_Binding').find((row) => row.logical_port === name);
}
