/**
 * A shell without a terminal's escape codes in it: takes keys, asks the engine,
 * says what to print. One shell lives as long as the page, so that its history and
 * transcript survive the pane being closed.
 */
import { record, transcriptStore } from '../../actions';
import type { TranscriptEntry } from '../../actions';
import { engine } from '../../bridge';
import { mirrorStore, preferencesStore, setPreference } from '../../state';
import { backspace, commonPrefix, deleteForward, deleteWord, emptyLine, insert, moveCursor } from './line-editor';
import type { Line } from './line-editor';
import { withoutControls } from './screen-layout';

export interface Screen {
  /** Prints text that is complete; lines end with \n. */
  print(text: string, tone: 'normal' | 'error' | 'quiet' | 'command'): void;
  /** Draws the prompt and the line being typed, over what was drawn before. */
  prompt(prompt: string, line: Line): void;
  /** Leaves the line being typed as it is and goes below it. */
  endLine(): void;
  clear(): void;
}

const history: string[] = [];

export interface Shell {
  /** Takes what xterm reports as typed. */
  type(data: string): void;
  /** Runs a line as if it had been typed. */
  run(text: string): Promise<void>;
  dispose(): void;
}

export function startShell(screen: Screen): Shell {
  let line: Line = emptyLine;
  let place = history.length;
  let busy = false;
  /** A program goes on and prints as things change; there is no prompt until Ctrl+C. */
  let following = false;
  let shown = 0;
  let ownEntries = 0;

  const machine = () => preferencesStore.getState().machine;
  const redraw = () => {
    if (!busy && !following) screen.prompt(`${machine()}$ `, line);
  };
  const showEntry = (entry: TranscriptEntry) => {
    if (entry.from === 'drawn') screen.print(`${entry.machine}$ ${entry.line}   # drawn\n`, 'quiet');
    else screen.print(`${entry.machine}$ ${entry.line}\n`, 'command');
    if (entry.stdout !== '') screen.print(ended(entry.stdout), 'normal');
    if (entry.stderr !== '') screen.print(ended(entry.stderr), 'error');
    for (const note of entry.notes) screen.print(`# ${note}\n`, 'quiet');
  };
  const showNew = () => {
    for (const entry of transcriptStore.getState().entries) {
      if (entry.id <= shown) continue;
      shown = entry.id;
      if (entry.id === ownEntries) continue;
      screen.prompt('', emptyLine);
      showEntry(entry);
    }
    redraw();
  };

  for (const entry of transcriptStore.getState().entries) {
    showEntry(entry);
    shown = entry.id;
  }
  if (shown === 0) screen.print('Type a command of OVN or Open vSwitch; help lists them, Tab completes.\n', 'quiet');
  redraw();
  const showPrinted = ({ printed }: { readonly printed: string }) => {
    if (following && printed !== '') screen.print(printed, 'normal');
  };
  const stopWatching = [
    mirrorStore.subscribe(showPrinted),
    transcriptStore.subscribe(showNew),
    preferencesStore.subscribe((now, before) => {
      if (now.machine !== before.machine) redraw();
    }),
  ];

  const run = async (text: string) => {
    screen.endLine();
    line = emptyLine;
    const command = text.trim();
    if (command === '') {
      redraw();
      return;
    }
    if (history.at(-1) !== command) history.push(command);
    place = history.length;
    if (command === 'clear') {
      screen.clear();
      redraw();
      return;
    }
    busy = true;
    const on = machine();
    const result = await engine().run(text, on);
    if (result.stdout !== '') screen.print(ended(result.stdout), 'normal');
    if (result.stderr !== '') screen.print(ended(result.stderr), 'error');
    ownEntries = (transcriptStore.getState().entries.at(-1)?.id ?? 0) + 1;
    for (const note of result.notes) screen.print(`# ${note}\n`, 'quiet');
    record({
      from: 'typed',
      machine: on,
      line: command,
      stdout: result.stdout,
      stderr: result.stderr,
      status: result.status,
      notes: result.notes,
    });
    following = result.following;
    busy = false;
    if (result.machine !== on) setPreference({ machine: result.machine });
    redraw();
  };

  const complete = async () => {
    const { start, candidates } = await engine().complete(line.text, line.cursor, machine());
    if (candidates.length === 0) return;
    const prefix = commonPrefix(candidates.map((candidate) => candidate.text));
    const typed = line.text.slice(start, line.cursor);
    if (prefix.length > typed.length || candidates.length === 1) {
      // More follows a key, a value or a part of a name at once.
      const only = candidates.length === 1 && !/[=:/]$/.test(prefix) ? `${prefix} ` : prefix;
      line = { text: line.text.slice(0, start) + only + line.text.slice(line.cursor), cursor: start + only.length };
    } else {
      screen.endLine();
      for (const candidate of candidates.slice(0, 40))
        screen.print(`  ${candidate.text}${candidate.doc ? `  ${candidate.doc}` : ''}\n`, 'quiet');
      if (candidates.length > 40) screen.print(`  and ${candidates.length - 40} more\n`, 'quiet');
    }
    redraw();
  };

  const recall = (step: number) => {
    place = Math.max(0, Math.min(history.length, place + step));
    const text = history[place] ?? '';
    line = { text, cursor: text.length };
  };

  const keys: Readonly<Record<string, () => void>> = {
    '\u007f': () => (line = backspace(line)),
    '\b': () => (line = backspace(line)),
    '\u0017': () => (line = deleteWord(line)),
    '\u0015': () => (line = emptyLine),
    '\u0001': () => (line = moveCursor(line, 'start')),
    '\u0005': () => (line = moveCursor(line, 'end')),
    '\u001b[D': () => (line = moveCursor(line, 'left')),
    '\u001b[C': () => (line = moveCursor(line, 'right')),
    '\u001b[H': () => (line = moveCursor(line, 'start')),
    '\u001b[F': () => (line = moveCursor(line, 'end')),
    '\u001b[3~': () => (line = deleteForward(line)),
    '\u001b[A': () => recall(-1),
    '\u001b[B': () => recall(1),
    '\u0003': () => {
      if (following) void engine().interrupt();
      following = false;
      screen.endLine();
      line = emptyLine;
    },
    '\u000c': () => screen.clear(),
    '\t': () => void complete(),
  };

  // Keys wait for the command before them, as in a real terminal.
  let queue: Promise<void> = Promise.resolve();
  const take = async (data: string) => {
    const action = keys[data];
    if (following && data !== '\u0003') return;
    if (action) {
      action();
      redraw();
      return;
    }
    if (data.startsWith('\u001b')) return;
    const pieces = data.replaceAll('\r\n', '\r').replaceAll('\n', '\r').split('\r');
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) await run(line.text);
      line = insert(line, withoutControls(piece));
      redraw();
    }
  };

  return {
    type(data) {
      queue = queue.then(() => take(data));
    },
    run(text) {
      queue = queue.then(() => run(text));
      return queue;
    },
    dispose() {
      for (const stop of stopWatching) stop();
    },
  };
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
