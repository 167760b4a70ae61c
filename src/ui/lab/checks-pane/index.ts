/** The pane of checks: the scenario's suite as a text, and what came of it when it was last run. */
export { ChecksPane } from './checks-pane';
