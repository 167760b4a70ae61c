import { describe, expect, it } from 'vitest';
import { createRandom } from '../base';
import { Database, parseSchema } from './index';

const parsed = parseSchema({
  name: 'T',
  tables: { A: { columns: { name: { type: 'string' } }, indexes: [['name']] } },
});

describe('Database', () => {
  it('commits, tells, and finds by index', () => {
    if (!parsed.ok) throw new Error(parsed.error.message);
    const db = new Database(parsed.value, createRandom(1));
    const heard: number[] = [];
    db.onCommit((changes) => heard.push(changes.length));
    expect(db.commit([{ op: 'insert', table: 'A', row: { name: 'x' } }]).ok).toBe(true);
    expect(db.find('A', 'name', 'x')?.name).toBe('x');
    expect(db.commit([{ op: 'insert', table: 'A', row: { name: 'x' } }])).toMatchObject({ ok: false });
    expect(heard).toEqual([1]);
    expect(db.transact(['T', { op: 'select', table: 'A', where: [], columns: ['name'] }]).results).toEqual([
      { rows: [{ name: 'x' }] },
    ]);
  });
});
