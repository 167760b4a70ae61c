/**
 * What keeps one mistake from taking the page with it: boundaries around parts,
 * one at the top, and handlers for what nobody caught. Whatever they show says what
 * stopped, what is still there, and offers a report.
 */
export { Boundary } from './boundary';
export { LastResort } from './last-resort';
export { watchErrors } from './watch-errors';
