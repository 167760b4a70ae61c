/**
 * What was understood of a text or a file, and what was not: said in the same words and shown in the same
 * lines by the match lab, the terminal and the dialog for what came to the page from elsewhere.
 * Where things may be put is for each of these to say.
 */
export { NotUnderstood } from './not-understood';
export { Thing, Things } from './thing';
export { Understood } from './understood';
export { kindsCounted, understoodWords } from './words';
