/**
 * A shell without a terminal's escape codes in it: takes keys, asks the engine,
 * says what to print. One shell lives as long as the page, so that its history and
 * transcript survive the pane being closed.
 */
import { createStore } from 'zustand/vanilla';
import { promptStore, record, scriptEntries, transcriptStore, typedStore } from '../../actions';
import type { TranscriptEntry } from '../../actions';
import { engine, engineStore, isReplaced, printedStore, stopEngine } from '../../bridge';
import type { Environment, ScriptResult } from '../../bridge';
import { mirrorStore, preferencesStore, setPreference, showTrace } from '../../state';
import { candidateLines } from './candidate-lines';
import { foundInWords, offerPasted } from './pasted';
import { searching } from './history-search';
import type { Search } from './history-search';
import { ScriptPrinter } from './printed';
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

/** What is set, and the functions that are defined: it lives as long as the page. */
const NOTHING_SET: Environment = { variables: {}, functions: {} };
let environment = NOTHING_SET;

/** Whether a command is being waited for. */
export const busyStore = createStore<{ readonly busy: boolean }>(() => ({ busy: false }));

/** Counts the scripts that were run, in this pane and those before it. */
let runs = 0;

/** Lines that the arrow keys bring back. */
const REMEMBERED = 500;

export interface Shell {
  /** Takes what xterm reports as typed. */
  type(data: string): void;
  /** Runs a text as commands, whatever it looks like. */
  run(text: string): void;
  dispose(): void;
}

