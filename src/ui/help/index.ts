/**
 * What is written about the page: its help, the list of all keys, and one text for each
 * pane and part of the lab (`parts/`, a file each). All of it is read when it is asked for.
 */
export { KeysDialog } from './keys-dialog';
export { PageHelp } from './page-help';
export { PartHelp } from './part-help';
