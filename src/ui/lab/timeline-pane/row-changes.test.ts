import { describe, expect, it } from 'vitest';
import type { Row, RowChange, Uuid } from '../../bridge';
import { changedColumns, nameOfChange } from './row-changes';

const uuid = '11111111-2222-4333-8444-555555555555' as Uuid;
const row = (columns: Readonly<Record<string, Row[string]>>): Row => ({ ...columns, _uuid: uuid });

describe('what a commit did to a row', () => {
  it('names the columns that are different, and only those', () => {
    const change: RowChange = {
      table: 'Logical_Port',
      uuid,
      before: row({ name: 'p1', up: [], macs: ['a'], external_ids: [] }),
      after: row({ name: 'p1', up: [true], macs: ['a', 'b'], external_ids: [['k', 'v']] }),
    };
    expect(changedColumns(change)).toEqual([
      { column: 'external_ids', before: '[]', after: '{k=v}' },
      { column: 'macs', before: '[a]', after: '[a, b]' },
      { column: 'up', before: '[]', after: '[true]' },
    ]);
    expect(nameOfChange(change)).toBe('p1');
  });

  it('cuts what is very long, and falls back to the UUID for a name', () => {
    const change: RowChange = { table: 'T', uuid, before: row({ v: '' }), after: row({ v: 'x'.repeat(500) }) };
    expect(changedColumns(change)[0]?.after).toHaveLength(201);
    expect(nameOfChange(change)).toBe('11111111');
  });
});