export function startShell(screen: Screen): Shell {
  const { line: typed, history } = typedStore.getState();
  let line: Line = { text: typed, cursor: typed.length };
  let place = history.length;
  let busy = false;
  /** A program goes on and prints as things change; there is no prompt until Ctrl+C. */
  let following = false;
  /** Lines that begin something, until the line that ends it: a loop, a quote, a here-document. */
  let begun: readonly string[] = [];
  /** Ctrl+R: what is being looked for in the lines before, and the line to return to. */
  let search: Search | null = null;
  let shown = 0;
  /** What is being recorded has been printed already. */
  let printedAlready = false;

  const machine = () => preferencesStore.getState().machine;
  const redraw = () => {
    typedStore.setState({ line: line.text });
    if (busy || following) return;
    if (search) screen.prompt(`(search) ${search.sought}: `, line);
    else screen.prompt(begun.length > 0 ? '> ' : `${machine()}$ `, line);
  };
  const setBusy = (now: boolean) => {
    busy = now;
    busyStore.setState({ busy });
  };
  const remember = (commands: readonly string[]) => {
    const { history: before } = typedStore.getState();
    const fresh = commands.filter((command, index) => command !== (commands[index - 1] ?? before.at(-1)));
    const all = [...before, ...fresh].slice(-REMEMBERED);
    typedStore.setState({ history: all });
    place = all.length;
  };
  const showEntry = (entry: TranscriptEntry) => {
    if (entry.from === 'opened') {
      screen.print(`── what is above was before ${entry.line} was opened ──\n`, 'quiet');
      return;
    }
    if (entry.from === 'drawn') screen.print(`${entry.machine}$ ${entry.line}   # drawn\n`, 'quiet');
    else printCommand(entry.machine, entry.line);
    printOutput(entry);
  };
  const printCommand = (where: string, text: string) => {
    screen.print(`${where}$ ${shownLine(text)}\n`, 'command');
  };
  const printOutput = ({ stdout, stderr, notes }: Pick<TranscriptEntry, 'stdout' | 'stderr' | 'notes'>) => {
    if (stdout !== '') screen.print(ended(stdout), 'normal');
    if (stderr !== '') screen.print(ended(stderr), 'error');
    for (const note of notes) screen.print(`# ${note}\n`, 'quiet');
  };
  const showNew = () => {
    for (const entry of transcriptStore.getState().entries) {
      if (entry.id <= shown) continue;
      shown = entry.id;
      if (printedAlready) continue;
      if (entry.from === 'opened') {
        // Another scenario: what was begun or set belongs to the one before.
        line = emptyLine;
        begun = [];
        environment = NOTHING_SET;
        place = typedStore.getState().history.length;
      }
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
  const showProgress = () => {
    const { progress } = engineStore.getState();
    if (busy && progress?.total) screen.prompt(`${count(progress.done)} of ${count(progress.total)}`, emptyLine);
  };
  const showPrinted = ({ printed }: { readonly printed: string }) => {
    if (following && printed !== '') screen.print(printed, 'normal');
  };
  const stopWatching = [
    mirrorStore.subscribe(showPrinted),
    transcriptStore.subscribe(showNew),
    promptStore.subscribe(({ line: text }) => {
      line = { text, cursor: text.length };
      redraw();
    }),
    preferencesStore.subscribe((now, before) => {
      if (now.machine !== before.machine) redraw();
    }),
    engineStore.subscribe(showProgress),
  ];

  /**
   * Takes lines that were ended. Several at once are one action: they run without a prompt
   * between them, and one undo takes them back.
   */
  const enter = async (entered: readonly string[]) => {
    screen.endLine();
    line = emptyLine;
    // It has been taken: a page that is loaded again before the answer does not type it a second time.
    typedStore.setState({ line: '' });
    remember(entered.map((text) => text.trim()).filter((text) => text !== ''));
    const lines = [...begun, ...entered];
    begun = [];
    if (lines.some((text) => text.trim() === 'clear')) screen.clear();
    const script = lines.filter((text) => text.trim() !== 'clear');
    if (script.every((text) => text.trim() === '')) {
      redraw();
      return;
    }
    const read = await waitFor(engine().readTyped(script.join('\n'), environment));
    if (!read) {
      redraw();
      return;
    }
    if (read.unfinished) {
      begun = script;
      redraw();
      return;
    }
    if (read.found !== null) {
      screen.print(`# ${foundInWords(read.found)}\n`, 'quiet');
      offerPasted({ text: script.join('\n'), found: read.found });
      redraw();
      return;
    }
    await runLines(script, entered.length > 1);
    redraw();
  };

  const runLines = async (script: readonly string[], withLines: boolean) => {
    const on = machine();
    runs += 1;
    const run = runs;
    const printer = new ScriptPrinter({ command: printCommand, output: printOutput }, withLines);
    const stopPrinting = printedStore.subscribe((printed) => {
      if (printed.run !== run) return;
      screen.prompt('', emptyLine);
      printer.take(printed.pieces);
      showProgress();
    });
    const result = await waitFor(engine().runScript(script, on, environment, run)).finally(stopPrinting);
    if (!result) return;
    ({ environment } = result);
    screen.prompt('', emptyLine);
    tell(on, result, printer);
    if (result.problem) screen.print(`# ${result.problem.message}\n`, 'error');
    else if (result.stopped)
      screen.print(`# stopped after ${count(result.done)} of ${count(result.total)} commands\n`, 'quiet');
    if (result.sent) showTrace(result.sent, null);
    if (result.machine !== machine()) setPreference({ machine: result.machine });
  };

  /** Null when the engine was replaced meanwhile, which the page says. */
  const waitFor = async <T>(answer: Promise<T>): Promise<T | null> => {
    setBusy(true);
    try {
      return await answer;
    } catch (error) {
      if (!isReplaced(error)) throw error;
      screen.prompt('', emptyLine);
      screen.print(`# ${error.message}\n`, 'quiet');
      return null;
    } finally {
      setBusy(false);
    }
  };

  /** Prints what commands answered, and records it for other terminals. */
  const tell = (on: string, result: ScriptResult, printer: ScriptPrinter) => {
    const entries = scriptEntries(on, result);
    printer.rest(entries);
    printedAlready = true;
    record(...entries);
    printedAlready = false;
    following = result.results.at(-1)?.following ?? false;
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
      screen.print(candidateLines(candidates), 'quiet');
    }
    redraw();
  };

  const recall = (step: number) => {
    const lines = typedStore.getState().history;
    place = Math.max(0, Math.min(lines.length, place + step));
    const text = lines[place] ?? '';
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
      begun = [];
      screen.endLine();
      line = emptyLine;
    },
    '\u0012': () => {
      search = { sought: '', from: typedStore.getState().history.length, before: line };
    },
    '\u000c': () => screen.clear(),
    '\t': () => void complete(),
  };

  // Keys wait for the command before them, as in a real terminal.
  let queue: Promise<void> = Promise.resolve();
  const take = async (data: string) => {
    const action = keys[data];
    if (following && data !== '\u0003') return;
    if (search) {
      const step = searching(search, data, typedStore.getState().history, line);
      ({ search, line } = step);
      if (step.taken) {
        redraw();
        return;
      }
    }
    if (action) {
      action();
      redraw();
      return;
    }
    if (data.startsWith('\u001b')) return;
    const pieces = data.replaceAll('\r\n', '\r').replaceAll('\n', '\r').split('\r');
    const last = withoutControls(pieces.pop() ?? '');
    const lines = pieces.map((piece, index) =>
      index === 0 ? insert(line, withoutControls(piece)).text : withoutControls(piece),
    );
    const [first] = lines;
    if (first !== undefined) {
      if (lines.length === 1) {
        line = { text: first, cursor: first.length };
        redraw();
      }
      await enter(lines);
    }
    line = insert(line, last);
    redraw();
  };
  /** Counts the interruptions: what was typed before one and not yet begun is dropped. */
  let interruptions = 0;

  return {
    type(data) {
      if (busy && data === '\u0003') {
        interruptions += 1;
        stopEngine();
        return;
      }
      const before = interruptions;
      queue = queue.then(() => (before === interruptions ? take(data) : undefined));
    },
    run(text) {
      queue = queue.then(async () => {
        screen.endLine();
        await runLines(text.split('\n'), true);
        redraw();
      });
    },
    dispose() {
      for (const stop of stopWatching) stop();
    },
  };
}

const number = new Intl.NumberFormat('en');

function count(n: number): string {
  return number.format(n);
}

/** A command of several lines as it looks with the prompts in front of them. */
function shownLine(line: string): string {
  return line.replaceAll('\n', '\n> ');
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
