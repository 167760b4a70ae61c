/** The script, what became of each of its lines, and the sending of it, a few lines at a time. */
import { createStore } from 'zustand/vanilla';
import { notePageDeed } from '../../actions';
import { engine } from '../../bridge';
import type { TrafficLine, TrafficOutcome } from '../../bridge';
import { mirrorStore, momentOf } from '../../state';
import type { Moment } from '../../state';
import { moved } from './script-lines';
import type { ScriptLine } from './script-lines';

export interface Script {
  readonly lines: readonly ScriptLine[];
  /** By a line's id. */
  readonly outcomes: ReadonlyMap<number, TrafficOutcome>;
  readonly running: boolean;
  /** What the lines were sent in. */
  readonly moment: Moment | null;
}

const LINES_A_SLICE = 20;

export const scriptStore = createStore<Script>(() => ({
  lines: [],
  outcomes: new Map<number, TrafficOutcome>(),
  running: false,
  moment: null,
}));

let lastId = 0;
let latest = 0;

/** Adds at the end; returns the id of the first new line. */
export function addLines(added: readonly TrafficLine[]): number {
  const first = lastId + 1;
  const own = added.map((line) => ({ ...line, id: ++lastId }));
  edit(`add ${counted(own.length)} to the script`, ({ lines }) => ({ lines: [...lines, ...own] }));
  return first;
}

export function changeLine(id: number, line: TrafficLine): void {
  stop();
  edit('change a line of the script', ({ lines, outcomes }) => {
    const others = new Map(outcomes);
    others.delete(id);
    return { lines: lines.map((old) => (old.id === id ? { ...line, id } : old)), outcomes: others };
  });
}

export function removeLine(id: number): void {
  stop();
  edit('remove a line of the script', ({ lines }) => ({ lines: lines.filter((line) => line.id !== id) }));
}

export function moveLine(index: number, by: -1 | 1): void {
  stop();
  edit('move a line of the script', ({ lines }) => ({ lines: moved(lines, index, by) }));
}

export function clearScript(): void {
  stop();
  edit('clear the script', () => ({ lines: [], outcomes: new Map<number, TrafficOutcome>(), moment: null }));
}

/** An edit that undo takes back; where it was sent from and what became of it comes back with the lines. */
function edit(words: string, change: (script: Script) => Partial<Script>): void {
  const before = scriptStore.getState();
  scriptStore.setState(change);
  const after = scriptStore.getState();
  if (after.lines === before.lines) return;
  const put =
    ({ lines, outcomes, moment }: Script) =>
    () => {
      stop();
      scriptStore.setState({ lines, outcomes, moment });
    };
  notePageDeed({ words, back: put(before), again: put(after) });
}

function counted(lines: number): string {
  return lines === 1 ? 'a line' : `${lines} lines`;
}

export function stop(): void {
  latest += 1;
  scriptStore.setState({ running: false });
}

/** Sends every line, from the first on. Counters count them, as they count any packet. */
export async function runAll(): Promise<void> {
  const own = ++latest;
  const { lines } = scriptStore.getState();
  const moment = momentOf(mirrorStore.getState());
  scriptStore.setState({ outcomes: new Map<number, TrafficOutcome>(), running: true, moment });
  const done: TrafficOutcome[] = [];
  const script = lines.map(({ from, to, kind, port }) => ({ from, to, kind, ...(port === undefined ? {} : { port }) }));
  while (done.length < lines.length) {
    done.push(...(await engine().sendTraffic(script, done, LINES_A_SLICE)));
    if (own !== latest) return;
    const outcomes = new Map(done.flatMap((outcome, index) => (lines[index] ? [[lines[index].id, outcome]] : [])));
    scriptStore.setState({ outcomes });
  }
  scriptStore.setState({ running: false });
}
