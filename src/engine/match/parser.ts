/**
 * Second pass: tokens to a tree over the symbols as they are written.
 *
 * Invariant: the tree keeps that of `expr.ts`, `!` stands only before
 * `is_chassis_resident`, and every comparison is one that its symbol's level of
 * measurement allows. Messages are OVN's, letter for letter, and the first
 * problem is the one reported.
 */
import { err, ok, type Problem, type Result, type TextRange } from '../base';
import { makeComparison, refuseComparison, type FieldReference, type Value, type ValueSet } from './comparison';
import { NO_SETS, type ConstantSets } from './constant-sets';
import { ZERO_CONSTANT } from './constants';
import { appendTerm, combine, constant, negate, turnRelop, type Expr, type Relop } from './expr';
import type { Token, TokenType } from './lexer';
import type { SymbolTable } from './symbols';

/** Parentheses inside each other, as in OVN. */
const MAX_PARENTHESES = 100;

/** Parses all of `tokens`, which `lex` made of `text`. */
export function parse(
  text: string,
  tokens: readonly Token[],
  symbols: SymbolTable,
  sets: ConstantSets,
  /** Told how many constants a name stood for: a short text may stand for very many. */
  pay: (constants: number) => void = () => undefined,
): Result<Expr> {
  const parser = new Parser(text, tokens, symbols, sets, pay);
  const expr = parser.expression();
  parser.forceEnd();
  if (parser.problem !== undefined) return err(parser.problem);
  if (expr === null) throw new Error('The parser failed without a problem.');
  return ok(expr);
}

/** Parses a field reference such as `ip4.src` or `vlan.tci[0..11]` and nothing after it. */
export function parseField(text: string, tokens: readonly Token[], symbols: SymbolTable): Result<FieldReference> {
  const parser = new Parser(text, tokens, symbols, NO_SETS);
  const field = parser.field();
  parser.forceEnd();
  if (parser.problem !== undefined) return err(parser.problem);
  if (field === null) throw new Error('The parser failed without a problem.');
  return ok(field);
}

