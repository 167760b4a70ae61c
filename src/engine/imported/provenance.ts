/**
 * What in one database led to what in the other: a logical flow names the northbound
 * row behind it by the first 32 bits of its UUID (`stage-hint`), a datapath its switch or
 * router, a port binding has the name of its logical port.
 */
import { entryIn, rowsOf, textIn, type FileDatabase } from '../database-file';
import type { Row } from '../ovsdb';
import type { Datapath, Flow, Southbound } from './southbound';

export interface NorthboundRow {
  readonly table: string;
  readonly row: Row;
}

export class Provenance {
  /** By the first eight digits of the UUID, which several rows may share. */
  private readonly byHint = new Map<string, NorthboundRow[]>();
  private readonly ports = new Map<string, NorthboundRow>();
  private readonly bindings = new Map<string, Row>();
  private flowsByHint: Map<string, Flow[]> | undefined;

  constructor(
    readonly northbound: FileDatabase,
    readonly southbound: Southbound,
  ) {
    for (const [table, { rows }] of northbound.tables) {
      for (const row of rows.values()) add(this.byHint, row._uuid.slice(0, 8), { table, row });
    }
    for (const table of ['Logical_Switch_Port', 'Logical_Router_Port'])
      for (const row of rowsOf(northbound, table).values()) this.ports.set(textIn(row, 'name'), { table, row });
    for (const row of rowsOf(southbound.database, 'Port_Binding').values())
      this.bindings.set(textIn(row, 'logical_port'), row);
  }

  /** Mostly one; none for flows that every network has; several where beginnings of UUIDs are alike. */
  behindFlow(flow: Flow): readonly NorthboundRow[] {
    const hint = hintOf(flow);
    return hint === undefined ? [] : (this.byHint.get(hint) ?? []);
  }

  /** The flows that were made because of a northbound row. */
  flowsFrom(northbound: Row): readonly Flow[] {
    if (this.flowsByHint === undefined) {
      this.flowsByHint = new Map();
      for (const flow of this.southbound.flows.values()) {
        const hint = hintOf(flow);
        if (hint !== undefined) add(this.flowsByHint, hint, flow);
      }
    }
    return this.flowsByHint.get(northbound._uuid.slice(0, 8)) ?? [];
  }

  behindDatapath({ northbound }: Datapath): NorthboundRow | undefined {
    for (const table of ['Logical_Switch', 'Logical_Router']) {
      const row = northbound === null ? undefined : rowsOf(this.northbound, table).get(northbound);
      if (row !== undefined) return { table, row };
    }
    return undefined;
  }

  datapathOf(northbound: Row): Datapath | undefined {
    return [...this.southbound.datapaths.values()].find((datapath) => datapath.northbound === northbound._uuid);
  }

  /** The port of a switch or router; of a `chassisredirect` binding that of the port it stands for. */
  behindBinding(binding: Row): NorthboundRow | undefined {
    const distributed = entryIn(binding, 'options', 'distributed-port');
    const isRedirect = textIn(binding, 'type') === 'chassisredirect';
    return this.ports.get(isRedirect && distributed !== undefined ? distributed : textIn(binding, 'logical_port'));
  }

  bindingOf(port: Row): Row | undefined {
    return this.bindings.get(textIn(port, 'name'));
  }
}

/** Older releases leave leading zeros out. */
function hintOf({ row }: Flow): string | undefined {
  const hint = entryIn(row, 'external_ids', 'stage-hint');
  return hint === undefined || hint === '' ? undefined : hint.padStart(8, '0');
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
