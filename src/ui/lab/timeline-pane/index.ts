/** The control plane in time: who committed what, why, and what changed with it. */
export { TimelinePane } from './timeline-pane';
