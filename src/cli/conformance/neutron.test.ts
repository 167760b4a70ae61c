/** What the recordings of Neutron do not show, and the slips of the release by name. */
import { describe, expect, it } from 'vitest';
import { plannedCall, type Lookup } from '../../engine/commands';
import { ZED_DEFAULTS } from '../../engine/neutron';
import { getString, getStrings } from '../../engine/ovsdb';
import { LoneServer } from './neutron-server';

type Made = Readonly<Record<string, string>>;

function cloud() {
  const server = new LoneServer(ZED_DEFAULTS);
  server.addChassis({ name: 'hv1', config: { 'ovn-bridge-mappings': 'physnet1:br-ex' } });
  const make = (collection: string, resource: string, values: Readonly<Record<string, unknown>>): Made => {
    const { status, body } = server.request({
      method: 'POST',
      path: `/v2.0/${collection}`,
      body: { [resource]: values },
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return (body as Record<string, Made>)[resource] ?? {};
  };
  const network = make('networks', 'network', { name: 'net1' });
  return { server, make, network };
}

const VM = '11111111-1111-1111-1111-111111111111';

describe('neutron-server of Zed', () => {
  it('tells Nova twice that a VIF is plugged, and once more when it is unplugged', () => {
    const { server, make, network } = cloud();
    const values = { network_id: network.id, device_owner: 'compute:nova', device_id: VM, 'binding:host_id': 'hv1' };
    const port = make('ports', 'port', values);
    server.takeEvents();
    server.setClaimed(port.id ?? '', true);
    expect(server.takeEvents().map(({ name }) => name)).toEqual(['network-vif-plugged', 'network-vif-plugged']);
    server.setClaimed(port.id ?? '', false);
    expect(server.takeEvents().map(({ name }) => name)).toEqual(['network-vif-unplugged', 'network-vif-plugged']);
  });

  it('writes an ACL for everybody where a rule names an address group', () => {
    const { server, make } = cloud();
    const addresses = make('address-groups', 'address_group', { name: 'a', addresses: ['10.0.0.0/24'] });
    const group = make('security-groups', 'security_group', { name: 'web' });
    make('security-group-rules', 'security_group_rule', {
      security_group_id: group.id,
      direction: 'ingress',
      protocol: 'tcp',
      port_range_min: 1,
      port_range_max: 65535,
      remote_address_group_id: addresses.id,
    });
    const matches = Array.from(server.northbound.rows('ACL').values(), (row) => getString(row, 'match'));
    expect(matches.filter((match) => match.includes('tcp'))).toEqual([
      `outport == @pg_${(group.id ?? '').replaceAll('-', '_')} && ip4 && tcp`,
    ]);
  });

  it('gives ports that are there an address of a subnet on which hosts give themselves theirs', () => {
    const { server, make, network } = cloud();
    const port = make('ports', 'port', { network_id: network.id, mac_address: 'fa:16:3e:11:00:01' });
    const values = { cidr: 'fd00::/64', ip_version: 6, ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac' };
    make('subnets', 'subnet', { network_id: network.id, ...values });
    const row = server.northbound.find('Logical_Switch_Port', 'name', port.id ?? '');
    expect(row && getStrings(row, 'addresses')).toEqual(['fa:16:3e:11:00:01 fd00::f816:3eff:fe11:1']);
  });

  it('finds a router that is gone from OVN, and after a repair nothing more', () => {
    const { server, make, network } = cloud();
    const subnet = make('subnets', 'subnet', { network_id: network.id, cidr: '10.0.0.0/24', ip_version: 4 });
    const router = make('routers', 'router', { name: 'r1' });
    const path = `/v2.0/routers/${router.id ?? ''}/add_router_interface`;
    server.request({ method: 'PUT', path, body: { subnet_id: subnet.id } });
    const row = server.northbound.find('Logical_Router', 'name', `neutron-${router.id ?? ''}`);
    server.changeNorthbound(row === undefined ? [] : [{ op: 'delete', table: 'Logical_Router', uuid: row._uuid }]);
    const warnings = () =>
      server.sync('repair').flatMap(({ level, message }) => (level === 'WARNING' ? [message] : []));
    expect(warnings().map((message) => message.replaceAll(/[0-9a-f-]{36}/g, 'ID'))).toEqual([
      'Router found in Neutron but not in OVN DB, router id=ID',
      'Creating the router ID in OVN NB DB',
      'Router Port found in Neutron but not in OVN DB, router port_id=ID',
      'Creating the router port ID in OVN NB DB',
    ]);
    // What is there is said to have changed, every time.
    expect(
      warnings().every((message) => /^(Router Port port_id=|Updating networks on router port )/.test(message)),
    ).toBe(true);
  });
});

describe('the openstack client', () => {
  const lookup: Lookup = { id: (_collection, name) => name, show: () => ({}) };
  it.each([
    ['network craete net1', "openstack: 'network craete net1' is not an openstack command. See 'openstack --help'."],
    ['network create', 'openstack network create: error: the following arguments are required: <name>'],
    ['network create --mtu many net1', "openstack network create: error: argument --mtu: invalid int value: 'many'"],
    ['network set --colour red net1', 'openstack network set: error: unrecognized arguments: --colour'],
    ['port create --network', 'openstack port create: error: argument --network: expected one argument'],
  ])('%s', (line, message) => {
    expect(plannedCall(line.split(' '), lookup)).toEqual({ ok: false, error: message });
  });
});
