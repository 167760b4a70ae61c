/** The small "?" of a part of the lab, the head that has it, and the tools of the panes' bar. */
export { HelpButton } from './help-button';
export { PartHead } from './part-head';
export { PaneTools } from './pane-tools';
