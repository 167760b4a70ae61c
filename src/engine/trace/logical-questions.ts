/** What the rows of 2015 answer of a copy that one of their tables dropped. */
import { formatSymbolValue } from '../match';
import { extract } from '../vswitch';
import { failedClauses } from './clauses';
import type { LogicalRows } from './logical-rows';
import { readerOf } from './logical-trace';
import { explainPhysicalDrop } from './physical-drops';
import type { Deployment } from './release';
import type { LogicalStep, TraceStep } from './types';
import type { LogicalQuestions } from './verdict-context';

export function questionsToRows(deployment: Deployment, rows: LogicalRows): LogicalQuestions {
  const { symbols, vswitch } = deployment.release;
  const reader = (table: TraceStep, { inport, outport }: LogicalStep) =>
    readerOf(symbols, extract(table.bytes, 0, vswitch.tags), inport, outport);
  return {
    failedClause(table, logical, northbound, beginning) {
      const packet = reader(table, logical);
      const { datapath, direction, tableId } = logical;
      for (const { flow, meaning } of rows.table(datapath, direction, tableId)?.rows() ?? []) {
        if (!meaning || deployment.provenance(flow.uuid)?.nb[0]?.uuid !== northbound) continue;
        const failed = failedClauses(meaning.expr, packet).failed.find(({ symbols: named }) =>
          named.some((symbol) => symbol.startsWith(beginning)),
        );
        if (failed) return failed.met;
      }
      return undefined;
    },
    valueOf(table, logical, name) {
      const symbol = symbols.symbols.get(name);
      return symbol?.field === undefined ? undefined : formatSymbolValue(symbol, reader(table, logical).number(name));
    },
    physicalDrop: explainPhysicalDrop,
  };
}
