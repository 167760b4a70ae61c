/**
 * Third pass: what the writer did not say. Prerequisites are added, predicates
 * replaced by what they stand for, subfields by the fields that hold them.
 *
 * Invariant: every comparison of the result is on a field or a string of the
 * table, never on a subfield or predicate, and has its prerequisites beside it.
 */
import { err, ok, type Problem, type Result, type TextRange } from '../base';
import { maskOf, rangeMask, shiftLeft, type Mask } from './bits';
import { NO_SETS } from './constant-sets';
import {
  appendTerm,
  combine,
  negate,
  numberTest,
  rangesOf,
  uniqueSymbol,
  type Expr,
  type Junction,
  type Origin,
  type Test,
} from './expr';
import { lex } from './lexer';
import { parse } from './parser';
import type { MatchSymbol, SymbolTable } from './symbols';

/** Annotates what `parse` gave. Fails only where a symbol of the table is defined by itself. */
export function annotate(expr: Expr, symbols: SymbolTable): Result<Expr> {
  const annotator = new Annotator(symbols);
  const done = annotator.visit(expr, true);
  return done === null ? err(annotator.reason()) : ok(done);
}

/** Annotated prerequisites and predicates by their text; they are the same in every expression. */
const EXPANSIONS = new WeakMap<SymbolTable, Map<string, Expr>>();

const NOWHERE: TextRange = { start: 0, end: 0 };

class Annotator {
  private problem: Problem | undefined;
  private readonly nesting: MatchSymbol[] = [];
  private readonly expansions: Map<string, Expr>;

  constructor(private readonly symbols: SymbolTable) {
    const known = EXPANSIONS.get(symbols);
    this.expansions = known ?? new Map<string, Expr>();
    if (known === undefined) EXPANSIONS.set(symbols, this.expansions);
  }

  reason(): Problem {
    return this.problem ?? { code: 'recursive-symbol', message: 'Recursive expansion.' };
  }

  visit(expr: Expr, addPrerequisites: boolean): Expr | null {
    switch (expr.kind) {
      case 'number':
      case 'string':
        return this.test(expr, addPrerequisites);
      case 'and':
      case 'or':
        return this.junction(expr, addPrerequisites);
      case 'constant':
      case 'resident':
        return expr;
    }
  }

  /** Terms that are all about one symbol share its prerequisites, which are added once. */
  private junction(expr: Junction, addPrerequisites: boolean): Expr | null {
    const shared = addPrerequisites ? uniqueSymbol(expr) : undefined;
    const terms: Expr[] = [];
    for (const term of expr.terms) {
      const done = this.visit(term, addPrerequisites && shared === undefined);
      if (done === null) return null;
      appendTerm(terms, expr.kind, done);
    }
    const joined: Expr = { kind: expr.kind, terms, origin: expr.origin };
    if (shared === undefined || shared.prerequisites === '') return joined;
    const needed = this.expand(shared.prerequisites, expr.origin);
    return needed && combine('and', joined, needed, expr.origin);
  }

  private test(test: Test, addPrerequisites: boolean): Expr | null {
    const { symbol } = test;
    if (this.nesting.includes(symbol)) {
      const message = `Recursive expansion of symbol \`${symbol.name}'.`;
      return this.fail({ code: 'recursive-symbol', message, range: rangesOf(test)[0] ?? NOWHERE });
    }
    this.nesting.push(symbol);
    const prerequisites = addPrerequisites ? symbol.prerequisites : '';
    const needed = prerequisites === '' ? undefined : this.expand(prerequisites, test.origin);
    const meant = needed === null ? null : this.resolve(test);
    this.nesting.pop();
    if (meant === null || needed === null || needed === undefined) return meant;
    return combine('and', meant, needed, test.origin);
  }

  private resolve(test: Test): Expr | null {
    const { symbol } = test;
    if (test.kind === 'string') return test;
    if (symbol.parent !== undefined) {
      const { parentOffset } = symbol;
      const value = shiftLeft(test.value, parentOffset);
      const mask = shiftMask(test.mask, parentOffset);
      return numberTest(symbol.parent, test.relop, value, mask, test.origin, test.tracked);
    }
    if (symbol.predicate === undefined) return test;
    const meant = this.expand(symbol.predicate, test.origin);
    const positive = ((test.value.d & 1) === 1) !== (test.relop === '!=');
    return meant === null || positive ? meant : negate(meant);
  }

  private expand(text: string, origin: Origin): Expr | null {
    const known = this.expansions.get(text);
    if (known !== undefined) return relocate(known, origin);
    const parsed = parse(text, lex(text), this.symbols, NO_SETS);
    if (!parsed.ok) return this.wrap(text, parsed.error);
    const done = this.visit(parsed.value, true);
    if (done === null) return this.wrap(text, this.reason());
    this.expansions.set(text, done);
    return relocate(done, origin);
  }

  private wrap(text: string, inner: Problem): null {
    this.problem = undefined;
    const message = `Error parsing expression \`${text}' encountered as prerequisite or predicate of initial expression: ${inner.message}`;
    return this.fail({ code: inner.code, message });
  }

  private fail(problem: Problem): null {
    this.problem ??= problem;
    return null;
  }
}

function shiftMask(mask: Mask, offset: number): Mask {
  return mask.length > 0 ? rangeMask(mask.offset + offset, mask.length) : maskOf(shiftLeft(mask, offset));
}

/** The same tree, said to come from `origin`. */
function relocate(expr: Expr, origin: Origin): Expr {
  if (expr.kind === 'and' || expr.kind === 'or') {
    return { kind: expr.kind, terms: expr.terms.map((term) => relocate(term, origin)), origin };
  }
  // Written out: this runs for every prerequisite of every comparison, and copying objects by `...` is slow.
  if (expr.kind === 'number') {
    return numberTest(expr.symbol, expr.relop, expr.value, expr.mask, origin, expr.tracked);
  }
  return { ...expr, origin };
}
