/** Values as the tools of today print them: a word of letters, digits, `_`, `-` and `.` goes without quotes. */
import { isUuid } from '../base';
import { atomsOf, pairsOf, type Atom, type ColumnType, type ColumnValue } from '../ovsdb';

export function printValue(value: ColumnValue, type: ColumnType): string {
  if (type.value !== undefined) {
    const { key, value: held } = type;
    return `{${pairsOf(value)
      .map(([name, atom]) => `${printAtom(name, key.type)}=${printAtom(atom, held.type)}`)
      .join(', ')}}`;
  }
  const atoms = atomsOf(value).map((atom) => printAtom(atom, type.key.type));
  return type.max === 1 && atoms.length === 1 ? atoms.join('') : `[${atoms.join(', ')}]`;
}

function printAtom(atom: Atom, type: string): string {
  const text = String(atom);
  const isWord = /^[A-Za-z_][\w.-]*$/.test(text) && text !== 'true' && text !== 'false' && !isUuid(text);
  return type !== 'string' || isWord ? text : JSON.stringify(text);
}
