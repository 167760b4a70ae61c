/** The worker's end of the bridge: the engine's session, made callable from the page. */
import { expose } from 'comlink';
import { browserTabs } from '../keeping';
import { KEEPS_NOTHING } from './embedding';
import { createSession } from './session';
import { platformCompression } from './compression';
import type { WorkerApi } from './protocol';
import type { Signal } from './signals';

// A page in a frame of another site goes on as where the browser refuses to keep anything.
if (self.name === KEEPS_NOTHING)
  Object.defineProperty(self, 'indexedDB', {
    value: {
      open() {
        throw new DOMException('A page in a frame keeps nothing.', 'NotAllowedError');
      },
    },
  });

const post = (signal: Signal) => {
  self.postMessage(signal);
};

const session = createSession({
  compression: platformCompression,
  post,
  clock: () => performance.now(),
  breathe: () => new Promise((resolve) => setTimeout(resolve)),
  // The bundler names the worker's file by its content.
  keeping: {
    tabs: browserTabs(),
    now: () => Date.now(),
    after: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    newId: () => crypto.randomUUID(),
  },
  build: self.location.pathname.split('/').at(-1) ?? '',
});

const api: WorkerApi = {
  ...session,
  subscribe() {
    session.subscribe((update) => {
      post({ signal: 'update', update });
    });
  },
};
expose(api);

setInterval(() => {
  post({ signal: 'alive' });
}, 400);
