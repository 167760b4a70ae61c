/**
 * What the page knows, in small stores: the mirror of the deployment, what is
 * selected, the trace being watched, and this person's preferences. Panes read
 * stores and call actions; they never speak to each other.
 */
export { breakpointHits, breakpointId, breakpointLabel, rowSpot, stepsAt, tableSpot } from './breakpoints';
export type { Breakpoint, BreakpointSpot, Found } from './breakpoints';
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
export {
  addBreakpoint,
  enableBreakpoint,
  goToStep,
  noteFound,
  playerStore,
  removeBreakpoint,
  showTrace,
  toggleBreakpoint,
} from './player';
export type { Player } from './player';
export { PANES, preferencesStore, setPreference } from './preferences';
export type { PaneId, Preferences, Theme } from './preferences';
export { hover, select, selectionStore } from './selection';
export { isStop, isTurningPoint, shapeOf } from './trace-shape';
export type { StopKind, TraceShape } from './trace-shape';
