/**
 * The match of what is selected in the lab: of a Pipeline row, of the row behind
 * a flow, of an ACL, of an ACL that is being written, or of the row at which the
 * traced packet stands; coloured by that packet.
 */
export { MatchCheck } from './match-check';
export { MatchPane } from './match-pane';
