/** Logical switches. */
import { ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { findUnlessGone, ROUTER, SWITCH, type Kind } from './find';
import { nameList } from '../text';

export const SWITCH_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'ls-add',
    min: 0,
    max: 1,
    usage: '[SWITCH]',
    options: ['--may-exist', '--add-duplicate'],
    writes: true,
    doc: 'create a logical switch',
    run: (context) => add(context, SWITCH),
  },
  {
    name: 'ls-del',
    min: 1,
    max: 1,
    usage: 'SWITCH',
    options: ['--if-exists'],
    writes: true,
    doc: 'delete a switch and its ports',
    run: (context) => remove(context, SWITCH),
  },
  {
    name: 'ls-list',
    min: 0,
    max: 0,
    usage: '',
    options: [],
    writes: false,
    doc: 'print the names of all logical switches',
    run: ({ overlay }) => ok(nameList(overlay.rows(SWITCH.table))),
  },
];

export const ROUTER_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'lr-add',
    min: 0,
    max: 1,
    usage: '[ROUTER]',
    options: ['--may-exist', '--add-duplicate'],
    writes: true,
    doc: 'create a logical router',
    run: (context) => add(context, ROUTER),
  },
  {
    name: 'lr-del',
    min: 1,
    max: 1,
    usage: 'ROUTER',
    options: ['--if-exists'],
    writes: true,
    doc: 'delete a router and its ports',
    run: (context) => remove(context, ROUTER),
  },
  {
    name: 'lr-list',
    min: 0,
    max: 0,
    usage: '',
    options: [],
    writes: false,
    doc: 'print the names of all logical routers',
    run: ({ overlay }) => ok(nameList(overlay.rows(ROUTER.table))),
  },
];

function add({ overlay, args: [name], options }: CtlContext, { table, what }: Kind): Outcome<CtlOutput> {
  const mayExist = options.has('--may-exist');
  const duplicate = options.has('--add-duplicate');
  if (mayExist && duplicate) return fail('--may-exist and --add-duplicate may not be used together');
  if (name === undefined) {
    if (mayExist) return fail('--may-exist requires specifying a name');
    if (duplicate) return fail('--add-duplicate requires specifying a name');
  } else if (!duplicate && overlay.rows(table).some((row) => row.name === name)) {
    return mayExist ? ok('') : fail(`${name}: a ${what} with this name already exists`);
  }
  overlay.insert(table, name === undefined ? {} : { name });
  return ok('');
}

function remove(context: CtlContext, kind: Kind): Outcome<CtlOutput> {
  const found = findUnlessGone(context, kind, context.args[0]);
  if (!found.ok) return found;
  if (found.value) context.overlay.delete(kind.table, found.value._uuid);
  return ok('');
}
