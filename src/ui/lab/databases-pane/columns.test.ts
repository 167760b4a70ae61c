import { expect, it } from 'vitest';
import type { ColumnInfo, RowView, Uuid } from '../../bridge';
import { columnsInUse, inReadingOrder } from './columns';

const column = (name: string, isUuid = false): ColumnInfo => ({ name, type: 'string', kind: 'atom', isUuid });

it('names come first, UUIDs last, and columns that say nothing are left out', () => {
  const columns = inReadingOrder([
    column('abc'),
    column('lswitch', true),
    column('macs'),
    column('name'),
    column('zz'),
  ]);
  expect(columns.map(({ name }) => name)).toEqual(['name', 'macs', 'abc', 'zz', 'lswitch']);
  const row: RowView = {
    uuid: 'u' as Uuid,
    cells: { name: 'sw0', macs: '[]', abc: '{}', zz: '0', lswitch: '""' },
    row: { _uuid: 'u' as Uuid },
  };
  expect(columnsInUse(columns, [row]).map(({ name }) => name)).toEqual(['name', 'zz']);
});
