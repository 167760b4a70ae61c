/** Floating IPs as NAT rows of the router that leads to their port, and port forwardings as load balancers. */
import { ok, type Uuid } from '../../../base';
import { getString, getUuids, type Row } from '../../../ovsdb';
import { all, find, serverOf, type FloatingIp, type PortForwarding } from '../tables';
import { writeOvn, type ZedHost } from '../server';
import { ovnName } from './names';
import { pairs, textMap, type Northbound } from './northbound';
import { addNat } from './routes-and-nat';

const LSP = 'Logical_Switch_Port';
const LB = 'Load_Balancer';
const PORT_FIP = 'neutron:port_fip';

export function writeFloatingIp(host: ZedHost, floatingIp: FloatingIp): boolean {
  return writeOvn(host, `write the floating IP ${floatingIp.floating_ip_address}`, (nb) => {
    removeFloatingIp(nb, floatingIp.id);
    addFloatingIp(host, nb, floatingIp);
    return ok(undefined);
  });
}

export function deleteFloatingIp(host: ZedHost, id: Uuid): boolean {
  return writeOvn(host, `delete the floating IP ${id}`, (nb) => {
    removeFloatingIp(nb, id);
    return ok(undefined);
  });
}

/** Nothing while no port and no router is behind it. */
export function addFloatingIp(host: ZedHost, nb: Northbound, floatingIp: FloatingIp): void {
  const { router_id, fixed_ip_address, port_id } = floatingIp;
  if (router_id === null || fixed_ip_address === null || port_id === null) return;
  const mac = find(host.neutron, 'Port', floatingIp.floating_port_id)?.mac_address ?? '';
  const port = nb.named(LSP, port_id);
  const isDistributed = serverOf(host.neutron).distributed_floating_ip && port !== undefined && isUp(port);
  addNat(nb, router_id, {
    type: 'dnat_and_snat',
    logical_ip: fixed_ip_address,
    external_ip: floatingIp.floating_ip_address,
    logical_port: [port_id],
    external_mac: isDistributed ? [mac] : [],
    external_ids: pairs({
      'neutron:fip_id': floatingIp.id,
      'neutron:revision_number': String(floatingIp.revision_number),
      'neutron:fip_port_id': port_id,
      'neutron:router_name': ovnName(router_id),
      'neutron:fip_external_mac': mac,
      'neutron:fip_network_id': floatingIp.floating_network_id,
    }),
  });
  if (port !== undefined) nb.setKeys(LSP, port._uuid, 'external_ids', { [PORT_FIP]: floatingIp.floating_ip_address });
}

/** By its mark: who it was for may be forgotten. */
export function removeFloatingIp(nb: Northbound, id: Uuid): void {
  for (const router of nb.rows('Logical_Router')) {
    for (const nat of nb.members(router, 'nat', 'NAT')) {
      const ids = textMap(nat, 'external_ids');
      if (nat.type !== 'dnat_and_snat' || ids['neutron:fip_id'] !== id) continue;
      nb.remove('Logical_Router', router._uuid, 'nat', nat._uuid);
      const port = nb.named(LSP, ids['neutron:fip_port_id'] ?? '');
      if (port !== undefined) nb.removeKey(LSP, port._uuid, 'external_ids', PORT_FIP);
    }
  }
}

/** With distributed floating IPs the hypervisor of a port that is up answers for its floating IP. */
export function followPort(host: ZedHost, port: Uuid, up: boolean): void {
  const [nat] = Array.from(host.northbound.rows('NAT').values()).filter(
    (row) => row.type === 'dnat_and_snat' && Array.isArray(row.logical_port) && row.logical_port[0] === port,
  );
  if (nat === undefined) return;
  const mac = textMap(nat, 'external_ids')['neutron:fip_external_mac'];
  const wanted = up && serverOf(host.neutron).distributed_floating_ip && mac !== undefined ? [mac] : [];
  const held = Array.isArray(nat.external_mac) ? nat.external_mac : [];
  if (wanted.length === held.length) return;
  writeOvn(host, `${up ? 'set' : 'clear'} the external MAC of ${getString(nat, 'external_ip')}`, (nb) => {
    nb.set('NAT', nat._uuid, { external_mac: wanted });
    return ok(undefined);
  });
}

/** The load balancers of a floating IP, one for each protocol, made of all its port forwardings. */
export function writePortForwardings(host: ZedHost, floatingIp: FloatingIp): boolean {
  return writeOvn(host, `write the port forwardings of ${floatingIp.floating_ip_address}`, (nb) => {
    syncPortForwardings(host, nb, floatingIp);
    return ok(undefined);
  });
}

/** Of a floating IP that is gone. */
export function deletePortForwardings(host: ZedHost, floatingIp: FloatingIp): boolean {
  return writePortForwardings(host, floatingIp);
}

export function syncPortForwardings(host: ZedHost, nb: Northbound, floatingIp: FloatingIp): void {
  const forwardings = all(host.neutron, 'Port_Forwarding').filter(
    ({ floatingip_id }) => floatingip_id === floatingIp.id,
  );
  for (const protocol of ['tcp', 'udp']) {
    const own = forwardings.filter((each) => each.protocol === protocol);
    const name = `pf-floatingip-${floatingIp.id}-${protocol}`;
    const row = nb.named(LB, name);
    if (own.length === 0) {
      if (row !== undefined) dropBalancer(nb, row);
      continue;
    }
    const columns = {
      vips: pairs(vipsOf(floatingIp, own)),
      external_ids: pairs({
        'neutron:device_owner': 'port_forwarding_plugin',
        'neutron:fip_id': floatingIp.id,
        'neutron:router_name': ovnName(floatingIp.router_id ?? ''),
        'neutron:revision_number': String(floatingIp.revision_number),
      }),
    };
    if (row === undefined) hang(nb, floatingIp.router_id, nb.insert(LB, { name, protocol: [protocol], ...columns }));
    else nb.set(LB, row._uuid, columns);
  }
}

export function vipsOf(floatingIp: FloatingIp, forwardings: readonly PortForwarding[]) {
  return Object.fromEntries(
    forwardings.map((each) => [
      `${floatingIp.floating_ip_address}:${each.external_port}`,
      `${each.internal_ip_address}:${each.internal_port}`,
    ]),
  );
}

/** On the router, and on every switch behind it. */
function hang(nb: Northbound, router: Uuid | null, balancer: Uuid): void {
  const on = router === null ? undefined : nb.named('Logical_Router', ovnName(router));
  if (on === undefined) return;
  nb.add('Logical_Router', on._uuid, 'load_balancer', balancer);
  for (const port of nb.members(on, 'ports', 'Logical_Router_Port')) {
    const sw = nb.named('Logical_Switch', textMap(port, 'external_ids')['neutron:network_name'] ?? '');
    if (sw !== undefined && getUuids(port, 'gateway_chassis').length === 0) {
      nb.add('Logical_Switch', sw._uuid, 'load_balancer', balancer);
    }
  }
}

function dropBalancer(nb: Northbound, row: Row): void {
  for (const table of ['Logical_Router', 'Logical_Switch']) {
    for (const each of nb.rows(table)) nb.remove(table, each._uuid, 'load_balancer', row._uuid);
  }
  nb.delete(LB, row._uuid);
}

export function isUp(row: Row): boolean {
  return Array.isArray(row.up) && row.up[0] === true;
}
