/**
 * UUIDs of rows that daemons name by their content, computed from the row. The rules
 * are those of `northd/` and `controller/` on the day on which such links began: a
 * link holds a UUID in full where these say another one, so the daemons may change,
 * the rules here may not.
 */
import { uuidFromContent } from '../base';
import { Named } from './link-rows';
import type { Uuid } from '../base';
import type { NumberedRow } from './link-rows';

export class Contents {
  /** The chassis that has an encapsulation, the port that has an interface. */
  readonly #owners = new Map<number, NumberedRow>();
  /** Of machines, by their database. */
  readonly #systemIds = new Map<number, string>();

  constructor(readonly rows: readonly NumberedRow[]) {
    for (const row of rows) {
      const { table, values, database } = row;
      const owned = table === 'Chassis' ? values.encaps : table === 'Port' ? values.interfaces : undefined;
      for (const number of namedBy(owned)) this.#owners.set(number, row);
      const systemId = table === 'Open_vSwitch' ? keyed(values.external_ids, 'system-id') : undefined;
      if (systemId !== undefined) this.#systemIds.set(database, systemId);
    }
  }

  /** The UUID that the content of a row gives it; `uuidOf` knows those that do not follow from content. */
  uuidOf(number: number, uuidOf: (row: number) => string | undefined): Uuid | undefined {
    const row = this.rows[number];
    if (row === undefined) return undefined;
    const { table, values } = row;
    switch (table) {
      case 'Chassis':
        return lines(table, values.name, 0);
      case 'Encap':
        return lines(table, this.#owners.get(number)?.values.name, values.type, values.ip, 0);
      case 'Port':
        return this.#tunnel(row, row);
      case 'Interface':
        return this.#tunnel(row, this.#owners.get(number));
      case 'Bindings':
      case 'Port_Binding':
        return typeof values.logical_port === 'string' ? uuidFromContent(table, values.logical_port, '0') : undefined;
      case 'Pipeline': {
        const { logical_datapath: datapath, table_id: tableId = 0, priority = 0, match = '', actions = '' } = values;
        const [named] = namedBy(datapath);
        const uuid = named === undefined ? undefined : uuidOf(named);
        return uuid === undefined
          ? undefined
          : uuidFromContent(uuid, String(tableId), String(priority), String(match), String(actions));
      }
      default:
        return undefined;
    }
  }

  #tunnel({ table, database }: NumberedRow, port: NumberedRow | undefined): Uuid | undefined {
    if (port === undefined) return undefined;
    const [number] = namedBy(port.values.interfaces);
    const iface = number === undefined ? undefined : this.rows[number]?.values;
    const chassis = keyed(port.values.external_ids, 'ovn-chassis-id');
    const remote = keyed(iface?.options, 'remote_ip');
    return lines(table, this.#systemIds.get(database), chassis, port.values.name, iface?.type, remote, 0);
  }
}

/** Of names that anybody has; what is longer could be hashed again and again by a link that means harm. */
const LONGEST_CONTENT = 2_000;

function lines(...parts: readonly unknown[]): Uuid | undefined {
  if (parts.includes(undefined)) return undefined;
  const text = parts.join('\n');
  return text.length > LONGEST_CONTENT ? undefined : uuidFromContent(text);
}

function namedBy(value: unknown): readonly number[] {
  return value instanceof Named ? value.rows : [];
}

/** The value of a key in a map as documents have it. */
function keyed(map: unknown, key: string): string | undefined {
  const pairs: readonly unknown[] = Array.isArray(map) ? map : [];
  for (const pair of pairs) if (Array.isArray(pair) && pair[0] === key) return String(pair[1]);
  return undefined;
}
