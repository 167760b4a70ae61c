/**
 * A real OVN on the page: databases from files, as a graph, an outline, tables and
 * logical flows, and packets traced through them. A place beside the lab, whose work
 * it never touches. What is shown and selected stands in the address, so that Back works.
 */
export { RealNetwork } from './real-network';
