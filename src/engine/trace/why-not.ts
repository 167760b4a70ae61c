/** For any table: the flows that did not match, the nearest first, and the clause that failed. */
import {
  FIELD_NAMES,
  formatActions,
  formatFieldValue,
  formatMatch,
  getField,
  matchField,
  matchFrom,
  sameMatch,
  toOpenFlow10,
} from '../openflow';
import type { FieldName, Flow, FlowEntry, Match } from '../openflow';
import { INTEGRATION_BRIDGE } from '../sim';
import type { Deployment } from './release';
import type { InstalledFlow, TableVisit } from '../vswitch';
import type { Labels } from './labels';
import type { WhyNot } from './types';

/** More than a person reads. */
const MOST = 200;

export function flowsThatNearlyMatched(
  deployment: Deployment,
  labels: Labels,
  machine: string,
  visit: TableVisit,
  filter: string,
): readonly WhyNot[] {
  const bridge = deployment.machines.get(machine)?.bridges.get(INTEGRATION_BRIDGE);
  const missed: (Omit<WhyNot, 'flow'> & { readonly entry: InstalledFlow })[] = [];
  for (const entry of bridge?.flows ?? []) {
    if (entry.table !== visit.table) continue;
    if (visit.entry && isSameRule(visit.entry, entry)) continue;
    if (
      !`priority=${entry.priority},${formatMatch(entry.match)} ${formatActions(toOpenFlow10(entry.actions))}`.includes(
        filter,
      )
    )
      continue;
    missed.push({ entry, ...compare(labels, machine, entry, visit.lookedUp) });
  }
  return missed
    .sort((a, b) => a.failed.length - b.failed.length || b.held - a.held || b.entry.priority - a.entry.priority)
    .slice(0, MOST)
    .map(({ entry, ...why }) => ({ flow: labels.flow(entry), ...why }));
}

function isSameRule(one: FlowEntry, other: FlowEntry): boolean {
  return one.table === other.table && one.priority === other.priority && sameMatch(one.match, other.match);
}

function compare(
  labels: Labels,
  machine: string,
  entry: FlowEntry,
  flow: Flow,
): Pick<WhyNot, 'held' | 'of' | 'failed'> {
  const failed: { readonly clause: string; readonly met: string }[] = [];
  let of = 0;
  for (const field of fieldsOf(entry.match)) {
    const wanted = matchField(entry.match, field);
    if (!wanted) continue;
    of += 1;
    const met = getField(flow, field);
    if ((met & wanted.mask) === wanted.value) continue;
    const meaning = labels.meaningOf(machine, flow, field, met);
    failed.push({
      clause: formatMatch(matchFrom([{ field, value: wanted.value, mask: wanted.mask }])),
      met: `${field} is ${formatFieldValue(field, met)}${meaning === undefined ? '' : `, ${meaning}`}`,
    });
  }
  return { held: of - failed.length, of, failed };
}

/** Fields that share words with others are named once, by the first of them that the match has. */
function fieldsOf(match: Match): readonly FieldName[] {
  const seen = new Set<string>();
  return FIELD_NAMES.filter((field) => {
    if (/^x+reg/.test(field)) return false;
    const found = matchField(match, field);
    if (!found || found.mask === 0n) return false;
    const place = field.replace(/^(tcp|udp|sctp)_/, 'tp_').replace(/^icmpv6_/, 'icmp_');
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
