/** Where cards stand that nobody has put anywhere; pure. */
import type { Box, Point } from './geometry';
import { overlaps } from './geometry';

interface Card {
  readonly id: string;
  readonly type: 'switch' | 'machine';
  readonly width?: number;
  readonly height?: number;
}

/** Of the space that the graph has. */
export type Shape = 'wide' | 'tall';

/** Between hypervisors there is room for what is written on a tunnel. */
const gap = { switch: 70, machine: 130, y: 56, layers: 104 };

/**
 * Places for all cards: as said in `known`, or in rows when nothing is known yet,
 * or else at the end of the row of their kind, where there is room.
 */
export function placesOf(
  cards: readonly Card[],
  known: Readonly<Record<string, Point>>,
  shape: Shape = 'wide',
): Readonly<Record<string, Point>> {
  const placed = cards.filter(({ id }) => known[id] !== undefined);
  if (placed.length === 0) return inRows(cards, shape);
  const boxes = placed.map((card) => boxAt(card, known[card.id] ?? { x: 0, y: 0 }));
  const places: Record<string, Point> = {};
  for (const card of cards) {
    const at = known[card.id] ?? besideOthers(card, placed, boxes);
    places[card.id] = at;
    if (known[card.id] === undefined) boxes.push(boxAt(card, at));
  }
  return places;
}

/** Logical above physical, each centred on the other, in rows that keep the whole near the shape of a screen. */
export function inRows(cards: readonly Card[], shape: Shape): Readonly<Record<string, Point>> {
  const places: Record<string, Point> = {};
  let y = 0;
  for (const type of ['switch', 'machine'] as const) {
    const kind = cards.filter((card) => card.type === type);
    if (kind.length === 0) continue;
    for (const row of wrapped(kind, rowWidth(cards, shape))) {
      const width = row.reduce((sum, card) => sum + widthOf(card), -gap[type]);
      let x = -width / 2;
      for (const card of row) {
        places[card.id] = { x: Math.round(x), y };
        x += widthOf(card);
      }
      y += Math.max(...row.map((card) => card.height ?? 0)) + gap.y;
    }
    y += gap.layers - gap.y;
  }
  return places;
}

/** Wide: about twice as wide as high, and at least four cards; tall: the other way round, and at least one. */
function rowWidth(cards: readonly Card[], shape: Shape): number {
  const area = cards.reduce((sum, card) => sum + widthOf(card) * ((card.height ?? 0) + gap.y), 0);
  return shape === 'wide' ? Math.max(1320, Math.sqrt(area * 3.2)) : Math.max(360, Math.sqrt(area * 0.45));
}

function wrapped(cards: readonly Card[], limit: number): readonly (readonly Card[])[] {
  const total = cards.reduce((sum, card) => sum + widthOf(card), 0);
  // Rows of about the same width look better than a full one and a rest.
  const share = total / Math.max(1, Math.ceil(total / limit));
  const rows: Card[][] = [];
  let width = Infinity;
  for (const card of cards) {
    const own = widthOf(card);
    if (width + own / 2 > share) {
      rows.push([]);
      width = 0;
    }
    rows.at(-1)?.push(card);
    width += own;
  }
  return rows;
}

function widthOf({ type, width = 0 }: Card): number {
  return width + gap[type];
}

function besideOthers(card: Card, placed: readonly Card[], boxes: readonly Box[]): Point {
  const own = boxes.filter((_, index) => placed[index]?.type === card.type);
  const last = own.reduce<Box | undefined>((best, box) => (!best || box.y >= best.y ? box : best), undefined);
  const y = last?.y ?? emptyLayer(card, boxes);
  let x = last ? last.x + last.width + gap[card.type] : Math.min(...boxes.map((box) => box.x));
  const blocker = () => boxes.find((candidate) => overlaps(boxAt(card, { x, y }), candidate, 24));
  // Each box is passed at most once, so that places too large to be told apart end here as well.
  let other = blocker();
  for (let passed = 0; other && passed < boxes.length; passed++) {
    x = other.x + other.width + gap[card.type];
    other = blocker();
  }
  return { x: Math.round(x), y: Math.round(y) };
}

/** The first switch above all machines, the first machine below all switches. */
function emptyLayer(card: Card, boxes: readonly Box[]): number {
  return card.type === 'switch'
    ? Math.min(...boxes.map((box) => box.y)) - gap.layers - (card.height ?? 0)
    : Math.max(...boxes.map((box) => box.y + box.height)) + gap.layers;
}

function boxAt(card: Card, at: Point): Box {
  return { x: at.x, y: at.y, width: card.width ?? 0, height: card.height ?? 0 };
}
