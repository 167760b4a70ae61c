/** The form for one more port of a switch, or twenty, with numbered names: in its details, and above the graph. */
export { AddPorts } from './add-ports';
