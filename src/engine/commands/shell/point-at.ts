/** An error with the line that it is in and a caret under its place. */
import type { TextRange } from '../../base';

/** Lines longer than this are shown around the place. */
const WIDEST = 120;

export function pointAt(text: string, range: TextRange, message: string): string {
  const start = Math.min(range.start, text.length);
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const found = text.indexOf('\n', start);
  const to = found < 0 ? text.length : found;
  const number = text.slice(0, from).split('\n').length;
  const several = text.trimEnd().includes('\n');
  // A long line is shown around the place.
  const left = start - from > WIDEST - 20 ? start - 40 : from;
  const line = text.slice(left, Math.min(to, left + WIDEST)).replaceAll('\t', ' ');
  const width = Math.max(1, Math.min(range.end, to, left + WIDEST) - start);
  const caret = `${' '.repeat(start - left)}${'^'.repeat(width)}`;
  return `sh: ${several ? `line ${number}: ` : ''}${message}\n${line}\n${caret}\n`;
}
