/**
 * The page "How right is it?": what the engine was compared with, and what is
 * knowingly different. `evidence.json` is written by `scripts/make-correctness.mjs`
 * from what the comparisons print, and `npm test` fails when it is out of date;
 * `known-differences.json` is written by hand.
 */
export { Right } from './right';
