/** Addresses of one kind compared with a field of another: OVN reads them as plain numbers and says nothing. */
import type { Problem } from '../base';
import { FIELDS } from '../openflow';
import { bitsToBigInt } from './bits';
import type { Compilation, CompileOptions } from './compile';
import type { Format, IntegerConstant } from './constants';
import { formatSymbolValue } from './format-value';
import type { Token, TokenType } from './lexer';
import type { MatchSymbol } from './symbols';

const KINDS: Readonly<Partial<Record<Format, string>>> = {
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  ethernet: 'an Ethernet address',
};

/** One warning for each constant, and for each address set by its first such member. */
export function foreignAddresses({ tokens, text }: Compilation, options: CompileOptions): readonly Problem[] {
  return tokens.flatMap((token, at): Problem[] => {
    const members =
      token.type === 'address-set'
        ? (options.sets?.addressSets.get(token.text) ?? [])
        : token.constant === undefined
          ? []
          : [token.constant];
    if (!members.some(({ format }) => KINDS[format] !== undefined)) return [];
    const symbol = fieldOf(tokens, at, options);
    const asked = symbol === undefined ? undefined : kindOf(symbol);
    if (symbol === undefined || asked === undefined) return [];
    const other = members.find(({ format }) => KINDS[format] !== undefined && format !== asked);
    if (other === undefined) return [];
    const written = text.slice(token.start, token.end);
    const given = KINDS[other.format] ?? '';
    const meant = formatSymbolValue(symbol, bitsToBigInt(other.value));
    const said = token.type === 'address-set' ? `${written} has ${given}` : `${written} is ${given}`;
    return [
      {
        code: 'foreign-address',
        message: `${symbol.name} is ${KINDS[asked] ?? ''}, but ${said}: as a number it means ${meant}.`,
        range: { start: token.start, end: token.end },
        hint: hintFor(symbol, other),
      },
    ];
  });
}

/** The kind of address that a whole field holds. */
function kindOf({ field, width }: MatchSymbol): Format | undefined {
  if (field === undefined || FIELDS[field].bits !== width) return undefined;
  const { form } = FIELDS[field];
  return form === 'ipv4' || form === 'ipv6' || form === 'ethernet' ? form : undefined;
}

const CONSTANTS: ReadonlySet<TokenType> = new Set<TokenType>(['integer', 'masked', 'address-set', ',', '{', '}']);
const RELOPS: ReadonlySet<TokenType> = new Set<TokenType>(['==', '!=', '<', '<=', '>', '>=']);

/** The field on the other side of the operator; undefined where some of its bits are compared. */
function fieldOf(tokens: readonly Token[], at: number, { symbols }: CompileOptions): MatchSymbol | undefined {
  for (const step of [-1, 1]) {
    let place = at + step;
    while (CONSTANTS.has(tokens[place]?.type ?? 'end')) place += step;
    const [relop, field] = [tokens[place], tokens[place + step]];
    if (relop === undefined || !RELOPS.has(relop.type) || field?.type !== 'id') continue;
    if (tokens[place + step + 1]?.type !== '[') return symbols.symbols.get(field.text);
  }
  return undefined;
}

function hintFor({ name }: MatchSymbol, { format }: IntegerConstant): string {
  const [, side = ''] = /\.(src|dst)$/.exec(name) ?? [];
  if (format === 'ipv4')
    return `IPv4 addresses are in ${side === '' ? 'ip4.src, ip4.dst, arp.spa and arp.tpa' : `ip4.${side}`}.`;
  if (format === 'ipv6')
    return `IPv6 addresses are in ${side === '' ? 'ip6.src, ip6.dst and nd.target' : `ip6.${side}`}.`;
  return `Ethernet addresses are in ${side === '' ? 'eth.src and eth.dst' : `eth.${side}`}.`;
}
