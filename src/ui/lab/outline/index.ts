/** Everything that exists, as a tree: also the keyboard's way around. */
export { Outline } from './outline';
