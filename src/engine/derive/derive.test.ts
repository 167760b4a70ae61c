/** A small world of switches, ports and labels; everything the graph can do is derived from it. */
import { describe, expect, it } from 'vitest';
import { createRandom, type Uuid } from '../base';
import { Database, getNumber, getString, getUuids, parseSchema, type ChangeSet, type RowEdit } from '../ovsdb';
import { Graph } from '.';
import { freshEqualsIncremental, rowChanges, type Follower } from './testing';

const parsed = parseSchema({
  name: 'World',
  tables: {
    Switch: {
      isRoot: true,
      columns: {
        name: { type: 'string' },
        ports: { type: { key: { type: 'uuid', refTable: 'Port', refType: 'weak' }, min: 0, max: 'unlimited' } },
        notes: { type: 'string' },
      },
    },
    Port: {
      isRoot: true,
      columns: {
        name: { type: 'string' },
        number: { type: 'integer' },
        labels: { type: { key: 'string', min: 0, max: 'unlimited' } },
      },
    },
  },
});
if (!parsed.ok) throw new Error(parsed.error.message);
const SCHEMA = parsed.value;

function world() {
  const db = new Database(SCHEMA, createRandom(1));
  const pending: ChangeSet[] = [];
  db.onCommit((changes) => pending.push(changes));
  return {
    db,
    taken: () => pending.splice(0).flat(),
    commit: (...edits: RowEdit[]): void => {
      expect(db.commit(edits)).toMatchObject({ ok: true });
    },
    port: (name: string, values: { number?: number; labels?: string[] } = {}): Uuid => {
      const uuid = db.newUuid();
      expect(db.commit([{ op: 'insert', table: 'Port', uuid, row: { name, ...values } }])).toMatchObject({ ok: true });
      return uuid;
    },
    lsw: (name: string, ports: Uuid[]): Uuid => {
      const uuid = db.newUuid();
      expect(db.commit([{ op: 'insert', table: 'Switch', uuid, row: { name, ports } }])).toMatchObject({ ok: true });
      return uuid;
    },
  };
}

/** Something of each kind, and how often it was computed. */
function derived(db: Database) {
  const graph = new Graph();
  const source = graph.source();
  const computed: string[] = [];
  const noted = (what: string) => void computed.push(what);

  const names = source.table('Switch', ['name']);
  const lists = source.table('Switch', ['ports']);
  const ports = source.table('Port', ['name', 'number', 'labels']);
  const switchesOf = lists.by('switches by port', (row) => getUuids(row, 'ports'));
  const byLabel = ports.by('ports by label', (row) => row.labels as string[]);

  const parity = graph.map('parity', ports, (row) => {
    noted(`parity ${getString(row, 'name')}`);
    return getNumber(row, 'number') % 2 === 0 ? 'even' : 'odd';
  });
  const located = graph.map(
    'located',
    ports,
    (row, uuid) => {
      const owner = switchesOf.keys(uuid)[0];
      return owner === undefined ? undefined : { owner, name: getString(row, 'name') };
    },
    { same: (a, b) => a.owner === b.owner && a.name === b.name },
  );
  const portsOf = located.by('ports by switch', ({ owner }) => [owner]);
  const evens = graph.memo('even ports of a switch', (sw: Uuid) => {
    noted(`evens ${sw.slice(0, 4)}`);
    return portsOf.keys(sw).filter((port) => parity.get(port) === 'even').length;
  });
  const labels = graph.flatMap('labels', ports, (row, port) =>
    (row.labels as string[]).map((label) => [
      label,
      `${label} of ${getString(row, 'name')} ${String(parity.get(port))}`,
    ]),
  );
  const described = graph.map('described', names, (row, sw) => {
    noted(`described ${getString(row, 'name')}`);
    const members = portsOf.values(sw).map(({ name }) => name);
    return `${getString(row, 'name')}: ${members.join(' ')}; ${evens.get(sw)} even; ${byLabel.size('x')} x`;
  });
  const kept = new Map<string, string>();
  graph.effect(described, {
    run: (text, sw) => {
      kept.set(sw, `${text} of ${labels.keys().length} labels`);
      return 'settled';
    },
    gone: (sw) => kept.delete(sw),
  });
  return {
    graph,
    computed: () => computed.splice(0),
    update: (seen: ChangeSet | 'all') => {
      const work = source.observing(db, seen, { what: '', done: 0, total: null });
      while (work.next().done !== true);
      graph.update();
    },
    result: () => ({
      described: described.keys().map((key) => described.get(key)),
      located: located.keys().map((key) => located.get(key)),
      labels: labels.keys().map((key) => labels.get(key)),
      kept: [...kept].sort(),
    }),
  };
}

