/** The stages of a compilation as trees to show: labels, places, changes, truth. Pure. */
import {
  annotate,
  evaluate,
  placesOf,
  printExpr,
  uniqueSymbol,
  type Compilation,
  type Expr,
  type FieldReader,
  type MatchSymbol,
  type SymbolTable,
  type Test,
  type Token,
} from '../../engine/match';
import type { TextRange } from '../../engine/base';
import { plainExpr, plainTest } from './match-values';
import type { NodeChange, StageName, StageNode, StageView, TruthSpan } from './match-protocol';

/** Children of one junction that are shown unless more are asked for. */
const SHOWN = 60;

export function stagesOf(
  compilation: Compilation,
  symbols: SymbolTable,
  reader: FieldReader | undefined,
  shown: number = SHOWN,
): readonly StageView[] {
  const { text, tokens, parsed, annotated, simplified, normalized } = compilation;
  const negations = negatedPlaces(text, tokens);
  const changes: Readonly<Record<StageName, ChangeOf>> = {
    parse: (test) => (isNegated(test, negations) ? 'negated' : null),
    annotate: changeFrom(parsed, annotateChange),
    simplify: changeFrom(annotated, () => () => 'masked'),
    normalize: changeFrom(simplified, () => () => 'merged'),
  };
  const truthOfParsed = (expr: Expr) => {
    const meant = annotate(expr, symbols);
    return reader !== undefined && meant.ok ? evaluate(meant.value, reader) : null;
  };
  const truth = (expr: Expr) => (reader === undefined ? null : evaluate(expr, reader));
  const stage = (name: StageName, expr: Expr, truthOf: (expr: Expr) => boolean | null): StageView => {
    const build = new Builder(text, changes[name], truthOf, shown);
    const tree = build.node(expr);
    return {
      name,
      tree,
      text: printExpr(expr, SHOWN_TEXT),
      plain: plainExpr(expr, SHOWN_TEXT),
      summary: summaryOf(name, build.counts, expr),
    };
  };
  return [
    stage('parse', parsed, truthOfParsed),
    stage('annotate', annotated, truth),
    stage('simplify', simplified, truth),
    stage('normalize', normalized, truth),
  ];
}

/** The source in stretches, each with the truth of the smallest part of the parsed tree that owns it. */
export function spansOf(compilation: Compilation, symbols: SymbolTable, reader: FieldReader): readonly TruthSpan[] {
  const spans: TruthSpan[] = [];
  const walk = (expr: Expr) => {
    if ((expr.kind === 'and' || expr.kind === 'or') && areApart(expr.terms)) {
      for (const term of expr.terms) walk(term);
      return;
    }
    const meant = annotate(expr, symbols);
    const range = hull(placesOf(expr));
    if (meant.ok && range !== undefined) spans.push({ ...range, truth: evaluate(meant.value, reader) });
  };
  walk(compilation.parsed);
  return spans.toSorted((a, b) => a.start - b.start);
}

/** True for one member of a set, which comes from the field and the constant, and not what is between. */
export function isMember(text: string, ranges: readonly TextRange[]): boolean {
  const first = ranges[0];
  return ranges.length > 1 && first !== undefined && /^[\w.]+(\[[^\]]*\])?$/.test(text.slice(first.start, first.end));
}

/** Characters of a stage that are shown as text. */
const SHOWN_TEXT = 20_000;

type ChangeOf = (test: Test) => NodeChange | null;

class Builder {
  readonly counts = new Map<NodeChange, number>();
  private next = 0;

  constructor(
    private readonly text: string,
    private readonly changeOf: ChangeOf,
    private readonly truthOf: (expr: Expr) => boolean | null,
    private readonly shown: number,
  ) {}

  node(expr: Expr): StageNode {
    const id = this.next++;
    const ranges = placesOf(expr);
    const isJunction = expr.kind === 'and' || expr.kind === 'or';
    const own = this.changeIn(expr);
    const terms = isJunction ? expr.terms : [];
    const children = terms.slice(0, this.shown).map((term) => this.node(term));
    const unshown = new Set(terms.slice(this.shown).map((term) => this.count(term)));
    const inherited = children[0]?.change ?? null;
    const alike = children.every((child) => child.change === inherited) && [...unshown].every((x) => x === inherited);
    return {
      id,
      label: isJunction ? (expr.kind === 'and' ? '&&' : '||') : printExpr(expr),
      plain:
        expr.kind === 'number' ? plainTest(expr) : isJunction ? (expr.kind === 'and' ? '&&' : '||') : printExpr(expr),
      ranges,
      member: isMember(this.text, ranges),
      change: own ?? (alike ? inherited : null),
      truth: this.truthOf(expr),
      children,
      omitted: Math.max(0, terms.length - this.shown),
    };
  }

  /** What is left out of the tree is counted all the same; the change that all of it shares. */
  private count(expr: Expr): NodeChange | null {
    if (expr.kind !== 'and' && expr.kind !== 'or') return this.changeIn(expr);
    const changes = new Set(expr.terms.map((term) => this.count(term)));
    const [only] = changes;
    return changes.size === 1 ? (only ?? null) : null;
  }

  private changeIn(expr: Expr): NodeChange | null {
    const change = expr.kind === 'number' || expr.kind === 'string' ? this.changeOf(expr) : null;
    if (change !== null) this.counts.set(change, (this.counts.get(change) ?? 0) + 1);
    return change;
  }
}

