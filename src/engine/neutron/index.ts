/**
 * neutron-server: networks, subnets, ports, security groups and routers as OpenStack's
 * API has them, and the driver that carries them over to OVN.
 *
 * - `neutronRequest` is its REST API: method, path and body in, status and body out.
 *   The plugin changes Neutron's own database (`NEUTRON_SCHEMA`, an OVSDB database, so
 *   that history and scenarios hold it like any other), then a `MechanismDriver` says
 *   which transactions OVN gets, and each is carried out by itself: it may be refused,
 *   and then both databases differ until a repair.
 * - A driver is a value (`DriverChoice`): a day of networking-ovn with what had been
 *   merged by then, its slips included. Which ones there are says a release
 *   (`NeutronRules`); how security groups become ACLs, and when a port is ACTIVE, are
 *   chosen beside it.
 * - `runServer` is what it does by itself; `synchronize` compares both databases.
 *
 * Invariants: a call that Neutron refuses changes nothing; chance and time are handed
 * in; nothing that stands in Neutron's database makes reading it fail.
 *
 * What is simplified: one project, whose caller may do everything; no quotas, no
 * floating IPs, no agents, so that nobody answers DHCP and no router routes; a call
 * waits for no timeout, its words say that it has.
 */
export { neutronRequest } from './request';
export type { ApiReply, ApiRequest } from './request';
export { transactNorthbound } from './server';
export type { NeutronHost } from './server';
export { modeOf, runServer } from './daemon';
export type { ServerHost } from './daemon';
export { synchronize } from './sync';
export type { SyncFinding } from './sync';
export { driverOf, settingsOf, startEdits } from './settings';
export type { NeutronSettings } from './settings';
export type { ExternalEvent } from './notify';
export { all as allOf, find as findIn, NEUTRON_SCHEMA, TABLES } from './tables';
export { schemaOf } from './resources';
export type { Network, Port, Router, SecurityGroup, SecurityGroupRule, ServerSettings, Subnet } from './tables';
export {
  readRow,
  writeRow,
  columnName,
  BOOLEAN,
  NUMBER,
  OPTIONAL_NUMBER,
  OPTIONAL_TEXT,
  TEXT,
  words,
  WORDS,
} from './columns';
export type { Stored } from './columns';
export { aclOrigin, aclsOfRule } from './acl-origins';
export type { AclOrigin } from './acl-origins';
export { PORT_STATUSES, SYNC_MODES } from './driver';
export type {
  DriverChoice,
  DriverOptions,
  MechanismDriver,
  NeutronChange,
  NeutronRules,
  PortStatusRule,
  SecurityGroupMapping,
  SyncMode,
} from './driver';
export { networkingOvn } from './drivers/networking-ovn';
export { DAYS_OF_SPRING, DAYS_OF_SUMMER } from './drivers/days';
export { DESIGNED, DESIGNED_CORRECTED, OCTOBER } from './drivers/security-groups';
export {
  allZed,
  findZed,
  runZedServer,
  synchronizeZed,
  ZED_DEFAULTS,
  ZED_SCHEMA,
  zedRequest,
  zedStartEdits,
} from './zed';
export type { SyncLine, ZedEvent, ZedHost, ZedResource, ZedServerHost, ZedSettings, ZedTable } from './zed';
