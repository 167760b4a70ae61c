/**
 * The same packets with fewer flows: a text is rewritten in ways that may help,
 * and a form is offered only when it is proved equivalent and costs less.
 *
 * - lists and address sets become the fewest networks, numbers values with masks;
 * - parts that the others imply or contain are left out;
 * - what all alternatives share is asked once, which makes a conjunction of it.
 */
import {
  compile,
  equivalent,
  lex,
  type Compilation,
  type CompileOptions,
  type IntegerConstant,
  type SymbolTable,
} from '../match';
import { optionsOf, type PolicyWorld } from './rules';
import { fewestNetworks } from './networks';
import { join, outline, print, type Outline } from './outline';

export interface Cheaper {
  readonly text: string;
  readonly flows: number;
  /** Address sets that it wants with other members, which hold the same addresses. */
  readonly sets: Readonly<Record<string, readonly string[]>>;
}

export type Search =
  | { readonly kind: 'found'; readonly cheaper: Cheaper }
  | { readonly kind: 'none' }
  /** A form would cost less, but whether it is the same was too much work to say. */
  | { readonly kind: 'undecided' };

/** Units of work of one proof; see `Budget` in `../match`. */
const LIMIT = 8_000_000;
/** Forms that are tried in all. */
const TRIES = 60;

export function cheaperThan(text: string, world: PolicyWorld): Search {
  const options = { ...optionsOf(world), limit: LIMIT };
  const original = compile(text, options);
  const whole = outline(text);
  if (!original.ok || whole === undefined) return { kind: 'none' };
  const search = new Searcher(original.value, options, world);
  // Sets first: with them every other proof is shorter.
  search.shortenSets(text);
  for (let node: Outline | undefined = whole; node !== undefined;) node = search.step(node);
  const { best, undecided } = search;
  if (best !== undefined) return { kind: 'found', cheaper: best };
  return { kind: undecided ? 'undecided' : 'none' };
}

class Searcher {
  best: Cheaper | undefined;
  undecided = false;
  private left = TRIES;

  constructor(
    private readonly original: Compilation,
    private options: CompileOptions,
    private world: PolicyWorld,
  ) {}

  /** Named sets with fewer members that hold the same. */
  shortenSets(text: string): void {
    const sets: Record<string, readonly string[]> = {};
    for (const token of lex(text)) {
      const members = token.type === 'address-set' ? this.world.addressSets[token.text] : undefined;
      const fewer = members === undefined ? undefined : fewestNetworks(members.flatMap(constantOf));
      if (fewer !== undefined && fewer.length < (members?.length ?? 0)) sets[token.text] = fewer;
    }
    if (Object.keys(sets).length === 0) return;
    const world = { ...this.world, addressSets: { ...this.world.addressSets, ...sets } };
    const options = { ...optionsOf(world), limit: LIMIT };
    if (!this.accept(text, options, sets)) return;
    this.world = world;
    this.options = options;
  }

  /** The first rewriting of the whole that helps; undefined when none does. */
  step(node: Outline): Outline | undefined {
    for (const candidate of rewritings(node, this.world.symbols)) {
      if (this.left-- <= 0) return undefined;
      if (this.accept(print(candidate), this.options, this.best?.sets ?? {})) return candidate;
    }
    return undefined;
  }

  private accept(text: string, options: CompileOptions, sets: Cheaper['sets']): boolean {
    const compiled = compile(text, options);
    if (!compiled.ok) return false;
    const flows = compiled.value.flows.length;
    // Without a flow it may be the same here, where its ports are not, and not elsewhere.
    if (flows === 0 || flows >= (this.best?.flows ?? this.original.flows.length)) return false;
    const same = equivalent(this.original.annotated, compiled.value.annotated, this.options);
    if (!same.ok) this.undecided = true;
    if (!same.ok || !same.value.equivalent) return false;
    this.best = { text, flows, sets };
    return true;
  }
}

/** Every form that differs by one rewriting, the most promising first. */
function* rewritings(node: Outline, symbols: SymbolTable): Generator<Outline> {
  if (node.kind === 'leaf') {
    const shorter = shorterList(node.text, symbols);
    if (shorter !== undefined) yield shorter;
    return;
  }
  const factored = node.kind === 'or' ? factor(node.parts) : undefined;
  if (factored !== undefined) yield factored;
  for (const [index, part] of node.parts.entries()) {
    for (const changed of rewritings(part, symbols)) {
      const whole = join(node.kind, node.parts.with(index, changed));
      if (whole !== undefined) yield whole;
    }
  }
  if (node.parts.length > MANY) return;
  for (const index of node.parts.keys()) {
    const rest = join(node.kind, node.parts.toSpliced(index, 1));
    if (rest !== undefined) yield rest;
  }
}

/** Parts of which each is tried to be left out. */
const MANY = 24;

/** `(a && x) || (a && y)` as `a && (x || y)`. */
function factor(alternatives: readonly Outline[]): Outline | undefined {
  const lists = alternatives.map((part) => (part.kind === 'and' ? part.parts : [part]));
  const shared = (lists[0] ?? []).filter((part) =>
    lists.every((list) => list.some((other) => print(other) === print(part))),
  );
  if (shared.length === 0) return undefined;
  const texts = new Set(shared.map(print));
  const rests = lists.map((list) =>
    join(
      'and',
      list.filter((part) => !texts.has(print(part))),
    ),
  );
  // An alternative that is nothing but what is shared makes the others needless.
  if (rests.some((rest) => rest === undefined)) return join('and', shared);
  const either = join(
    'or',
    rests.flatMap((rest) => (rest === undefined ? [] : [rest])),
  );
  return either === undefined ? undefined : join('and', [...shared, either]);
}

/** `field == { … }` with the fewest networks. */
function shorterList(text: string, symbols: SymbolTable): Outline | undefined {
  const [field, relop, ...rest] = lex(text).filter(({ type }) => type !== 'end');
  if (field?.type !== 'id' || relop?.type !== '==' || rest[0]?.type !== '{' || rest.at(-1)?.type !== '}')
    return undefined;
  const values = rest.slice(1, -1).filter(({ type }) => type !== ',');
  const members = values.flatMap(({ constant }) => (constant === undefined ? [] : [constant]));
  if (members.length !== values.length) return undefined;
  const networks = fewestNetworks(members, symbols.symbols.get(field.text)?.width);
  if (networks === undefined || networks.length >= members.length) return undefined;
  return { kind: 'leaf', text: listed(field.text, networks) };
}

function listed(field: string, members: readonly string[]): string {
  return members.length === 1 ? `${field} == ${members[0] ?? ''}` : `${field} == {${members.join(', ')}}`;
}

function constantOf(member: string): readonly IntegerConstant[] {
  const [token] = lex(member);
  return token?.constant === undefined ? [] : [token.constant];
}
