/** JSON as OVS prints it: compact, members sorted, and its own choice of string escapes. */
import { compareText } from '../base';

/** Serializes with sorted object members; `undefined` members are left out. */
export function jsonText(value: unknown): string {
  if (typeof value === 'string') return jsonString(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    members.sort(([a], [b]) => compareText(a, b));
    return `{${members.map(([name, member]) => `${jsonString(name)}:${jsonText(member)}`).join(',')}}`;
  }
  if (typeof value === 'number') return jsonNumber(value);
  return typeof value === 'boolean' ? String(value) : 'null';
}

/** A quoted string (RFC 8259) with the escapes that OVS writes; other text stays as it is. */
export function jsonString(text: string): string {
  return JSON.stringify(text);
}

/** A JSON number: integers in full, other numbers as `formatReal`. */
function jsonNumber(value: number): string {
  return Number.isSafeInteger(value) ? String(value + 0) : formatReal(value);
}

/** A real number with up to 15 significant digits, in the manner of C's `%.15g`. */
export function formatReal(value: number): string {
  const rounded = Number(value.toPrecision(15));
  if (rounded === 0) return '0';
  const [mantissa = '', exponent] = rounded.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 15) return String(rounded);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
