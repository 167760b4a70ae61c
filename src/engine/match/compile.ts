/** All passes in a row, each stage kept. */
import { err, ok, type Problem, type Result } from '../base';
import { annotate } from './annotate';
import { Budget, DEFAULT_LIMIT, OutOfBudget } from './budget';
import { NO_SETS, type ConstantSets } from './constant-sets';
import { combine, type Expr } from './expr';
import { toFlows, type LookupPort, type MatchFlow } from './flows';
import { withHint } from './hints';
import { lex, type Token } from './lexer';
import { normalize } from './normalize';
import { parse } from './parser';
import { simplify, type IsResident } from './simplify';
import type { SymbolTable } from './symbols';

export interface CompileOptions {
  readonly symbols: SymbolTable;
  /** Default: no address sets and no port groups. */
  readonly sets?: ConstantSets;
  /** Default: no port exists, so that every comparison with one matches nothing. */
  readonly lookupPort?: LookupPort;
  /** Default: every port is on this hypervisor. */
  readonly isResident?: IsResident;
  /** What must hold besides the text, such as the prerequisites of a row's actions; as parsed, not annotated. */
  readonly prerequisite?: Expr | undefined;
  /** Units of work before the problem `too-complex`; the default is less than a second's. */
  readonly limit?: number;
  /** Instead of a budget of its own: one that several questions share. */
  readonly budget?: Budget;
  /** Asked now and then; true gives the problem `cancelled`. */
  readonly shouldStop?: () => boolean;
}

/** Every stage of a compilation. */
export interface Compilation {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly parsed: Expr;
  readonly annotated: Expr;
  readonly simplified: Expr;
  readonly normalized: Expr;
  readonly flows: readonly MatchFlow[];
  /** Conjunction ids in use: 1 to this. */
  readonly nConjunctions: number;
}

/** Compiles a match. Every text gives a result; the problem is the first that OVN would report. */
export function compile(text: string, options: CompileOptions): Result<Compilation> {
  const done = withinBudget(options, (budget) => compileWithin(text, options, budget));
  return done.ok ? done.value : done;
}

/** What reading a letter costs, and what making a node of the tree as written does. */
const READING = 2;
const MAKING = 10;

function compileWithin(text: string, options: CompileOptions, budget: Budget): Result<Compilation> {
  budget.because = () => `it has ${text.length} characters`;
  budget.spend(text.length * READING);
  const tokens = lex(text);
  budget.because = () => 'it names sets with very many members';
  const sets = options.sets ?? NO_SETS;
  const parsed = parse(text, tokens, options.symbols, sets, (constants) => budget.spend(constants * MAKING));
  if (!parsed.ok) {
    return err(withHint(parsed.error, { text, tokens, symbols: options.symbols, sets }));
  }
  const { prerequisite } = options;
  const whole =
    prerequisite === undefined ? parsed.value : combine('and', parsed.value, prerequisite, parsed.value.origin);
  const annotated = annotate(whole, options.symbols);
  if (!annotated.ok) return annotated;
  const simplified = simplify(annotated.value, options.isResident ?? everywhere, budget);
  const normalized = normalize(simplified, budget);
  const { flows, nConjunctions } = toFlows(normalized, options.lookupPort ?? nowhere, budget);
  return ok({
    text,
    tokens,
    parsed: parsed.value,
    annotated: annotated.value,
    simplified,
    normalized,
    flows,
    nConjunctions,
  });
}

/** Runs `work` with the budget of `options`, or one of its own; running out is a problem and no exception. */
export function withinBudget<T>(
  options: Pick<CompileOptions, 'limit' | 'shouldStop' | 'budget'>,
  work: (budget: Budget) => T,
): Result<T> {
  try {
    return ok(work(options.budget ?? new Budget(options.limit ?? DEFAULT_LIMIT, options.shouldStop)));
  } catch (thrown) {
    if (thrown instanceof OutOfBudget) return err(problemOf(thrown));
    throw thrown;
  }
}

function problemOf({ reason, because }: OutOfBudget): Problem {
  if (reason === 'cancelled') return { code: 'cancelled', message: 'The compilation was stopped.' };
  return {
    code: 'too-complex',
    message: `The expression takes too much work: ${because}.`,
    hint: 'OVN would try, for minutes or with all memory. Fewer alternatives inside conjunctions help.',
  };
}

function everywhere(): boolean {
  return true;
}

function nowhere(): undefined {
  return undefined;
}
