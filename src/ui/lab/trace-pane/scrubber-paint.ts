/**
 * The story as a picture: tables are a bar (the Pipeline's high, OpenFlow's own
 * lower), a tunnel is striped, and below the bar stand a cross for each drop and a
 * dot for each delivery. Colour only repeats what the shapes say.
 */
import type { Tone } from './trace-lines';

type Time = 'past' | 'future';

const colors: Readonly<Record<Tone, readonly [past: string, future: string]>> = {
  logical: ['--datapath', '--datapath-soft'],
  openflow: ['--openflow', '--openflow-soft'],
  tunnel: ['--openflow', '--openflow-soft'],
  inject: ['--accent', '--accent-soft'],
  drop: ['--bad', '--bad'],
  deliver: ['--good', '--good'],
};

/** Where several steps share a place, the one that matters most is seen. */
const weight: Readonly<Record<Tone, number>> = { openflow: 0, logical: 1, inject: 2, tunnel: 3, deliver: 4, drop: 5 };

/** Height of the bar, of a hundred; what is below belongs to crosses and dots. */
const tops: Readonly<Record<Tone, number>> = { logical: 0, openflow: 18, tunnel: 8, inject: 0, drop: 0, deliver: 0 };
const BAR = 64;

export interface Part {
  readonly tone: Tone;
  /** Of the whole width, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

/** The parts to paint, never more than `most`: neighbours are joined when there are more steps. */
export function storyParts(tones: readonly Tone[], most: number): readonly Part[] {
  const parts = Math.min(tones.length, Math.max(1, Math.floor(most)));
  return Array.from({ length: parts }, (_, part) => {
    const start = Math.floor((part * tones.length) / parts);
    const end = Math.max(start + 1, Math.floor(((part + 1) * tones.length) / parts));
    let tone = tones[start] ?? 'openflow';
    for (let index = start + 1; index < end; index += 1) {
      const other = tones[index];
      if (other !== undefined && weight[other] > weight[tone]) tone = other;
    }
    return { tone, from: start / tones.length, to: end / tones.length };
  });
}

export function paintStory(element: HTMLCanvasElement, tones: readonly Tone[], time: Time): void {
  const brush = brushOn(element);
  if (!brush) return;
  const { context, width, height, ratio, color } = brush;
  const bar = (height * BAR) / 100;
  for (const { tone, from, to } of storyParts(tones, width / (2 * ratio))) {
    const x = from * width;
    const one = (to - from) * width;
    const gap = one > 6 * ratio ? 2 * ratio : 0;
    const top = (bar * tops[tone]) / 100;
    context.fillStyle = color(colors[tone][time === 'past' ? 0 : 1]);
    context.fillRect(x, top, Math.max(1, one - gap), bar - top);
    if (tone === 'tunnel' && one >= 8 * ratio) {
      context.fillStyle = color('--surface');
      for (let stripe = x + 3 * ratio; stripe < x + one - gap - ratio; stripe += 6 * ratio)
        context.fillRect(stripe, top, 2 * ratio, bar - top);
    }
  }
  if (time === 'past') return;
  const size = 7 * ratio;
  const middle = bar + (height - bar) / 2 + ratio / 2;
  for (const { tone, from, to } of storyParts(tones, width / (size + ratio))) {
    const x = ((from + to) / 2) * width;
    if (tone === 'drop') cross(context, x, middle, size / 2, color('--bad'), ratio);
    else if (tone === 'deliver') dot(context, x, middle, size / 2, color('--good'));
  }
}

/** A flag above the bar at every step where something would stop. */
export function paintBreakpoints(element: HTMLCanvasElement, hits: readonly number[], count: number): void {
  const brush = brushOn(element);
  if (!brush) return;
  const { context, width, ratio, color } = brush;
  for (const index of hits) {
    const x = ((index + 0.5) / count) * width;
    context.fillStyle = color('--ink');
    context.beginPath();
    context.moveTo(x - 4 * ratio, 0);
    context.lineTo(x + 4 * ratio, 0);
    context.lineTo(x, 6 * ratio);
    context.fill();
  }
}

function brushOn(element: HTMLCanvasElement) {
  const context = element.getContext('2d');
  if (!context || element.clientWidth === 0) return undefined;
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(element.clientWidth * ratio);
  const height = Math.round(element.clientHeight * ratio);
  element.width = width;
  element.height = height;
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  const color = (name: string): string => {
    const value = known.get(name) ?? style.getPropertyValue(name);
    known.set(name, value);
    return value;
  };
  return { context, width, height, ratio, color };
}

type Context = CanvasRenderingContext2D;

function cross(context: Context, x: number, y: number, size: number, color: string, ratio: number): void {
  context.strokeStyle = color;
  context.lineWidth = 1.75 * ratio;
  context.beginPath();
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y - size);
  context.lineTo(x - size, y + size);
  context.stroke();
}

function dot(context: Context, x: number, y: number, size: number, color: string): void {
  context.fillStyle = color;
  context.beginPath();
  context.arc(x, y, size, 0, 2 * Math.PI);
  context.fill();
}
