/** xterm around the shell. The hypervisor that local tools run on is chosen above it. */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef } from 'react';
import { SelectField } from '../../kit';
import { setPreference, useMirror, usePreferences } from '../../state';
import panes from '../panes.module.css';
import { startShell } from './shell';
import type { Screen } from './shell';
import css from './terminal-pane.module.css';

export function TerminalPane() {
  const machines = useMirror((m) => m.model.machines);
  const machine = usePreferences((p) => p.machine);
  const theme = usePreferences((p) => p.theme);
  const holder = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal>(null);
  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const { term, stop } = openTerminal(element);
    terminal.current = term;
    return stop;
  }, []);
  useEffect(() => {
    requestAnimationFrame(() => {
      if (terminal.current) terminal.current.options.theme = themeOf();
    });
  }, [theme]);
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
        <span className={panes.note}>
          ovs-vsctl, ovs-ofctl and ovs-appctl run on this hypervisor; ovn-nbctl and ovsdb-client reach OVN’s databases
          from anywhere.
        </span>
      </div>
      <div ref={holder} className={css.terminal} data-testid="terminal" />
    </div>
  );
}

function openTerminal(element: HTMLElement): { term: Terminal; stop: () => void } {
  const term = new Terminal({
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: 12.5,
    lineHeight: 1.25,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    screenReaderMode: true,
    convertEol: true,
    scrollback: 5000,
    theme: themeOf(),
  });
  const fit = new FitAddon();
  term.loadAddon(fit);
  term.open(element);
  const resize = new ResizeObserver(() => fit.fit());
  resize.observe(element);
  const shell = startShell(screenOf(term));
  term.onData((data) => shell.type(data));
  // Tab completes only where there is something to complete, so that the keyboard can leave the terminal.
  term.attachCustomKeyEventHandler(
    (event) =>
      !(event.key === 'Tab' && event.shiftKey) &&
      !((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k'),
  );
  term.focus();
  return {
    term,
    stop: () => {
      resize.disconnect();
      shell.dispose();
      term.dispose();
    },
  };
}

const tones = { normal: '', error: '\u001b[31m', quiet: '\u001b[90m', command: '\u001b[1m' } as const;

function screenOf(term: Terminal): Screen {
  let drawn = 0;
  const eraseLine = () => {
    // The line being typed may have wrapped: go up to where it began, then clear down.
    const rows = Math.floor(drawn / term.cols);
    return `${rows > 0 ? `\u001b[${rows}A` : ''}\r\u001b[J`;
  };
  return {
    print(text, tone) {
      term.write(`${eraseLine()}${tones[tone]}${printable(text)}\u001b[0m`);
      drawn = 0;
    },
    prompt(prompt, line) {
      const before = printable(prompt + line.text.slice(0, line.cursor));
      const after = printable(line.text.slice(line.cursor));
      term.write(`${eraseLine()}${before}\u001b7${after}\u001b8`);
      drawn = before.length;
    },
    endLine() {
      if (drawn > 0) term.write('\r\n');
      drawn = 0;
    },
    clear() {
      term.write('\u001b[2J\u001b[3J\u001b[H');
      drawn = 0;
    },
  };
}

/** Names of ports may hold anything; a terminal must not take it for its own codes. */
function printable(text: string): string {
  return Array.from(text, (char) => (char < ' ' && char !== '\n' && char !== '\t' ? '\ufffd' : char)).join('');
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
