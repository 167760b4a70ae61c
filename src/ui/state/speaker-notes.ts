/**
 * What a speaker wants to say, by the name of the scenario: kept in this browser and
 * in no link, since it is for one pair of eyes. A scenario of the same name, opened
 * again from the gallery or a link, has its notes again.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

type Notes = Readonly<Record<string, string>>;

const KEY = 'ovn-playground.speaker-notes';
/** Scenarios with notes, and characters a note: storage is small. The newest stay. */
const MOST = 50;
const LONGEST = 20_000;

const notesStore = createStore<{ readonly notes: Notes }>(() => ({ notes: read() }));

export const useSpeakerNotes = (scenario: string): string =>
  useStore(notesStore, ({ notes }) => (Object.hasOwn(notes, scenario) ? (notes[scenario] ?? '') : ''));

export function writeSpeakerNotes(scenario: string, text: string): void {
  const others = Object.entries(notesStore.getState().notes).filter(([name]) => name !== scenario);
  const kept = text === '' ? others : [...others, [scenario, text.slice(0, LONGEST)] as const];
  const notes = Object.fromEntries(kept.slice(-MOST));
  notesStore.setState({ notes });
  try {
    localStorage.setItem(KEY, JSON.stringify(notes));
  } catch {
    // A browser that keeps nothing still shows them until the page is left.
  }
}

function read(): Notes {
  try {
    return readNotes(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return {};
  }
}

/** What of a stored value are notes. */
export function readNotes(stored: unknown): Notes {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return {};
  const texts = Object.entries(stored).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text.slice(0, LONGEST)] as const] : [],
  );
  return Object.fromEntries(texts.slice(-MOST));
}
