/** What is odd about a match that compiles: it can never be true, asks for ports that are not there, and the like. */
import type { Problem, TextRange } from '../base';
import { FIELDS } from '../openflow';
import { annotate } from './annotate';
import { isZero, sameBits } from './bits';
import { Budget, DEFAULT_LIMIT } from './budget';
import type { Compilation, CompileOptions } from './compile';
import { NO_SETS } from './constant-sets';
import { verdict } from './decide';
import { placesOf, uniqueSymbol, type Expr, type NumberTest, type Test } from './expr';
import { isExpressible } from './flows';
import { foreignAddresses } from './foreign-addresses';
import { lex } from './lexer';
import { parse } from './parser';
import { printExpr } from './print';

/** Units of work for all warnings of a match. */
const WARNING_LIMIT = DEFAULT_LIMIT / 4;

/** In the order of the text; each with the place that it is about. */
export function warningsOf(compilation: Compilation, given: CompileOptions): readonly Problem[] {
  // One budget for all: what is not found out with it is not warned of.
  const options = { ...given, budget: given.budget ?? new Budget(given.limit ?? WARNING_LIMIT, given.shouldStop) };
  const warnings = [
    ...constantWarnings(compilation, options),
    ...emptySets(compilation, options),
    ...unknownPorts(compilation, options),
    ...unseenTests(compilation),
    ...foreignAddresses(compilation, options),
  ];
  return warnings.sort((x, y) => (x.range?.start ?? 0) - (y.range?.start ?? 0));
}

function constantWarnings(compilation: Compilation, options: CompileOptions): readonly Problem[] {
  const { parsed, text, annotated } = compilation;
  const range = { start: 0, end: text.length };
  const found = verdict(annotated, options);
  if (found.ok && found.value === 'always') {
    // A lone 1 is how OVN itself says "everything".
    if (parsed.kind === 'constant') return [];
    return [{ code: 'always-true', message: 'Every packet matches.', range, hint: 'The shortest way to say so is 1.' }];
  }
  if (found.ok && found.value === 'never') {
    const conflict = findConflict(parsed, text, options);
    if (conflict === undefined) return [{ code: 'never-true', message: 'No packet can match.', range }];
    return [{ ...conflict, message: `No packet can match: ${conflict.message}` }];
  }
  return [...deadAlternatives(parsed, text, options), ...emptyComparisons(parsed, text, options)];
}

/** Alternatives that no packet satisfies, in a match that others satisfy. */
function deadAlternatives(parsed: Expr, text: string, options: CompileOptions): readonly Problem[] {
  if (parsed.kind !== 'or') return [];
  return parsed.terms.slice(0, LOOKED_AT).flatMap((term): Problem[] => {
    if (term.kind !== 'and') return [];
    const meant = annotate(term, options.symbols);
    const found = meant.ok ? verdict(meant.value, options) : meant;
    if (!found.ok || found.value !== 'never') return [];
    const conflict = findConflict(term, text, options);
    const range = placesOf(term)[0];
    if (conflict !== undefined)
      return [{ ...conflict, message: `This alternative can never match: ${conflict.message}` }];
    return range === undefined ? [] : [{ code: 'conflict', message: 'This alternative can never match.', range }];
  });
}

/** Comparisons that every value passes, or none, such as `tcp.dst >= 0`. */
function emptyComparisons(parsed: Expr, text: string, options: CompileOptions): readonly Problem[] {
  return onePerPlace(parsed, (test) => {
    if (test.kind !== 'number' || test.symbol.predicate !== undefined) return undefined;
    const always = alwaysTrue(test);
    if (always === undefined) return undefined;
    const said = sourceOf(test, text, options);
    if (!always) return { code: 'never-true', message: `${said} is never true: it excludes every value.` };
    const { prerequisites } = test.symbol;
    const hint = prerequisites === '' ? 'Leave it out.' : `All it asks is ${prerequisites}: write that instead.`;
    return { code: 'always-true', message: `Every value passes ${said}.`, hint };
  });
}

/** Whether every value passes a comparison, or none; undefined when it depends. */
function alwaysTrue({ relop, mask, value }: NumberTest): boolean | undefined {
  if (mask.count === 0) return relop === '==' || relop === '<=' || relop === '>=';
  if (relop === '>=' || relop === '<') return isZero(value) ? relop === '>=' : undefined;
  if (relop === '<=' || relop === '>') return sameBits(value, mask) ? relop === '<=' : undefined;
  return undefined;
}

/** Terms that are looked at for conflicts. */
const LOOKED_AT = 40;

