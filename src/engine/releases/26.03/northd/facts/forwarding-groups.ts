/** Forwarding groups of switches: a virtual address behind which there are several ports. */
import type { RowRef, Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import { getBoolean, getString, getStrings, getUuids } from '../../../../ovsdb';
import { northboundRow, SAME, type Sources } from './sources';

export interface ForwardingGroup {
  readonly ref: RowRef;
  readonly sw: Uuid;
  readonly vip: string;
  readonly vmac: string;
  /** Only ports whose tunnels are alive get packets. */
  readonly liveness: boolean;
  readonly childPorts: readonly string[];
}

/** By switch and group. */
export function forwardingGroups({ graph, nb }: Sources): Collection<string, ForwardingGroup> {
  const switches = nb
    .table('Logical_Switch', ['forwarding_groups'])
    .by('switches by forwarding group', (row) => getUuids(row, 'forwarding_groups'));
  return graph.flatMap(
    'forwarding groups of switches',
    nb.table('Forwarding_Group', ['vip', 'vmac', 'liveness', 'child_port']),
    (row, uuid) =>
      switches.keys(uuid).map((sw): [string, ForwardingGroup] => [
        `${sw} ${uuid}`,
        {
          ref: northboundRow('Forwarding_Group', uuid),
          sw,
          vip: getString(row, 'vip'),
          vmac: getString(row, 'vmac'),
          liveness: getBoolean(row, 'liveness'),
          childPorts: getStrings(row, 'child_port'),
        },
      ]),
    SAME,
  );
}
