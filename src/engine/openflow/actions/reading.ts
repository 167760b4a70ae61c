/** What the readers of several kinds of actions share; errors are messages of ovs-ofctl. */
import { err, ok, type Result } from '../../base';
import { parseInteger } from '../parse-values';
import { parseSubfield, type Subfield } from '../subfields';

/** Reads a field or a part of one, of which `build` makes the action. */
export function withSubfield<A>(text: string, build: (subfield: Subfield) => Result<A, string>): Result<A, string> {
  const subfield = parseSubfield(text);
  return subfield.ok ? build(subfield.value) : subfield;
}

/** `LEFT->RIGHT` */
export function splitArrow(text: string): Result<{ readonly left: string; readonly right: string }, string> {
  const at = text.indexOf('->');
  if (at < 0) return err(`${text}: missing \`->'`);
  if (at + 2 === text.length) return err(`${text}: missing field name following \`->'`);
  return ok({ left: text.slice(0, at), right: text.slice(at + 2) });
}

/** A number from 0 to `max`, called `what` in the message. */
export function readNumber(text: string, what: string, max: number): Result<number, string> {
  const value = parseInteger(text);
  return value !== undefined && value <= BigInt(max) ? ok(Number(value)) : err(`invalid ${what} "${text}"`);
}

/** Bytes as `0a.ff`; dots may be missing. */
export function readBytes(text: string): readonly number[] | undefined {
  const words = text.match(/[^.]{1,2}/g) ?? [];
  return words.every((word) => /^[0-9a-f]{2}$/i.test(word))
    ? words.map((word) => Number.parseInt(word, 16))
    : undefined;
}

export function formatBytes(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('.');
}
