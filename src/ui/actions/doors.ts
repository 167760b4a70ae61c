/**
 * Undo and redo from scenario to scenario: opening another one is an act like any
 * other, and taken back by opening again what was there. Survives a reload of the tab.
 */
import { createStore } from 'zustand/vanilla';
import { engineStore } from '../bridge';
import { mirrorStore } from '../state';
import type { Mirror } from '../state';

/** A scenario that this browser keeps. */
export interface Door {
  readonly entry: string;
  readonly name: string;
}

interface Doors {
  /** What was open before, the newest last. */
  readonly back: readonly Door[];
  /** What was left by undoing, the newest last, each with how things stood where it was left for. */
  readonly forward: readonly (Door & { readonly standing: string })[];
}

const KEY = 'ovn-playground doors';
const MOST = 20;

export const doorStore = createStore<Doors>(remembered);

doorStore.subscribe((doors) => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(doors));
  } catch {
    // Where nothing can be kept, it lasts as long as the page.
  }
});

/** What is open now; undefined where it is not kept. */
export function here(): Door | undefined {
  const entry = engineStore.getState().keeping?.entry ?? null;
  return entry === null ? undefined : { entry, name: mirrorStore.getState().scenario.name };
}

/** Another scenario was opened from here. */
export function wentThrough(from: Door | undefined, to: string | null): void {
  if (from === undefined || to === null || from.entry === to) return;
  doorStore.setState(({ back }) => ({
    back: [...back.filter(({ entry }) => entry !== from.entry), from].slice(-MOST),
    forward: [],
  }));
}

export function doorBack({ back }: Doors, { undo }: Pick<Mirror, 'undo'>): Door | undefined {
  return undo === null ? back.at(-1) : undefined;
}

/** Only as long as nothing else was done since. */
export function doorForward({ forward }: Doors, mirror: Pick<Mirror, 'undo' | 'redo' | 'history'>): Door | undefined {
  const door = forward.at(-1);
  return mirror.redo === null && door?.standing === standingOf(mirror) ? door : undefined;
}

/** Undoing has led back: the way forward is where it came from. */
export function wentBack(from: Door | undefined): void {
  const standing = standingOf(mirrorStore.getState());
  doorStore.setState(({ back, forward }) => ({
    back: back.slice(0, -1),
    forward: from === undefined ? forward : [...forward, { ...from, standing }],
  }));
}

export function wentForward(from: Door | undefined): void {
  doorStore.setState(({ back, forward }) => ({
    back: from === undefined ? back : [...back, from],
    forward: forward.slice(0, -1),
  }));
}

/** A door that leads nowhere any more. */
export function closeDoor(entry: string): void {
  doorStore.setState(({ back, forward }) => ({
    back: back.filter((door) => door.entry !== entry),
    forward: forward.filter((door) => door.entry !== entry),
  }));
}

function standingOf({ undo, history }: Pick<Mirror, 'undo' | 'history'>): string {
  return `${history.position} ${undo ?? ''}`;
}

function remembered(): Doors {
  const none: Doors = { back: [], forward: [] };
  try {
    const doors: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return isDoors(doors) ? doors : none;
  } catch {
    return none;
  }
}

function isDoors(value: unknown): value is Doors {
  return (
    typeof value === 'object' &&
    value !== null &&
    'back' in value &&
    'forward' in value &&
    [value.back, value.forward].every((list) => Array.isArray(list) && list.every(isDoor))
  );
}

function isDoor(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'entry' in value &&
    'name' in value &&
    typeof value.entry === 'string' &&
    typeof value.name === 'string'
  );
}
