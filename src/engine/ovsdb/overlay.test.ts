/** What an overlay shows is what its edits, committed, leave in the database. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from '../base';
import { Database } from './database';
import { Overlay } from './overlay';
import { parseSchema } from './schema-json';

const schema = parseSchema({
  name: 'D',
  version: '1.0.0',
  tables: { T: { columns: { name: { type: 'string' }, n: { type: 'integer' } }, isRoot: true } },
});

const step = fc.record({ what: fc.constantFrom('insert', 'update', 'delete', 'add'), which: fc.nat(9), n: fc.nat(3) });

function filled(): Database {
  if (!schema.ok) throw new Error(schema.error.message);
  const db = new Database(schema.value, createRandom(1));
  db.commit(['a', 'b', 'c'].map((name) => ({ op: 'insert', table: 'T', row: { name } })));
  return db;
}

it('shows the rows that a commit of its edits leaves, in the same order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const db = filled();
      const overlay = new Overlay(db, () => db.newUuid());
      for (const { what, which, n } of steps) {
        const uuid = overlay.rows('T')[which]?._uuid;
        if (what === 'insert') overlay.insert('T', { name: `new${which}` });
        else if (uuid === undefined) continue;
        else if (what === 'update') overlay.update('T', uuid, { n });
        else if (what === 'delete') overlay.delete('T', uuid);
        else overlay.add([{ op: 'update', table: 'T', uuid, row: { name: `named${n}` } }]);
      }
      const shown = overlay.rows('T');
      for (const row of shown) {
        expect(overlay.row('T', row._uuid)).toEqual(row);
        expect(overlay.view.find('T', 'name', String(row.name))?.name).toBe(row.name);
      }
      const edits = overlay.edits();
      expect(db.commit(edits)).toMatchObject({ ok: true });
      expect([...db.rows('T').values()]).toEqual(shown);
      expect(overlay.edits().filter(({ op }) => op === 'update')).toEqual([]);
    }),
  );
});

it('leaves out what is there already, and rows that go by themselves', () => {
  const db = filled();
  const overlay = new Overlay(db, () => db.newUuid());
  const [first] = overlay.rows('T');
  overlay.update('T', first!._uuid, { name: 'a' });
  expect(overlay.edits()).toEqual([]);
  overlay.delete('T', overlay.insert('T', { name: 'd' }));
  expect(overlay.edits()).toEqual([]);
});
