/** Every table of every database, live. */
export { DatabasesPane } from './databases-pane';
