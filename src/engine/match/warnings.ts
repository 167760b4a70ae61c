/** What is odd about a match that compiles: it can never be true, asks for ports that are not there, and the like. */
import type { Problem, TextRange } from '../base';
import { FIELDS } from '../openflow';
import type { Compilation, CompileOptions } from './compile';
import { NO_SETS } from './constant-sets';
import { verdict } from './decide';
import { rangesOf, type Expr, type NumberTest, type Test } from './expr';
import { isExpressible } from './flows';
import { annotate } from './annotate';
import { printExpr } from './print';

/** In the order of the text; each with the place that it is about. */
export function warningsOf(compilation: Compilation, options: CompileOptions): readonly Problem[] {
  const warnings = [
    ...constantWarnings(compilation, options),
    ...emptySets(compilation, options),
    ...unknownPorts(compilation, options),
    ...unseenTests(compilation),
  ];
  return warnings.sort((x, y) => (x.range?.start ?? 0) - (y.range?.start ?? 0));
}

function constantWarnings(compilation: Compilation, options: CompileOptions): readonly Problem[] {
  const found = verdict(compilation.annotated, options);
  if (!found.ok || found.value === 'sometimes') return [];
  const range = { start: 0, end: compilation.text.length };
  if (found.value === 'always') {
    // A lone 1 is how OVN itself says "everything".
    if (compilation.parsed.kind === 'constant') return [];
    return [{ code: 'always-true', message: 'Every packet matches.', range, hint: 'The shortest way to say so is 1.' }];
  }
  const conflict = findConflict(compilation.parsed, options);
  return conflict === undefined ? [{ code: 'never-true', message: 'No packet can match.', range }] : [conflict];
}

/** Two parts of a conjunction that no packet satisfies together, with the prerequisites that exclude each other. */
function findConflict(expr: Expr, options: CompileOptions): Problem | undefined {
  if (expr.kind !== 'and') return undefined;
  const terms = expr.terms.slice(0, 40);
  for (const [i, x] of terms.entries()) {
    for (const y of terms.slice(i + 1)) {
      const both = annotate(
        { kind: 'and', terms: [x, y], origin: { left: x.origin, right: y.origin } },
        options.symbols,
      );
      if (!both.ok) continue;
      const found = verdict(both.value, options);
      if (!found.ok || found.value !== 'never') continue;
      const range = rangesOf(y)[0];
      const problem: Problem = {
        code: 'conflict',
        message: `No packet can match: ${printExpr(x)} and ${printExpr(y)} exclude each other.`,
        hint: conflictHint(x, y, options),
      };
      return range === undefined ? problem : { ...problem, range };
    }
  }
  return undefined;
}

function conflictHint(x: Expr, y: Expr, options: CompileOptions): string {
  const [left, right] = [annotate(x, options.symbols), annotate(y, options.symbols)];
  const implied =
    left.ok && right.ok
      ? `${printExpr(x)} means ${printExpr(left.value)}, ${printExpr(y)} means ${printExpr(right.value)}. `
      : '';
  return `${implied}For one or the other, write ||.`;
}

/** Named sets without members: allowed, unlike unknown ones, and never true. */
function emptySets({ tokens }: Compilation, options: CompileOptions): readonly Problem[] {
  const { addressSets, portGroups } = options.sets ?? NO_SETS;
  return tokens.flatMap((token): Problem[] => {
    const members =
      token.type === 'address-set'
        ? addressSets.get(token.text)
        : token.type === 'port-group'
          ? portGroups.get(token.text)
          : undefined;
    if (members === undefined || members.length > 0) return [];
    const range: TextRange = { start: token.start, end: token.end };
    const kind = token.type === 'address-set' ? 'address set' : 'port group';
    return [{ code: 'empty-set', message: `The ${kind} ${token.text} is empty, so nothing equals it.`, range }];
  });
}

function unknownPorts({ annotated }: Compilation, { lookupPort }: CompileOptions): readonly Problem[] {
  return onePerPlace(annotated, (test, range) => {
    if (test.kind !== 'string' || lookupPort === undefined || lookupPort(test.text) !== undefined) return undefined;
    const message = `There is no port "${test.text}" here, so the comparison gives no flow.`;
    return { code: 'unknown-port', message, range, hint: 'OVN says nothing about it: a port may be created later.' };
  });
}

/** What the normal form asks and the flows do not: only there is it known which masks are left. */
function unseenTests({ annotated, normalized }: Compilation): readonly Problem[] {
  return [
    ...onePerPlace(normalized, (test, range) => (test.kind === 'number' ? unseen(test, range) : undefined)),
    ...onePerPlace(annotated, (test, range) => (test.kind === 'number' ? tooWide(test, range) : undefined)),
  ];
}

function onePerPlace(expr: Expr, warn: (test: Test, range: TextRange) => Problem | undefined): readonly Problem[] {
  const warnings = new Map<string, Problem>();
  visitTests(expr, (test) => {
    const range = rangesOf(test)[0];
    const warning = range === undefined ? undefined : warn(test, range);
    if (warning !== undefined) warnings.set(`${warning.message} ${range?.start ?? 0}`, warning);
  });
  return [...warnings.values()];
}

/** What Open vSwitch does not look at although OVN lets it be asked. */
function unseen(test: NumberTest, range: TextRange): Problem | undefined {
  const { field, name } = test.symbol;
  if (field === undefined) return undefined;
  if (isExpressible(test, FIELDS[field])) return undefined;
  const message = `The flows do not look at ${name}: they match more packets than the expression.`;
  const hint = `OVN drops the comparison when it makes flows, because Open vSwitch cannot mask ${name}.`;
  return { code: 'not-expressible', message, range, hint };
}

function tooWide(test: NumberTest, range: TextRange): Problem | undefined {
  const { field, name, width } = test.symbol;
  const stored = field === undefined ? width : FIELDS[field].stored;
  if (stored >= width || !reaches(test, stored)) return undefined;
  const message = `The flows look only at the low ${stored} bits of ${name}.`;
  return {
    code: 'not-expressible',
    message,
    range,
    hint: `Open vSwitch keeps ${stored} bits of ${name}, so no packet has more.`,
  };
}

/** True when a comparison asks for a 1 beyond the low `bits` bits. */
function reaches(test: NumberTest, bits: number): boolean {
  return (test.value.a | test.value.b | test.value.c | (test.value.d >>> bits)) !== 0;
}

function visitTests(expr: Expr, visit: (test: Test) => void): void {
  if (expr.kind === 'and' || expr.kind === 'or') for (const term of expr.terms) visitTests(term, visit);
  else if (expr.kind === 'number' || expr.kind === 'string') visit(expr);
}
