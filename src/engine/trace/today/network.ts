/**
 * The southbound database of today as a trace looks things up in it: the logical network, the row behind a flow's
 * cookie, and which ports are on which hypervisor.
 */
import type { ActionLanguage } from '../../actions';
import type { RowRef } from '../../base';
import { textIn, textsIn } from '../../database-file';
import type { Direction } from '../../logical';
import type { SymbolTable } from '../../match';
import { getNumber, type Flow } from '../../openflow';
import { LogicalNetwork, type SouthboundTables, type TracedDatapath, type TracedPort } from '../../ovn-trace';
import { SOUTHBOUND } from '../../sim';

/** Tables whose rows flows are made from; the most flows by far are of the first. */
const BEHIND_FLOWS = [
  'Logical_Flow',
  'Port_Binding',
  'Multicast_Group',
  'MAC_Binding',
  'Static_MAC_Binding',
  'FDB',
  'Load_Balancer',
  'Chassis',
] as const;

export interface TracedLanguage {
  readonly symbols: SymbolTable;
  readonly actions: ActionLanguage;
}

/** Where an OpenFlow table stands in a logical pipeline. */
export interface LogicalPlace {
  readonly direction: Direction;
  readonly table: number;
}

export class TodayNetwork {
  readonly logical: LogicalNetwork;
  readonly #tables: SouthboundTables;
  readonly #language: TracedLanguage;
  readonly #datapaths: ReadonlyMap<number, TracedDatapath>;
  /** By the first 32 bits of its UUID. */
  #rows: ReadonlyMap<number, RowRef> | undefined;
  readonly #residents = new Map<string, ReadonlySet<string>>();

  constructor(tables: SouthboundTables, language: TracedLanguage) {
    this.#tables = tables;
    this.#language = language;
    this.logical = new LogicalNetwork(tables, language);
    this.#datapaths = new Map(Array.from(this.logical.datapaths.values(), (datapath) => [datapath.key, datapath]));
  }

  get language(): TracedLanguage {
    return this.#language;
  }

  /** The datapath that a packet is in: its tunnel key is in `metadata`. */
  datapathOf(flow: Flow): TracedDatapath | undefined {
    return this.#datapaths.get(getNumber(flow, 'metadata'));
  }

  datapathOfKey(key: number): TracedDatapath | undefined {
    return this.#datapaths.get(key);
  }

  /** The name of the port or multicast group with a key in a datapath; "" for 0. */
  portName(datapath: TracedDatapath | undefined, key: number): string {
    if (key === 0) return '';
    return datapath?.portsByKey.get(key)?.name ?? datapath?.groupsByKey.get(key)?.name ?? '';
  }

  port(name: string): TracedPort | undefined {
    return this.logical.ports.get(name);
  }

  /** The row that a flow with this cookie was made from; undefined for none, and for a row that is gone. */
  rowOfCookie(cookie: bigint): RowRef | undefined {
    return cookie === 0n ? undefined : (this.#rows ??= this.#rowsByCookie()).get(Number(cookie));
  }

  /** What an OpenFlow table carries out. */
  placeOf(table: number): LogicalPlace | undefined {
    const { tables, stages } = this.#language.actions;
    for (const direction of ['ingress', 'egress'] as const) {
      const number = table - tables[direction];
      if (number >= 0 && number < stages[direction]) return { direction, table: number };
    }
    return undefined;
  }

  /** Whether a port is on a chassis, as `is_chassis_resident` asks. */
  isResident(chassis: string, port: string): boolean {
    let residents = this.#residents.get(chassis);
    if (residents === undefined) this.#residents.set(chassis, (residents = this.#residentsOf(chassis)));
    return residents.has(port);
  }

  /** The chassis that a port is bound to. */
  chassisOf(port: string): string | undefined {
    for (const row of this.#tables.rows('Port_Binding')) {
      if (textIn(row, 'logical_port') !== port) continue;
      const bound = textIn(row, 'chassis');
      for (const chassis of this.#tables.rows('Chassis')) if (chassis._uuid === bound) return textIn(chassis, 'name');
    }
    return undefined;
  }

  #rowsByCookie(): ReadonlyMap<number, RowRef> {
    const found = new Map<number, RowRef>();
    for (const table of BEHIND_FLOWS.toReversed())
      for (const { _uuid: uuid } of this.#tables.rows(table))
        found.set(Number.parseInt(uuid.slice(0, 8), 16), { db: SOUTHBOUND, table, uuid });
    return found;
  }

  #residentsOf(chassis: string): ReadonlySet<string> {
    const own = new Set<string>();
    for (const row of this.#tables.rows('Chassis')) if (textIn(row, 'name') === chassis) own.add(row._uuid);
    const residents = new Set<string>();
    for (const row of this.#tables.rows('Port_Binding')) {
      const places = [textIn(row, 'chassis'), ...textsIn(row, 'additional_chassis')];
      if (places.some((place) => own.has(place))) residents.add(textIn(row, 'logical_port'));
    }
    return residents;
  }
}
