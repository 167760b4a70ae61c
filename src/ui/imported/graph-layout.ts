/**
 * Where the cards of a real network stand: each connected part as a tree whose root is
 * its best connected card, children below their parent, many that end there in a block;
 * the parts one beside the other; chassis in rows at the foot.
 */
import type { Card, Line, PlacedCard } from './graph-cards';

const GAP = 36;
const LEVEL = 56;
/** A row of parts is broken at this width. */
const WIDEST = 2600;
/** So many children that end there stand in one row; more of them in a block. */
const IN_A_ROW = 6;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Spot extends Size {
  readonly x: number;
  readonly y: number;
}

export function sizeOf({ title, note, chips }: Card): Size {
  const letters = Math.max(
    title.length * 7.6,
    note.length * 6.4,
    chips.map(({ label }) => label).join('      ').length * 7,
  );
  return { width: Math.round(Math.max(110, Math.min(260, letters + 40))), height: 50 + (chips.length === 0 ? 0 : 30) };
}

export function placeCards(cards: readonly Card[], lines: readonly Line[]): readonly PlacedCard[] {
  const sizes = new Map(cards.map((card) => [card.id, sizeOf(card)]));
  const neighbours = new Map(cards.map(({ id }) => [id, [] as string[]]));
  for (const { from, to, kind } of lines) {
    if (kind === 'chassis') continue;
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  const upper = cards.filter(({ kind, id }) => kind !== 'chassis' && id !== 'chassis');
  const lower = cards.filter(({ kind, id }) => kind === 'chassis' || id === 'chassis');
  const spots = new Map<string, Spot>();
  const boxes = partsOf(upper, neighbours).map((part) => layTree(part, neighbours, sizes));
  const bottom = inRows(boxes, spots, 0, WIDEST);
  const width = Math.max(600, ...[...spots.values()].map((spot) => spot.x + spot.width));
  inRows(
    lower.map(({ id }) => blockOf(id, sizes)),
    spots,
    bottom + LEVEL,
    width,
  );
  return cards.map((card) => ({ ...card, ...(spots.get(card.id) ?? { x: 0, y: 0, width: 110, height: 50 }) }));
}

/** Cards placed in relation to each other. */
interface Block extends Size {
  readonly spots: ReadonlyMap<string, Spot>;
}

function blockOf(id: string, sizes: ReadonlyMap<string, Size>): Block {
  const size = sizes.get(id) ?? { width: 110, height: 50 };
  return { ...size, spots: new Map([[id, { x: 0, y: 0, ...size }]]) };
}

/** Connected parts, the largest first; in each its cards, the best connected first. */
function partsOf(
  cards: readonly Card[],
  neighbours: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  const degree = (id: string) => neighbours.get(id)?.length ?? 0;
  const left = new Set(cards.map(({ id }) => id));
  const parts: string[][] = [];
  for (const { id } of [...cards].sort((a, b) => degree(b.id) - degree(a.id))) {
    if (!left.delete(id)) continue;
    const part = [id];
    for (const each of part) for (const other of neighbours.get(each) ?? []) if (left.delete(other)) part.push(other);
    parts.push(part);
  }
  return parts.sort((a, b) => b.length - a.length);
}

function layTree(
  [root = '', ...rest]: readonly string[],
  neighbours: ReadonlyMap<string, readonly string[]>,
  sizes: ReadonlyMap<string, Size>,
): Block {
  const children = new Map<string, string[]>([[root, []]]);
  // Parts are in the order of a search in breadth: the first neighbour that has its place is the parent.
  for (const id of rest) {
    const parent = [...children.keys()].find((known) => neighbours.get(known)?.includes(id) === true) ?? root;
    children.get(parent)?.push(id);
    children.set(id, []);
  }
  const lay = (id: string): Block => {
    const own = blockOf(id, sizes);
    const below = children.get(id) ?? [];
    if (below.length === 0) return own;
    const ends = below.filter((child) => children.get(child)?.length === 0);
    const others = below.filter((child) => children.get(child)?.length !== 0);
    const blocks = [...others.map(lay), ...endBlocks(ends, sizes)];
    return above(own, blocks);
  };
  return lay(root);
}

/** Children that end there: a row, or a block of rows. */
function endBlocks(ids: readonly string[], sizes: ReadonlyMap<string, Size>): readonly Block[] {
  const blocks = ids.map((id) => blockOf(id, sizes));
  if (blocks.length <= IN_A_ROW) return blocks;
  const spots = new Map<string, Spot>();
  const columns = Math.ceil(Math.sqrt(blocks.length * 1.6));
  const widest = Math.max(...blocks.map(({ width }) => width));
  const height = inRows(blocks, spots, 0, columns * (widest + GAP), GAP / 2);
  return [{ width: Math.max(...[...spots.values()].map((spot) => spot.x + spot.width)), height, spots }];
}

function above(own: Block, below: readonly Block[]): Block {
  const total = below.reduce((sum, { width }) => sum + width, 0) + GAP * (below.length - 1);
  const width = Math.max(own.width, total);
  const spots = new Map<string, Spot>();
  for (const [id, spot] of own.spots) spots.set(id, { ...spot, x: spot.x + (width - own.width) / 2 });
  let x = (width - total) / 2;
  let height = 0;
  for (const block of below) {
    for (const [id, spot] of block.spots) spots.set(id, { ...spot, x: spot.x + x, y: spot.y + own.height + LEVEL });
    x += block.width + GAP;
    height = Math.max(height, block.height);
  }
  return { width, height: own.height + LEVEL + height, spots };
}

/** Blocks one beside the other, in rows no wider than `widest`; the foot of the last row. */
function inRows(blocks: readonly Block[], spots: Map<string, Spot>, top: number, widest: number, gap = GAP): number {
  let [x, y, high] = [0, top, 0];
  for (const block of blocks) {
    if (x > 0 && x + block.width > widest) {
      y += high + gap;
      [x, high] = [0, 0];
    }
    for (const [id, spot] of block.spots) spots.set(id, { ...spot, x: spot.x + x, y: spot.y + y });
    x += block.width + GAP;
    high = Math.max(high, block.height);
  }
  return y + high;
}
