/** What a match costs in flows, and which part of it multiplies them. */
import {
  annotate,
  compile,
  conjunctiveMatches,
  normalize,
  printExpr,
  placesOf,
  simplify,
  toFlows,
  withinBudget,
  type CompileOptions,
  type Expr,
} from '../match';
import type { Result } from '../base';

export interface Clause {
  /** As it is written. */
  readonly text: string;
  /** Flows that it would take by itself. */
  readonly flows: number;
}

export interface Cost {
  readonly flows: number;
  /** The parts joined by && in the order of the text; one for a match without. */
  readonly clauses: readonly Clause[];
  /** Flows of each clause of each conjunctive match; the sums and one each are what they take. */
  readonly conjunctions: readonly (readonly number[])[];
}

/** Parts that are looked at one by one. */
const LOOKED_AT = 40;

export function costOf(text: string, options: CompileOptions): Result<Cost> {
  const compiled = compile(text, options);
  if (!compiled.ok) return compiled;
  const { parsed, flows } = compiled.value;
  const terms = parsed.kind === 'and' ? parsed.terms.slice(0, LOOKED_AT) : [parsed];
  return {
    ok: true,
    value: {
      flows: flows.length,
      clauses: terms.map((term) => ({ text: sourceOf(term, text), flows: flowsOf(term, options) })),
      conjunctions: conjunctiveMatches(flows).map(({ clauses }) => clauses.map((clause) => clause.length)),
    },
  };
}

function flowsOf(term: Expr, options: CompileOptions): number {
  const meant = annotate(term, options.symbols);
  if (!meant.ok) return 0;
  const made = withinBudget(options, (budget) => {
    const normal = normalize(simplify(meant.value, options.isResident ?? (() => true), budget), budget);
    return toFlows(normal, options.lookupPort ?? (() => undefined), budget).flows.length;
  });
  return made.ok ? made.value : 0;
}

function sourceOf(term: Expr, text: string): string {
  const places = placesOf(term);
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return printExpr(term).slice(0, 200);
  // The set's closing brace is not of any of its members.
  const end = text.charAt(last.end) === '}' ? last.end + 1 : last.end;
  return text.slice(first.start, end);
}
