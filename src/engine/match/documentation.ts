/** The language as help texts: symbols, operators, and what may stand at a place of the text. */
import type { ConstantSets } from './constant-sets';
import type { Token, TokenType } from './lexer';
import { lex } from './lexer';
import type { MatchSymbol, SymbolTable } from './symbols';

export interface SymbolDocumentation {
  readonly name: string;
  /** `32-bit ordinal field`, `string field`, `predicate`, and the like. */
  readonly kind: string;
  readonly meaning: string;
  /** What every use of the symbol implies; empty for nothing. */
  readonly prerequisites: string;
  /** What it stands for: the expression of a predicate, the bits of a subfield; empty for a field. */
  readonly expansion: string;
}

export function documentSymbol(symbol: MatchSymbol): SymbolDocumentation {
  const { name, meaning, prerequisites } = symbol;
  return { name, kind: kindOf(symbol), meaning, prerequisites, expansion: expansionOf(symbol) };
}

function kindOf(symbol: MatchSymbol): string {
  if (symbol.width === 0) return 'string field';
  if (symbol.predicate !== undefined) return symbol.level === 'nominal' ? 'nominal predicate' : 'Boolean predicate';
  return `${symbol.width}-bit ${symbol.level} ${symbol.parent === undefined ? 'field' : 'subfield'}`;
}

function expansionOf({ predicate, parent, parentOffset, width }: MatchSymbol): string {
  if (predicate !== undefined) return predicate;
  if (parent === undefined) return '';
  const bits = width === 1 ? `${parentOffset}` : `${parentOffset}..${parentOffset + width - 1}`;
  return `${parent.name}[${bits}]`;
}

/** What operators and other signs mean. */
export const OPERATORS: readonly { readonly token: TokenType; readonly meaning: string }[] = [
  { token: '==', meaning: 'Equal. With a set: equal to any of its members.' },
  { token: '!=', meaning: 'Not equal. With a set: equal to none of its members.' },
  { token: '<', meaning: 'Less than, as unsigned numbers.' },
  { token: '<=', meaning: 'Less than or equal, as unsigned numbers.' },
  { token: '>', meaning: 'Greater than, as unsigned numbers.' },
  { token: '>=', meaning: 'Greater than or equal, as unsigned numbers.' },
  { token: '&&', meaning: 'And. Mixed with || it needs parentheses.' },
  { token: '||', meaning: 'Or. Mixed with && it needs parentheses.' },
  { token: '!', meaning: 'Not. Stands before a parenthesis, a 1-bit field or a predicate that is not nominal.' },
  { token: '{', meaning: 'A set of constants, with or without commas between them.' },
  { token: '[', meaning: 'Some bits of a field, as in vlan.tci[0..11]; bit 0 is the least significant.' },
  { token: 'address-set', meaning: 'A set of addresses by its name.' },
  { token: 'port-group', meaning: 'The ports of a group by its name.' },
  { token: 'masked', meaning: 'A constant and the bits to compare, as in 10.0.0.0/8 or 0x10/0xf0.' },
];

/** `is_chassis_resident`, the only function. */
export const RESIDENCE_MEANING = 'True on the hypervisor that hosts the named logical port; false on all others.';

export interface Completion {
  readonly label: string;
  readonly kind: 'symbol' | 'port' | 'address-set' | 'port-group' | 'operator' | 'function';
  /** The kind of the symbol, or the number of members. */
  readonly detail: string;
  readonly documentation: string;
}

export interface CompletionContext {
  readonly symbols: SymbolTable;
  readonly sets: ConstantSets;
  readonly ports: readonly string[];
}

/** What may stand at `offset`, as replacements of the word there. */
export function completionsAt(text: string, offset: number, context: CompletionContext): readonly Completion[] {
  const tokens = lex(text.slice(0, offset)).filter((token) => token.type !== 'end');
  const last = tokens.at(-1);
  const touching = last?.end === offset;
  // The word that is being typed is not what stands before it.
  const word =
    touching &&
    (last.type === 'id' ||
      last.type === 'error' ||
      last.type === 'string' ||
      last.type === 'address-set' ||
      last.type === 'port-group');
  const sigil = word ? text.charAt(last.start) : '';
  if (sigil === '$') return addressSets(context);
  if (sigil === '@') return portGroups(context);
  const before = word ? tokens.slice(0, -1) : tokens;
  const previous = before.at(-1)?.type;
  const subject = subjectOf(before, context.symbols);
  if (previous === 'id' && subject !== undefined) return operators(subject);
  if (subject?.width === 0 && previous !== 'id') return [...ports(context), ...portGroups(context)];
  if (subject !== undefined && previous !== undefined && VALUE_PLACES.has(previous)) return addressSets(context);
  if (previous === undefined || TERM_PLACES.has(previous)) return [...symbolCompletions(context), RESIDENCE];
  return [];
}

const VALUE_PLACES: ReadonlySet<TokenType> = new Set<TokenType>([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '{',
  ',',
  'integer',
  'masked',
  'address-set',
]);
const TERM_PLACES: ReadonlySet<TokenType> = new Set<TokenType>(['(', '&&', '||', '!']);

const RESIDENCE: Completion = {
  label: 'is_chassis_resident("")',
  kind: 'function',
  detail: 'function',
  documentation: RESIDENCE_MEANING,
};

/** The field whose comparison is being written, if one is. */
function subjectOf(tokens: readonly Token[], symbols: SymbolTable): MatchSymbol | undefined {
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i];
    if (token === undefined || TERM_PLACES.has(token.type) || token.type === '}' || token.type === ')')
      return undefined;
    if (token.type === 'id') return symbols.symbols.get(token.text);
  }
  return undefined;
}

function operators(subject: MatchSymbol): readonly Completion[] {
  return OPERATORS.filter(({ token }) => {
    if (token === '==' || token === '&&' || token === '||') return true;
    if (token === '!=') return subject.level !== 'nominal';
    return subject.level === 'ordinal' && (token === '<' || token === '<=' || token === '>' || token === '>=');
  }).map(({ token, meaning }) => ({ label: token, kind: 'operator', detail: 'operator', documentation: meaning }));
}

function symbolCompletions({ symbols }: CompletionContext): readonly Completion[] {
  return [...symbols.symbols.values()].map((symbol) => {
    const { name, kind, meaning, prerequisites, expansion } = documentSymbol(symbol);
    const needs = prerequisites === '' ? '' : ` Needs ${prerequisites}.`;
    const means = expansion === '' ? '' : ` Stands for ${expansion}.`;
    return { label: name, kind: 'symbol', detail: kind, documentation: meaning + needs + means };
  });
}

function ports({ ports: names }: CompletionContext): readonly Completion[] {
  return names.map((name) => ({
    label: JSON.stringify(name),
    kind: 'port',
    detail: 'logical port',
    documentation: '',
  }));
}

function addressSets({ sets }: CompletionContext): readonly Completion[] {
  return [...sets.addressSets].map(([name, members]) => ({
    label: `$${name}`,
    kind: 'address-set',
    detail: `${members.length} ${members.length === 1 ? 'address' : 'addresses'}`,
    documentation: 'A set of addresses.',
  }));
}

function portGroups({ sets }: CompletionContext): readonly Completion[] {
  return [...sets.portGroups].map(([name, members]) => ({
    label: `@${name}`,
    kind: 'port-group',
    detail: `${members.length} ${members.length === 1 ? 'port' : 'ports'}`,
    documentation: members.slice(0, 5).join(', '),
  }));
}
