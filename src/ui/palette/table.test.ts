import { beforeAll, describe, expect, it, vi } from 'vitest';

// The page's stores look at the address and for a browser when they are made.
vi.hoisted(() => {
  const nothing = { addEventListener: () => undefined, hash: '', location: { hash: '' } };
  vi.stubGlobal('window', nothing);
  vi.stubGlobal('location', nothing.location);
});

let table: typeof import('../commands') & typeof import('./listed-keys') & typeof import('./all-commands');

beforeAll(async () => {
  table = { ...(await import('../commands')), ...(await import('./listed-keys')), ...(await import('./all-commands')) };
});

describe('the table of commands', () => {
  it('has no identifier and no name twice', () => {
    const ids = table.allCommands.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const names = table.allCommands.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('uses no key twice in one place, and none of the page’s own elsewhere', () => {
    const page = table.keyList('page').flatMap(({ keys }) => keys);
    for (const { place } of table.places) {
      const keys = table.keyList(place).flatMap((listed) => listed.keys);
      expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
      // The match lab has a history of its own, and says so.
      const own = place === 'match' ? ['Ctrl+Z', 'Ctrl+Shift+Z', 'Ctrl+Y'] : [];
      if (place !== 'page') expect(keys.filter((key) => page.includes(key) && !own.includes(key))).toEqual([]);
    }
  });

  it('lists a place for every key', () => {
    const known = new Set(table.places.map(({ place }) => place));
    for (const { place = 'page', keys } of table.allCommands) if (keys) expect(known).toContain(place);
  });

  it('gives a button its tooltip with the key', () => {
    expect(table.commandProps('page.undo')).toEqual({
      'data-command': 'page.undo',
      title: 'Undo (Ctrl+Z)',
      'aria-keyshortcuts': 'Control+Z',
    });
    expect(table.commandProps('graph.layout').title).toBe('Lay everything out');
  });
});