const RELOPS: ReadonlyMap<TokenType, Relop> = new Map([
  ['==', '=='],
  ['!=', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

const END: Token = { type: 'end', start: 0, end: 0, text: '', constant: undefined };

class Parser {
  problem: Problem | undefined;
  private at = 0;
  private depth = 0;
  /** Inside an odd number of `!`. */
  private inverted = false;
  /** What `!` may stand before: set by the last primary. */
  private atomic = false;

  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
    private readonly symbols: SymbolTable,
    private readonly sets: ConstantSets,
    private readonly pay: (constants: number) => void = () => undefined,
  ) {}

  /** Terms joined by `&&`, or by `||`, never by both. */
  expression(): Expr | null {
    const start = this.token.start;
    const first = this.negatable();
    if (first === null) return null;
    const joint = this.token.type;
    if (joint !== '&&' && joint !== '||') return first;
    const kind = joint === '&&' ? 'and' : 'or';
    const terms: Expr[] = [];
    appendTerm(terms, kind, first);
    while (this.accept(joint)) {
      const term = this.negatable();
      if (term === null) return null;
      appendTerm(terms, kind, term);
    }
    if (this.token.type === '&&' || this.token.type === '||') {
      return this.fail('mixed-and-or', '&& and || must be parenthesized when used together.');
    }
    return { kind, terms, origin: this.since(start) };
  }

  field(): FieldReference | null {
    const { token } = this;
    const symbol = token.type === 'id' ? this.symbols.symbols.get(token.text) : undefined;
    if (symbol === undefined) return this.syntaxError('expecting field name');
    this.at++;
    if (!this.accept('[')) return { symbol, offset: 0, bits: symbol.width, range: this.since(token.start) };
    if (symbol.width === 0) return this.fail('type-error', `Cannot select subfield of string field ${symbol.name}.`);
    const low = this.smallInteger();
    if (low === null) return null;
    const high = this.accept('..') ? this.smallInteger() : low;
    if (high === null || !this.force(']')) return null;
    const range = this.since(token.start);
    if (low > high) return this.fail('bit-range', `Invalid bit range ${low} to ${high}.`, range);
    if (high >= symbol.width) {
      return this.fail(
        'bit-range',
        `Cannot select bits ${low} to ${high} of ${symbol.width}-bit field ${symbol.name}.`,
        range,
      );
    }
    if (symbol.level === 'nominal' && (low !== 0 || high !== symbol.width - 1)) {
      return this.fail('level-of-measurement', `Cannot select subfield of nominal field ${symbol.name}.`, range);
    }
    return { symbol, offset: low, bits: high - low + 1, range };
  }

  forceEnd(): void {
    if (this.token.type !== 'end') this.syntaxError('expecting end of input');
  }

  private negatable(): Expr | null {
    const { start } = this.token;
    if (!this.accept('!')) return this.primary();
    this.inverted = !this.inverted;
    const operand = this.primary();
    this.inverted = !this.inverted;
    if (operand === null) return null;
    if (!this.atomic) {
      return this.fail('missing-parentheses', 'Missing parentheses around operand of !.', this.since(start));
    }
    return negate(operand);
  }

  private primary(): Expr | null {
    this.atomic = false;
    switch (this.token.type) {
      case '(':
        return this.parenthesized();
      case 'template':
        return this.fail('unexpanded-template', 'Unexpanded template.');
      case 'id':
        return this.tokens[this.at + 1]?.type === '(' ? this.call() : this.fieldFirst();
      default:
        return this.constantFirst();
    }
  }

  private parenthesized(): Expr | null {
    this.at++;
    if (this.depth >= MAX_PARENTHESES) return this.fail('nesting-too-deep', 'Parentheses nested too deeply.');
    this.depth++;
    const inner = this.expression();
    this.depth--;
    if (!this.force(')')) return null;
    this.atomic = true;
    return inner;
  }

  private call(): Expr | null {
    const { start, text } = this.token;
    if (text !== 'is_chassis_resident') return this.fail('unknown-function', 'parsing function name');
    this.at += 2;
    const port = this.token;
    if (port.type !== 'string') return this.syntaxError('expecting string');
    this.at++;
    if (!this.force(')')) return null;
    this.atomic = true;
    return { kind: 'resident', port: port.text, negated: false, origin: this.since(start) };
  }

  private fieldFirst(): Expr | null {
    const field = this.field();
    if (field === null) return null;
    const relop = RELOPS.get(this.token.type);
    if (relop !== undefined) {
      this.at++;
      const set = this.valueSet();
      this.atomic = false;
      return set && this.comparison(field, relop, set);
    }
    if (field.bits === 0 || this.token.type === '=') return this.syntaxError('expecting relational operator');
    if (field.bits > 1 && !this.inverted) {
      const message = "Explicit `!= 0' is required for inequality test of multibit field against 0.";
      return this.fail('explicit-comparison', message, field.range);
    }
    const zero: Value = { kind: 'integer', constant: ZERO_CONSTANT, range: field.range, tracked: false };
    const test = this.comparison(field, '!=', {
      kind: 'integer',
      values: [zero],
      inCurlies: false,
      range: field.range,
    });
    this.atomic = true;
    return test;
  }

  private constantFirst(): Expr | null {
    const start = this.token.start;
    const set = this.valueSet();
    if (set === null) return null;
    const only = set.values[0];
    if (!RELOPS.has(this.token.type) && set.values.length === 1 && !set.inCurlies && only?.kind === 'integer') {
      const { value, format, mask } = only.constant;
      if (format === 'decimal' && mask === undefined && value.c === 0 && (value.d === 0 || value.d === 1)) {
        this.atomic = true;
        return constant(value.d === 1, this.since(start));
      }
    }
    const relop = this.relop();
    if (relop === null) return null;
    const field = this.field();
    if (field === null) return null;
    if (!RELOPS.has(this.token.type)) return this.comparison(field, turnRelop(relop), set);
    return this.range(start, set, relop, field);
  }

  /** `low <= field < high` and the like. */
  private range(start: number, set: ValueSet, relop: Relop, field: FieldReference): Expr | null {
    const second = this.relop();
    if (second === null) return null;
    const upper = this.valueSet();
    if (upper === null) return null;
    const direction = relop.charAt(0);
    if (direction !== second.charAt(0) || (direction !== '<' && direction !== '>')) {
      const message =
        "Range expressions must have the form `x < field < y' or `x > field > y', with each `<' optionally replaced by `<=' or `>' by `>=').";
      return this.fail('range-form', message, this.since(start));
    }
    const low = this.comparison(field, turnRelop(relop), set);
    const high = this.comparison(field, second, upper);
    if (low === null || high === null) return null;
    return combine('and', low, high, this.since(start));
  }

  private relop(): Relop | null {
    const relop = RELOPS.get(this.token.type);
    if (relop === undefined) return this.syntaxError('expecting relational operator');
    this.at++;
    return relop;
  }

  private valueSet(): ValueSet | null {
    const start = this.token.start;
    const values: Value[] = [];
    const inCurlies = this.accept('{');
    let kind: 'integer' | 'string' = 'integer';
    do {
      const read = this.value(values, kind);
      if (read === null) return null;
      kind = read;
      if (inCurlies) this.accept(',');
    } while (inCurlies && !this.accept('}'));
    return { kind, values, inCurlies, range: this.since(start) };
  }

  /** Adds what the next token stands for; the kind of the set with it. */
  private value(values: Value[], sofar: 'integer' | 'string'): 'integer' | 'string' | null {
    const { token } = this;
    const range: TextRange = { start: token.start, end: token.end };
    let added: readonly Value[];
    switch (token.type) {
      case 'template':
        return this.fail('unexpanded-template', 'Unexpanded template.');
      case 'string':
        added = [{ kind: 'string', text: token.text, range }];
        break;
      case 'integer':
      case 'masked':
        added = token.constant ? [{ kind: 'integer', constant: token.constant, range, tracked: false }] : [];
        break;
      case 'address-set': {
        const set = this.sets.addressSets.get(token.text);
        if (set === undefined) return this.syntaxError('expecting address set name', 'unknown-address-set');
        added = set.map((member) => ({ kind: 'integer', constant: member, range, tracked: true }));
        break;
      }
      case 'port-group': {
        const group = this.sets.portGroups.get(token.text);
        if (group === undefined) return this.syntaxError('expecting port group name', 'unknown-port-group');
        added = group.map((port) => ({ kind: 'string', text: port, range }));
        break;
      }
      default:
        return this.syntaxError('expecting constant');
    }
    const kind = token.type === 'string' || token.type === 'port-group' ? 'string' : 'integer';
    if (values.length > 0 && sofar !== kind) return this.syntaxError(`expecting ${sofar}`);
    this.pay(added.length);
    for (const value of added) values.push(value);
    this.at++;
    return kind;
  }

  private comparison(field: FieldReference, relop: Relop, set: ValueSet): Expr | null {
    const range: TextRange = {
      start: Math.min(field.range.start, set.range.start),
      end: Math.max(field.range.end, set.range.end),
    };
    const refusal = refuseComparison(field, relop, set, this.inverted);
    return refusal === undefined
      ? makeComparison(field, relop, set, range)
      : this.fail(refusal.code, refusal.message, range);
  }

  private smallInteger(): number | null {
    const { type, constant: read } = this.token;
    if (type === 'integer' && read?.format === 'decimal' && read.value.c === 0 && read.value.d >= 0) {
      this.at++;
      return read.value.d;
    }
    return this.syntaxError('expecting small integer');
  }

  private get token(): Token {
    return this.tokens[this.at] ?? END;
  }

  private accept(type: TokenType): boolean {
    if (this.token.type !== type) return false;
    this.at++;
    return true;
  }

  private force(type: TokenType): boolean {
    if (this.accept(type)) return true;
    this.syntaxError(`expecting \`${type}'`);
    return false;
  }

  /** From `start` to the end of the last token that was taken. */
  private since(start: number): TextRange {
    const end = this.tokens[this.at - 1]?.end ?? start;
    return { start, end: Math.max(start, end) };
  }

  private syntaxError(expecting: string, code = 'syntax-error'): null {
    const { type, start, end } = this.token;
    const place = type === 'end' ? ' at end of input' : ` at \`${this.text.slice(start, end)}'`;
    return this.fail(code, `Syntax error${place} ${expecting}.`);
  }

  /** Records the first problem only; a token that is an error says its own. */
  private fail(code: string, message: string, range?: TextRange): null {
    const { type, start, end, text } = this.token;
    const here: TextRange = { start, end };
    this.problem ??=
      type === 'error'
        ? { code: 'lexical-error', message: text, range: here }
        : { code, message, range: range ?? here };
    return null;
  }
}
