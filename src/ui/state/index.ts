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
  rowKey,
  southboundKey,
  vifKey,
} from '../bridge';
export type { Entity, EntityKey } from '../bridge';
export { layoutStore, measureLayout, useLayout, watchLayout } from './layout';
export type { Layout } from './layout';
export { byName, inNameOrder } from './natural-order';
export { openstackNames, useShownName } from './openstack-names';
export { useMark, useMirror, usePlayer, usePreferences, useSelection } from './hooks';
export { useAnswer } from './answers';
export { applyUpdate, emptyMirror, logicalFlowCount, mirrorStore, tableKey } from './mirror';
export type { Extent, Mirror } from './mirror';
export { isMoment, momentOf } from './moment';
export type { Moment } from './moment';
export { useWindow } from './window';
export type { Window } from './window';
export {
  addBreakpoint,
  compareMoments,
  enableBreakpoint,
  goToStep,
  noteFound,
  playerStore,
  removeBreakpoint,
  showTrace,
  toggleBreakpoint,
} from './player';
export type { Player } from './player';
export { setPaneFilters, usePaneFilters } from './pane-filters';
export type { PaneFilters } from './pane-filters';
export { PANES, preferencesStore, setPreference, SPEEDS, TYPE_SIZES } from './preferences';
export type { MotionChoice, PaneId, Preferences, Theme, TypeSize } from './preferences';
export { useSpeakerNotes, writeSpeakerNotes } from './speaker-notes';
export { motionReduced } from './motion';
export { maximise, roomStore, useRoom } from './room';
export type { Part } from './room';
export { hover, select, selectAll, selectionStore, toggleSelected } from './selection';
export { isStop, isTurningPoint, shapeOf } from './trace-shape';
export type { StopKind, TraceShape } from './trace-shape';