/**
 * Comparisons of a stage that are compared with those of the stage before. Beyond
 * that nothing is marked: nobody looks for it among so many.
 */
const COMPARED = 60_000;

/** What is new against the tree of the stage before; comparisons are known by how they print. */
function changeFrom(before: Expr, nameIt: (leaves: readonly Expr[]) => (test: Test) => NodeChange): ChangeOf {
  const leaves = leavesOf(before);
  if (leaves.length > COMPARED) return () => null;
  const known = new Set(leaves.map((leaf) => printExpr(leaf)));
  const change = nameIt(leaves);
  return (test) => (known.has(printExpr(test)) ? null : change(test));
}

/** A stretch of the source, and the symbol that is compared there. */
interface Place extends TextRange {
  readonly symbol: MatchSymbol | undefined;
}

function annotateChange(parsed: readonly Expr[]): (test: Test) => NodeChange {
  const places = placesBySymbol(parsed);
  return (test) => {
    let rewritten = false;
    for (const range of placesOf(test)) {
      for (let i = firstAfter(places, range.start); (places[i]?.start ?? Infinity) < range.end; i++) {
        const symbol = places[i]?.symbol;
        if (symbol?.predicate !== undefined) return 'expanded';
        rewritten ||= symbol?.parent === test.symbol;
      }
    }
    return rewritten && !isLoneBit(test) ? 'rewritten' : 'prerequisite';
  };
}

/** In the order of the source; members of a set, which share the place of their field, once. */
function placesBySymbol(leaves: readonly Expr[]): readonly Place[] {
  const places = leaves.flatMap((leaf) =>
    placesOf(leaf).map((range): Place => ({ ...range, symbol: uniqueSymbol(leaf) })),
  );
  places.sort((a, b) => a.start - b.start || a.end - b.end);
  return places.filter(({ start, end, symbol }, i) => {
    const last = places[i - 1];
    return last?.start !== start || last.end !== end || last.symbol !== symbol;
  });
}

/** The first place that ends after `at`: they are apart or the same, so their ends are sorted too. */
function firstAfter(places: readonly Place[], at: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.end ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** vlan.present and its like, which subfields presuppose, are bits of the same field. */
function isLoneBit(test: Test): boolean {
  return test.kind === 'number' && test.mask.length === 1;
}

function leavesOf(expr: Expr): readonly Expr[] {
  return expr.kind === 'and' || expr.kind === 'or' ? expr.terms.flatMap(leavesOf) : [expr];
}

/** By place of the source, whether it is inside an odd number of `!( … )`. */
function negatedPlaces(text: string, tokens: readonly Token[]): Uint8Array {
  const inside = new Uint8Array(text.length + 1);
  const open: boolean[] = [];
  let negated = 0;
  for (const [i, token] of tokens.entries()) {
    const isNegation = token.type === '(' && tokens[i - 1]?.type === '!';
    if (token.type === ')' && open.pop() === true) negated ^= 1;
    inside.fill(negated, token.start, token.end);
    if (token.type === '(') open.push(isNegation);
    if (isNegation) negated ^= 1;
  }
  return inside;
}

function isNegated(test: Test, negated: Uint8Array): boolean {
  const place = placesOf(test)[0];
  return place !== undefined && negated[place.start] === 1;
}

function summaryOf(name: StageName, counts: ReadonlyMap<NodeChange, number>, expr: Expr): string {
  const count = (change: NodeChange) => counts.get(change) ?? 0;
  const parts: string[] = [];
  const say = (n: number, one: string, many: string) => {
    if (n > 0) parts.push(n === 1 ? `1 ${one}` : `${n} ${many}`);
  };
  switch (name) {
    case 'parse':
      say(count('negated'), 'comparison turned by !', 'comparisons turned by !');
      return parts.join(', ') || 'as written';
    case 'annotate':
      say(count('prerequisite'), 'prerequisite added', 'prerequisites added');
      say(count('expanded'), 'part of a predicate', 'parts of predicates');
      say(count('rewritten'), 'subfield found in its field', 'subfields found in their fields');
      break;
    case 'simplify':
      say(count('masked'), 'mask for != and ranges', 'masks for != and ranges');
      break;
    case 'normalize':
      say(
        expr.kind === 'or' && uniqueSymbol(expr) === undefined ? expr.terms.length : 0,
        'alternative',
        'alternatives',
      );
      say(count('merged'), 'comparison merged', 'comparisons merged');
      break;
  }
  if (parts.length > 0) return parts.join(', ');
  return name === 'normalize' && expr.kind === 'and' ? 'one alternative, its parts sorted by field' : 'nothing to do';
}

function areApart(terms: readonly Expr[]): boolean {
  const hulls = terms.map((term) => hull(placesOf(term))).filter((range) => range !== undefined);
  const sorted = hulls.toSorted((a, b) => a.start - b.start);
  return sorted.every((range, i) => i === 0 || (sorted[i - 1]?.end ?? 0) <= range.start);
}

function hull(ranges: readonly TextRange[]): TextRange | undefined {
  const first = ranges[0];
  const last = ranges.at(-1);
  return first === undefined || last === undefined ? undefined : { start: first.start, end: last.end };
}
