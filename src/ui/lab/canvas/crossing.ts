/** What the shown packet has crossed so far, for every card and line that lights up with it. */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { mirrorStore, playerStore, machineKey } from '../../state';
import { journeyOf, keyOfStop } from './journey';
import type { EndKind, Journey } from './journey';

export type Crossing = 'now' | 'crossed' | EndKind;

interface Shown {
  readonly journey: Journey | null;
  readonly step: number;
  /** Keys of where the step that is being read happens. */
  readonly now: ReadonlySet<string>;
}

const nowhere: ReadonlySet<string> = new Set();

export const crossingStore = createStore<Shown>(() => ({ journey: null, step: 0, now: nowhere }));

function follow(): void {
  const { trace, step } = playerStore.getState();
  const before = crossingStore.getState();
  if (!trace) {
    if (before.journey) crossingStore.setState({ journey: null, step: 0, now: nowhere });
    return;
  }
  const same = before.journey?.trace === trace;
  if (same && before.step === step) return;
  const journey = same && before.journey ? before.journey : journeyOf(trace, mirrorStore.getState().model);
  crossingStore.setState({ journey, step, now: keysAt(journey, step) });
}

playerStore.subscribe(follow);
follow();

/** How an element is marked while a packet is shown. */
export function useCrossing(key: string): Crossing | undefined {
  return useStore(crossingStore, (shown) => crossingOf(shown, key));
}

export function crossingOf({ journey, step, now }: Shown, key: string): Crossing | undefined {
  if (!journey) return undefined;
  const end = journey.ends.get(key);
  if (end && end.step <= step) return end.kind;
  if (now.has(key)) return 'now';
  const at = journey.crossed.get(key);
  return at !== undefined && at <= step ? 'crossed' : undefined;
}

function keysAt(journey: Journey, step: number): ReadonlySet<string> {
  const keys = new Set<string>();
  const [stop, logical, at] = [journey.stops[step], journey.logical[step], journey.trace.steps[step]];
  if (stop) keys.add(keyOfStop(stop));
  if (logical) keys.add(keyOfStop(logical));
  if (at) keys.add(machineKey(at.machine));
  return keys;
}
