/** Commands of the trace. Their keys work in its pane and in the details of a step. */
import { createStore } from 'zustand/vanilla';
import {
  chooseStep,
  nextStop,
  openDialog,
  placeStore,
  previousStop,
  sendAgain,
  stepOver,
  togglePlay,
} from '../actions';
import { layoutStore, playerStore, preferencesStore, roomStore, rowSpot, tableSpot, toggleBreakpoint } from '../state';
import type { Trace, TraceStep } from '../bridge';
import type { BreakpointSpot } from '../state';
import type { Command } from './command';
import { press, reveal } from './press';

/** What is asked of the trace's pane: that the number of a step be typed, or, after a packet was sent, the focus. */
export const traceAsksStore = createStore<{ readonly jump: boolean; readonly focus: boolean }>(() => ({
  jump: false,
  focus: false,
}));

const untraced = (): string | null => (playerStore.getState().trace ? null : 'no packet has been sent');

/** A command of the player, which is shown for it. */
function playing(run: () => unknown): Pick<Command, 'run' | 'unless'> {
  return {
    unless: untraced,
    run: async () => {
      if (!isSeen()) await reveal({ place: 'lab', pane: 'trace' });
      run();
    },
  };
}

/** True where the step that is watched shows: every pane follows it, and so do the details. */
function isSeen(): boolean {
  const { name, rest } = placeStore.getState();
  if (name !== 'lab' && (name !== 'learn' || rest === '')) return false;
  const { sheet } = preferencesStore.getState();
  return !layoutStore.getState().phone || sheet === 'panes' || sheet === 'inspector' || roomStore.getState().presenting;
}

const at = (): number => playerStore.getState().step;

function button(id: string, name: string, words: string, ...names: readonly string[]): Command {
  const target = { place: 'lab', pane: 'trace', names } as const;
  return { id, name, group: 'Trace', words, buttons: names, unless: untraced, run: () => press(target) };
}

export const traceCommands: readonly Command[] = [
  {
    id: 'trace.play',
    name: 'Play or pause',
    group: 'Trace',
    words: 'play pause start stop run animate',
    buttons: ['Play', 'Pause'],
    keys: ['Space'],
    place: 'trace',
    ...playing(togglePlay),
  },
  {
    id: 'trace.step',
    name: 'Step',
    group: 'Trace',
    words: 'next forward one',
    buttons: ['One step on'],
    keys: ['ArrowRight', '.'],
    place: 'trace',
    ...playing(() => chooseStep(at() + 1)),
  },
  {
    id: 'trace.back',
    name: 'Step back',
    group: 'Trace',
    words: 'previous backward one',
    buttons: ['One step back'],
    keys: ['ArrowLeft', ','],
    place: 'trace',
    ...playing(() => chooseStep(at() - 1)),
  },
  {
    id: 'trace.over',
    name: 'Step over',
    group: 'Trace',
    words: 'a table with everything it resubmits to, a whole copy of a flood',
    keys: ['o'],
    place: 'trace',
    ...playing(stepOver),
  },
  {
    id: 'trace.next-stop',
    name: 'Next breakpoint, tunnel, drop or delivery',
    group: 'Trace',
    words: 'run to',
    keys: ['n'],
    place: 'trace',
    ...playing(nextStop),
  },
  {
    id: 'trace.previous-stop',
    name: 'Previous breakpoint, tunnel, drop or delivery',
    group: 'Trace',
    words: 'run back to',
    keys: ['p'],
    place: 'trace',
    ...playing(previousStop),
  },
  {
    id: 'trace.first',
    name: 'To the first step',
    group: 'Trace',
    words: 'begin start rewind',
    buttons: ['To the first step', 'From the start'],
    ...playing(() => chooseStep(0)),
  },
  {
    id: 'trace.last',
    name: 'To the last step',
    group: 'Trace',
    words: 'end verdict',
    ...playing(() => chooseStep(Number.MAX_SAFE_INTEGER)),
  },
  {
    id: 'trace.break-table',
    name: 'Breakpoint on this table, on or off',
    group: 'Trace',
    words: 'stop',
    keys: ['b'],
    place: 'trace',
    ...playing(() => breakAt((_, step) => tableSpot(step))),
  },
  {
    id: 'trace.break-row',
    name: 'Breakpoint on this row, on or off',
    group: 'Trace',
    words: 'stop flow',
    keys: ['B'],
    place: 'trace',
    ...playing(() => breakAt(rowSpot)),
  },
  {
    id: 'trace.jump',
    name: 'Go to a step by its number',
    group: 'Trace',
    words: 'jump',
    keys: ['g'],
    place: 'trace',
    unless: untraced,
    run: async () => {
      await reveal({ place: 'lab', pane: 'trace' });
      traceAsksStore.setState({ jump: true });
    },
  },
  {
    id: 'trace.again',
    name: 'Send the packet again',
    group: 'Trace',
    words: 'resend repeat',
    unless: untraced,
    run: sendAgain,
  },
  {
    id: 'trace.what-if',
    name: 'What if…',
    group: 'Trace',
    words: 'suppose try a change',
    unless: untraced,
    run: () => asked('what-if'),
  },
  {
    id: 'trace.before-after',
    name: 'Compare before and after',
    group: 'Trace',
    words: 'difference change',
    buttons: ['Before and after…'],
    unless: untraced,
    run: () => asked('before-after'),
  },
  button('trace.export', 'Export this trace', 'copy download text json pcap ofproto', 'Export'),
  button('trace.breakpoints', 'Breakpoints', 'where playing stops', 'Breakpoints'),
];

async function asked(dialog: 'what-if' | 'before-after'): Promise<void> {
  await reveal({ place: 'lab' });
  openDialog(dialog);
}

function breakAt(spotOf: (trace: Trace, step: TraceStep) => BreakpointSpot | null): void {
  const { step, trace } = playerStore.getState();
  const current = trace?.steps[step];
  const spot = trace && current ? spotOf(trace, current) : null;
  if (spot) toggleBreakpoint(spot);
}
