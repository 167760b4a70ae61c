/** What each OpenFlow table is for, in words. */
import type { Direction, Stage, Stages } from './stage';
import type { TableMap } from './table-map';

export interface TableTitle {
  /** The OpenFlow table. */
  readonly table: number;
  /** E.g. `physical to logical` or `logical table 0, Ingress port security`. */
  readonly title: string;
  /** The name of the stage that it carries out; null for other tables. */
  readonly stage: string | null;
}

/** Of all tables that have a meaning, in their order. A table that carries out stages of several datapaths names all. */
export function tableTitles(tables: TableMap, stages: Stages): readonly TableTitle[] {
  const titles = tables.physical.map(({ table, name }): TableTitle => ({ table, title: name, stage: null }));
  const carried = new Map<number, Stage[]>();
  for (const stage of stages.all) {
    const table = tables.tableOf(stage.direction, stage.number);
    if (table === undefined) throw new Error(`No OpenFlow table carries out ${stage.name}`);
    carried.set(table, [...(carried.get(table) ?? []), stage]);
  }
  for (const [table, found] of carried) {
    const names = found.map(({ name }) => name).join(' / ');
    const [first] = found;
    if (first)
      titles.push({ table, title: `${logicalTable(first.direction)} ${first.number}, ${names}`, stage: names });
  }
  return titles.sort((a, b) => a.table - b.table);
}

function logicalTable(direction: Direction): string {
  return direction === 'ingress' ? 'logical table' : 'logical egress table';
}
