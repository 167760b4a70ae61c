/** Every state of the lab that was, to go back to and forth. Typing counts as one step until there is a pause. */
import type { MatchState } from '../bridge';

export interface Step {
  readonly state: MatchState;
  /** What led here, e.g. `Expression`. */
  readonly label: string;
}

export interface History {
  readonly steps: readonly Step[];
  readonly position: number;
  /** Milliseconds; when the last step was made. */
  readonly time: number;
}

const PAUSE = 900;
const KEPT = 200;

export function begin(state: MatchState, label = 'Start'): History {
  return { steps: [{ state, label }], position: 0, time: Number.NEGATIVE_INFINITY };
}

/** A state after a change; a change of the same thing right after the last one replaces it. */
export function push(history: History, state: MatchState, label: string, now: number): History {
  const past = history.steps.slice(0, history.position + 1);
  const last = past.at(-1);
  const joins = past.length > 1 && last?.label === label && now - history.time < PAUSE;
  const steps = [...(joins ? past.slice(0, -1) : past), { state, label }].slice(-KEPT);
  return { steps, position: steps.length - 1, time: now };
}

/** The history at another of its steps; the nearest one there is. */
export function goTo(history: History, position: number): History {
  const at = Math.min(Math.max(position, 0), history.steps.length - 1);
  return { ...history, position: at, time: Number.NEGATIVE_INFINITY };
}

export function stateOf(history: History): MatchState | undefined {
  return history.steps[history.position]?.state;
}
