import type { Wake } from './state';
import type { DaemonName } from './types';
import type { World } from './world';

/** Who acts next; undefined when everything has settled, or waits for a paused daemon. */
export function nextEvent(world: World): [DaemonName, Wake] | undefined {
  let best: [DaemonName, Wake] | undefined;
  for (const [name, wake] of world.wakes.entries()) {
    if (world.daemons.get(name)?.status !== 'running') continue;
    if (best === undefined || isBefore(wake, best[1])) best = [name, wake];
  }
  return best;
}

function isBefore(a: Wake, b: Wake): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
