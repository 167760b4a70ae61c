/**
 * The lab: a deployment to build, run, look into and trace. One folder a part;
 * parts read the stores and call actions, never each other.
 */
export { Canvas } from './canvas';
export { readPanels } from './inspector';
export { Lab } from './lab';
