/**
 * The files that come after the first ones: what the lab shows is asked for at once,
 * beside the engine that it waits for; what the next click opens, when there is nothing
 * else to do. A file that does not come now is asked for again where it is needed, and
 * what is wrong is said there.
 */
import { placeStore } from '../actions';

export const readLab = () => import('../lab');
export const readPalette = () => import('../palette');

export function readFirstScreen(): void {
  if (placeStore.getState().name !== 'lab') return;
  for (const read of [readLab, () => import('../lab/canvas')]) void read().catch(() => undefined);
}

export async function readAhead(): Promise<void> {
  for (const read of [readPalette, () => readLab().then(({ readPanels }) => readPanels())]) {
    await idle();
    await read().catch(() => undefined);
  }
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Not every browser tells when it is idle.
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 1000 });
    else setTimeout(resolve, 200);
  });
}
