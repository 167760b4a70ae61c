/**
 * The lab: a deployment to build, run, look into and trace. One folder a part;
 * parts read the stores and call actions, never each other.
 */
export { Lab } from './lab';
export { Presentation } from './present';
