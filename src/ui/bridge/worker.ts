/** The worker's end of the bridge: the engine's session, made callable from the page. */
import { expose } from 'comlink';
import { createSession } from './session';
import { platformCompression } from './compression';

expose(createSession({ compression: platformCompression }));
