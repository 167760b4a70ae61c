/** What a switch makes of the flows of a match, for one packet. */
import { matches, setField, cloneFlow, type Flow } from '../openflow';
import type { MatchFlow } from './flows';

/**
 * True when the packet matches a flow that carries the row's actions: an
 * ordinary one, or that of a conjunction of which it matches a flow in every
 * clause (ovs-fields(7), "Conjunctive Match Fields").
 */
export function flowsMatch(flows: readonly MatchFlow[], packet: Flow): boolean {
  const satisfied = new Map<number, Set<number>>();
  const complete: number[] = [];
  for (const flow of flows) {
    if (!matches(flow.match, packet)) continue;
    if (flow.conjunctions.length === 0) return true;
    for (const { id, clause, nClauses } of flow.conjunctions) {
      const clauses = satisfied.get(id) ?? new Set();
      satisfied.set(id, clauses.add(clause));
      if (clauses.size === nClauses) complete.push(id);
    }
  }
  return complete.some((id) => {
    const again = cloneFlow(packet);
    setField(again, 'conj_id', BigInt(id));
    return flows.some((flow) => flow.conjunctions.length === 0 && matches(flow.match, again));
  });
}
