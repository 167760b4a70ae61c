/** Parts of a network by value: taken, put into words and text, made anew elsewhere. */
export { freshIn } from './fresh';
export { makeParts } from './make-parts';
export { isEmpty, partsOf, wordsFor } from './parts';
export type { Parts } from './parts';
export { looksLikeParts, readParts, writeParts } from './parts-text';
