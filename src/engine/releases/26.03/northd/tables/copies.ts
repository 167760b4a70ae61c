/** Tables whose rows are copies of northbound rows, with few changes, one for one. */
import type { Uuid } from '../../../../base';
import { uuidFromContent } from '../../../../base';
import type { Collection } from '../../../../derive';
import {
  getBoolean,
  getNumber,
  getOptionalString,
  getPairs,
  getString,
  getUuids,
  type Row,
  type RowValues,
} from '../../../../ovsdb';
import { optionIs, optionsOf, SAME } from '../facts/sources';
import type { TableContext } from './context';
import { differences, identified, mapOf, setOf, syncTable } from './sync';

/** Rows that have the UUID of their northbound row. */
function keepCopies(context: TableContext, table: string, wanted: Collection<string, RowValues>): void {
  const { graph, sb, pass } = context;
  const layout = { table, keyColumns: [], keyOf: (row: Row) => row._uuid };
  const isUuidText = (key: string): key is Uuid => key.length === 36;
  const ids = {
    idOf(key: string): Uuid {
      if (!isUuidText(key)) throw new Error(`${key} is no UUID`);
      return key;
    },
  };
  syncTable({ ...layout, graph, sb, ids, pass, wanted: [wanted] });
}

export function templateVariables(context: TableContext): void {
  const rows = context.nb.table('Chassis_Template_Var', ['chassis', 'variables']);
  const wanted = context.graph.flatMap(
    'template variables',
    rows,
    (row, uuid): [string, RowValues][] => [
      [uuid, { chassis: getString(row, 'chassis'), variables: getPairs(row, 'variables') }],
    ],
    SAME,
  );
  keepCopies(context, 'Chassis_Template_Var', wanted);
}

/** Those of ports of routers. */
export function staticMacBindings(context: TableContext): void {
  const { graph, nb, net, datapathId } = context;
  const rows = nb.table('Static_MAC_Binding', ['logical_port', 'ip', 'mac', 'override_dynamic_mac']);
  const wanted = graph.flatMap(
    'static MAC bindings',
    rows,
    (row, uuid): [string, RowValues][] => {
      const port = net.routerPorts.byName.first(getString(row, 'logical_port'));
      if (port === undefined) return [];
      const columns: RowValues = {
        logical_port: port.name,
        ip: getString(row, 'ip'),
        mac: getString(row, 'mac'),
        override_dynamic_mac: getBoolean(row, 'override_dynamic_mac'),
        datapath: datapathId(port.router),
      };
      return [[uuid, columns]];
    },
    SAME,
  );
  keepCopies(context, 'Static_MAC_Binding', wanted);
}

/** Names of hosts, with the datapaths of the switches that look them up; names are compared in lower case. */
export function dns(context: TableContext): void {
  const { graph, nb, net, datapathId } = context;
  const users = nb
    .table('Logical_Switch', ['dns_records'])
    .by('switches by DNS records', (row) => getUuids(row, 'dns_records'));
  const wanted = graph.flatMap(
    'DNS',
    nb.table('DNS', ['records', 'options']),
    (row, uuid): [string, RowValues][] => {
      const switches = users.keys(uuid).filter((sw) => net.switches.has(sw));
      if (switches.length === 0) return [];
      const columns: RowValues = {
        datapaths: setOf(switches.map(datapathId)),
        records: mapOf([...optionsOf(row, 'records')].map(([name, value]) => [name, value.toLowerCase()] as const)),
        options: mapOf([['ovn-owned', `${optionIs(optionsOf(row, 'options'), 'ovn-owned')}`]]),
      };
      return [[uuid, columns]];
    },
    SAME,
  );
  keepCopies(context, 'DNS', wanted);
}

export function mirrors(context: TableContext): void {
  const wanted = context.graph.flatMap(
    'mirrors',
    context.nb.table('Mirror', ['name', 'filter', 'index', 'sink', 'type']),
    (row, uuid): [string, RowValues][] => {
      const columns: RowValues = {
        name: getString(row, 'name'),
        filter: getString(row, 'filter'),
        index: getNumber(row, 'index'),
        sink: getString(row, 'sink'),
        type: getString(row, 'type'),
      };
      return [[uuid, columns]];
    },
    SAME,
  );
  keepCopies(context, 'Mirror', wanted);
}

/**
 * Meters with their bands. A meter that is fair counts for each log of an ACL by
 * itself: each has a meter of its own, named after the ACL.
 */
export function meters(context: TableContext): void {
  const { graph, nb, sb, pass } = context;
  const rows = nb.table('Meter', ['name', 'unit', 'bands', 'fair']);
  const bands = nb.table('Meter_Band', ['action', 'rate', 'burst_size']);
  const byName = rows.by('meters by name', (row) => [getString(row, 'name')]);
  const bandsOf = (name: string, meter: Row): readonly (readonly [Uuid, RowValues])[] =>
    getUuids(meter, 'bands').flatMap((uuid) => {
      const band = bands.get(uuid);
      if (band === undefined) return [];
      const values: RowValues = {
        action: getString(band, 'action'),
        rate: getNumber(band, 'rate'),
        burst_size: getNumber(band, 'burst_size'),
      };
      return [[uuidFromContent('Meter_Band', name, uuid), values] as const];
    });
  const meter = (name: string, row: Row): [string, RowValues] => [
    name,
    { name, unit: getString(row, 'unit'), bands: setOf(bandsOf(name, row).map(([uuid]) => uuid)) },
  ];
  const own = graph.flatMap('meters', rows, (row) => [meter(getString(row, 'name'), row)], SAME);
  const fair = graph.flatMap(
    'meters of logs',
    nb.table('ACL', ['log', 'meter']),
    (acl, uuid): [string, RowValues][] => {
      const name = getOptionalString(acl, 'meter');
      const row = getBoolean(acl, 'log') && name !== undefined ? byName.first(name) : undefined;
      if (row === undefined || name === undefined || row.fair === undefined || !isFair(row)) return [];
      return [meter(`${name}__${uuid}`, row)];
    },
    SAME,
  );
  const held = sb.table('Meter_Band');
  for (const some of [own, fair]) {
    graph.effect(some, {
      run(_, name) {
        const row = byName.first(name.replace(/__[-0-9a-f]{36}$/, ''));
        let isRight = true;
        for (const [uuid, values] of row === undefined ? [] : bandsOf(name, row)) {
          const there = held.get(uuid);
          const wrong = there === undefined ? values : differences(there, values);
          if (wrong === undefined) continue;
          isRight = false;
          if (there === undefined) pass().sb.push({ op: 'insert', table: 'Meter_Band', uuid, row: values });
          else pass().sb.push({ op: 'update', table: 'Meter_Band', uuid, row: wrong });
        }
        return isRight ? 'settled' : 'again';
      },
      gone: () => undefined,
    });
  }
  const layout = { table: 'Meter', keyColumns: ['name'], keyOf: (row: Row) => getString(row, 'name') };
  syncTable({ ...layout, graph, sb, ids: identified(graph, sb, layout), pass, wanted: [own, fair] });
}

function isFair(row: Row): boolean {
  return Array.isArray(row.fair) ? row.fair.includes(true) : row.fair === true;
}
