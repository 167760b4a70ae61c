/** The terminal: real commands on the simulated deployment, typed or drawn. */
export { TerminalPane } from './terminal-pane';
