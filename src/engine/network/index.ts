/**
 * The network in terms that no release changes: switches, ports, ACLs, bindings
 * and chassis to read, and what can be drawn of them. How a release lays out its
 * tables is the release's own; it gives a `NorthboundModel`, a `SouthboundModel`
 * and an `EditTable`.
 *
 * Invariants: the models read a view and change nothing; an edit is the commands
 * that do it, so that drawing and typing cannot come apart.
 *
 * Simplified: switches only; routers are in the schemas of 2015, but no release
 * of it compiles them.
 */
export type {
  AclChange,
  NbAcl,
  NbPort,
  NbSwitch,
  NewAcl,
  NewPort,
  NorthboundEdits,
  NorthboundFeatures,
  NorthboundModel,
  NorthboundOps,
} from './northbound';
export type { SbBinding, SbChassis, SbEncap, SouthboundModel } from './southbound';
export { commandsFor } from './edits';
export type { AclValues, Edit, EditTable, EditView } from './edits';
