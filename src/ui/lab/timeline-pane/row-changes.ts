/** What a commit did to a row, in words; pure. */
import type { Row, RowChange } from '../../bridge';

export interface ColumnChange {
  readonly column: string;
  readonly before: string;
  readonly after: string;
}

/** The columns with other contents afterwards, in alphabetical order. */
export function changedColumns({ before, after }: RowChange): readonly ColumnChange[] {
  const names = Object.keys(after ?? before ?? {}).filter((name) => !name.startsWith('_'));
  return names
    .map((column) => ({ column, before: cellText(before?.[column]), after: cellText(after?.[column]) }))
    .filter((change) => change.before !== change.after)
    .sort((a, b) => (a.column < b.column ? -1 : 1));
}

/** What a person calls the row. */
export function nameOfChange({ before, after, uuid }: RowChange): string {
  const row = after ?? before;
  const name = row?.name ?? row?.logical_port ?? row?.match;
  return typeof name === 'string' && name !== '' ? name : uuid.slice(0, 8);
}

const longest = 200;

/** A cell in short: `[a, b]` for a set, `{k=v}` for a map. */
function cellText(value: Row[string] | undefined): string {
  const text = !Array.isArray(value)
    ? String(value ?? '')
    : value.some(Array.isArray)
      ? `{${value.map((pair) => (Array.isArray(pair) ? pair.join('=') : String(pair))).join(', ')}}`
      : `[${value.join(', ')}]`;
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
