/**
 * Every command that was run or drawn, so that the terminal can show both hands'
 * work; and the line being typed. Both survive loading the page again in this tab.
 */
import { createStore } from 'zustand/vanilla';

export interface TranscriptEntry {
  readonly id: number;
  readonly from: 'typed' | 'drawn';
  readonly machine: string;
  readonly line: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  /** Explanations of ours, apart from what the real program prints. */
  readonly notes: readonly string[];
}

const KEY = 'ovn-playground.terminal';
const MOST = 500;
/** Characters that are kept for the next load; session storage is small. */
const ROOM = 200_000;

const remembered = read();

export const transcriptStore = createStore<{ readonly entries: readonly TranscriptEntry[] }>(() => ({
  entries: remembered.entries,
}));

/** The line being typed and the lines before it. */
export const typedStore = createStore<{ readonly line: string; readonly history: readonly string[] }>(() => ({
  line: remembered.line,
  history: remembered.history,
}));

let ids = remembered.entries.length;

export function record(...entries: readonly Omit<TranscriptEntry, 'id'>[]): void {
  const fresh = entries.map((entry) => {
    ids += 1;
    return { ...entry, id: ids };
  });
  transcriptStore.setState(({ entries: before }) => ({ entries: [...before, ...fresh].slice(-MOST) }));
}

/** Writes both when the page is left, which every browser waits for. */
export function rememberTranscript(): void {
  window.addEventListener('pagehide', write);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) write();
  });
}

function write(): void {
  const { line, history } = typedStore.getState();
  const entries: TranscriptEntry[] = [];
  let room = ROOM;
  for (const entry of transcriptStore.getState().entries.toReversed()) {
    room -= JSON.stringify(entry).length;
    if (room < 0) break;
    entries.unshift(entry);
  }
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ line: line.slice(0, ROOM), history: history.slice(-100), entries }));
  } catch {
    // A browser that keeps nothing still has a terminal.
  }
}

interface Remembered {
  readonly line: string;
  readonly history: readonly string[];
  readonly entries: readonly TranscriptEntry[];
}

/** Reads what may have been written by another version, or by anybody. */
function read(): Remembered {
  const nothing: Remembered = { line: '', history: [], entries: [] };
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return nothing;
    const { line, history, entries }: Partial<Record<keyof Remembered, unknown>> = stored;
    return {
      line: typeof line === 'string' ? line : '',
      history: Array.isArray(history) ? history.filter((text) => typeof text === 'string') : [],
      entries: Array.isArray(entries)
        ? entries.filter(isEntry).map((entry, index) => ({ ...entry, id: index + 1 }))
        : [],
    };
  } catch {
    return nothing;
  }
}

function isEntry(value: unknown): value is TranscriptEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { from, machine, line, stdout, stderr, status, notes }: Partial<Record<keyof TranscriptEntry, unknown>> = value;
  return (
    (from === 'typed' || from === 'drawn') &&
    [machine, line, stdout, stderr].every((text) => typeof text === 'string') &&
    typeof status === 'number' &&
    Array.isArray(notes) &&
    notes.every((note) => typeof note === 'string')
  );
}
