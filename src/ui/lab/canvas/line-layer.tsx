/** All lines on one canvas below the cards: bindings, tunnels, and what the packet has crossed. */
import { memo, useMemo } from 'react';
import { useStore } from 'zustand';
import { selectionStore } from '../../state';
import css from './canvas.module.css';
import { crossingStore } from './crossing';
import type { Curve } from './curves';
import { useLayer } from './layer';
import type { Draw, View } from './layer';
import type { Line, Scene } from './scene';

interface Stroke {
  readonly path: Path2D;
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
  const lines = useMemo<readonly Line[]>(() => [...scene.tunnels.values(), ...scene.bindings], [scene]);
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
  const draw = useMemo<Draw>(
    () => (context, view) => {
      dots(context, view);
      for (const strokes of [plain, strong, lit]) for (const stroke of strokes) paint(context, view, stroke);
      return false;
    },
    [plain, strong, lit],
  );
  const { ref } = useLayer(draw, margin);
  return <canvas ref={ref} className={css.lines} aria-hidden="true" data-lit={lit.length} />;
});

/** Lines that look alike in one path each. */
function strokesOf(lines: readonly Line[], faded: boolean): readonly Stroke[] {
  const groups = new Map<string, Stroke>();
  for (const line of lines) {
    const stroke = strokeOf(line);
    const key = `${stroke.color} ${stroke.width} ${stroke.dash.length} ${stroke.alpha}`;
    const group = groups.get(key);
    if (group) group.path.addPath(stroke.path);
    else groups.set(key, stroke);
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
  const path = new Path2D();
  trace(path, line.curve);
  if (line.kind === 'tunnel')
    return { path, color: line.color, width: 2, dash: line.cut ? [3, 5] : none, alpha: line.cut ? 0.6 : 1 };
  return { path, color: line.up ? line.color : '--ink-3', width: 1.6, dash: line.up ? none : [4, 4], alpha: 1 };
}

function trace(path: Path2D, [a, b, c, d]: Curve): void {
  path.moveTo(a.x, a.y);
  path.bezierCurveTo(b.x, b.y, c.x, c.y, d.x, d.y);
}

function paint(context: CanvasRenderingContext2D, { zoom, color }: View, stroke: Stroke): void {
  context.globalAlpha = stroke.alpha;
  context.strokeStyle = color(stroke.color);
  // Far away a line stays as wide as can be seen.
  context.lineWidth = Math.max(stroke.width, stroke.width / 2 / zoom);
  context.setLineDash(stroke.dash);
  context.stroke(stroke.path);
  context.globalAlpha = 1;
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
