/** The port from which the metadata service answers on every hypervisor: one a network, with an address of each subnet that has DHCP. */
import { DISTRIBUTED } from '../devices';
import { handle, type ZedHost } from '../server';
import { portsOf, serverOf, subnetsOf, type Network, type Port, type Subnet } from '../tables';
import { changePort, makePort } from './ports';

/** True whatever comes of it: a network is not refused because of this port. */
export function ensureMetadataPort(host: ZedHost, network: Network): boolean {
  if (!serverOf(host.neutron).metadata || metadataPort(host, network) !== undefined) return true;
  handle(host, `makes the metadata port of ${network.name}`, () =>
    makePort(host, network, {
      project_id: network.project_id,
      device_owner: DISTRIBUTED,
      device_id: `ovnmeta-${network.id}`,
      fixed_ips: subnetsOf(host.neutron, network.id)
        .filter(({ enable_dhcp }) => enable_dhcp)
        .map(({ id }) => ({ subnet_id: id })),
    }),
  );
  return true;
}

/** Whether the port, and with it the DHCP options of the subnet, has been written. */
export function followSubnet(host: ZedHost, network: Network, subnet: Subnet): boolean {
  if (!serverOf(host.neutron).metadata) return false;
  ensureMetadataPort(host, network);
  const port = metadataPort(host, network);
  if (port === undefined) return false;
  const has = port.fixed_ips.some(({ subnet_id }) => subnet_id === subnet.id);
  if (has === subnet.enable_dhcp) return true;
  const kept = port.fixed_ips.filter(({ subnet_id }) => subnet_id !== subnet.id);
  const fixed_ips = subnet.enable_dhcp ? [...kept, { subnet_id: subnet.id }] : kept;
  handle(host, `updates the metadata port of ${network.name}`, () => changePort(host, port, { fixed_ips }));
  return true;
}

function metadataPort(host: ZedHost, network: Network): Port | undefined {
  return portsOf(host.neutron, network.id).find(({ device_owner }) => device_owner === DISTRIBUTED);
}
