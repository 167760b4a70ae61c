/** The worker that holds the databases of a real deployment: apart from the lab's engine, so that neither waits for the other. */
import { expose } from 'comlink';
import { createImportedSession } from './session';

expose(createImportedSession(() => performance.now()));
