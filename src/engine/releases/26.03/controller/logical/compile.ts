/**
 * Matches and actions of logical flows, compiled as far as they do not depend on the hypervisor, once
 * for all that share a compiler.
 */
import {
  DHCPV4_OPTIONS,
  DHCPV6_OPTIONS,
  parseTodayActions,
  type Pipeline,
  type TodayAction,
} from '../../../../actions';
import { err, ok, type Result } from '../../../../base';
import {
  annotate,
  combine,
  lex,
  NO_SETS,
  normalize,
  parse,
  simplify,
  symbolsAcl,
  symbolsToday,
  withinBudget,
  type ConstantSets,
  type Expr,
  type Token,
} from '../../../../match';
import { language26_03 } from '../../language';

/** What a row of Logical_Flow says, whoever it is for. */
export interface FlowText {
  readonly pipeline: Pipeline;
  readonly table: number;
  readonly match: string;
  readonly actions: string;
  /** Its match looks at the ports of the connection instead of those of the packet. */
  readonly isTranslated: boolean;
}

export interface CompiledText {
  /** None means drop. */
  readonly actions: readonly TodayAction[];
  /** The sets that the match names. */
  readonly sets: SetNames;
  /** The match with its sets filled in, for a hypervisor on which these ports are. */
  readonly normalized: (sets: ConstantSets, isResident: (port: string) => boolean) => Result<Expr>;
}

export interface SetNames {
  readonly addressSets: readonly string[];
  readonly portGroups: readonly string[];
}

export class LogicalCompiler {
  readonly #known = new Map<string, Result<CompiledText>>();

  compile(text: FlowText): Result<CompiledText> {
    const key = JSON.stringify([text.pipeline, text.table, text.isTranslated, text.match, text.actions]);
    let compiled = this.#known.get(key);
    if (compiled === undefined) this.#known.set(key, (compiled = compile(text)));
    return compiled;
  }
}

const DHCP = { v4: DHCPV4_OPTIONS, v6: DHCPV6_OPTIONS };

function compile({ pipeline, table, match, actions, isTranslated }: FlowText): Result<CompiledText> {
  const symbols = symbolsToday();
  const read = parseTodayActions(actions, { language: language26_03, symbols, pipeline, table, dhcp: DHCP });
  if (!read.ok) return read;
  const tokens = lex(match);
  const sets = namesOf(tokens);
  const used = isTranslated ? symbolsAcl() : symbols;
  const { prerequisites } = read.value;
  const annotated = (constants: ConstantSets): Result<Expr> => {
    const parsed = parse(match, tokens, used, constants);
    if (!parsed.ok) return parsed;
    const whole = parsed.value;
    return annotate(prerequisites === undefined ? whole : combine('and', whole, prerequisites, whole.origin), used);
  };
  const isFixed = sets.addressSets.length + sets.portGroups.length === 0;
  if (!isFixed) {
    const filled = (constants: ConstantSets, isResident: (port: string) => boolean) => {
      const expr = annotated(constants);
      return expr.ok ? normalizedOf(expr.value, isResident) : expr;
    };
    return ok({ actions: read.value.actions, sets, normalized: filled });
  }
  const expr = annotated(NO_SETS);
  if (!expr.ok) return expr;
  let same: Result<Expr> | undefined;
  const asks = asksForResidents(expr.value);
  return ok({
    actions: read.value.actions,
    sets,
    normalized: (_, isResident) =>
      asks ? normalizedOf(expr.value, isResident) : (same ??= normalizedOf(expr.value, isResident)),
  });
}

function normalizedOf(annotated: Expr, isResident: (port: string) => boolean): Result<Expr> {
  const done = withinBudget({}, (budget) => normalize(simplify(annotated, isResident, budget), budget));
  return done.ok ? done : err(done.error);
}

function asksForResidents(expr: Expr): boolean {
  if (expr.kind === 'and' || expr.kind === 'or') return expr.terms.some(asksForResidents);
  return expr.kind === 'resident';
}

function namesOf(tokens: readonly Token[]): SetNames {
  const named = (type: Token['type']) =>
    Array.from(new Set(tokens.filter((token) => token.type === type).map(({ text }) => text)));
  return { addressSets: named('address-set'), portGroups: named('port-group') };
}
