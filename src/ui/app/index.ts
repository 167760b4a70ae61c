/**
 * The frame of the page: bar, places, palette, shortcuts, notices, and the
 * actions that are the same everywhere. Places and panes import actions from here.
 */
export { App } from './app';
export { readFirstScreen } from './read-ahead';
