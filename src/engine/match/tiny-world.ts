/** A tiny world for the tests of this folder: two 3-bit fields, a string with three names, and every packet of it. */
import { newFlow, setField, type Flow } from '../openflow';
import type { FieldReader } from './evaluate';
import type { Expr } from './expr';
import { evaluateTest } from './evaluate';
import { printExpr } from './print';
import { createSymbolTable } from './symbol-table';

export const TINY = createSymbolTable(
  'tiny',
  [
    { name: 'x', field: 'reg0', width: 3, meaning: 'A 3-bit field.' },
    { name: 'y', field: 'reg1', width: 3, meaning: 'A 3-bit field.' },
    { name: 's', string: 'inport', meaning: 'A string.' },
    { name: 'x.low', part: 'x[0..1]', meaning: 'Two bits of x.' },
    { name: 'big', predicate: 'x >= 4', meaning: 'A Boolean predicate.' },
    { name: 'named', predicate: 's == "a"', meaning: 'A nominal predicate.' },
    { name: 'z', field: 'reg2', width: 3, needs: 'named', meaning: 'A field with a prerequisite.' },
  ],
  { inport: 'reg14', outport: 'reg15' },
);

const NAMES = ['', 'a', 'b'];

export const tinyPort = (name: string) => (name === 'a' || name === 'b' ? NAMES.indexOf(name) : undefined);

interface TinyPacket {
  readonly reader: FieldReader;
  readonly flow: Flow;
}

/** All 8 * 8 * 3 packets; `z` is as `y`. */
export const PACKETS: readonly TinyPacket[] = NAMES.flatMap((s) =>
  Array.from({ length: 64 }, (_, i) => {
    const [x, y] = [BigInt(i & 7), BigInt(i >> 3)];
    const flow = newFlow();
    setField(flow, 'reg0', x);
    setField(flow, 'reg1', y);
    setField(flow, 'reg2', y);
    setField(flow, 'reg14', BigInt(NAMES.indexOf(s)));
    const reader: FieldReader = { number: (name) => (name === 'x' ? x : y), string: () => s };
    return { reader, flow };
  }),
);

/** One bit per packet: what an expression is of it. */
export type TruthTable = bigint;

const EVERY: TruthTable = (1n << BigInt(PACKETS.length)) - 1n;
const KNOWN = new Map<string, TruthTable>();

export function truthTable(expr: Expr): TruthTable {
  switch (expr.kind) {
    case 'number':
    case 'string': {
      const key = printExpr(expr);
      const known = KNOWN.get(key);
      if (known !== undefined) return known;
      let table = 0n;
      for (const [i, { reader }] of PACKETS.entries()) if (evaluateTest(expr, reader)) table |= 1n << BigInt(i);
      KNOWN.set(key, table);
      return table;
    }
    case 'and':
      return expr.terms.reduce((table, term) => table & truthTable(term), EVERY);
    case 'or':
      return expr.terms.reduce((table, term) => table | truthTable(term), 0n);
    case 'constant':
      return expr.value ? EVERY : 0n;
    case 'resident':
      return expr.negated ? 0n : EVERY;
  }
}

/** A comparison as text, and its truth table found without the compiler. */
export interface Terminal {
  readonly text: string;
  readonly table: TruthTable;
}

/** The table of a plain function of the packet. */
export function tableOf(holds: (x: number, y: number, s: string) => boolean): TruthTable {
  let table = 0n;
  for (const [i, { reader }] of PACKETS.entries()) {
    if (holds(Number(reader.number('x')), Number(reader.number('y')), reader.string('s'))) table |= 1n << BigInt(i);
  }
  return table;
}

/** All packets that `table` leaves out. */
export function complement(table: TruthTable): TruthTable {
  return EVERY & ~table;
}
