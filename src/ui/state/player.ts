/** The trace that is shown, and where in it we stand. Time is a value: an index. */
import { createStore } from 'zustand/vanilla';
import type { Trace } from '../bridge';
import { mirrorStore } from './mirror';
import { isMoment, momentOf } from './moment';
import type { Moment } from './moment';
import { breakpointId } from './breakpoints';
import type { Breakpoint, BreakpointSpot, Found } from './breakpoints';
import { preferencesStore, setPreference } from './preferences';

export interface Player {
  readonly trace: Trace | null;
  /** The packet that was sent, by its id in the scenario. */
  readonly packet: string | null;
  /** 0 to steps.length - 1. */
  readonly step: number;
  readonly playing: boolean;
  /** Steps per second at 1x are 2. */
  readonly speed: number;
  /** The deployment that the trace was made in. */
  readonly moment: Moment | null;
  /** True while the deployment is another than that. */
  readonly stale: boolean;
  /** The trace of the same packet before the last change, to compare with. */
  readonly before: Trace | null;
  /** Where playing and running stop; they outlive the trace. */
  readonly breakpoints: readonly Breakpoint[];
  /** Why it stands where it does, when a breakpoint stopped it; empty otherwise. */
  readonly stopped: string;
}

export const playerStore = createStore<Player>(() => ({
  trace: null,
  packet: null,
  step: 0,
  playing: false,
  speed: preferencesStore.getState().speed,
  moment: null,
  stale: false,
  before: null,
  breakpoints: [],
  stopped: '',
}));

// How fast it plays is a person's choice, and kept; it may be made in the player or in the settings.
playerStore.subscribe(({ speed }) => {
  if (speed !== preferencesStore.getState().speed) setPreference({ speed });
});
preferencesStore.subscribe(({ speed }) => {
  if (speed !== playerStore.getState().speed) playerStore.setState({ speed });
});

export function showTrace(trace: Trace, packet: string | null, step?: number): void {
  const last = trace.steps.length - 1;
  const shown = playerStore.getState();
  const again = packet !== null && shown.packet === packet;
  playerStore.setState({
    trace,
    packet,
    step: Math.min(step ?? last, last),
    playing: false,
    moment: momentOf(mirrorStore.getState()),
    stale: false,
    before: again ? shown.trace : null,
    stopped: '',
  });
}

/** Marks the trace as one of another deployment than the page shows, or as one of it again. */
export function compareMoments(): void {
  const { trace, moment, stale } = playerStore.getState();
  const changed = trace !== null && !isMoment(moment, mirrorStore.getState());
  if (changed !== stale) playerStore.setState({ stale: changed });
}

export function goToStep(step: number): void {
  const { trace } = playerStore.getState();
  if (!trace) return;
  playerStore.setState({ step: Math.max(0, Math.min(step, trace.steps.length - 1)), stopped: '' });
}

/** Sets a breakpoint, or takes away the one that is there. */
export function toggleBreakpoint(spot: BreakpointSpot): void {
  const id = breakpointId(spot);
  const { breakpoints } = playerStore.getState();
  if (breakpoints.some((breakpoint) => breakpoint.id === id)) removeBreakpoint(id);
  else addBreakpoint(spot);
}

export function addBreakpoint(spot: BreakpointSpot, found?: Found): void {
  const id = breakpointId(spot);
  const { breakpoints } = playerStore.getState();
  const others = breakpoints.filter((breakpoint) => breakpoint.id !== id);
  playerStore.setState({ breakpoints: [...others, { id, spot, enabled: true, ...(found ? { found } : {}) }] });
}

export function removeBreakpoint(id: string): void {
  const { breakpoints } = playerStore.getState();
  playerStore.setState({ breakpoints: breakpoints.filter((breakpoint) => breakpoint.id !== id) });
}

export function enableBreakpoint(id: string, enabled: boolean): void {
  changeBreakpoint(id, (breakpoint) => ({ ...breakpoint, enabled }));
}

/** Where an expression holds in the trace that is shown. */
export function noteFound(id: string, found: Found): void {
  changeBreakpoint(id, (breakpoint) => ({ ...breakpoint, found }));
}

function changeBreakpoint(id: string, change: (breakpoint: Breakpoint) => Breakpoint): void {
  const { breakpoints } = playerStore.getState();
  playerStore.setState({
    breakpoints: breakpoints.map((breakpoint) => (breakpoint.id === id ? change(breakpoint) : breakpoint)),
  });
}
