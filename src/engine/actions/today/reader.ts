/**
 * Reads the parts that actions are made of. The first problem ends the reading: it is thrown as `Unreadable`, which
 * `parseTodayActions` alone catches and answers as a value.
 */
import { utf8Encode, type Problem, type TextRange } from '../../base';
import {
  bitsToBigInt,
  combine,
  lex,
  NO_SETS,
  parse,
  prerequisitesOf,
  type Expr,
  type FieldReference,
  type IntegerConstant,
  type SymbolTable,
  type TokenType,
} from '../../match';
import { FIELDS } from '../../openflow';
import type { Cursor, Failure } from '../cursor';
import { parseField } from '../field-place';
import type { ActionLanguage, Pipeline } from './language';
import type { OptionSpec } from './option-tables';

export class Unreadable extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** Of which flow the text is. */
export interface ReadingContext {
  readonly language: ActionLanguage;
  readonly symbols: SymbolTable;
  readonly pipeline: Pipeline;
  /** The logical table of the flow. */
  readonly table: number;
  /** The options of DHCP and DHCPv6 that there are, as the southbound database lists them. */
  readonly dhcp: { readonly v4: readonly OptionSpec[]; readonly v6: readonly OptionSpec[] };
}

/** What may be written: inside `ct_commit {…}` only what the connection keeps, elsewhere all but that. */
export type Scope = 'packet' | 'connection';

/** A constant or several, as options have them. */
export interface ConstantSet {
  readonly kind: 'string' | 'integer';
  readonly strings: readonly string[];
  readonly integers: readonly IntegerConstant[];
  readonly inCurlies: boolean;
}

const MAX_DEPTH = 32;

export class ActionReader {
  prerequisites: Expr | undefined;
  private assigned: FieldReference | undefined;

  constructor(
    readonly cursor: Cursor,
    readonly context: ReadingContext,
    readonly scope: Scope = 'packet',
    readonly depth = 0,
  ) {}

  /** A reader for the actions in curly braces, with prerequisites of its own. */
  inner(scope: Scope): ActionReader {
    if (this.depth + 1 === MAX_DEPTH) this.fail('maximum depth of nested actions reached', 'too-deep');
    return new ActionReader(this.cursor, this.context, scope, this.depth + 1);
  }

  /** What stands before the `=` of a result. */
  get target(): FieldReference {
    if (this.assigned === undefined) throw new Error('This action has no target');
    return this.assigned;
  }

  assignTo(target: FieldReference): void {
    this.assigned = target;
  }

  /** The logical table after the flow's own. */
  get nextTable(): number {
    return this.context.table + 1;
  }

  accept(type: TokenType): boolean {
    return this.cursor.accept(type);
  }

  acceptWord(word: string): boolean {
    return this.cursor.acceptWord(word);
  }

  /** `true` and `"true"` alike. */
  acceptBoolean(): boolean {
    const { type, text } = this.cursor.token;
    if ((type !== 'id' && type !== 'string') || (text !== 'true' && text !== 'false')) {
      this.failSyntax('expecting true or false');
    }
    this.cursor.take();
    return text === 'true';
  }

  expect(type: TokenType): void {
    if (!this.cursor.accept(type)) this.failSyntax(`expecting \`${type}'`);
  }

  /** The content of a string, else `wish` is what was expected. */
  string(wish: string): string {
    const { type, text } = this.cursor.token;
    if (type !== 'string') this.failSyntax(wish);
    this.cursor.take();
    return text;
  }

  /** A decimal number of at most 31 bits, if one is here. */
  smallInteger(): number | undefined {
    const value = this.decimal();
    if (value === undefined || value > 0x7fffffffn) return undefined;
    this.cursor.take();
    return Number(value);
  }

  uint16(what: string): number {
    const value = this.decimal();
    if (value === undefined || value > 0xffffn) return this.failSyntax(`expecting ${what}`);
    this.cursor.take();
    return Number(value);
  }

  /** The value of the decimal number under the cursor, which stays. */
  decimal(): bigint | undefined {
    const { type, constant } = this.cursor.token;
    return type === 'integer' && constant?.format === 'decimal' ? bitsToBigInt(constant.value) : undefined;
  }

  /** The address under the cursor, without a mask, which stays. */
  address(): { readonly family: 4 | 6; readonly address: bigint } | undefined {
    const { type, constant } = this.cursor.token;
    if (type !== 'integer' || (constant?.format !== 'ipv4' && constant?.format !== 'ipv6')) return undefined;
    return { family: constant.format === 'ipv4' ? 4 : 6, address: bitsToBigInt(constant.value) };
  }

