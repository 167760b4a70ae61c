/** Builds the symbol table of a release from its list. A mistake in a list is ours and throws. */
import { FIELDS, type FieldName } from '../openflow';
import { NO_SETS } from './constant-sets';
import type { Expr } from './expr';
import { lex } from './lexer';
import { parse, parseField } from './parser';
import type { Level, MatchSymbol, PortRegisters, SymbolSpec, SymbolTable } from './symbols';

/** The table of `specs`, in which the logical ports are in the registers `ports`. */
export function createSymbolTable(name: string, specs: readonly SymbolSpec[], ports: PortRegisters): SymbolTable {
  const symbols = new Map<string, MatchSymbol>();
  const table: SymbolTable = { name, symbols };
  for (const spec of specs) {
    if (symbols.has(spec.name)) throw new Error(`Symbol ${spec.name} is listed twice.`);
    symbols.set(spec.name, build(spec, table, ports));
  }
  return table;
}

const PLAIN = {
  prerequisites: '',
  predicate: undefined,
  parent: undefined,
  parentOffset: 0,
  field: undefined,
  mustCrossProduct: false,
} as const;

function build(spec: SymbolSpec, table: SymbolTable, ports: PortRegisters): MatchSymbol {
  const { name, meaning } = spec;
  const place = (of: FieldName | keyof PortRegisters) => (of === 'inport' || of === 'outport' ? ports[of] : of);
  if ('string' in spec) return { ...PLAIN, name, meaning, width: 0, level: 'nominal', field: place(spec.string) };
  if ('actionOnly' in spec) return { ...PLAIN, name, meaning, width: spec.actionOnly, level: 'nominal' };
  if ('predicate' in spec) {
    const parsed = parse(spec.predicate, lex(spec.predicate), table, NO_SETS);
    if (!parsed.ok) throw new Error(`${name}: ${parsed.error.message}`);
    return { ...PLAIN, name, meaning, width: 1, level: levelOf(parsed.value), predicate: spec.predicate };
  }
  if ('part' in spec) {
    const parsed = parseField(spec.part, lex(spec.part), table);
    if (!parsed.ok) throw new Error(`${name}: ${parsed.error.message}`);
    const { symbol, offset, bits } = parsed.value;
    return {
      ...PLAIN,
      name,
      meaning,
      width: bits,
      level: symbol.level,
      prerequisites: spec.needs ?? '',
      parent: symbol.parent ?? symbol,
      parentOffset: offset + symbol.parentOffset,
    };
  }
  const field = place(spec.field);
  const { bits, maskable } = FIELDS[field];
  return {
    ...PLAIN,
    name,
    meaning,
    width: spec.width ?? bits,
    level: maskable ? 'ordinal' : 'nominal',
    prerequisites: spec.needs ?? '',
    field,
    mustCrossProduct: spec.crossProduct ?? false,
  };
}

/** A predicate is as measurable as the least measurable field in it, and never ordinal. */
function levelOf(expr: Expr): Level {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return expr.symbol.level === 'nominal' ? 'nominal' : 'boolean';
    case 'and':
    case 'or':
      return expr.terms.some((term) => levelOf(term) === 'nominal') ? 'nominal' : 'boolean';
    case 'constant':
    case 'resident':
      return 'boolean';
  }
}
