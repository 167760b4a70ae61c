/**
 * What can be done with a thing, where it is shown: a menu on the graph and in the
 * outline (right click, long press, the menu key or Shift+F10), and renaming in place
 * (F2). Everything that dragging does can be chosen here. At most one is open.
 */
export { EntityMenuHost } from './host';
export { useEntityMenu } from './use-entity-menu';
