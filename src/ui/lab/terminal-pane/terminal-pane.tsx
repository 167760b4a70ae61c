/** xterm around the shell. The hypervisor that local tools run on is chosen above it. */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { use, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { promptStore, takeForTerminal } from '../../actions';
import { stopEngine } from '../../bridge';
import { Button, SelectField } from '../../kit';
import { layoutStore, motionReduced, setPreference, useLayout, useMirror, usePreferences } from '../../state';
import { PaneOpened } from '../pane-opened';
import panes from '../panes.module.css';
import { PastedStrip } from './pasted-strip';
import { placeAfter, printable } from './screen-layout';
import { busyStore, startShell } from './shell';
import type { Screen, Shell } from './shell';
import css from './terminal-pane.module.css';

/** Pixels at the default type size. */
const TYPE = 12.5;

/** Of the lines that were put at the prompt, those that a terminal was there for. */
let prompted = 0;

export function TerminalPane() {
  const machines = useMirror((m) => m.model.machines);
  const machine = usePreferences((p) => p.machine);
  const theme = usePreferences((p) => p.theme);
  const busy = useStore(busyStore, (s) => s.busy);
  const holder = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal>(null);
  const shell = useRef<Shell>(null);
  const fitting = useRef<() => void>(null);
  const scale = useLayout((layout) => layout.scale);
  const opened = useRef(use(PaneOpened));
  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const { term, shell: started, fit, stop } = openTerminal(element);
    terminal.current = term;
    shell.current = started;
    fitting.current = fit;
    // After the click that opened the pane, which leaves the focus on the tab.
    const wanted = opened.current || promptStore.getState().count > prompted;
    const focusing = wanted ? requestAnimationFrame(() => term.focus()) : 0;
    prompted = promptStore.getState().count;
    const stopTaking = takeForTerminal((text) => started.run(text));
    return () => {
      cancelAnimationFrame(focusing);
      stopTaking();
      stop();
    };
  }, []);
  useEffect(() => {
    requestAnimationFrame(() => {
      if (terminal.current) terminal.current.options.theme = themeOf();
    });
  }, [theme]);
  useEffect(() => {
    if (terminal.current) terminal.current.options.fontSize = TYPE * scale;
    fitting.current?.();
  }, [scale]);
  useEffect(
    () =>
      promptStore.subscribe(({ count }) => {
        prompted = count;
        terminal.current?.focus();
      }),
    [],
  );
  const names = machines.some(({ name }) => name === machine)
    ? machines.map(({ name }) => name)
    : [machine, ...machines.map(({ name }) => name)];
  return (
    <div className={panes.pane}>
      <div className={panes.tools}>
        <SelectField
          label="Local tools run on"
          hideLabel
          value={machine}
          options={names.map((name) => ({ value: name, label: `on ${name}` }))}
          onChange={(name) => {
            setPreference({ machine: name });
            terminal.current?.focus();
          }}
        />
        {busy ? (
          <Button className={css.stop} title="Stop (Ctrl+C)" onClick={stopEngine}>
            Stop
          </Button>
        ) : null}
        <span className={panes.note}>
          ovs-vsctl, ovs-ofctl and ovs-appctl run on this hypervisor; ovn-nbctl and ovsdb-client reach OVN’s databases
          from anywhere.
        </span>
      </div>
      <div className={css.below}>
        <PastedStrip onRun={(text) => shell.current?.run(text)} />
        <div className={css.sideways} data-testid="terminal-view">
          <div ref={holder} className={css.terminal} data-testid="terminal" />
        </div>
      </div>
    </div>
  );
}

