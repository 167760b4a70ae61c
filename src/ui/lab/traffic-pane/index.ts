/** Traffic, not only one packet: who reaches whom, and scripts of packets that a person can edit. */
export { TrafficPane } from './traffic-pane';
