/** `field = constant` and what it demands of the field, the constant and the packet. */
import { ok, type Result, type TextRange } from '../base';
import { bitsToBigInt, type Expr, type IntegerConstant, type MatchSymbol, type SymbolTable } from '../match';
import { FIELDS, type FieldName } from '../openflow';
import type { Cursor, Failure } from './cursor';
import type { Parsed } from './kind';
import { parseField, type Place } from './field-place';
import { conjoin, prerequisitesOf } from './prerequisites';

/** Writes a constant into a field or some bits of it, or a logical port into inport or outport. */
export interface LoadAction {
  readonly kind: 'load';
  /** The symbol as it was written, with its bits: `vlan.pcp`, `reg1[2..5]`. */
  readonly place: string;
  /** Where the bits are; a subfield is already resolved to its field. */
  readonly field: FieldName;
  readonly constant: PortConstant | BitsConstant;
  readonly range: TextRange;
}

export interface PortConstant {
  readonly type: 'port';
  readonly port: string;
}

export interface BitsConstant {
  readonly type: 'bits';
  /** In place for `field`. May have bits outside the mask, which are not written. */
  readonly value: bigint;
  /** The bits of `field` that are written. */
  readonly mask: bigint;
  /** The lowest bit of the place in `field`, and how many there are. */
  readonly offset: number;
  readonly bits: number;
}

/**
 * Reads an assignment whose field begins at the cursor, and what a packet must be for the field to exist: nothing for
 * metadata and Ethernet.
 */
export function parseAssignment(cursor: Cursor, symbols: SymbolTable): Result<Parsed<LoadAction>> {
  const start = cursor.token.start;
  const place = parseField(cursor, symbols);
  if (!place.ok) return place;
  const { symbol } = place.value;
  if (!cursor.accept('=')) return cursor.syntaxError("expecting `='");
  if (symbol.predicate !== undefined) {
    return cursor.error(`Can't assign to predicate symbol ${symbol.name}.`, 'not-assignable', place.value.range);
  }
  const constants = parseConstants(cursor);
  if (!constants.ok) return constants;
  const { value } = constants;
  const mismatch = checkType(symbol, value);
  if (mismatch !== undefined) return cursor.error(mismatch, 'type-mismatch', value.range);
  if (value.inCurlies) return cursor.error('Assignments require a single value.', 'not-assignable', value.range);

  const target = resolve(place.value, symbols);
  if (!isWritable(target.field)) {
    return cursor.error(`Field ${symbol.name} is not modifiable.`, 'not-assignable', place.value.range);
  }
  const range = { start, end: value.range.end };
  const { field, prerequisites, offset } = target;
  const written = cursor.text.slice(place.value.range.start, place.value.range.end);
  const load = (constant: LoadAction['constant']) =>
    ok({ action: { kind: 'load' as const, place: written, field, constant, range }, prerequisites });
  const [first] = value.items;
  if (first?.kind === 'string') return load({ type: 'port', port: first.text });
  if (first === undefined) throw new Error('A constant set without braces has one member');
  // As many bits as the place has; a constant that fits the field may be wider than a part of it.
  const { bits } = place.value;
  const shift = BigInt(offset);
  const all = ones(bits);
  const mask = first.constant.mask === undefined ? all : bitsToBigInt(first.constant.mask) & all;
  const number = bitsToBigInt(first.constant.value) & all;
  return load({ type: 'bits', value: number << shift, mask: mask << shift, offset, bits });
}

type Item =
  { readonly kind: 'string'; readonly text: string } | { readonly kind: 'integer'; readonly constant: IntegerConstant };

interface Constants {
  readonly items: readonly Item[];
  readonly inCurlies: boolean;
  readonly range: TextRange;
}

function parseConstants(cursor: Cursor): Result<Constants> {
  const { start } = cursor.token;
  const items: Item[] = [];
  const inCurlies = cursor.accept('{');
  do {
    const item = parseConstant(cursor, items[0]?.kind);
    if (!item.ok) return item;
    items.push(item.value);
    if (inCurlies) cursor.accept(',');
  } while (inCurlies && !cursor.accept('}'));
  return ok({ items, inCurlies, range: { start, end: cursor.previousEnd } });
}

function parseConstant(cursor: Cursor, kind: Item['kind'] | undefined): Result<Item> | Failure {
  const { type, text, constant } = cursor.token;
  const found = type === 'string' ? 'string' : constant === undefined ? undefined : 'integer';
  if (found === undefined) return cursor.syntaxError('expecting constant');
  if (kind !== undefined && kind !== found) return cursor.syntaxError(`expecting ${kind}`);
  cursor.take();
  return ok(constant === undefined ? { kind: 'string', text } : { kind: 'integer', constant });
}

function checkType(symbol: MatchSymbol, constants: Constants): string | undefined {
  const wanted = symbol.width === 0 ? 'string' : 'integer';
  const found = constants.items[0]?.kind ?? wanted;
  if (found !== wanted) {
    const fieldType = wanted === 'string' ? 'String' : 'Integer';
    return `${fieldType} field ${symbol.name} is not compatible with ${found} constant.`;
  }
  for (const item of constants.items) {
    const width = item.kind === 'integer' ? widthOf(item.constant) : 0;
    if (width > symbol.width) {
      return `${width}-bit constant is not compatible with ${symbol.width}-bit field ${symbol.name}.`;
    }
  }
  return undefined;
}

const ADDRESS_WIDTHS = { ethernet: 48, ipv4: 32, ipv6: 128 } as const;

/** An address is as wide as its kind, a number as its value, a masked constant as its mask. */
export function widthOf(constant: IntegerConstant): number {
  if (constant.excess !== undefined) return constant.excess;
  if (constant.mask !== undefined) return bitLength(bitsToBigInt(constant.mask));
  const { format } = constant;
  if (format === 'decimal' || format === 'hexadecimal') return bitLength(bitsToBigInt(constant.value));
  return ADDRESS_WIDTHS[format];
}

interface Target {
  readonly field: FieldName;
  /** Of bit 0 of the place, in `field`. */
  readonly offset: number;
  readonly prerequisites: Expr | undefined;
}

/** Climbs from a subfield to the field that holds it and collects what each step demands. */
function resolve(place: Place, symbols: SymbolTable): Target {
  let { symbol, offset } = place;
  let prerequisites: Expr | undefined;
  for (;;) {
    prerequisites = conjoin(prerequisites, prerequisitesOf(symbol, symbols));
    if (symbol.parent === undefined) break;
    offset += symbol.parentOffset;
    symbol = symbol.parent;
  }
  if (symbol.field === undefined) throw new Error(`Symbol ${symbol.name} is no field of OpenFlow`);
  return { field: symbol.field, offset, prerequisites };
}

/** OpenFlow of 2015 could not yet write ICMP types and codes, which later ones can. */
const READ_ONLY_IN_2015: ReadonlySet<FieldName> = new Set<FieldName>([
  'icmp_type',
  'icmp_code',
  'icmpv6_type',
  'icmpv6_code',
]);

function isWritable(field: FieldName): boolean {
  return FIELDS[field].writable && !READ_ONLY_IN_2015.has(field);
}

function ones(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}
