/** What an expression and its flows refer to and consist of. */
import type { Expr } from './expr';
import type { Conjunction, MatchFlow } from './flows';
import type { Token } from './lexer';

/** The logical ports that an expression names: in comparisons, and in `is_chassis_resident`. */
export function referencedPorts(expr: Expr): ReadonlySet<string> {
  const ports = new Set<string>();
  const open: Expr[] = [expr];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'string') ports.add(node.text);
    if (node.kind === 'resident') ports.add(node.port);
    if (node.kind === 'and' || node.kind === 'or') open.push(...node.terms);
  }
  return ports;
}

/** The named sets that a text refers to. */
export function referencedSets(tokens: readonly Token[]): {
  readonly addressSets: ReadonlySet<string>;
  readonly portGroups: ReadonlySet<string>;
} {
  const named = (type: Token['type']) =>
    new Set(tokens.filter((token) => token.type === type).map((token) => token.text));
  return { addressSets: named('address-set'), portGroups: named('port-group') };
}

/** A conjunctive match: a packet satisfies it when it matches a flow of every clause. */
export interface ConjunctiveMatch {
  readonly id: number;
  /** The flows of each clause, that is, of each dimension. */
  readonly clauses: readonly (readonly MatchFlow[])[];
  /** Flows that it takes: the sum of its dimensions. */
  readonly flows: number;
  /** Flows that it would take without conjunctions: their product. */
  readonly product: number;
}

/** The conjunctive matches among `flows`, by id. */
export function conjunctiveMatches(flows: readonly MatchFlow[]): readonly ConjunctiveMatch[] {
  const byId = new Map<number, MatchFlow[][]>();
  for (const flow of flows) {
    for (const conjunction of flow.conjunctions) clauseOf(byId, conjunction).push(flow);
  }
  return [...byId].map(([id, clauses]) => ({
    id,
    clauses,
    flows: clauses.reduce((sum, clause) => sum + clause.length, 0),
    product: clauses.reduce((product, clause) => product * clause.length, 1),
  }));
}

function clauseOf(byId: Map<number, MatchFlow[][]>, { id, clause, nClauses }: Conjunction): MatchFlow[] {
  const clauses = byId.get(id) ?? Array.from({ length: nClauses }, (): MatchFlow[] => []);
  byId.set(id, clauses);
  const flows = clauses[clause];
  if (flows === undefined) throw new Error('A conjunction counts its clauses wrong.');
  return flows;
}