  /** A field with what it demands of the packet. */
  field(): FieldReference {
    const { symbols } = this.context;
    const place = this.value(parseField(this.cursor, symbols));
    if (place.symbol.predicate !== undefined) {
      this.fail(`Predicate symbol ${place.symbol.name} used where lvalue required.`, 'not-assignable', place.range);
    }
    const needed = prerequisitesOf(place, symbols);
    if (!needed.ok) throw new Error(needed.error.message);
    this.demandExpr(needed.value);
    return place;
  }

  /** A field of so many bits, 0 for one that names a port. */
  fieldOf(bits: number): FieldReference {
    const field = this.field();
    this.checkType(field, bits, 'read');
    return field;
  }

  checkType({ symbol, offset, bits, range }: FieldReference, wanted: number, use: 'read' | 'write'): void {
    const { name } = symbol;
    if (bits !== wanted) {
      const message =
        bits > 0 && wanted > 0
          ? `Cannot use ${bits}-bit field ${name}[${offset}..${offset + bits - 1}] where ${wanted}-bit field is required.`
          : `Cannot use ${wanted > 0 ? 'string' : 'numeric'} field ${name} where ${wanted > 0 ? 'numeric' : 'string'} field is required.`;
      this.fail(message, 'type-mismatch', range);
    }
    if (use === 'write' && !this.isWritable(symbol))
      this.fail(`Field ${name} is not modifiable.`, 'not-assignable', range);
  }

  private isWritable(symbol: FieldReference['symbol']): boolean {
    const { field } = symbol.parent ?? symbol;
    // Only actions know these fields, and they may be written anywhere.
    if (field === undefined) return true;
    const isOfConnection = field === 'ct_mark' || field === 'ct_label';
    return FIELDS[field].writable && isOfConnection === (this.scope === 'connection');
  }

  constantSet(): ConstantSet {
    const inCurlies = this.accept('{');
    const strings: string[] = [];
    const integers: IntegerConstant[] = [];
    let kind: ConstantSet['kind'] | undefined;
    do {
      const constant = this.constant(kind);
      kind = typeof constant === 'string' ? 'string' : 'integer';
      if (typeof constant === 'string') strings.push(constant);
      else integers.push(constant);
      if (inCurlies) this.accept(',');
    } while (inCurlies && !this.accept('}'));
    return { kind, strings, integers, inCurlies };
  }

  /** A string or a number; of the `kind` of the others in its set. */
  constant(kind?: ConstantSet['kind']): string | IntegerConstant {
    const { type, text, constant } = this.cursor.token;
    if (type === 'template') this.fail('Unexpanded template.', 'syntax-error');
    if (type === 'address-set' || type === 'port-group') {
      this.failSyntax(`expecting ${type === 'address-set' ? 'address set' : 'port group'} name`);
    }
    const found = type === 'string' ? 'string' : constant === undefined ? undefined : 'integer';
    if (found === undefined) this.failSyntax('expecting constant');
    if (kind !== undefined && kind !== found) this.failSyntax(`expecting ${kind}`);
    this.cursor.take();
    return constant ?? text;
  }

  /** Adds to what the packet must be; not annotated, as OVN prints it. */
  demand(text: string): void {
    const parsed = parse(text, lex(text), this.context.symbols, NO_SETS);
    if (!parsed.ok) throw new Error(`Prerequisite ${text}: ${parsed.error.message}`);
    this.demandExpr(parsed.value);
  }

  demandExpr(expr: Expr | undefined): void {
    if (expr === undefined) return;
    const { prerequisites } = this;
    this.prerequisites = prerequisites === undefined ? expr : combine('and', prerequisites, expr, expr.origin);
  }

  /** ``Syntax error at `TOKEN' WISH.`` */
  failSyntax(wish?: string): never {
    throw new Unreadable(this.cursor.syntaxError(wish).error);
  }

  fail(message: string, code: string, range?: TextRange): never {
    throw new Unreadable(this.cursor.error(message, code, range).error);
  }

  private value<T>(result: { readonly ok: true; readonly value: T } | Failure): T {
    if (!result.ok) throw new Unreadable(result.error);
    return result.value;
  }
}

/** As OVN counts the characters of a string: in bytes. */
export function byteLength(text: string): number {
  return utf8Encode(text).length;
}
