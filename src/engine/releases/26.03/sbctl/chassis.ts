/** Chassis and the ports bound to them, by hand. */
import { compareText, hashOrder, hashText, ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getOptionalUuid, getString, getUuids, type Row } from '../../../ovsdb';

const CHASSIS = 'Chassis';
const PRIVATE = 'Chassis_Private';
const ENCAP = 'Encap';
const BINDING = 'Port_Binding';

export const CHASSIS_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'init',
    min: 0,
    max: 0,
    usage: '',
    options: [],
    writes: true,
    doc: 'initialize the database',
    run: () => ok(''),
  },
  {
    name: 'chassis-add',
    min: 3,
    max: 3,
    usage: 'CHASSIS ENCAP-TYPE ENCAP-IP',
    options: ['--may-exist'],
    writes: true,
    doc: 'create a chassis; ENCAP-TYPE may be several with commas between them',
    run: add,
  },
  {
    name: 'chassis-del',
    min: 1,
    max: 1,
    usage: 'CHASSIS',
    options: ['--if-exists'],
    writes: true,
    doc: 'delete a chassis and what belongs to it',
    run: remove,
  },
  {
    name: 'lsp-bind',
    min: 2,
    max: 2,
    usage: 'PORT CHASSIS',
    options: ['--may-exist'],
    writes: true,
    doc: 'bind a logical port to a chassis',
    run: bind,
  },
  {
    name: 'lsp-unbind',
    min: 1,
    max: 1,
    usage: 'PORT',
    options: ['--if-exists'],
    writes: true,
    doc: 'take a logical port away from its chassis',
    run: unbind,
  },
];

function chassisNamed({ overlay }: CtlContext, name = ''): Row | undefined {
  return overlay.rows(CHASSIS).find((row) => row.name === name);
}

function bindingOf({ overlay }: CtlContext, port = ''): Row | undefined {
  return overlay.rows(BINDING).find((row) => row.logical_port === port);
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [name = '', types = '', ip = ''] = args;
  if (chassisNamed(context, name))
    return options.has('--may-exist')
      ? ok('')
      : fail(`cannot create a chassis named ${name} because a chassis named ${name} already exists`);
  const encaps = hashOrder(new Set(types.split(',').filter(Boolean)), hashText).map((type) =>
    overlay.insert(ENCAP, { type, ip, options: [['csum', 'true']], chassis_name: name }),
  );
  overlay.insert(CHASSIS, { name, encaps: encaps.sort(compareText) });
  return ok('');
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [name = ''] = args;
  const chassis = chassisNamed(context, name);
  if (!chassis) return options.has('--if-exists') ? ok('') : fail(`no chassis named ${name}`);
  for (const encap of getUuids(chassis, 'encaps')) overlay.delete(ENCAP, encap);
  const own = overlay.rows(PRIVATE).find((row) => row.name === name);
  if (own) overlay.delete(PRIVATE, own._uuid);
  overlay.delete(CHASSIS, chassis._uuid);
  return ok('');
}

function bind(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [portName = '', chassisName = ''] = args;
  const binding = bindingOf(context, portName);
  if (!binding) return fail(`no port named ${portName}`);
  const chassis = chassisNamed(context, chassisName);
  if (!chassis) return fail(`no chassis named ${chassisName}`);
  const current = getOptionalUuid(binding, 'chassis');
  if (current !== undefined) {
    if (options.has('--may-exist') && current === chassis._uuid) return ok('');
    const held = overlay.row(CHASSIS, current);
    return fail(`lport (${portName}) has already been binded to chassis (${held ? getString(held, 'name') : ''})`);
  }
  overlay.update(BINDING, binding._uuid, { chassis: [chassis._uuid], up: [true] });
  return ok('');
}

function unbind(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [portName = ''] = args;
  const binding = bindingOf(context, portName);
  if (!binding) return options.has('--if-exists') ? ok('') : fail(`no port named ${portName}`);
  overlay.update(BINDING, binding._uuid, { chassis: [], up: [] });
  return ok('');
}
