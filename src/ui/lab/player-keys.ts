/** The keys of the trace: they work in its pane and in its details, and never while someone types. */
import type { KeyboardEvent } from 'react';
import { createStore } from 'zustand/vanilla';
import { chooseStep, nextStop, previousStop, stepOver, togglePlay } from '../actions';
import { playerStore, preferencesStore, rowSpot, setPreference, tableSpot, toggleBreakpoint } from '../state';
import type { Trace, TraceStep } from '../bridge';
import type { BreakpointSpot } from '../state';

/** What the keys, and a packet that was sent, ask of the pane. */
export const traceAsksStore = createStore<{
  readonly keys: boolean;
  readonly jump: boolean;
  readonly focus: boolean;
}>(() => ({ keys: false, jump: false, focus: false }));

interface PlayerKey {
  /** As `KeyboardEvent.key` has them. */
  readonly keys: readonly string[];
  readonly shown: string;
  readonly text: string;
  readonly act: (at: number) => void;
}

export const playerKeys: readonly PlayerKey[] = [
  { keys: [' '], shown: 'Space', text: 'Play or pause', act: () => togglePlay() },
  { keys: ['ArrowRight', '.'], shown: '→ or .', text: 'Step', act: (at) => chooseStep(at + 1) },
  { keys: ['ArrowLeft', ','], shown: '← or ,', text: 'Step back', act: (at) => chooseStep(at - 1) },
  {
    keys: ['o'],
    shown: 'o',
    text: 'Step over: a table with everything it resubmits to, a whole copy of a flood',
    act: () => stepOver(),
  },
  { keys: ['n'], shown: 'n', text: 'Next breakpoint, tunnel, drop or delivery', act: () => nextStop() },
  { keys: ['p'], shown: 'p', text: 'Previous breakpoint, tunnel, drop or delivery', act: () => previousStop() },
  {
    keys: ['b'],
    shown: 'b',
    text: 'Breakpoint on this table, on or off',
    act: () => breakAt((_, step) => tableSpot(step)),
  },
  { keys: ['B'], shown: 'Shift b', text: 'Breakpoint on this row, on or off', act: () => breakAt(rowSpot) },
  { keys: ['g'], shown: 'g', text: 'Go to a step by its number', act: askForStep },
  { keys: ['?'], shown: '?', text: 'This list', act: () => traceAsksStore.setState({ keys: true }) },
];

/** Keys of the tree, which does what the pattern for trees says. */
export const treeKeys: readonly { readonly shown: string; readonly text: string }[] = [
  { shown: '↑ ↓', text: 'The line above or below' },
  { shown: '→', text: 'Opens what is closed, else steps into it' },
  { shown: '←', text: 'Closes what is open, else goes to what led there' },
  { shown: 'Home End', text: 'The first or last line' },
  { shown: '*', text: 'Opens everything beside this line' },
];

export function onPlayerKey(event: KeyboardEvent): void {
  const { step, trace } = playerStore.getState();
  if (!trace || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = playerKeys.find(({ keys }) => keys.includes(event.key));
  if (!key || belongsToTarget(event)) return;
  event.preventDefault();
  key.act(step);
}

/** True when the key means something else where it was pressed: typed text, a slider's arrow, a button's space. */
function belongsToTarget({ key, target, currentTarget }: KeyboardEvent): boolean {
  // A dialog opened from the pane is not in the pane, though React lets its events pass there.
  if (!(target instanceof HTMLElement) || !currentTarget.contains(target)) return true;
  if (target.isContentEditable || target.matches('select, textarea')) return true;
  if (target instanceof HTMLInputElement)
    return target.type === 'range' ? key.startsWith('Arrow') : target.type !== 'checkbox' || key === ' ';
  return key === ' ' && target.closest('button, a, summary') !== null;
}

function breakAt(spotOf: (trace: Trace, step: TraceStep) => BreakpointSpot | null): void {
  const { step, trace } = playerStore.getState();
  const current = trace?.steps[step];
  const spot = trace && current ? spotOf(trace, current) : null;
  if (spot) toggleBreakpoint(spot);
}

/** The number is asked for in the pane, which is opened for it. */
function askForStep(): void {
  if (preferencesStore.getState().pane !== 'trace') setPreference({ pane: 'trace' });
  if (preferencesStore.getState().sheet === 'inspector') setPreference({ sheet: 'panes' });
  traceAsksStore.setState({ jump: true });
}
