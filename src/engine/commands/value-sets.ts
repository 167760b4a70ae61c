/** Sets and maps of a database as collections. */
import { compareValues, type Atom, type ColumnType, type ColumnValue, type MapPair } from '../ovsdb';

export function countOf(value: ColumnValue): number {
  return typeof value === 'object' ? value.length : 1;
}

export function union(a: ColumnValue, b: ColumnValue, type: ColumnType): ColumnValue {
  if (type.value !== undefined) {
    const had = pairs(a);
    return sortPairs([...had, ...pairs(b).filter(([key]) => !had.some(([name]) => name === key))]);
  }
  return sortAtoms([...new Set([...atoms(a), ...atoms(b)])]);
}

/** Members of `b` that are pairs must match in key and value, others in key alone. */
export function subtract(a: ColumnValue, b: ColumnValue): ColumnValue {
  const less: readonly (Atom | MapPair)[] = listed(b);
  const gone = (member: Atom | MapPair) =>
    less.some((other) =>
      typeof other === 'object'
        ? typeof member === 'object' && member[0] === other[0] && member[1] === other[1]
        : (typeof member === 'object' ? member[0] : member) === other,
    );
  if (typeof a !== 'object') return gone(a) ? [] : [a];
  const had = pairs(a);
  return had.length > 0 ? had.filter((pair) => !gone(pair)) : atoms(a).filter((atom) => !gone(atom));
}

export function pairs(value: ColumnValue | undefined): readonly MapPair[] {
  return typeof value === 'object' ? value.flatMap((member) => (typeof member === 'object' ? [member] : [])) : [];
}

export function listed(value: ColumnValue): readonly Atom[] | readonly MapPair[] {
  return typeof value === 'object' ? value : [value];
}

export function sortPairs(list: readonly MapPair[]): readonly MapPair[] {
  return [...list].sort((a, b) => compareValues([a[0]], [b[0]]));
}

function atoms(value: ColumnValue): readonly Atom[] {
  return typeof value === 'object' ? value.flatMap((member) => (typeof member === 'object' ? [] : [member])) : [value];
}

function sortAtoms(list: readonly Atom[]): readonly Atom[] {
  return [...list].sort((a, b) => compareValues([a], [b]));
}
