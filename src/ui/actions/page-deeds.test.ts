import { beforeAll, beforeEach, expect, test, vi } from 'vitest';

// The page's stores look at the address and for a browser when they are made.
vi.hoisted(() => {
  const nothing = { addEventListener: () => undefined, hash: '', location: { hash: '' } };
  vi.stubGlobal('window', nothing);
  vi.stubGlobal('location', nothing.location);
});

let deeds: typeof import('./page-deeds');
let state: typeof import('../state');
beforeAll(async () => {
  deeds = await import('./page-deeds');
  state = await import('../state');
});

let script = '';
const next = () => {
  const mirror = state.mirrorStore.getState();
  return [
    deeds.deedBack(deeds.deedStore.getState(), mirror)?.words ?? mirror.undo,
    deeds.deedForward(deeds.deedStore.getState(), mirror)?.words ?? mirror.redo,
  ];
};
/** The engine is here with these to undo and to do again. */
function stand(position: number, undo: string | null, redo: string | null): void {
  const { history } = state.mirrorStore.getState();
  state.mirrorStore.setState({ history: { ...history, position }, undo, redo });
}
function write(letter: string): void {
  const [before, after] = [script, script + letter];
  script = after;
  deeds.notePageDeed({ words: `write ${letter}`, back: () => (script = before), again: () => (script = after) });
}

beforeEach(() => {
  script = '';
  deeds.deedStore.setState({ past: [], future: [] });
  stand(0, null, null);
});

test('an edit of the page is undone in its turn among the acts of the deployment', () => {
  write('a');
  stand(1, 'add sw1', null);
  expect(next()).toEqual(['add sw1', null]);
  write('b');
  write('c');
  expect(next()).toEqual(['write c', null]);
  deeds.takeDeedBack();
  deeds.takeDeedBack();
  expect([script, ...next()]).toEqual(['a', 'add sw1', 'write b']);
  stand(0, null, 'add sw1');
  expect(next()).toEqual(['write a', 'add sw1']);
  deeds.takeDeedBack();
  expect([script, ...next()]).toEqual(['', null, 'write a']);
  deeds.doDeedAgain();
  expect([script, ...next()]).toEqual(['a', 'write a', 'add sw1']);
  stand(1, 'add sw1', null);
  deeds.doDeedAgain();
  expect([script, ...next()]).toEqual(['ab', 'write b', 'write c']);
});

test('a new edit ends what could be done again', () => {
  write('a');
  deeds.takeDeedBack();
  write('b');
  expect([script, ...next()]).toEqual(['b', 'write b', null]);
});
