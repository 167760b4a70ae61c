/** The trace that is shown, and where in it we stand. Time is a value: an index. */
import { createStore } from 'zustand/vanilla';
import type { Trace } from '../bridge';

export interface Player {
  readonly trace: Trace | null;
  /** The packet that was sent, by its id in the scenario. */
  readonly packet: string | null;
  /** 0 to steps.length - 1. */
  readonly step: number;
  readonly playing: boolean;
  /** Steps per second at 1x are 2. */
  readonly speed: number;
  /** True when the deployment changed after the trace was made. */
  readonly stale: boolean;
  /** The trace of the same packet before the last change, to compare with. */
  readonly before: Trace | null;
  /** Where playing stops: `table:16`, `row:UUID`, `port:vif1`. */
  readonly breakpoints: ReadonlySet<string>;
  /** Steps at which the breakpoint expression holds. */
  readonly hits: readonly number[];
}

export const playerStore = createStore<Player>(() => ({
  trace: null,
  packet: null,
  step: 0,
  playing: false,
  speed: 1,
  stale: false,
  before: null,
  breakpoints: new Set<string>(),
  hits: [],
}));

export function showTrace(trace: Trace, packet: string | null, step?: number): void {
  const last = trace.steps.length - 1;
  const shown = playerStore.getState();
  const again = packet !== null && shown.packet === packet;
  playerStore.setState({
    trace,
    packet,
    step: Math.min(step ?? last, last),
    playing: false,
    stale: false,
    before: again ? shown.trace : null,
    hits: [],
  });
}

export function goToStep(step: number): void {
  const { trace } = playerStore.getState();
  if (!trace) return;
  playerStore.setState({ step: Math.max(0, Math.min(step, trace.steps.length - 1)) });
}

export function toggleBreakpoint(key: string): void {
  const breakpoints = new Set(playerStore.getState().breakpoints);
  if (!breakpoints.delete(key)) breakpoints.add(key);
  playerStore.setState({ breakpoints });
}
