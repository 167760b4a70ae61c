/** A text cut at the spans that colour it. */
import type { TruthSpan } from '../bridge';

export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly truth: boolean | null;
}

/** In order, without gaps; `spans` are in order and apart. */
export function pieces(text: string, spans: readonly TruthSpan[]): readonly Piece[] {
  const found: Piece[] = [];
  let at = 0;
  const cut = (end: number, truth: boolean | null) => {
    if (end > at) found.push({ start: at, end, text: text.slice(at, end), truth });
    at = Math.max(at, end);
  };
  for (const { start, end, truth } of spans) {
    cut(start, null);
    cut(end, truth);
  }
  cut(text.length, null);
  return found;
}
