/** What every daemon says, each line with a way to what it speaks of. */
export { LogPane } from './log-pane';
