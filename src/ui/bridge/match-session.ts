/**
 * The match lab's end of the engine: what the lab asks, answered in plain data.
 * Knows no platform; the worker and the tests hand in a clock.
 */
import { err, ok, type Problem, type Result, type TextRange } from '../../engine/base';
import {
  Budget,
  compile,
  completionsAt,
  conjunctiveMatches,
  createConstantSets,
  DEFAULT_LIMIT,
  documentSymbol,
  equivalent,
  evaluate,
  explain,
  findMatching,
  findNearMiss,
  formatMicroflow,
  lex,
  OPERATORS,
  placesOf,
  printFlow,
  RESIDENCE_MEANING,
  uniqueSymbol,
  valuesReader,
  warningsOf,
  type Compilation,
  type CompileOptions,
  type ConstantSets,
  type Expr,
  type MatchFlow,
  type Reason,
  type SymbolTable,
  type Token,
} from '../../engine/match';
import { formatMatch } from '../../engine/openflow';
import { missingIn } from './match-missing';
import { readPacket, valuesFor, type PacketWorld } from './match-packets';
import type {
  Comparison,
  CompiledView,
  ConjunctionView,
  FlowLine,
  HoverText,
  MadePacket,
  MatchAnalysis,
  MatchApi,
  MatchContext,
  MatchProblem,
  MatchRequest,
  PacketResult,
  TestPacket,
} from './match-protocol';
import { isMember, spansOf, stagesOf } from './match-stages';
import { noPortIn, symbolsOf, withNoPort } from './match-tables';
import { expandTemplates, writtenAnalysis } from './match-templates';

/** Flows that are listed; the count is always that of all. */
const LISTED_FLOWS = 400;

export const EMPTY_CONTEXT: MatchContext = { symbols: 'today', addressSets: {}, portGroups: {}, ports: [] };

/** `now` in milliseconds. */
export function createMatchSession({ now }: { readonly now: () => number }): MatchApi {
  let world = worldOf(EMPTY_CONTEXT);
  let last:
    | { readonly text: string; readonly compiled: Result<Compilation>; readonly warnings: readonly MatchProblem[] }
    | undefined;

  const expanded = (text: string) => expandTemplates(text, world.context.templates ?? {});
  const compiled = (text: string) => {
    if (last?.text === text) return last;
    const result = compile(text, world.options);
    const warnings = result.ok
      ? withoutConsequences(warningsOf(result.value, world.options)).map((problem) => located(problem, 'warning', text))
      : [located(result.error, 'error', text)];
    const answer = { text, compiled: result, warnings };
    // Kept for the next packet, unless it is so large that making it again is better than to keep it.
    last = isLarge(result) ? undefined : answer;
    return answer;
  };

  return {
    setContext(context) {
      world = worldOf(context);
      last = undefined;
    },
    analyse(request) {
      const start = now();
      const { text, back } = expanded(request.text);
      const { compiled: result, warnings } = compiled(text);
      const analysis = {
        ...analyse({ ...request, text }, result, world),
        missing: missingIn([request.text], world.context),
        problems: warnings,
        elapsed: now() - start,
      };
      return text === request.text ? analysis : writtenAnalysis(analysis, request.text, back);
    },
    compare: (a, b) => compare(expanded(a).text, expanded(b).text, world),
    make: (text, kind) => make(expanded(text).text, kind, world),
    completions: (text, offset) =>
      completionsAt(text, offset, {
        symbols: world.symbols,
        sets: world.sets,
        ports: world.ports.map((port) => port.name),
      }),
    hover: (text, offset) => hover(text, offset, world),
  };
}

/** For a question with all that is asked to answer it: something is compiled, then decided, or two things are. */
function budgetOfQuestion(): Budget {
  return new Budget(2 * DEFAULT_LIMIT, undefined);
}

/** Alternatives or flows beyond which a compilation is let go: some ten megabytes. */
const LARGE = 10_000;

function isLarge(result: Result<Compilation>): boolean {
  if (!result.ok) return false;
  const { annotated, simplified, normalized, flows } = result.value;
  const alternatives = (expr: Expr) => (expr.kind === 'and' || expr.kind === 'or' ? expr.terms.length : 1);
  return flows.length > LARGE || [annotated, simplified, normalized].some((stage) => alternatives(stage) > LARGE);
}

interface World extends PacketWorld {
  readonly symbols: SymbolTable;
  readonly sets: ConstantSets;
  readonly options: CompileOptions;
  readonly context: MatchContext;
}

function worldOf(context: MatchContext): World {
  const symbols = symbolsOf(context.symbols);
  const sets = createConstantSets(context.addressSets, context.portGroups);
  const keys = new Map(context.ports.map((port) => [port.name, port.key]));
  const lookupPort = withNoPort(context.symbols, (name) => keys.get(name));
  const options: CompileOptions = { symbols, sets, lookupPort };
  return { symbols, sets, ports: context.ports, noPort: noPortIn(context.symbols), options, context };
}

