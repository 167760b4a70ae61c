import { isTimeout } from './openstack';
import type { Wake } from './state';
import type { DaemonName } from './types';
import type { World } from './world';

/** Who acts next; undefined when everything has settled, or waits for a paused daemon or a time-out. */
export function nextEvent(world: World): [DaemonName, Wake] | undefined {
  let best: [DaemonName, Wake] | undefined;
  for (const [name, wake] of world.wakes.entries()) {
    if (world.daemons.get(name)?.status !== 'running' || isTimeout(world, name, wake)) continue;
    if (best === undefined || isBefore(wake, best[1])) best = [name, wake];
  }
  return best;
}

/** What happens to whoever goes on waiting. */
export function nextTimeout(world: World): [DaemonName, Wake] | undefined {
  for (const [name, wake] of world.wakes.entries()) {
    if (world.daemons.get(name)?.status === 'running' && isTimeout(world, name, wake)) return [name, wake];
  }
  return undefined;
}

function isBefore(a: Wake, b: Wake): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
