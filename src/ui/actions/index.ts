/**
 * What a person can do, the same from every corner of the page: boot, open, edit,
 * undo, send, share, go somewhere, be told. Panes call these and read the stores.
 */
export {
  noticeStore,
  open,
  openPrevious,
  perform,
  performAll,
  record,
  redo,
  say,
  shareLink,
  transcriptStore,
  undo,
} from './actions';
export type { Notice, TranscriptEntry } from './actions';
export { boot } from './boot';
export { dialogStore, openDialog } from './dialogs';
export type { DialogName } from './dialogs';
export { addMachine, addPort, addSwitch, deleteSelected, findPort, plugPort, unplugPort } from './edits';
export { openGallery, useGallery, useReleases } from './gallery';
export { isField } from './keyboard';
export { bytesOfHex, explainPacket, hexOfBytes, sendAgain, sendPacket } from './packets';
export { cleanPastes } from './paste';
export { breakWhere, chooseStep, nextStop, pause, play, previousStop, runTo, stepOver, togglePlay } from './playback';
export { formatPlace, goToPlace, placeStore, usePlace } from './place';
export type { Place, PlaceName } from './place';