/** Where a set is empty, that no packet matches is no conflict of two parts: it follows from the set. */
function withoutConsequences(warnings: readonly Problem[]): readonly Problem[] {
  if (!warnings.some(({ code }) => code === 'empty-set')) return warnings;
  return warnings.filter(({ code }) => code !== 'conflict' && code !== 'never-true');
}

function located(problem: MatchProblemSource, severity: MatchProblem['severity'], text: string): MatchProblem {
  return { ...problem, severity, range: problem.range ?? { start: 0, end: text.length } };
}
type MatchProblemSource = Omit<MatchProblem, 'severity' | 'range'> & Partial<Pick<MatchProblem, 'range'>>;

function analyse(
  request: MatchRequest,
  result: Result<Compilation>,
  world: World,
): Omit<MatchAnalysis, 'elapsed' | 'problems' | 'missing'> {
  const compilation = result.ok ? result.value : undefined;
  const packets = request.packets.map((packet) => testPacket(packet, compilation, world));
  const focus = request.packets.find((packet) => packet.id === request.focus);
  const read = focus === undefined ? undefined : readPacket(focus, world);
  const reader = read?.ok ? read.value.reader : undefined;
  return {
    text: request.text,
    compiled:
      compilation === undefined
        ? null
        : {
            stages: stagesOf(compilation, world.symbols, reader, request.shown),
            ...flowsOf(compilation, request.shown),
          },
    packets,
    spans: compilation === undefined || reader === undefined ? [] : spansOf(compilation, world.symbols, reader),
  };
}

function testPacket(packet: TestPacket, compilation: Compilation | undefined, world: World): PacketResult {
  const read = readPacket(packet, world);
  const base = { id: packet.id, reasons: [], values: [], why: '', matches: null, problem: null };
  if (!read.ok) return { ...base, summary: packet.text, problem: read.error };
  const { reader, summary } = read.value;
  if (compilation === undefined) return { ...base, summary };
  const { value, reasons } = explain(compilation.annotated, reader);
  return {
    ...base,
    summary,
    matches: value,
    why: sentenceOf(value, reasons, compilation.text),
    reasons: reasons.map(({ part, met, ranges }) => ({ part, met, ranges })),
    values: valuesFor(compilation.annotated, reader),
  };
}

/** The reasons in the words of the source; a prerequisite is said with the part that needs it. */
function sentenceOf(value: boolean, reasons: readonly Reason[], text: string): string {
  const parts = reasons.map(({ symbol, part, met, ranges }) => {
    const [first, last] = [ranges[0], ranges.at(-1)];
    const source = first === undefined || last === undefined ? '' : text.slice(first.start, last.end);
    const isOwn = symbol === '' || source === '' || source.includes(symbol);
    const said = isOwn ? source || part : `${part}, which ${source} needs,`;
    return `${said} is ${value ? 'true' : 'false'}: ${met}`;
  });
  return `${value ? 'It matches' : 'It does not match'}${parts.length > 0 ? `: ${parts.join('; ')}` : ''}.`;
}

function flowsOf(compilation: Compilation, shown = 0): Omit<CompiledView, 'stages'> {
  const { flows, text } = compilation;
  return {
    flows: flows.slice(0, LISTED_FLOWS + shown).map((flow) => flowLine(flow, text)),
    flowCount: flows.length,
    conjunctions: conjunctiveMatches(flows).map(({ id, clauses, flows: count, product }): ConjunctionView => ({
      id,
      clauses: clauses.map((clause) => ({
        label: labelOf(clause, compilation),
        flows: clause.length,
        ranges: hull(clause),
      })),
      flows: count + 1,
      product,
    })),
  };
}

function flowLine(flow: MatchFlow, text: string): FlowLine {
  const line = printFlow(flow);
  const match = formatMatch(flow.match);
  const ranges = placesOf(flow);
  return {
    match: match || '(every packet)',
    actions: flow.conjunctions.length === 0 ? 'actions' : line.slice(match.length + 2),
    ranges,
    member: isMember(text, ranges),
  };
}

/** A clause by the field that its flows are told apart by. */
function labelOf(clause: readonly MatchFlow[], { text, normalized }: Compilation): string {
  const [place] = hull(clause);
  const found = [normalized, ...junctions(normalized)].find(
    (expr) =>
      expr.kind === 'or' &&
      uniqueSymbol(expr) !== undefined &&
      expr.terms.length >= clause.length &&
      placesOf(expr).some((range) => place !== undefined && range.start <= place.start && place.end <= range.end),
  );
  const symbol = found === undefined ? undefined : uniqueSymbol(found);
  return symbol?.name ?? (place === undefined ? 'clause' : text.slice(place.start, place.end));
}

function junctions(expr: Compilation['normalized']): readonly Compilation['normalized'][] {
  return expr.kind === 'and' || expr.kind === 'or' ? expr.terms.flatMap((term) => [term, ...junctions(term)]) : [];
}

