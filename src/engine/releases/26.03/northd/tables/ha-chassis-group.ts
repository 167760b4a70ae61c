/**
 * HA_Chassis_Group and HA_Chassis: the groups that bindings use. A distributed
 * gateway port with gateway chassis of its own has a group that is called like it.
 */
import { uuidFromContent, type Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import { getString, getUuids, type Row, type RowValues } from '../../../../ovsdb';
import { SAME } from '../facts/sources';
import type { ChassisTable } from './chassis';
import type { TableContext } from './context';
import { refChassis } from './ref-chassis';
import { differences, identified, mapOf, optionalOf, setOf, syncTable, type TableLayout } from './sync';

const LAYOUT: TableLayout = {
  table: 'HA_Chassis_Group',
  keyColumns: ['name'],
  keyOf: (row) => getString(row, 'name'),
};

interface Member {
  readonly chassisName: string;
  readonly priority: number;
}

interface Used {
  /** The routers of gateway ports have one; external ports have none. */
  readonly router: Uuid | undefined;
  readonly name: string;
  readonly members: readonly Member[];
}

export interface HaChassisGroups {
  /** The row of the group that a binding of this port uses; undefined where it needs none. */
  readonly ofPort: (northbound: Uuid) => Uuid | undefined;
}

export function haChassisGroups(context: TableContext, chassis: ChassisTable): HaChassisGroups {
  const { graph, nb, sb, net, pass } = context;
  const ids = identified(graph, sb, LAYOUT);
  const groups = nb.table('HA_Chassis_Group', ['name', 'ha_chassis']);
  const haChassis = nb.table('HA_Chassis', ['chassis_name', 'priority']);
  const gatewayChassis = nb.table('Gateway_Chassis', ['chassis_name', 'priority']);
  const members = (table: Collection<Uuid, Row>, uuids: readonly Uuid[]): readonly Member[] =>
    uuids.flatMap((uuid) => {
      const row = table.get(uuid);
      if (row === undefined) return [];
      return [{ chassisName: String(row.chassis_name), priority: Number(row.priority) }];
    });
  const named = (uuid: Uuid, router?: Uuid): Used | undefined => {
    const row = groups.get(uuid);
    if (row === undefined) return undefined;
    return { router, name: getString(row, 'name'), members: members(haChassis, getUuids(row, 'ha_chassis')) };
  };
  const ofRouterPort = graph.map(
    'chassis groups of gateway ports',
    net.routerPorts.all,
    ({ isDistributedGateway, haChassisGroup, gatewayChassis: gateways, name, router }): Used | undefined => {
      if (!isDistributedGateway) return undefined;
      return haChassisGroup === undefined
        ? { router, name, members: members(gatewayChassis, gateways) }
        : named(haChassisGroup, router);
    },
    SAME,
  );
  const ofExternalPort = graph.map(
    'chassis groups of external ports',
    net.switchPorts.all,
    ({ type, haChassisGroup }): Used | undefined =>
      type === 'external' && haChassisGroup !== undefined ? named(haChassisGroup) : undefined,
    SAME,
  );
  const users = ofRouterPort.by('routers by chassis group', ({ name }) => [name]);
  const watching = refChassis(context);
  const watchers = (name: string): readonly Uuid[] =>
    watching(users.values(name).flatMap(({ router }) => (router === undefined ? [] : [router])));
  const rows = sb.table('HA_Chassis');
  const wanted = [ofRouterPort, ofExternalPort].map((used) =>
    graph.flatMap(
      'chassis groups in use',
      used,
      ({ name, members: all }): [string, RowValues][] => [
        [
          name,
          {
            name,
            ha_chassis: setOf(all.map((member) => memberId(name, member))),
            // One gateway needs nobody to say which is alive.
            ...(all.length > 1 ? { ref_chassis: watchers(name) } : {}),
          },
        ],
      ],
      SAME,
    ),
  );
  const isAsked = (uuid: Uuid): boolean => pass().sb.some((edit) => edit.op === 'insert' && edit.uuid === uuid);
  // The members of a group are kept with it: they are of nobody else.
  for (const used of [ofRouterPort, ofExternalPort]) {
    graph.effect(used, {
      run({ name, members: all }) {
        let isRight = true;
        for (const member of all) {
          const uuid = memberId(name, member);
          const values: RowValues = {
            chassis: optionalOf(chassis.named(member.chassisName)),
            priority: member.priority,
            external_ids: mapOf([['chassis-name', member.chassisName]]),
          };
          const held = rows.get(uuid);
          const wrong = held === undefined ? values : differences(held, values);
          if (wrong === undefined) continue;
          isRight = false;
          if (held !== undefined) pass().sb.push({ op: 'update', table: 'HA_Chassis', uuid, row: wrong });
          else if (!isAsked(uuid)) pass().sb.push({ op: 'insert', table: 'HA_Chassis', uuid, row: values });
        }
        return isRight ? 'settled' : 'again';
      },
      gone: () => undefined,
    });
  }
  syncTable({ ...LAYOUT, graph, sb, ids, pass, wanted });
  return {
    ofPort(northbound) {
      const used = ofRouterPort.get(northbound) ?? ofExternalPort.get(northbound);
      return used === undefined ? undefined : ids.idOf(used.name);
    },
  };
}

function memberId(group: string, { chassisName, priority }: Member): Uuid {
  return uuidFromContent('HA_Chassis', group, chassisName, `${priority}`);
}
