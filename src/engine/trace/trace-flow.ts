/** Flows of a switch as a trace shows them: their texts, and the southbound row that they were made from. */
import type { FlowOrigin } from '../controller';
import type { RowRef } from '../northd';
import { formatActions, formatMatch, toOpenFlow10 } from '../openflow';
import type { FlowEntry } from '../openflow';
import type { Release } from '../releases';
import { SOUTHBOUND } from '../sim';
import type { InstalledFlow } from '../vswitch';
import type { TraceFlow } from './types';

/** By what a flow was installed from, which never changes and which many machines share. */
const described = new WeakMap<FlowEntry, TraceFlow>();

export function traceFlow(release: Release, { given }: InstalledFlow): TraceFlow {
  let flow = described.get(given);
  if (flow === undefined) described.set(given, (flow = describe(release, given)));
  return flow;
}

function describe(release: Release, entry: FlowEntry): TraceFlow {
  const match = formatMatch(entry.match);
  const origin = originRow(release, entry);
  return {
    id: `${entry.table},${entry.priority},${match}`,
    cookie: entry.cookie,
    table: entry.table,
    priority: entry.priority,
    match,
    actions: formatActions(toOpenFlow10(entry.actions)),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** The southbound row that a controller made a flow from; none for flows of other people. */
function originRow(
  { logical, tables }: Release,
  { origin }: FlowEntry & { readonly origin?: FlowOrigin },
): RowRef | undefined {
  if (origin?.pipeline !== undefined) return { db: SOUTHBOUND, table: logical.flows.table, uuid: origin.pipeline };
  if (origin?.binding !== undefined) return { db: SOUTHBOUND, table: tables.binding.table, uuid: origin.binding };
  return undefined;
}
