/** All lines on one canvas below the cards: bindings, tunnels, and what the packet has crossed. */
import { memo, useMemo } from 'react';
import { useStore } from 'zustand';
import { selectionStore } from '../../state';
import css from './canvas.module.css';
import { crossingStore } from './crossing';
import type { Curve } from './curves';
import { useLayer } from './layer';
import type { Draw, View } from './layer';
import type { Line } from './lines';
import type { Scene } from './scene';
import { wayStore } from '../way-store';

/** Lines that look alike and are drawn as one. */
interface Stroke {
  readonly curves: readonly Curve[];
  readonly color: string;
  readonly width: number;
  readonly dash: readonly number[];
  readonly alpha: number;
}

/** As in the style sheet. */
const margin = 240;
const many = 60;
const few = 10;
const none: readonly number[] = [];

export const LineLayer = memo(function LineLayer({ scene }: { readonly scene: Scene }) {
  const journey = useStore(crossingStore, (shown) => shown.journey);
  const step = useStore(crossingStore, (shown) => shown.step);
  const selected = useStore(selectionStore, (s) => s.selected);
  const hovered = useStore(selectionStore, (s) => s.hovered);
  const { tunnels, bindings, wires } = scene;
  const lines = useMemo<readonly Line[]>(
    () => [...tunnels.values(), ...bindings, ...wires],
    [tunnels, bindings, wires],
  );
  const plain = useMemo(() => strokesOf(lines, journey !== null), [lines, journey]);
  const strong = useMemo(() => {
    const about = lines.filter(({ about }) => [selected, hovered].some((key) => key !== null && about.includes(key)));
    return about.map((line) => ({ ...strokeOf(line), width: 2.4 }));
  }, [lines, selected, hovered]);
  const lit = useMemo(
    () =>
      lines
        .filter(({ id }) => (journey?.crossed.get(id) ?? Infinity) <= step)
        .map((line) => ({ ...strokeOf(line), width: line.kind === 'tunnel' ? 4 : 3 })),
    [lines, journey, step],
  );
  const ends = useStore(wayStore, (shown) => shown.ends);
  const way = useMemo(
    () =>
      ends.size === 0
        ? []
        : wires.filter((wire) => ends.has(wire.ends)).map((wire) => ({ ...strokeOf(wire), width: 5, dash: none })),
    [wires, ends],
  );
  const draw = useMemo<Draw>(
    () => (context, view) => {
      dots(context, view);
      for (const strokes of [plain, strong, way, lit]) for (const stroke of strokes) paint(context, view, stroke);
      return false;
    },
    [plain, strong, way, lit],
  );
  const { ref } = useLayer(draw, margin);
  return <canvas ref={ref} className={css.lines} aria-hidden="true" data-lit={lit.length} data-way={way.length} />;
});

function strokesOf(lines: readonly Line[], faded: boolean): readonly Stroke[] {
  const groups = new Map<string, Stroke & { readonly curves: Curve[] }>();
  for (const line of lines) {
    const stroke = strokeOf(line);
    const key = `${stroke.color} ${stroke.width} ${stroke.dash.length} ${stroke.alpha}`;
    const group = groups.get(key);
    if (group) group.curves.push(line.curve);
    else groups.set(key, { ...stroke, curves: [line.curve] });
  }
  // A full mesh would cover everything: its tunnels step back until one matters.
  const mesh = lines.filter(({ kind }) => kind === 'tunnel').length > few;
  const alpha = (faded ? 0.45 : 1) * (lines.length > many ? 0.45 : 1);
  return Array.from(groups.values(), (stroke) => {
    const back = mesh && stroke.color === '--openflow';
    return { ...stroke, width: back ? 1.2 : stroke.width, alpha: stroke.alpha * alpha * (back ? 0.4 : 1) };
  });
}

function strokeOf(line: Line): Stroke {
  const curves = [line.curve];
  if (line.kind === 'tunnel')
    return { curves, color: line.color, width: 2, dash: line.cut ? [3, 5] : none, alpha: line.cut ? 0.6 : 1 };
  if (line.kind === 'wire') return { curves, color: line.color, width: 2, dash: line.solid ? none : [4, 4], alpha: 1 };
  return { curves, color: line.up ? line.color : '--ink-3', width: 1.6, dash: line.up ? none : [4, 4], alpha: 1 };
}

function paint(context: CanvasRenderingContext2D, view: View, stroke: Stroke): void {
  const { zoom, color } = view;
  context.globalAlpha = stroke.alpha;
  context.strokeStyle = color(stroke.color);
  // Far away a line stays as wide as can be seen.
  context.lineWidth = Math.max(stroke.width, stroke.width / 2 / zoom);
  context.setLineDash(stroke.dash);
  context.beginPath();
  const inView = viewOf(view, context.lineWidth);
  for (const curve of stroke.curves) {
    if (!touches(curve, inView)) continue;
    const [a, b, c, d] = curve;
    context.moveTo(a.x, a.y);
    context.bezierCurveTo(b.x, b.y, c.x, c.y, d.x, d.y);
  }
  context.stroke();
  context.globalAlpha = 1;
}

interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What of the graph can be seen, and `beyond` on every side. */
function viewOf({ x, y, zoom, width, height }: View, beyond: number): Sides {
  return {
    left: -x / zoom - beyond,
    top: -y / zoom - beyond,
    right: (width - x) / zoom + beyond,
    bottom: (height - y) / zoom + beyond,
  };
}

/** A curve stays between its four points. */
function touches([a, b, c, d]: Curve, { left, top, right, bottom }: Sides): boolean {
  return (
    Math.max(a.x, b.x, c.x, d.x) >= left &&
    Math.min(a.x, b.x, c.x, d.x) <= right &&
    Math.max(a.y, b.y, c.y, d.y) >= top &&
    Math.min(a.y, b.y, c.y, d.y) <= bottom
  );
}

const raster = 20;

/** The dotted ground: one point every 20, and fewer far away. */
function dots(context: CanvasRenderingContext2D, { x, y, zoom, width, height, ratio, color }: View): void {
  let gap = raster * zoom;
  if (!(gap > 0)) return;
  while (gap < 14) gap *= 2;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = color('--line-strong');
  for (let top = ((y % gap) + gap) % gap; top < height; top += gap) {
    for (let left = ((x % gap) + gap) % gap; left < width; left += gap) context.fillRect(left, top, 1.2, 1.2);
  }
  context.restore();
}
