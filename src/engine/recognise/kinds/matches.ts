/** A bare match expression, over one line or several, right or nearly. */
import {
  lex,
  NO_SETS,
  parse,
  symbols2015,
  symbolsToday,
  type ConstantSets,
  type SymbolTable,
  type Token,
} from '../../match';
import type { Kind } from './kind';

/** Characters; nobody writes a longer match, and a longer text would be read for nothing. */
const LONGEST = 1_000_000;

export const MATCHES: Kind = {
  name: 'matches',
  says: 'match expressions',
  block(source, from, to) {
    const start = source.lines[from]?.start ?? 0;
    const end = source.lines[to - 1]?.end ?? source.text.length;
    if (end - start > LONGEST) return false;
    const raw = source.text.slice(start, end);
    const text = raw.trim();
    if (text === '') return false;
    const problem = matchProblem(text, to - from > 1);
    if (problem === undefined) return false;
    const at = start + (raw.length - raw.trimStart().length);
    const place = { start: at, end: at + text.length };
    source.add(place, { kind: 'match', match: { text, place }, problem });
    return true;
  },
};

/**
 * Null for a match, OVN's message for what is meant as one, undefined for
 * anything else. Sets, groups and templates may be any.
 */
function matchProblem(text: string, severalLines: boolean): string | null | undefined {
  // Most texts are no match from their first word on: the rest need not be looked at.
  if (!mayBegin(lex(text.slice(0, BEGINNING)))) return undefined;
  const tokens = lex(text);
  if (tokens.length < 2) return undefined;
  const known = tokens.some(({ type }) => type === 'template') ? tokens.map(expanded) : tokens;
  const sets = setsOf(tokens);
  let problem: string | undefined;
  for (const symbols of [symbolsToday(), symbols2015()]) {
    const read = parse(text, known, symbols, sets);
    if (read.ok) return null;
    problem ??= read.error.message;
    if (severalLines || !isMeantAsMatch(tokens, symbols)) continue;
    return problem;
  }
  return undefined;
}

const BEGINNING = 80;

function mayBegin(tokens: readonly Token[]): boolean {
  const first = tokens.find(({ type }) => type !== '(' && type !== '!');
  if (first === undefined || first.type === 'error') return false;
  if (first.type !== 'id' || first.text === 'is_chassis_resident') return true;
  return symbolsToday().symbols.has(first.text) || symbols2015().symbols.has(first.text);
}

/** A field compared with something: `tcp.dst = 80` is a match with a mistake, prose is none. */
function isMeantAsMatch(tokens: readonly Token[], symbols: SymbolTable): boolean {
  const known = tokens.findIndex((token) => token.type === 'id' && symbols.symbols.has(token.text));
  if (known < 0 || tokens.slice(0, known).some((token) => token.type !== '(' && token.type !== '!')) return false;
  return (
    tokens.some(({ type }) => COMPARES.has(type)) &&
    tokens.filter(({ type }) => type === 'id').length * 2 <= tokens.length
  );
}

const COMPARES: ReadonlySet<Token['type']> = new Set(['==', '!=', '<', '<=', '>', '>=', '&&', '||', '=']);

const ZERO = lex('0')[0]?.constant;

/** A template stands for a constant that is not known here. */
function expanded(token: Token): Token {
  return token.type === 'template' ? { ...token, type: 'integer', constant: ZERO } : token;
}

function setsOf(tokens: readonly Token[]): ConstantSets {
  if (!tokens.some(({ type }) => type === 'address-set' || type === 'port-group')) return NO_SETS;
  const named = (type: Token['type']) => tokens.filter((token) => token.type === type).map((token) => token.text);
  const members = ZERO === undefined ? [] : [ZERO];
  return {
    addressSets: new Map(named('address-set').map((name) => [name, members])),
    portGroups: new Map(named('port-group').map((name) => [name, ['port']])),
  };
}
