/**
 * Nova, as far as it matters to a network: it boots a server on a hypervisor, has
 * Neutron bind its ports, plugs them into Open vSwitch, and lets the machine run when
 * Neutron has told it `network-vif-plugged` for every port that was not yet ACTIVE. A
 * server that never hears it is in ERROR after five minutes of virtual time.
 *
 * Nova and Neutron speak through the API and `os-server-external-events` alone; the
 * plugged device and OVN know nothing of either.
 *
 * What is simplified: API, scheduler and every nova-compute are one daemon; images and
 * flavors are names; a hypervisor has room for any number of servers; a deleted server
 * leaves no trace; a migration has the device on one hypervisor at a time.
 */
export { bootServer, leastLoaded, migrateServer, removeServer } from './api';
export type { BootRequest, Nic } from './api';
export { hasWork, nextDeadline, runNova, tapName, VIF_PLUGGING_TIMEOUT } from './daemon';
export type { NovaError, NovaHost, PluggedVif } from './host';
export { NOVA_SCHEMA, serverOf, serversOf, statusOf } from './tables';
export type { Server, Vif } from './tables';
