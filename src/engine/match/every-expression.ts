/**
 * For the tests of this folder: every way to join up to four comparisons with
 * `&&`, `||` and `!`, over two 3-bit fields and a string. Each pass must keep the
 * truth table and its invariant, and the flows, run through a classifier, have it
 * too.
 *
 * One and two comparisons are all there are: each operator with each constant,
 * masks, subfields, predicates, and names. Three and four are drawn from lists
 * that keep one of each sort, because all of them would take weeks.
 */
import { flowsMatch } from './classify';
import { compile } from './compile';
import { isAnnotated, isNormalized, isSimplified } from './invariants';
import { honorsInvariants } from './expr';
import { complement, PACKETS, tableOf, TINY, tinyPort, truthTable, type Terminal, type TruthTable } from './tiny-world';

const RELOPS = {
  '==': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
} as const;

const terminal = (text: string, holds: (x: number, y: number, s: string) => boolean): Terminal => ({
  text,
  table: tableOf(holds),
});

const ORDERS = Object.entries(RELOPS).flatMap(([relop, holds]) =>
  Array.from({ length: 8 }, (_, c) => [
    terminal(`x ${relop} ${c}`, (x) => holds(x, c)),
    terminal(`${c} ${relop} y`, (_x, y) => holds(c, y)),
  ]).flat(),
);

const OTHERS = [
  terminal('x == 2/6', (x) => (x & 6) === 2),
  terminal('x != 1/5', (x) => (x & 5) !== 1),
  terminal('x[1..2] >= 2', (x) => x >> 1 >= 2),
  terminal('x.low == 3', (x) => (x & 3) === 3),
  terminal('x.low[1]', (x) => (x & 2) !== 0),
  terminal('!y[0]', (_, y) => (y & 1) === 0),
  terminal('1 <= x < 6', (x) => x >= 1 && x < 6),
  terminal('x == {1, 3, 5}', (x) => [1, 3, 5].includes(x)),
  terminal('y != {0, 2, 7}', (_, y) => ![0, 2, 7].includes(y)),
  terminal('big', (x) => x >= 4),
  terminal('!big', (x) => x < 4),
  terminal('named', (_x, _y, s) => s === 'a'),
  terminal('s == "a"', (_x, _y, s) => s === 'a'),
  terminal('s == "b"', (_x, _y, s) => s === 'b'),
  terminal('s == {"a", "b"}', (_x, _y, s) => s !== ''),
  terminal('s == "nobody"', () => false),
  terminal('z > 2', (_x, y, s) => y > 2 && s === 'a'),
  terminal('1', () => true),
  terminal('0', () => false),
];

export const ALL = [...ORDERS, ...OTHERS];
const named = (...texts: readonly string[]) =>
  texts.map((text) => {
    const found = ALL.find((one) => one.text === text);
    if (found === undefined) throw new Error(`There is no comparison ${text}.`);
    return found;
  });
export const THREE = named(
  'x == 5',
  'x != 2',
  'x < 3',
  'x >= 6',
  '3 <= y',
  '6 == y',
  'x == 2/6',
  'x[1..2] >= 2',
  '!y[0]',
  'x == {1, 3, 5}',
  'y != {0, 2, 7}',
  '!big',
  's == "a"',
  's == {"a", "b"}',
  'z > 2',
  '1',
);
export const FOUR = named(
  'x != 2',
  'x < 3',
  '3 <= y',
  'x == 2/6',
  'x == {1, 3, 5}',
  '!big',
  's == "a"',
  's == {"a", "b"}',
);

interface Built {
  readonly text: string;
  readonly table: TruthTable;
}

/** All trees over `leaves` in this order, whose top is `kind` or a leaf. */
function trees(leaves: readonly Terminal[], kind: '&&' | '||'): readonly Built[] {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return [only];
  const other = kind === '&&' ? '||' : '&&';
  return partitions(leaves).flatMap((parts) => {
    const choices = parts.map((part) =>
      trees(part, other).map((sub) => (part.length > 1 ? { ...sub, text: `(${sub.text})` } : sub)),
    );
    return choices.reduce<readonly Built[]>(
      (built, choice) =>
        built.flatMap((left) =>
          choice.map((right) => ({
            text: left.text === '' ? right.text : `${left.text} ${kind} ${right.text}`,
            table: left.text === '' ? right.table : kind === '&&' ? left.table & right.table : left.table | right.table,
          })),
        ),
      [{ text: '', table: 0n }],
    );
  });
}

/** The ways to cut a list into at least two neighboring parts. */
function partitions<T>(list: readonly T[]): readonly (readonly (readonly T[])[])[] {
  const cuts: (readonly (readonly T[])[])[] = [];
  for (let pattern = 1; pattern < 2 ** (list.length - 1); pattern++) {
    const parts: T[][] = [];
    let from = 0;
    for (let i = 1; i <= list.length; i++) {
      if (i < list.length && ((pattern >> (i - 1)) & 1) === 0) continue;
      parts.push(list.slice(from, i));
      from = i;
    }
    cuts.push(parts);
  }
  return cuts;
}

function tuples(list: readonly Terminal[], length: number): readonly (readonly Terminal[])[] {
  return length === 0 ? [[]] : tuples(list, length - 1).flatMap((head) => list.map((last) => [...head, last]));
}

function check({ text, table }: Built, packets: readonly NumberedPacket[]): void {
  const result = compile(text, { symbols: TINY, lookupPort: tinyPort });
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  const { parsed, annotated, simplified, normalized, flows } = result.value;
  const sound =
    honorsInvariants(parsed) &&
    isAnnotated(annotated) &&
    isSimplified(simplified) &&
    isNormalized(normalized) &&
    truthTable(annotated) === table &&
    truthTable(simplified) === table &&
    truthTable(normalized) === table &&
    packets.every(([i, { flow }]) => flowsMatch(flows, flow) === (((table >> BigInt(i)) & 1n) === 1n));
  if (!sound) throw new Error(`A pass changed ${text}.`);
}

type NumberedPacket = readonly [number, (typeof PACKETS)[number]];

const everyPacket: readonly NumberedPacket[] = [...PACKETS.entries()];

/**
 * Checks every expression of so many comparisons of `list` that begins with
 * `head`; how many there were.
 */
export function checkAll(list: readonly Terminal[], head: readonly Terminal[], length: number): number {
  let compiled = 0;
  for (const rest of tuples(list, length - head.length)) {
    const leaves = [...head, ...rest];
    const shapes = length === 1 ? trees(leaves, '&&') : [...trees(leaves, '&&'), ...trees(leaves, '||')];
    for (const [i, built] of shapes.entries()) {
      // The classifier is slower than the tables, so larger expressions are tried on fewer packets.
      const packets =
        length < 2 ? everyPacket : everyPacket.filter(([packet]) => (packet + i + compiled) % (8 ** length / 4) === 0);
      check(built, packets);
      compiled++;
      if (length < 3 && !/s ==|named|z/.test(built.text)) {
        check({ text: `!(${built.text})`, table: complement(built.table) }, packets);
        compiled++;
      }
    }
  }
  return compiled;
}
