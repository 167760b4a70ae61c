/**
 * Lessons: a text of ours beside the live lab. A step checks itself against the
 * deployment and the trace, so it does not matter whether it was drawn or typed.
 * A new lesson is a file in `lessons/` and a line in `lessons/index.ts`.
 */
export { Learn } from './learn';
export { lessons } from './lessons';
