/**
 * What a person can do, the same from every corner of the page: boot, open, edit,
 * undo, send, share, go somewhere, be told. Panes call these and read the stores.
 */
export {
  bringBack,
  costlyStore,
  open,
  openAsEntry,
  openKept,
  openState,
  perform,
  performAll,
  redo,
  shareLink,
  undo,
} from './actions';
export { present, promptStore, putAtPrompt, skipToMain } from './attention';
export { boot } from './boot';
export { dialogStore, openDialog, openPalette, paletteStore } from './dialogs';
export { handToMatch, handToTerminal, takeForTerminal, takeHanded } from './handed';
export type { ForMatch } from './handed';
export { offerWhatComes } from './offer';
export { offer, offerStore } from './offered';
export type { Offered } from './offered';
export type { DialogName } from './dialogs';
export { doorBack, doorForward, doorStore } from './doors';
export { addMachine, addPorts, addSwitch, findPort, nextPortName, plugPort, switchFor, unplugPort } from './edits';
export { addRouter, connectRouters, connectSwitch, gatewayOf, hasRouters, networkOf, ROUTER_MACS } from './routers';
export {
  chooseFile,
  fileName,
  openFile,
  openFiles,
  saveAll,
  saveEntry,
  saveKept,
  saveLastDocument,
  saveScenario,
  saveText,
} from './files';
export { openGallery, useGallery, useReleases } from './gallery';
export { isField } from './keyboard';
export { copySelected, copyText, deleteSelected, duplicateSelected, pasteParts, selectEverything } from './many';
export { dismiss, lastingStore, noticeStore, problemText, say, sayLasting } from './notices';
export type { LastingNotice, Notice } from './notices';
export { openUnasked, unlessReplaced } from './opening';
export { bytesOfHex, explainPacket, hexOfBytes, sendAgain, sendPacket } from './packets';
export { deedBack, deedForward, deedStore, notePageDeed } from './page-deeds';
export { cleanPastes } from './paste';
export { breakWhere, chooseStep, nextStop, pause, play, previousStop, runTo, stepOver, togglePlay } from './playback';
export { formatPlace, goToPlace, leaveLink, parsePlace, placeStore, usePlace } from './place';
export type { Place, PlaceName } from './place';
export { isOfRealNetwork, openReal, realFilesStore } from './real';
export { copyReport, reportOf } from './report';
export type { Trouble } from './report';
export { record, scriptEntries, transcriptStore, typedStore } from './transcript';
export type { TranscriptEntry } from './transcript';
