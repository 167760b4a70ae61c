/** Watches what the frame shows and tells it to the page around. */
import { embedding } from '../bridge';
import { mirrorStore, playerStore } from '../state';
import { tell } from './line';
import { stepOf, verdictOf } from './told';
import type { Told } from './told';

/** What the match says, kept for who asks later. */
let match: Told | null = null;

export function tellMatch(told: Told): void {
  match = told;
  tell(told);
}

/** Everything that there is to tell, once. */
export function tellPresent(): void {
  const { trace, step, playing } = playerStore.getState();
  tell(changed());
  if (match !== null) tell(match);
  const at = trace?.steps[step];
  if (trace === null || at === undefined || !showsTrace()) return;
  tell(verdictOf(trace));
  tell(stepOf(trace, at, playing));
}

export function watchAndTell(): () => void {
  const stopPlayer = playerStore.subscribe((now, before) => {
    const at = now.trace?.steps[now.step];
    if (now.trace === null || at === undefined || !showsTrace()) return;
    if (now.trace !== before.trace) tell(verdictOf(now.trace));
    if (now.trace !== before.trace || now.step !== before.step || now.playing !== before.playing)
      tell(stepOf(now.trace, at, now.playing));
  });
  const stopMirror = mirrorStore.subscribe((now, before) => {
    const moved = now.scenario.name !== before.scenario.name || now.history.position !== before.history.position;
    if (moved) tell(changed());
  });
  return () => {
    stopPlayer();
    stopMirror();
  };
}

function showsTrace(): boolean {
  return embedding.part !== 'match';
}

function changed(): Told {
  const { scenario, history } = mirrorStore.getState();
  return { say: 'changed', scenario: scenario.name, release: scenario.release, commits: history.position };
}
