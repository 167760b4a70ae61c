/** Where cards stand that nobody has put anywhere; pure. */
import type { Box, Point } from './geometry';
import { overlaps } from './geometry';

type Kind = 'switch' | 'router' | 'machine';

/** From the top to the bottom. */
const LAYERS = ['switch', 'router', 'machine'] as const satisfies readonly Kind[];

interface Card {
  readonly id: string;
  readonly type: Kind;
  readonly width?: number;
  readonly height?: number;
}

/** Of the space that the graph has. */
export type Shape = 'wide' | 'tall';

/** The space for cards, in pixels of the screen. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** What is taken for the space where nobody has asked for a layout: it is the same whatever the window. */
const usual: Readonly<Record<Shape, Room>> = { wide: { width: 1320, height: 620 }, tall: { width: 360, height: 620 } };

/** Between hypervisors there is room for what is written on a tunnel. */
const gap = { switch: 70, router: 90, machine: 130, y: 56, layers: 104 };

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
  if (placed.length === 0) return inRows(cards, usual[shape]);
  const boxes = placed.map((card) => boxAt(card, known[card.id] ?? { x: 0, y: 0 }));
  const places: Record<string, Point> = {};
  for (const card of cards) {
    const at = known[card.id] ?? besideOthers(card, placed, boxes);
    places[card.id] = at;
    if (known[card.id] === undefined) boxes.push(boxAt(card, at));
  }
  return places;
}

/** Logical above physical, each centred on the other, in as many rows as let the whole be shown largest. */
export function inRows(cards: readonly Card[], room: Room): Readonly<Record<string, Point>> {
  const kinds = LAYERS.map((type) => waysToWrap(cards.filter((card) => card.type === type)));
  let best: { readonly scale: number; readonly ways: readonly Rows[] } = { scale: 0, ways: [] };
  for (const ways of combinations(kinds)) {
    const layers = ways.filter(({ height }) => height > 0);
    const height = layers.reduce((sum, layer) => sum + layer.height + gap.layers, -gap.layers);
    const scale = Math.min(1, room.width / Math.max(...layers.map(({ width }) => width)), room.height / height);
    if (scale > best.scale) best = { scale, ways };
  }
  const places: Record<string, Point> = {};
  let y = 0;
  for (const { rows } of best.ways) {
    if (rows.length === 0) continue;
    for (const row of rows) {
      let x = -rowWidth(row) / 2;
      for (const card of row) {
        places[card.id] = { x: Math.round(x), y };
        x += widthOf(card);
      }
      y += rowHeight(row) + gap.y;
    }
    y += gap.layers - gap.y;
  }
  return places;
}

/** Every choice of one from each. */
function combinations<T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return choices.reduce<readonly (readonly T[])[]>(
    (all, own) => own.flatMap((one) => all.map((before) => [...before, one])),
    [[]],
  );
}

interface Rows {
  readonly rows: readonly (readonly Card[])[];
  readonly width: number;
  readonly height: number;
}

/** In one row, in two, and so on, as long as that may be worth it. */
function waysToWrap(cards: readonly Card[]): readonly Rows[] {
  const most = Math.max(1, Math.min(cards.length, 2 * Math.ceil(Math.sqrt(cards.length))));
  return Array.from({ length: most }, (_, index) => {
    const rows = wrapped(cards, index + 1);
    return {
      rows,
      width: Math.max(0, ...rows.map(rowWidth)),
      height: Math.max(
        0,
        rows.reduce((sum, row) => sum + rowHeight(row) + gap.y, -gap.y),
      ),
    };
  });
}

/** Rows of about the same width look better than full ones and a rest. */
function wrapped(cards: readonly Card[], count: number): readonly (readonly Card[])[] {
  const share = cards.reduce((sum, card) => sum + widthOf(card), 0) / count;
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

function rowWidth(row: readonly Card[]): number {
  return row.reduce((sum, card) => sum + widthOf(card) - (card === row[0] ? gap[card.type] : 0), 0);
}

function rowHeight(row: readonly Card[]): number {
  return Math.max(...row.map(({ height = 0 }) => height));
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

/** The first switch above all there is, the first router or machine below. */
function emptyLayer(card: Card, boxes: readonly Box[]): number {
  return card.type === 'switch'
    ? Math.min(...boxes.map((box) => box.y)) - gap.layers - (card.height ?? 0)
    : Math.max(...boxes.map((box) => box.y + box.height)) + gap.layers;
}

function boxAt(card: Card, at: Point): Box {
  return { x: at.x, y: at.y, width: card.width ?? 0, height: card.height ?? 0 };
}
