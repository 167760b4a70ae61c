/** Where everything stands in a picture, in its own units; pure. */
import type { GalleryPicture } from '../bridge';

interface Box {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly switches: readonly Box[];
  readonly machines: readonly Box[];
  readonly dots: readonly (Point & { readonly plugged: boolean })[];
  readonly lines: readonly { readonly from: Point; readonly to: Point }[];
}

/** More of a kind than that would be dust. */
const MOST = 10;
const GAP = 14;
const HIGH = 28;
const APART = 96;
/** Dots of ports, and letters, need so much. */
const PORT = 11;
const LETTER = 7.2;

export function drawingOf(picture: GalleryPicture): Drawing {
  const switches = picture.switches.slice(0, MOST);
  const names = picture.machines.slice(0, MOST);
  const above = inRow(
    switches.map(({ name, ports }) => ({
      name: shortened(name),
      w: Math.max(wide(shortened(name)), 24 + PORT * ports.length),
    })),
    8,
  );
  const below = inRow(
    names.map((name) => ({ name: shortened(name), w: wide(shortened(name)) })),
    8 + HIGH + APART,
  );
  const width = Math.max(above.width, below.width, 200);
  const put = (boxes: readonly Box[], own: number) => boxes.map((box) => ({ ...box, x: box.x + (width - own) / 2 }));
  const upper = put(above.boxes, above.width);
  const lower = put(below.boxes, below.width);
  const dots: (Point & { plugged: boolean })[] = [];
  const lines: { from: Point; to: Point }[] = [];
  for (const [index, { ports }] of switches.entries()) {
    const box = upper[index];
    if (!box) continue;
    for (const [at, { machine }] of ports.entries()) {
      const from = { x: box.x + (box.w * (at + 1)) / (ports.length + 1), y: box.y + HIGH };
      const to = machine === null ? undefined : lower[names.indexOf(machine)];
      dots.push({ ...from, plugged: to !== undefined });
      if (to) lines.push({ from, to: { x: to.x + to.w / 2, y: to.y } });
    }
  }
  return { width, height: 8 + HIGH + APART + HIGH + 8, switches: upper, machines: lower, dots, lines };
}

function inRow(
  boxes: readonly { readonly name: string; readonly w: number }[],
  y: number,
): { readonly boxes: readonly Box[]; readonly width: number } {
  let x = GAP;
  const placed = boxes.map(({ name, w }) => {
    const box = { name, x, y, w };
    x += w + GAP;
    return box;
  });
  return { boxes: placed, width: x };
}

const wide = (name: string): number => Math.max(52, name.length * LETTER + 20);

const shortened = (name: string): string => (name.length > 14 ? `${name.slice(0, 13)}…` : name);
