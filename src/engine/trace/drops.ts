/**
 * Why a copy was dropped, and what would help. Each stage explains its own drops
 * beside its rules; here its questions about the copy are answered. What happens
 * before the first and after the last stage is told in `physical-drops.ts`.
 */
import type { DroppedCopy, Explanation } from '../northd';
import { exactMatch } from './exact-match';
import type { Reasoned } from './verdict-context';
import { fixOf } from './remedies';
import { explainByGroups } from './security-groups';
import type { Drop, LogicalStep, TraceStep } from './types';
import type { VerdictContext } from './verdict-context';

export function explainDrop(context: VerdictContext, step: TraceStep): Drop {
  const reasoned = reason(context, step);
  return { step: step.index, reason: step.reason ?? 'no-output', expected: false, causes: [], fixes: [], ...reasoned };
}

function reason(context: VerdictContext, step: TraceStep): Reasoned {
  const table = context.steps[step.parent ?? -1];
  const inTable = step.reason === 'no-flow' || step.reason === 'drop-action';
  if (!inTable || table?.kind !== 'table') return { sentence: step.text };
  const logical = context.logical.find((candidate) => candidate.openflow.includes(table.index));
  if (!logical) return context.asks.physicalDrop(context, step, table) ?? { sentence: step.text };
  if (table.flow?.origin?.uuid !== logical.row) return { sentence: halvesApart(table, logical) };
  const copy = copyOf(context, table, logical);
  const { sentence, causes = [], remedies = [] } = explanationOf(context, copy, logical);
  const byGroups = causes[0] && explainByGroups(context.deployment, causes[0], copy.where, table.bytes);
  if (byGroups) return byGroups;
  const fixes = remedies.flatMap((remedy) => {
    const match = () => exactMatch(logical.inport, table.bytes);
    return fixOf(context, remedy, match) ?? [];
  });
  return { sentence, causes, fixes };
}

/** The switch dropped it by what is no flow of the row that matches: the row is no reason. */
function halvesApart(table: TraceStep, logical: LogicalStep): string {
  const did =
    table.flow === undefined
      ? 'it has no flow that matches'
      : `the flow ${table.flow.match || 'for any packet'} drops it`;
  const met = logical.match === undefined ? 'no row matches' : `the row “${logical.match}” matches`;
  return `Dropped by ${table.machine} in table ${logical.tableId}: ${did}, though in the logical network ${met}.`;
}

/** What the stage says of the copy, by the rule of the row that dropped it or because no row matched. */
function explanationOf({ deployment }: VerdictContext, copy: DroppedCopy, logical: LogicalStep): Explanation {
  const { northd, stages, logical: vocabulary } = deployment.release;
  const { datapath, datapathKind = vocabulary.kindOf(datapath), direction, tableId, row, match = '' } = logical;
  const stage = stages.find(datapathKind, direction, tableId);
  const { where, reason } = copy;
  const drops = stage && northd.drops(stage);
  const explain = row === undefined ? drops?.unmatched : reason && drops?.byRule[reason.rule];
  if (explain) return explain(copy);
  if (row === undefined) return { sentence: `${where}: no row of the ${vocabulary.flows.table} matches.` };
  return reason
    ? { sentence: `${where}: ${reason.text}`, causes: reason.nb }
    : { sentence: `${where}: the row ${match} drops it.` };
}

function copyOf(
  { deployment, names, asks, logical: all }: VerdictContext,
  table: TraceStep,
  logical: LogicalStep,
): DroppedCopy {
  const { release, nb } = deployment;
  const { datapath, datapathName, direction, tableId, stage, inport, outport, row } = logical;
  return {
    where: `Dropped by ${table.machine} in ${release.today === undefined ? `table ${tableId}` : `${stage} of ${datapathName}`}`,
    reason: row === undefined ? undefined : deployment.provenance(row),
    datapath,
    datapathName,
    inport,
    outport,
    ethSrc: addressOf(table, 6),
    ethDst: addressOf(table, 0),
    port: (name) => names.port(name),
    acl: (uuid) => release.northbound.acl(nb, uuid),
    failedClause: (northbound, beginning) => asks.failedClause(table, logical, northbound, beginning),
    value: (symbol) => asks.valueOf(table, logical, symbol),
    crossed(name) {
      for (let above: LogicalStep | undefined = logical; above; above = all[above.parent ?? -1]) {
        if (above.datapath !== datapath || above.direction !== direction) return undefined;
        if (above.stage === name) return above.row === undefined ? undefined : deployment.provenance(above.row);
      }
      return undefined;
    },
  };
}

/** The Ethernet address at an offset of the packet. */
function addressOf(step: TraceStep, offset: number): string {
  return Array.from(step.bytes.slice(offset, offset + 6), (byte) => byte.toString(16).padStart(2, '0')).join(':');
}