function openTerminal(element: HTMLElement): { term: Terminal; shell: Shell; fit: () => void; stop: () => void } {
  const term = new Terminal({
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: TYPE * layoutStore.getState().scale,
    lineHeight: 1.25,
    cursorBlink: !motionReduced(),
    screenReaderMode: true,
    convertEol: true,
    scrollback: 5000,
    theme: themeOf(),
  });
  const fit = new FitAddon();
  term.loadAddon(fit);
  term.open(element);
  const scroller = element.parentElement ?? element;
  /** The widest line that stands in it: a table wider than the pane is scrolled sideways, not broken in two. */
  let widest = 0;
  const adapt = () => {
    const rows = fit.proposeDimensions()?.rows ?? NaN;
    const screen = element.querySelector('.xterm-screen');
    const cell = (screen?.clientWidth ?? 0) / term.cols;
    if (Number.isNaN(rows) || cell === 0) return;
    const fitting = Math.max(20, Math.floor((scroller.clientWidth - BESIDE_TEXT) / cell));
    term.resize(Math.max(fitting, Math.min(widest, MOST_COLUMNS)), rows);
  };
  const grow = (text: string) => {
    const width = text.split('\n').reduce((most, line) => Math.max(most, line.length), 0);
    if (width <= widest) return;
    widest = width;
    if (width > term.cols) adapt();
  };
  const shrink = () => {
    widest = 0;
    adapt();
  };
  /** What is being typed is in sight. */
  const follow = (column: number) => {
    const cell = (element.querySelector('.xterm-screen')?.clientWidth ?? 0) / term.cols;
    const right = (column + 4) * cell;
    scroller.scrollLeft = right > scroller.clientWidth ? right - scroller.clientWidth / 2 : 0;
  };
  const resize = new ResizeObserver(adapt);
  resize.observe(scroller);
  const shell = startShell(screenOf(term, { grow, shrink, follow }));
  term.onData((data) => shell.type(data));
  term.attachCustomKeyEventHandler((event) => !belongsToPage(event, term.hasSelection()));
  return {
    term,
    shell,
    fit: adapt,
    stop: () => {
      resize.disconnect();
      shell.dispose();
      term.dispose();
    },
  };
}

/** Pixels of a line's room that are padding and the bar at its side. */
const BESIDE_TEXT = 32;
const MOST_COLUMNS = 500;

/**
 * Keys that the terminal leaves to the browser and the page: Shift+Tab leads out of it, F1 to F12, Ctrl+K opens the
 * commands, Ctrl+V pastes, and Ctrl+C copies where something is selected.
 */
function belongsToPage(event: KeyboardEvent, selecting: boolean): boolean {
  if (event.key === 'Tab') return event.shiftKey;
  if (/^F\d/.test(event.key)) return true;
  if (!event.ctrlKey && !event.metaKey) return false;
  const key = event.key.toLowerCase();
  return key === 'k' || key === 'v' || (key === 'c' && (selecting || event.shiftKey));
}

const tones = { normal: '', error: '\u001b[31m', quiet: '\u001b[90m', command: '\u001b[1m' } as const;

interface Room {
  /** A text is about to be printed. */
  grow(text: string): void;
  /** Everything is cleared away. */
  shrink(): void;
  /** The cursor stands in this column. */
  follow(column: number): void;
}

function screenOf(term: Terminal, room: Room): Screen {
  /** The line being typed as it stands on the screen: up to the cursor, and all of it. */
  let typed: { readonly before: string; readonly whole: string } | null = null;
  const rowsOf = () => ({
    above: typed ? placeAfter(typed.before, term.cols).row : 0,
    all: typed ? placeAfter(typed.whole, term.cols).row : 0,
  });
  const eraseLine = () => {
    const { above } = rowsOf();
    return `${above > 0 ? `\u001b[${above}A` : ''}\r\u001b[J`;
  };
  return {
    print(text, tone) {
      // A table keeps its columns; sentences are broken to fit.
      if (tone === 'normal') room.grow(text);
      term.write(`${eraseLine()}${tones[tone]}${printable(text)}\u001b[0m`);
      typed = null;
    },
    prompt(prompt, line) {
      const before = printable(prompt + line.text.slice(0, line.cursor));
      const after = printable(line.text.slice(line.cursor));
      const erase = eraseLine();
      typed = before === '' ? null : { before, whole: before + after };
      const { above, all } = rowsOf();
      const { column } = placeAfter(before, term.cols);
      const back = `${all > above ? `\u001b[${all - above}A` : ''}\r${column > 0 ? `\u001b[${column}C` : ''}`;
      term.write(`${erase}${before}${after}${after === '' ? '' : back}`);
      room.follow(column);
    },
    endLine() {
      const { above, all } = rowsOf();
      if (typed) term.write(`${all > above ? `\u001b[${all - above}B` : ''}\r\n`);
      typed = null;
    },
    clear() {
      term.write('\u001b[2J\u001b[3J\u001b[H');
      typed = null;
      room.shrink();
    },
  };
}

function themeOf(): {
  background: string;
  foreground: string;
  cursor: string;
  selectionBackground: string;
  red: string;
  brightBlack: string;
} {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: token('--surface'),
    foreground: token('--ink'),
    cursor: token('--accent'),
    selectionBackground: token('--accent-line'),
    red: token('--bad'),
    brightBlack: token('--ink-3'),
  };
}
