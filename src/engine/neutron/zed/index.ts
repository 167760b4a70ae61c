/**
 * neutron-server 21 (Zed, October 2022) with its ML2/OVN driver: networks and segments,
 * subnets, ports, trunks, security and address groups, routers, floating IPs, port
 * forwardings, policies of quality of service, names; what it writes into the northbound
 * database, how it follows the hypervisors, what it tells Nova, and the comparison of
 * both databases.
 *
 * - `zedRequest` is its REST API, `runZedServer` what it does by itself, `synchronizeZed`
 *   the program neutron-ovn-db-sync-util.
 * - `api/` changes Neutron's own database, in one step; `ovn/` writes what follows, each
 *   transaction another step.
 *
 * Kept, and named where they are: a remote address group is accepted and ignored
 * (`ovn/acls.ts`); Nova hears twice that a VIF is plugged, and once more when it is
 * unplugged (`notify.ts`); a subport's row is completed by the port's next write
 * (`ovn/ports.ts`); the comparison says of every router port that it has changed
 * (`sync/routers.ts`).
 *
 * What is simplified: one domain, whose caller may do everything; no quotas, subnet
 * pools, address scopes, tags, availability zones beyond hints, logging, IPAM drivers; quality of service of
 * floating IPs and router gateways is kept and not written; the maintenance that mends
 * old revisions every five minutes does not run.
 */
export { zedRequest } from './request';
export { runZedServer } from './daemon';
export type { ZedServerHost } from './daemon';
export type { ZedHost } from './server';
export { synchronizeZed } from './sync';
export type { SyncLine } from './sync';
export { ZED_DEFAULTS, zedStartEdits } from './start';
export type { ZedSettings } from './start';
export type { ZedEvent } from './notify';
export { all as allZed, find as findZed, ZED_SCHEMA, ZED_TABLES } from './tables';
export type { ZedResource, ZedTable } from './tables';
