/** Rules that decide about the same packets in an order: ACLs of one tier, or logical flows of one table. */
import { annotate, createConstantSets, lex, parse, withHint, type CompileOptions, type Expr } from '../match';
import { err, type Result } from '../base';
import { factsOf, type Facts } from './facts';

export interface Rule {
  /** Rules of the same scope compete: the same switch, direction, stage and tier. */
  readonly scope: string;
  /** The highest one that matches decides; between equal ones OVN does not say. */
  readonly priority: number;
  readonly match: string;
  /** Rules with the same action do the same to a packet. */
  readonly action: string;
}

/** What the matches mean something by. */
export interface PolicyWorld extends Pick<CompileOptions, 'symbols' | 'lookupPort' | 'shouldStop'> {
  readonly addressSets: Readonly<Record<string, readonly string[]>>;
  readonly portGroups: Readonly<Record<string, readonly string[]>>;
}

export interface ReadRule {
  readonly annotated: Expr;
  readonly facts: Facts;
}

/** Rules that are read again when asked again: more would take more memory than they save time. */
const REMEMBERED = 2000;

/** The rules with what has been read of them so far. */
export class Rules {
  readonly options: CompileOptions;
  private readonly known = new Map<number, Result<ReadRule>>();
  private readonly scopes = new Map<string, number[]>();

  constructor(
    readonly list: readonly Rule[],
    readonly world: PolicyWorld,
  ) {
    this.options = optionsOf(world);
    for (const [index, { scope }] of list.entries()) {
      const same = this.scopes.get(scope);
      if (same === undefined) this.scopes.set(scope, [index]);
      else same.push(index);
    }
    for (const same of this.scopes.values()) same.sort((a, b) => this.priority(b) - this.priority(a) || a - b);
  }

  /** All that compete with a rule, itself among them, as OVN asks them. */
  competing(index: number): readonly number[] {
    return this.scopes.get(this.list[index]?.scope ?? '') ?? [];
  }

  priority(index: number): number {
    return this.list[index]?.priority ?? 0;
  }

  read(index: number): Result<ReadRule> {
    const known = this.known.get(index);
    if (known !== undefined) return known;
    if (this.known.size >= REMEMBERED) this.known.clear();
    const read = this.parse(this.list[index]?.match ?? '');
    this.known.set(index, read);
    return read;
  }

  private parse(text: string): Result<ReadRule> {
    const { symbols, sets } = this.options;
    const tokens = lex(text);
    const constants = sets ?? createConstantSets({}, {});
    const parsed = parse(text, tokens, symbols, constants);
    if (!parsed.ok) return err(withHint(parsed.error, { text, tokens, symbols, sets: constants }));
    const annotated = annotate(parsed.value, symbols);
    if (!annotated.ok) return annotated;
    return { ok: true, value: { annotated: annotated.value, facts: factsOf(annotated.value) } };
  }
}

export function optionsOf(world: PolicyWorld): CompileOptions {
  return {
    symbols: world.symbols,
    sets: createConstantSets(world.addressSets, world.portGroups),
    ...(world.lookupPort === undefined ? {} : { lookupPort: world.lookupPort }),
    ...(world.shouldStop === undefined ? {} : { shouldStop: world.shouldStop }),
  };
}