/** Two parts of a conjunction that no packet satisfies together, with the prerequisites that exclude each other. */
function findConflict(expr: Expr, text: string, options: CompileOptions): Problem | undefined {
  if (expr.kind !== 'and') return undefined;
  const terms = expr.terms.slice(0, LOOKED_AT);
  for (const [i, x] of terms.entries()) {
    for (const y of terms.slice(i + 1)) {
      const both = annotate(
        { kind: 'and', terms: [x, y], origin: { left: x.origin, right: y.origin } },
        options.symbols,
      );
      if (!both.ok) continue;
      const found = verdict(both.value, options);
      if (!found.ok || found.value !== 'never') continue;
      const range = placesOf(y)[0];
      const problem: Problem = {
        code: 'conflict',
        message: `${sourceOf(x, text, options)} and ${sourceOf(y, text, options)} exclude each other.`,
        hint: conflictHint(x, y, text, options),
      };
      return range === undefined ? problem : { ...problem, range };
    }
  }
  return undefined;
}

/** What each side presupposes, when that is what differs, and the way out. */
function conflictHint(x: Expr, y: Expr, text: string, options: CompileOptions): string {
  const needs = [x, y].map((side) => {
    const meant = annotate(side, options.symbols);
    const added = meant.ok ? printExpr(meant.value) : '';
    const own = printExpr(side);
    const rest = added.startsWith(`${own} && `) ? added.slice(own.length + 4) : added;
    return rest === own || rest === '' ? '' : `${sourceOf(side, text, options)} needs ${rest}`;
  });
  const said = needs.filter((need) => need !== '').join('; ');
  return `${said === '' || uniqueSymbol(x) === uniqueSymbol(y) ? '' : `${said}. `}For one or the other, write ||.`;
}

/** A part as it is written, where that alone says the same; else as OVN prints it. */
function sourceOf(part: Expr, text: string, options: CompileOptions): string {
  const printed = printExpr(part);
  const ranges = placesOf(part);
  const [first, last] = [ranges[0], ranges.at(-1)];
  const written = first === undefined || last === undefined ? '' : text.slice(first.start, last.end);
  const read = parse(written, lex(written), options.symbols, options.sets ?? NO_SETS);
  const said = read.ok && printExpr(read.value) === printed ? written : printed;
  return said.length <= 60 ? said : `${said.slice(0, 59)}…`;
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
  return onePerPlace(annotated, (test) => {
    if (test.kind !== 'string' || lookupPort === undefined || lookupPort(test.text) !== undefined) return undefined;
    const message = `There is no port "${test.text}" here, so the comparison gives no flow.`;
    return { code: 'unknown-port', message, hint: 'OVN says nothing about it: a port may be created later.' };
  });
}

/** What the normal form asks and the flows do not: only there is it known which masks are left. */
function unseenTests({ annotated, normalized }: Compilation): readonly Problem[] {
  return [
    ...onePerPlace(normalized, (test) => (test.kind === 'number' ? unseen(test) : undefined)),
    ...onePerPlace(annotated, (test) => (test.kind === 'number' ? tooWide(test) : undefined)),
  ];
}

/** Comparisons with a warning whose places are looked for: multiplied out, one place has very many. */
const FOLLOWED = 1000;

function onePerPlace(expr: Expr, warn: (test: Test) => Problem | undefined): readonly Problem[] {
  const warnings = new Map<string, Problem>();
  let found = 0;
  visitTests(expr, (test) => {
    const warning = found < FOLLOWED ? warn(test) : undefined;
    if (warning === undefined) return;
    found++;
    const range = placesOf(test)[0];
    if (range !== undefined) warnings.set(`${warning.message} ${range.start}`, { ...warning, range });
  });
  return [...warnings.values()];
}

/** What Open vSwitch does not look at although OVN lets it be asked. */
function unseen(test: NumberTest): Problem | undefined {
  const { field, name } = test.symbol;
  if (field === undefined) return undefined;
  if (isExpressible(test, FIELDS[field])) return undefined;
  const message = `The flows do not look at ${name}: they match more packets than the expression.`;
  const hint = `OVN drops the comparison when it makes flows, because Open vSwitch cannot mask ${name}.`;
  return { code: 'not-expressible', message, hint };
}

function tooWide(test: NumberTest): Problem | undefined {
  const { field, name, width } = test.symbol;
  const stored = field === undefined ? width : FIELDS[field].stored;
  if (stored >= width || !reaches(test, stored)) return undefined;
  const message = `The flows look only at the low ${stored} bits of ${name}.`;
  const hint = `Open vSwitch keeps ${stored} bits of ${name}, so no packet has more.`;
  return { code: 'not-expressible', message, hint };
}

/** True when a comparison asks for a 1 beyond the low `bits` bits. */
function reaches(test: NumberTest, bits: number): boolean {
  return (test.value.a | test.value.b | test.value.c | (test.value.d >>> bits)) !== 0;
}

function visitTests(expr: Expr, visit: (test: Test) => void): void {
  if (expr.kind === 'and' || expr.kind === 'or') for (const term of expr.terms) visitTests(term, visit);
  else if (expr.kind === 'number' || expr.kind === 'string') visit(expr);
}
