/** Values as ovs-vsctl and ovsdb-client print them. */
import { formatReal, jsonString } from './json';
import { isUuid } from '../base';
import type { BaseType, ColumnType } from './schema';
import type { Atom, ColumnValue } from './types';
import { atomsOf, pairsOf } from './values';

/**
 * A value as `ovs-vsctl get` and the tables of `ovsdb-client dump` print it:
 * `[a, b]`, `{k=v}`, and an optional value that is there without brackets.
 */
export function formatDatum(value: ColumnValue, type: ColumnType): string {
  const { key, value: valueType } = type;
  if (valueType !== undefined) {
    const pairs = pairsOf(value).map(([k, v]) => `${formatAtom(k, key)}=${formatAtom(v, valueType)}`);
    return `{${pairs.join(', ')}}`;
  }
  const atoms = atomsOf(value);
  const text = atoms.map((atom) => formatAtom(atom, key)).join(', ');
  return type.max === 1 && atoms.length === 1 ? text : `[${text}]`;
}

/** An atom; a string that is not an identifier is quoted like JSON. */
export function formatAtom(atom: Atom, { type, plainDigits }: BaseType): string {
  if (typeof atom === 'number') return type === 'integer' ? String(atom) : formatReal(atom);
  if (typeof atom === 'boolean' || type !== 'string') return String(atom);
  const isPlain = plainDigits ? isWord(atom) && !isUuid(atom.toLowerCase()) : isLetters(atom);
  return isPlain && atom !== 'true' && atom !== 'false' ? atom : jsonString(atom);
}

/** Letters, `_`, `-` and `.` go unquoted, unless the text could be read as something else. */
function isLetters(text: string): boolean {
  return /^[A-Za-z_][A-Za-z_.-]*$/.test(text);
}

function isWord(text: string): boolean {
  return /^[A-Za-z_][\w.-]*$/.test(text);
}
