/**
 * The network in terms that no release changes: switches, ports, ACLs, bindings
 * and chassis to read, and what can be drawn of them; where a release has them,
 * also routers, NAT, load balancers, port groups, address sets and DHCP
 * (`TopologyModel`). How a release lays out its tables is the release's own; it
 * gives a `NorthboundModel`, a `SouthboundModel` and an `EditTable`.
 *
 * Invariants: the models read a view and change nothing; an edit is the commands
 * that do it, so that drawing and typing cannot come apart.
 *
 * Simplified: routers are in the schemas of 2015, but no release of it compiles
 * them, so they cannot be drawn there.
 */
export type {
  AclChange,
  AclDirection,
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
export type {
  NbAddressSet,
  NbDhcpOptions,
  NbGateway,
  NbLoadBalancer,
  NbNat,
  NbPortGroup,
  NbRoute,
  NbRouter,
  NbRouterPolicy,
  NbRouterPort,
  NbVip,
  TopologyModel,
} from './topology';
export type { RouterEnd, TopologyEdit, TopologyEditTable } from './topology-edits';
export type { SbBinding, SbChassis, SbEncap, SouthboundModel } from './southbound';
export { commandsFor } from './edits';
export type { AclValues, Edit, EditTable, EditView } from './edits';
