/** How the columns share the width of the pane: by what stands in them. */
import type { CSSProperties } from 'react';
import type { TraceLine } from './trace-lines';

/** Character widths beyond which a column does not press its neighbours; the current line wraps. */
const MOST = 64;
const LEAST = 8;
const MOST_OF_THEM = 0.85;

/** Values of `grid-template-columns`: of a line, and of the two languages in it. */
export interface Columns extends CSSProperties {
  readonly '--line-columns': string;
  readonly '--logical-columns': string;
  readonly '--openflow-columns': string;
  /** Of either, where one stands above the other. */
  readonly '--stacked-columns': string;
}

export function columnsOf(lines: readonly TraceLine[]): Columns {
  /** The length that most texts do not exceed: one long flow does not press all others. */
  const usual = (texts: readonly string[]): number => {
    const lengths = texts.filter((text) => text !== '').map(({ length }) => length);
    const most = lengths.sort((one, other) => one - other)[Math.floor((lengths.length - 1) * MOST_OF_THEM)];
    return Math.min(MOST, Math.max(LEAST, most ?? 0));
  };
  const passed = lines.filter(({ tone }) => tone !== 'drop');
  const match = usual(lines.map(({ logical }) => logical?.match ?? ''));
  const actions = usual(lines.map(({ logical }) => logical?.actions ?? ''));
  const body = usual(passed.map((line) => line.body));
  const outcome = usual(passed.map((line) => line.outcome));
  // A head and the space around it are about as wide as twelve characters.
  return {
    '--line-columns': `minmax(10rem, 22fr) ${share(match + actions + 12)} ${share(body + outcome + 12)}`,
    '--logical-columns': `3.625rem ${share(match)} ${share(actions)}`,
    '--openflow-columns': `4.625rem ${share(body)} ${share(outcome)}`,
    '--stacked-columns': `4.625rem ${share(Math.max(match, body))} ${share(Math.max(actions, outcome))}`,
  };
}

function share(characters: number): string {
  return `minmax(0, ${characters}fr)`;
}
