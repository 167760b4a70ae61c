/**
 * The page's end of the bridge: one worker with the engine in it. Starting it is
 * cheap and happens once; every call answers asynchronously.
 */
import { proxy, wrap } from 'comlink';
import type { Remote } from 'comlink';
import type { EngineApi, Update } from './protocol';

export type EngineClient = Remote<EngineApi>;

let client: EngineClient | undefined;

export function engine(): EngineClient {
  client ??= wrap<EngineApi>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' }));
  return client;
}

/** Keeps `listener` informed of everything that happens in the engine. */
export async function subscribe(listener: (update: Update) => void): Promise<void> {
  await engine().subscribe(proxy(listener));
}