/** Flows of a clause whose places are looked at: the others come from the same comparison. */
const LOOKED_AT = 60;

function hull(flows: readonly MatchFlow[]): readonly TextRange[] {
  let whole: TextRange | undefined;
  for (const { start, end } of flows.slice(0, LOOKED_AT).flatMap(placesOf)) {
    whole = { start: Math.min(whole?.start ?? start, start), end: Math.max(whole?.end ?? end, end) };
  }
  return whole === undefined ? [] : [whole];
}

function compare(a: string, b: string, world: World): Result<Comparison> {
  const options = { ...world.options, budget: budgetOfQuestion() };
  const left = compile(a, options);
  if (!left.ok) return left;
  const right = compile(b, options);
  if (!right.ok) return right;
  const decided = equivalent(left.value.annotated, right.value.annotated, options);
  if (!decided.ok) return decided;
  const [n, m] = [left.value.flows.length, right.value.flows.length];
  if (decided.value.equivalent) {
    const flows = n === m ? `both with ${count(n)}` : `the other with ${count(m)} instead of ${n}`;
    return ok({ equivalent: true, sentence: `Equivalent, ${flows}.`, counterexample: null });
  }
  const { counterexample } = decided.value;
  const isFirst = evaluate(left.value.annotated, valuesReader(counterexample));
  return ok({
    equivalent: false,
    sentence: `Different: this packet matches only the ${isFirst ? 'expression above' : 'other expression'}.`,
    counterexample: formatMicroflow(counterexample, world.symbols),
  });
}

function count(flows: number): string {
  return flows === 1 ? '1 flow' : `${flows} flows`;
}

function make(text: string, kind: 'matching' | 'failing', world: World): Result<MadePacket> {
  const options = { ...world.options, budget: budgetOfQuestion() };
  const compiled = compile(text, options);
  if (!compiled.ok) return compiled;
  const { annotated } = compiled.value;
  if (kind === 'matching') {
    const found = findMatching(annotated, options);
    if (!found.ok) return found;
    if (found.value === undefined) return err({ code: 'never', message: 'No packet can match this expression.' });
    return ok({ text: formatMicroflow(found.value, world.symbols), sentence: 'It has the least values that match.' });
  }
  const miss = findNearMiss(
    annotated,
    world.ports.map((port) => port.name),
    options,
  );
  if (!miss.ok) return miss;
  if (miss.value === undefined)
    return err({ code: 'no-near-miss', message: 'There is no near miss: every packet matches, or none does.' });
  const { failing, symbol } = miss.value;
  return ok({
    text: formatMicroflow(failing, world.symbols),
    sentence: `It differs from a packet that matches only in ${symbol}.`,
  });
}

function hover(text: string, offset: number, world: World): HoverText | null {
  const token = lex(text).find(({ type, start, end }) => type !== 'end' && start <= offset && offset < end);
  if (token === undefined) return null;
  const range = { start: token.start, end: token.end };
  const said = describe(token, world);
  return said === undefined ? null : { range, ...said };
}

function describe(token: Token, world: World): Omit<HoverText, 'range'> | undefined {
  if (token.type === 'id') {
    if (token.text === 'is_chassis_resident') return { title: token.text, lines: ['function', RESIDENCE_MEANING] };
    const symbol = world.symbols.symbols.get(token.text);
    if (symbol === undefined) return undefined;
    const { kind, meaning, prerequisites, expansion } = documentSymbol(symbol);
    const needs = prerequisites === '' ? [] : [`Needs ${prerequisites}`];
    const means = expansion === '' ? [] : [`Stands for ${expansion}`];
    return { title: symbol.name, lines: [kind, meaning, ...needs, ...means] };
  }
  if (token.type === 'address-set' || token.type === 'port-group') {
    const { addressSets, portGroups } = world.context;
    const isAddress = token.type === 'address-set';
    const members = (isAddress ? addressSets : portGroups)[token.text];
    const title = `${isAddress ? '$' : '@'}${token.text}`;
    const what = isAddress ? 'Address set' : 'Port group';
    if (members === undefined) return { title, lines: [`${what} that does not exist here.`] };
    return { title, lines: [`${what} of ${members.length}`, members.slice(0, 12).join(', ') || '(empty)'] };
  }
  if (token.type === 'string') {
    const port = world.ports.find((candidate) => candidate.name === token.text);
    const title = `"${token.text}"`;
    if (token.text !== '' && token.text === world.noPort) return { title, lines: ['No port at all: the number 0.'] };
    const is = port === undefined ? 'No logical port has this name here.' : `Logical port, number ${port.key}.`;
    return { title, lines: [is] };
  }
  const alias = token.type === '}' ? '{' : token.type === ']' || token.type === '..' ? '[' : token.type;
  const operator = OPERATORS.find((candidate) => candidate.token === alias);
  return operator === undefined ? undefined : { title: operator.token, lines: [operator.meaning] };
}
