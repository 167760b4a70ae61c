/** Groups of chassis of which the one with the highest priority is in charge. */
import { ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getNumber, getString, type Row } from '../../../ovsdb';
import { HA_CHASSIS_GROUP, referenced, require } from './find';
import { readPriority } from '../text';

const CHASSIS = 'HA_Chassis';
const GROUP = HA_CHASSIS_GROUP.table;

export const HA_CHASSIS_GROUP_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'ha-chassis-group-add',
    min: 1,
    max: 1,
    usage: 'GROUP',
    options: [],
    writes: true,
    doc: 'create an HA chassis group',
    run({ overlay, args: [name = ''] }) {
      overlay.insert(GROUP, { name });
      return ok('');
    },
  },
  {
    name: 'ha-chassis-group-del',
    min: 1,
    max: 1,
    usage: 'GROUP',
    options: [],
    writes: true,
    doc: 'delete an HA chassis group',
    run: ofGroup(({ overlay }, group) => {
      overlay.delete(GROUP, group._uuid);
      return ok('');
    }),
  },
  {
    name: 'ha-chassis-group-list',
    min: 0,
    max: 1,
    usage: '[GROUP]',
    options: [],
    writes: false,
    doc: 'print HA chassis groups with their chassis',
    run: list,
  },
  {
    name: 'ha-chassis-group-add-chassis',
    min: 3,
    max: 3,
    usage: 'GROUP CHASSIS PRIORITY',
    options: [],
    writes: true,
    doc: 'put a chassis into a group',
    run: ofGroup(addChassis),
  },
  {
    name: 'ha-chassis-group-remove-chassis',
    min: 2,
    max: 2,
    usage: 'GROUP CHASSIS',
    options: [],
    writes: true,
    doc: 'take a chassis out of a group',
    run: ofGroup(removeChassis),
  },
  {
    name: 'ha-chassis-group-set-chassis-prio',
    min: 3,
    max: 3,
    usage: 'GROUP CHASSIS PRIORITY',
    options: [],
    writes: true,
    doc: 'set the priority of a chassis in a group',
    run: ofGroup(setPriority),
  },
];

function ofGroup(run: (context: CtlContext, group: Row) => Outcome<CtlOutput>): CtlCommand['run'] {
  return (context) => {
    const group = require(context, HA_CHASSIS_GROUP, context.args[0]);
    return group.ok ? run(context, group.value) : group;
  };
}

function memberNamed(context: CtlContext, group: Row, name: string): Row | undefined {
  return referenced(context, group, 'ha_chassis', CHASSIS).find((row) => row.chassis_name === name);
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const [id] = context.args;
  if (id !== undefined) return ofGroup((_, group) => ok(print(context, group)))(context);
  return ok(
    context.overlay
      .rows(GROUP)
      .map((group) => print(context, group))
      .join(''),
  );
}

function print(context: CtlContext, group: Row): string {
  const members = referenced(context, group, 'ha_chassis', CHASSIS).map(
    (row) => `    ${row._uuid} (${getString(row, 'chassis_name')})\n    priority ${getNumber(row, 'priority')}\n\n`,
  );
  return `${group._uuid} (${getString(group, 'name')})\n${members.join('')}\n`;
}

function addChassis(context: CtlContext, group: Row): Outcome<CtlOutput> {
  const { overlay, args } = context;
  const [, name = '', priorityText] = args;
  const priority = readPriority(priorityText);
  if (!priority.ok) return priority;
  const member = memberNamed(context, group, name);
  if (member) {
    overlay.update(CHASSIS, member._uuid, { priority: priority.value });
    return ok('');
  }
  const uuid = overlay.insert(CHASSIS, { chassis_name: name, priority: priority.value });
  overlay.setMember(GROUP, group._uuid, 'ha_chassis', uuid, true);
  return ok('');
}

function missing({ args: [group = '', name = ''] }: CtlContext) {
  return fail(`${name}: ha chassis not found in ${group} ha chassis group`);
}

function removeChassis(context: CtlContext, group: Row): Outcome<CtlOutput> {
  const member = memberNamed(context, group, context.args[1] ?? '');
  if (!member) return missing(context);
  context.overlay.setMember(GROUP, group._uuid, 'ha_chassis', member._uuid, false);
  context.overlay.delete(CHASSIS, member._uuid);
  return ok('');
}

function setPriority(context: CtlContext, group: Row): Outcome<CtlOutput> {
  const [, name = '', priorityText] = context.args;
  const priority = readPriority(priorityText);
  if (!priority.ok) return priority;
  const member = memberNamed(context, group, name);
  if (!member) return missing(context);
  context.overlay.update(CHASSIS, member._uuid, { priority: priority.value });
  return ok('');
}
