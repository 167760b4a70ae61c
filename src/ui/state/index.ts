/**
 * What the page knows, in small stores: the mirror of the deployment, what is
 * selected, the trace being watched, and this person's preferences. Panes read
 * stores and call actions; they never speak to each other.
 */
export {
  daemonKey,
  flowKey,
  machineKey,
  northboundKey,
  packetKey,
  parseEntity,
  refKey,
  relatedEntities,
  rowKey,
  southboundKey,
  vifKey,
} from './entities';
export type { Entity, EntityKey } from './entities';
export { useMark, useMirror, usePlayer, usePreferences, useSelection } from './hooks';
export { applyUpdate, emptyMirror, mirrorStore } from './mirror';
export type { Mirror } from './mirror';
export { goToStep, playerStore, showTrace } from './player';
export type { Player } from './player';
export { preferencesStore, setPreference } from './preferences';
export type { PaneId, Preferences, Theme } from './preferences';
export { hover, select, selectionStore } from './selection';
