/** The match lab's worker: apart from the engine's, so that a compilation that runs for too long can be ended. */
import { expose } from 'comlink';
import { createDesk } from './match-desk';
import { createMatchSession } from './match-session';

expose({ ...createMatchSession({ now: () => performance.now() }), ...createDesk() });
