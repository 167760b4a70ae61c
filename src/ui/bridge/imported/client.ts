/**
 * The page's end: each opening has a worker of its own, which takes the place of the one
 * before only when something in it is open. So what is open stays, whatever becomes
 * of an opening, and to cancel one is to end its worker.
 */
import { proxy, releaseProxy, wrap, type Remote } from 'comlink';
import type { Chosen, Found, ImportedApi, ImportedNetwork, Tell } from './protocol';

export interface Opening {
  readonly read: (files: readonly File[]) => Promise<Found>;
  /** From now on questions are answered by this worker. */
  readonly open: (chosen: Chosen) => Promise<ImportedNetwork>;
  readonly cancel: () => void;
}

interface Running {
  readonly worker: Worker;
  readonly api: Remote<ImportedApi>;
}

let current: Running | undefined;

export function beginOpening(tell: Tell, failed: (message: string) => void): Opening {
  const worker = new Worker(new URL('./imported-worker.ts', import.meta.url), { type: 'module', name: 'imported' });
  const running = { worker, api: wrap<ImportedApi>(worker) };
  worker.addEventListener('error', (event) => failed(event.message || 'The worker ended.'));
  const teller = proxy(tell);
  return {
    read: (files) => running.api.read(files, teller),
    async open(chosen) {
      const network = await running.api.open(chosen, teller);
      if (current !== undefined && current !== running) end(current);
      current = running;
      return network;
    },
    cancel() {
      if (current !== running) end(running);
    },
  };
}

/** The worker whose databases are open. */
export function imported(): Remote<ImportedApi> {
  if (current === undefined) throw new Error('No database is open.');
  return current.api;
}

function end({ worker, api }: Running): void {
  api[releaseProxy]();
  worker.terminate();
}
