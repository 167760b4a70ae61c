/**
 * The graph: logical switches above, hypervisors below, tunnels between them.
 * Drawing here and typing in the terminal change the same deployment; the canvas
 * itself keeps nothing but where nodes stand while they are being dragged.
 */
export { Canvas } from './canvas';
