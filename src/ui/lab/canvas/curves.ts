/** Lines of the graph as cubic curves and as polylines that a packet walks; pure. */
import type { Box, Point } from './geometry';
import { centre } from './geometry';

/** Start, its control point, the end's control point, end. */
export type Curve = readonly [Point, Point, Point, Point];

/** Points in walking order with the length up to each. */
export interface Route {
  readonly points: readonly Point[];
  readonly lengths: readonly number[];
}

const samples = 16;

function pointOf([a, b, c, d]: Curve, t: number): Point {
  const s = 1 - t;
  const [p, q, r, w] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: p * a.x + q * b.x + r * c.x + w * d.x, y: p * a.y + q * b.y + r * c.y + w * d.y };
}

/** Points of the curve from `from` to `to`, both 0 to 1, in that order. */
export function pointsOf(curve: Curve, from: number, to: number): readonly Point[] {
  return Array.from({ length: samples + 1 }, (_, index) => pointOf(curve, from + ((to - from) * index) / samples));
}

export function routeOf(points: readonly Point[]): Route {
  let sum = 0;
  const lengths = points.map((point, index) => {
    const before = points[index - 1];
    if (before) sum += Math.hypot(point.x - before.x, point.y - before.y);
    return sum;
  });
  return { points, lengths };
}

/** Where a walker is after the share `t` (0 to 1) of the way. */
export function walk({ points, lengths }: Route, t: number): Point {
  const last = points.length - 1;
  const end = points[last] ?? { x: 0, y: 0 };
  const goal = (lengths[last] ?? 0) * t;
  for (let index = 1; index <= last; index += 1) {
    const far = lengths[index] ?? 0;
    if (far < goal) continue;
    const near = lengths[index - 1] ?? 0;
    const a = points[index - 1] ?? end;
    const b = points[index] ?? end;
    const share = far === near ? 1 : (goal - near) / (far - near);
    return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
  }
  return end;
}

/** From below a port to above an interface, or the other way round when the cards stand so. */
export function bindingCurve(port: Box, vif: Box): Curve {
  const down = centre(vif).y >= centre(port).y;
  const start = { x: centre(port).x, y: down ? port.y + port.height : port.y };
  const end = { x: centre(vif).x, y: down ? vif.y : vif.y + vif.height };
  const bend = Math.max(24, Math.abs(end.y - start.y) * 0.45) * (down ? 1 : -1);
  return [start, { x: start.x, y: start.y + bend }, { x: end.x, y: end.y - bend }, end];
}

/** Between the sides that face each other; below what stands in between. */
export function tunnelCurve(a: Box, b: Box, inTheWay: boolean): Curve {
  const [p, q] = [centre(a), centre(b)];
  if (inTheWay) {
    const start = { x: p.x + Math.sign(q.x - p.x) * a.width * 0.2, y: a.y + a.height };
    const end = { x: q.x - Math.sign(q.x - p.x) * b.width * 0.2, y: b.y + b.height };
    const sag = 46 + Math.abs(q.x - p.x) * 0.06;
    const low = Math.max(start.y, end.y) + sag;
    return [start, { x: start.x, y: low }, { x: end.x, y: low }, end];
  }
  if (b.x >= a.x + a.width || a.x >= b.x + b.width) {
    const right = b.x >= a.x + a.width;
    // Level where the sides face each other, whatever their heights.
    const [top, bottom] = [Math.max(a.y, b.y) + 14, Math.min(a.y + a.height, b.y + b.height) - 14];
    const level = bottom > top ? (top + bottom) / 2 : undefined;
    const start = { x: right ? a.x + a.width : a.x, y: level ?? p.y };
    const end = { x: right ? b.x : b.x + b.width, y: level ?? q.y };
    const bend = (end.x - start.x) * 0.4;
    return [start, { x: start.x + bend, y: start.y }, { x: end.x - bend, y: end.y }, end];
  }
  const below = q.y >= p.y;
  const start = { x: p.x, y: below ? a.y + a.height : a.y };
  const end = { x: q.x, y: below ? b.y : b.y + b.height };
  const bend = (end.y - start.y) * 0.4;
  return [start, { x: start.x, y: start.y + bend }, { x: end.x, y: end.y - bend }, end];
}
