/** Values as ovs-vsctl and ovsdb-client print them. */
import { formatReal, jsonString } from './json';
import type { AtomicType, ColumnType } from './schema';
import type { Atom, ColumnValue } from './types';
import { atomsOf, pairsOf } from './values';

/**
 * A value as `ovs-vsctl get` and the tables of `ovsdb-client dump` print it:
 * `[a, b]`, `{k=v}`, and an optional value that is there without brackets.
 */
export function formatDatum(value: ColumnValue, type: ColumnType): string {
  const { key, value: valueType } = type;
  if (valueType !== undefined) {
    const pairs = pairsOf(value).map(([k, v]) => `${formatAtom(k, key.type)}=${formatAtom(v, valueType.type)}`);
    return `{${pairs.join(', ')}}`;
  }
  const atoms = atomsOf(value);
  const text = atoms.map((atom) => formatAtom(atom, key.type)).join(', ');
  return type.max === 1 && atoms.length === 1 ? text : `[${text}]`;
}

/** An atom; a string that is not an identifier is quoted like JSON. */
export function formatAtom(atom: Atom, type: AtomicType): string {
  if (typeof atom === 'number') return type === 'integer' ? String(atom) : formatReal(atom);
  if (typeof atom === 'boolean' || type !== 'string') return String(atom);
  return needsQuotes(atom) ? jsonString(atom) : atom;
}

/** Letters, `_`, `-` and `.` go unquoted, unless the text could be read as something else. */
function needsQuotes(text: string): boolean {
  return !/^[A-Za-z_][A-Za-z_.-]*$/.test(text) || text === 'true' || text === 'false';
}
