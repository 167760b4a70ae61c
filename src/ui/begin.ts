/** The page's very first act: the engine's worker starts before React is read, which takes as long as the worker needs. */
import { beginEngine, embedding } from './bridge';

if (embedding.part === null) beginEngine();
