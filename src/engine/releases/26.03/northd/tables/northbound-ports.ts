/** What ovn-northd writes into Logical_Switch_Port: whether a port is up, and the tag that it gave it. */
import { getAtoms, getOptionalBoolean, getString, type ColumnValue } from '../../../../ovsdb';
import { SAME } from '../facts/sources';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { TableContext } from './context';
import { dynamicAddresses } from './ipam';

const TABLE = 'Logical_Switch_Port';

export function northboundPorts(context: TableContext): void {
  const { graph, nb, sb, net, pass } = context;
  const bound = graph
    .map(
      'what controllers say of bindings',
      sb.table('Port_Binding', ['logical_port', 'chassis', 'up']),
      (row) => ({
        port: getString(row, 'logical_port'),
        isBound: getAtoms(row, 'chassis').length > 0,
        up: getOptionalBoolean(row, 'up') === true,
      }),
      SAME,
    )
    .by('bound ports by name', ({ port }) => [port]);
  const isUp = (port: SwitchPortFacts): boolean | undefined => {
    const binding = bound.first(port.name);
    if (binding === undefined) return undefined;
    if (port.type === 'router' || port.type === 'switch') return true;
    if (!binding.isBound) return false;
    return binding.up || net.bindings.ofPort.first(port.name)?.isRemote === true;
  };
  const tags = tagsOf(context);
  const addresses = dynamicAddresses(context);
  const rows = nb.table(TABLE, ['up', 'tag', 'dynamic_addresses']);
  graph.effect(net.switchPorts.all, {
    run(port, uuid) {
      const row = rows.get(uuid);
      if (row === undefined) return 'settled';
      const wrong: Record<string, ColumnValue> = {};
      const up = isUp(port);
      if (up !== undefined && getOptionalBoolean(row, 'up') !== up) wrong.up = [up];
      const tag = tags(port);
      if (getAtoms(row, 'tag')[0] !== tag) wrong.tag = tag === undefined ? [] : [tag];
      const dynamic = addresses(port);
      if (getAtoms(row, 'dynamic_addresses')[0] !== dynamic)
        wrong.dynamic_addresses = dynamic === undefined ? [] : [dynamic];
      if (Object.keys(wrong).length === 0) return 'settled';
      pass().nb.push({ op: 'update', table: TABLE, uuid, row: wrong });
      return 'again';
    },
    gone: () => undefined,
  });
}

/** VLAN tags have twelve bits, and 0 is none. */
const MAX_TAG = 4095;

/**
 * The tag that a port ought to have: the one that it asks for; of a container that asks for any, the one
 * that it has, or the lowest that no other of its parent has.
 */
function tagsOf({ graph, net }: TableContext): (port: SwitchPortFacts) => number | undefined {
  const asks = ({ parentName, tagRequest }: SwitchPortFacts): boolean =>
    parentName !== undefined && parentName !== '' && tagRequest !== undefined;
  const children = graph
    .map('containers that ask for tags', net.switchPorts.all, (port) => (asks(port) ? port : undefined), SAME)
    .by('containers by parent', ({ parentName }) => [parentName ?? '']);
  return (port) => {
    const { tagRequest, tag, parentName, uuid } = port;
    if (tagRequest === undefined) return undefined;
    if (tagRequest !== 0) return tagRequest;
    if (!asks(port)) return undefined;
    if (tag !== undefined) return tag;
    const siblings = children.values(parentName ?? '');
    const taken = new Set(siblings.flatMap((one) => one.tag ?? []));
    const waiting = siblings.filter((one) => one.tagRequest === 0 && one.tag === undefined);
    let place = waiting.findIndex((one) => one.uuid === uuid);
    for (let free = 1; free <= MAX_TAG; free++) {
      if (taken.has(free)) continue;
      if (place <= 0) return free;
      place -= 1;
    }
    return undefined;
  };
}
