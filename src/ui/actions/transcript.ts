/**
 * Every command that was run or drawn, so that the terminal can show both hands'
 * work; and the line being typed. Both survive loading the page again in this tab.
 */
import { createStore } from 'zustand/vanilla';
import { engineStore } from '../bridge';
import type { ScriptResult } from '../bridge';

export interface TranscriptEntry {
  readonly id: number;
  /** `opened`: not a command but where another scenario was opened; `line` is its name. */
  readonly from: 'typed' | 'drawn' | 'opened';
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
/** Entries whose typed lines are remembered. */
const MOST_HISTORIES = 20;
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
  shownEntry ??= engineStore.getState().keeping?.entry ?? null;
  const fresh = entries.map((entry) => {
    ids += 1;
    return { ...entry, id: ids };
  });
  transcriptStore.setState(({ entries: before }) => ({ entries: [...before, ...fresh].slice(-MOST) }));
}

/** What the commands of a script answered, as entries; `machine` is where the first of them ran. */
export function scriptEntries(
  machine: string,
  { lines, results }: Pick<ScriptResult, 'lines' | 'results'>,
): readonly Omit<TranscriptEntry, 'id'>[] {
  let where = machine;
  return results.map(({ status, stdout, stderr, notes, machine: next }, index) => {
    const line = lines[index] ?? '';
    const entry = { from: 'typed', machine: where, line, stdout, stderr, status, notes } as const;
    if (next !== '') where = next;
    return entry;
  });
}

/** Lines typed before, by the entry of the browser's store that they were typed in. */
const histories = new Map<string, readonly string[]>(remembered.histories);
let shownEntry: string | null = remembered.entry;

/**
 * Another scenario was opened: what stands in the terminal is of the one before, and the lines that the
 * arrow keys bring back are those of the entry. `entry` is null where nothing is kept.
 */
export function transcriptOpened(entry: string | null, name: string): void {
  const { history } = typedStore.getState();
  if (shownEntry !== null) {
    histories.delete(shownEntry);
    histories.set(shownEntry, history.slice(-100));
    for (const oldest of [...histories.keys()].slice(0, -MOST_HISTORIES)) histories.delete(oldest);
  }
  shownEntry = entry;
  typedStore.setState({ line: '', history: (entry === null ? undefined : histories.get(entry)) ?? [] });
  const last = transcriptStore.getState().entries.at(-1);
  if (last === undefined || last.from === 'opened') return;
  record({ from: 'opened', machine: '', line: name, stdout: '', stderr: '', status: 0, notes: [] });
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
    sessionStorage.setItem(
      KEY,
      JSON.stringify({
        line: line.slice(0, ROOM),
        history: history.slice(-100),
        entries,
        entry: shownEntry,
        histories: [...histories],
      }),
    );
  } catch {
    // A browser that keeps nothing still has a terminal.
  }
}

interface Remembered {
  readonly line: string;
  readonly history: readonly string[];
  readonly entries: readonly TranscriptEntry[];
  readonly entry: string | null;
  readonly histories: readonly (readonly [string, readonly string[]])[];
}

/** Reads what may have been written by another version, or by anybody. */
function read(): Remembered {
  const nothing: Remembered = { line: '', history: [], entries: [], entry: null, histories: [] };
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return nothing;
    const { line, history, entries, entry, histories: kept }: Partial<Record<keyof Remembered, unknown>> = stored;
    return {
      line: typeof line === 'string' ? line : '',
      history: texts(history),
      entry: typeof entry === 'string' ? entry : null,
      histories: Array.isArray(kept) ? kept.filter(isHistory).map(([of, lines]) => [of, texts(lines)] as const) : [],
      entries: Array.isArray(entries)
        ? entries.filter(isEntry).map((entry, index) => ({ ...entry, id: index + 1 }))
        : [],
    };
  } catch {
    return nothing;
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}

function isHistory(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && typeof value[0] === 'string';
}

function isEntry(value: unknown): value is TranscriptEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { from, machine, line, stdout, stderr, status, notes }: Partial<Record<keyof TranscriptEntry, unknown>> = value;
  return (
    (from === 'typed' || from === 'drawn' || from === 'opened') &&
    [machine, line, stdout, stderr].every((text) => typeof text === 'string') &&
    typeof status === 'number' &&
    Array.isArray(notes) &&
    notes.every((note) => typeof note === 'string')
  );
}
