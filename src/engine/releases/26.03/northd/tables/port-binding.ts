/**
 * Port_Binding: a row for each port of a switch or router, and for what is derived
 * from ports: the instance of a distributed gateway port on its chassis, and the
 * other end of a mirror. Chassis and `up` are the controllers' to write.
 */
import type { Uuid } from '../../../../base';
import { getNumber, getString, getUuid, type Row, type RowValues } from '../../../../ovsdb';
import { SAME } from '../facts/sources';
import type { ChassisTable } from './chassis';
import type { TableContext } from './context';
import type { HaChassisGroups } from './ha-chassis-group';
import { routerPortBindings } from './port-binding-router';
import { switchPortBindings } from './port-binding-switch';
import { identified, syncTable, type TableLayout } from './sync';
import { KeySpaces } from './tunnel-keys';
import { flavourOf, type Flavour } from './wanted-binding';

function bindingKey(datapath: Uuid, name: string, flavour: Flavour): string {
  return `${datapath} ${name} ${flavour}`;
}

const LAYOUT: TableLayout = {
  table: 'Port_Binding',
  keyColumns: ['datapath', 'logical_port', 'type', 'parent_port'],
  keyOf: (row) =>
    bindingKey(
      getUuid(row, 'datapath'),
      getString(row, 'logical_port'),
      flavourOf(getString(row, 'type'), hasParent(row) ? '' : undefined),
    ),
};

function placeOf(datapath: string, key: number): string {
  return `${datapath} ${key}`;
}

function hasParent({ parent_port: parent }: Row): boolean {
  return Array.isArray(parent) && parent.length > 0;
}

export interface PortBindings {
  /** The row of a port of this name, derived ports among them, on a datapath. */
  readonly idOf: (datapath: Uuid, name: string) => Uuid | undefined;
}

export function portBindings(context: TableContext, chassis: ChassisTable, groups: HaChassisGroups): PortBindings {
  const { graph, sb, net, pass, datapathId } = context;
  const ids = identified(graph, sb, LAYOUT);
  const wanted = [switchPortBindings(context, chassis, groups), routerPortBindings(context, chassis, groups)];
  const byName = wanted.map((some) => some.by('wanted bindings by name', ({ name }) => [name]));
  const requesters = wanted.map((some) =>
    some.by('bindings by requested key', ({ datapath, requested }) =>
      requested > 0 ? [placeOf(datapath, requested)] : [],
    ),
  );
  const requester = (datapath: string, key: number): string | undefined =>
    requesters.flatMap((some) => some.keys(placeOf(datapath, key)))[0];
  const spaces = new KeySpaces(sb.table(LAYOUT.table, ['datapath', 'tunnel_key']), (row) => getUuid(row, 'datapath'));
  const columnsOf = wanted.map((some) =>
    graph.flatMap(
      'columns of bindings',
      some,
      ({ datapath, name, flavour, requested, columns }, key): [string, RowValues][] => [
        [
          bindingKey(datapath, name, flavour),
          {
            ...columns,
            datapath,
            logical_port: name,
            ...(requested > 0 && requester(datapath, requested) === key ? { tunnel_key: requested } : {}),
          },
        ],
      ],
      SAME,
    ),
  );
  syncTable({
    ...LAYOUT,
    graph,
    sb,
    ids,
    pass,
    wanted: columnsOf,
    assigned(_, values, held, run) {
      // Controllers write `up` only where it is false already.
      const up = held === undefined || (Array.isArray(held.up) && held.up.length === 0) ? { up: [false] } : {};
      if (values.tunnel_key !== undefined) return up;
      const datapath = String(values.datapath);
      const isTaken = (key: number): boolean => requester(datapath, key) !== undefined;
      if (held !== undefined && !isTaken(getNumber(held, 'tunnel_key'))) return up;
      const key = spaces.next(run, datapath, net.global.vxlanMode() ? MAX_KEY.vxlan : MAX_KEY.geneve, isTaken);
      return key === undefined ? undefined : { ...up, tunnel_key: key };
    },
  });
  return {
    idOf(northbound, name) {
      const datapath = datapathId(northbound);
      const binding = byName.flatMap((some) => some.values(name)).find((one) => one.datapath === datapath);
      return binding === undefined ? undefined : ids.idOf(bindingKey(datapath, name, binding.flavour));
    },
  };
}

/** Above are the keys of multicast groups. */
const MAX_KEY = { geneve: 2 ** 15 - 1, vxlan: 2 ** 11 - 1 } as const;
