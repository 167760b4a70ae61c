/** Whether things may move by themselves: the system's wish, or the person's own. */
import { preferencesStore } from './preferences';

export function motionReduced(): boolean {
  return preferencesStore.getState().motion === 'less' || matchMedia('(prefers-reduced-motion: reduce)').matches;
}