describe('what is computed again', () => {
  function begun() {
    const lab = world();
    const [a, b, c] = [lab.port('a', { number: 1 }), lab.port('b', { number: 2 }), lab.port('c')];
    const [sw0, sw1] = [lab.lsw('sw0', [a, b]), lab.lsw('sw1', [c])];
    const followed = derived(lab.db);
    followed.update('all');
    lab.taken();
    followed.computed();
    const after = (...edits: RowEdit[]) => {
      lab.commit(...edits);
      followed.update(lab.taken());
      return followed.computed();
    };
    return { ...lab, ...followed, after, a, b, c, sw0, sw1 };
  }

  it('nothing of a column that nobody named', () => {
    const { after, sw0 } = begun();
    expect(after({ op: 'update', table: 'Switch', uuid: sw0, row: { notes: 'n' } })).toEqual([]);
  });

  it('only what read the row; an equal value goes no further', () => {
    const { after, a } = begun();
    expect(after({ op: 'update', table: 'Port', uuid: a, row: { number: 3 } })).toEqual(['parity a']);
  });

  it('whoever read a value that is another now, each once', () => {
    const { after, a, sw0 } = begun();
    const evens = `evens ${sw0.slice(0, 4)}`;
    expect(after({ op: 'update', table: 'Port', uuid: a, row: { number: 4 } })).toEqual([
      'parity a',
      evens,
      'described sw0',
    ]);
  });

  it('both groups of a member that moves', () => {
    const { after, b, c, a, sw0, sw1, result } = begun();
    const again = after(
      { op: 'update', table: 'Switch', uuid: sw0, row: { ports: [a] } },
      { op: 'update', table: 'Switch', uuid: sw1, row: { ports: [c, b] } },
    );
    expect(again.filter((what) => what.startsWith('described'))).toEqual(['described sw0', 'described sw1']);
    expect(result().described).toEqual(['sw0: a; 0 even; 0 x', 'sw1: b c; 2 even; 0 x']);
  });

  it('what read that a group was empty', () => {
    const { after, c } = begun();
    expect(after({ op: 'update', table: 'Port', uuid: c, row: { labels: ['x'] } })).toContain('described sw0');
  });

  it('nothing of a memo that nobody reads any more', () => {
    const { after, a, sw0, db, taken, computed, update } = begun();
    after({ op: 'delete', table: 'Switch', uuid: sw0 });
    expect(after({ op: 'update', table: 'Port', uuid: a, row: { number: 4 } })).toEqual(['parity a']);
    expect(db.commit([{ op: 'insert', table: 'Switch', row: { name: 'sw2', ports: [a] } }])).toMatchObject({
      ok: true,
    });
    update(taken());
    expect(computed()).toHaveLength(2);
  });

  it('a key of several sources has the value of the first, until none is left', () => {
    const { after, a, b, result } = begun();
    const put = (uuid: Uuid, labels: string[]): RowEdit => ({ op: 'update', table: 'Port', uuid, row: { labels } });
    after(put(b, ['x']));
    expect(result().labels).toEqual(['x of b even']);
    after(put(a, ['x', 'w']));
    expect(result().labels).toEqual(['w of a odd', 'x of a odd']);
    after(put(a, []));
    expect(result().labels).toEqual(['x of b even']);
    after({ op: 'delete', table: 'Port', uuid: b });
    expect(result().labels).toEqual([]);
  });

  it('a row that goes and comes back is the last of its table', () => {
    const { db, update, taken, result, a, sw0, b } = begun();
    expect(db.commit([{ op: 'delete', table: 'Port', uuid: a }])).toMatchObject({ ok: true });
    const back: RowEdit[] = [
      { op: 'insert', table: 'Port', uuid: a, row: { name: 'a', number: 1 } },
      { op: 'update', table: 'Switch', uuid: sw0, row: { ports: [a, b] } },
    ];
    expect(db.commit(back)).toMatchObject({ ok: true });
    update(taken());
    expect(result().described[0]).toBe('sw0: b a; 1 even; 0 x');
    const fresh = derived(db);
    fresh.update('all');
    expect(result()).toEqual(fresh.result());
  });
});

describe('effects', () => {
  it('are called again when they ask for it, and told of what is gone', () => {
    const { db, taken, port } = world();
    const graph = new Graph();
    const source = graph.source();
    const heard: string[] = [];
    let wants: 'again' | 'settled' = 'again';
    graph.effect(source.table('Port'), {
      run: (row) => {
        heard.push(getString(row, 'name'));
        return wants;
      },
      gone: () => heard.push('gone'),
    });
    const update = () => {
      const work = source.observing(db, taken(), { what: '', done: 0, total: null });
      while (work.next().done !== true);
      graph.update();
      return heard.splice(0);
    };
    const uuid = port('a');
    expect(update()).toEqual(['a']);
    wants = 'settled';
    expect(update()).toEqual(['a']);
    expect(update()).toEqual([]);
    expect(db.commit([{ op: 'delete', table: 'Port', uuid }])).toMatchObject({ ok: true });
    expect(update()).toEqual(['gone']);
  });
});

it('reading what is not up to date yet is a mistake', () => {
  const graph = new Graph();
  const ports = graph.source().table('Port');
  const late: { read?: () => unknown } = {};
  const early = graph.memo('early', () => late.read?.());
  const later = graph.map('later', ports, () => 1);
  late.read = () => later.keys();
  expect(() => early.get('x')).toThrow('later is read before it is up to date');
});

it('follows changes to where a fresh start ends', () => {
  const ports = (db: Database) => {
    const uuids = [...db.rows('Port').keys()];
    return [[], uuids.slice(0, 1), uuids.slice(1, 3), uuids.toReversed().slice(0, 2)];
  };
  freshEqualsIncremental({
    begin: () => {
      const { db, port, lsw } = world();
      lsw('sw0', [port('a', { number: 1, labels: ['x'] }), port('b')]);
      lsw('sw1', [port('c', { labels: ['y', 'x'] })]);
      return { db };
    },
    follow: ({ db }): Follower<'db'> => {
      const { update, result } = derived(db);
      return { update: (seen) => update(seen === 'all' ? seen : seen('db')), result };
    },
    changes: [
      rowChanges('db', 'Port', { name: ['a', 'b', 'c'], number: [1, 2, 3], labels: [[], ['x'], ['x', 'y'], ['z']] }),
      rowChanges('db', 'Switch', { name: ['sw0', 'sw1'], ports, notes: ['', 'n'] }),
    ],
  });
});
