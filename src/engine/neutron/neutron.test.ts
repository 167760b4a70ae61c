import { describe, expect, it } from 'vitest';
import { cloud, northbound, type Cloud } from './testing';

/** A network with a subnet and a port. */
function small(world: Cloud) {
  const network = world.make('networks', 'network', { name: 'private' });
  const subnet = world.make('subnets', 'subnet', { network_id: network.id, cidr: '10.0.0.0/24', ip_version: 4 });
  const port = world.make('ports', 'port', { network_id: network.id, name: 'p1' });
  return { network, subnet, port };
}

const ports = (world: Cloud) =>
  northbound(world.deployment, 'Logical_Port').map((row) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'lswitch' && column !== 'name')),
  );

describe('networks and ports become switches and ports', () => {
  it('in April without the MAC, two letters of which went to external_ids', () => {
    const world = cloud('2015-04', { driver: 'ovn-2015-04-21' });
    const { network } = small(world);
    expect(northbound(world.deployment, 'Logical_Switch')).toEqual([
      { name: `neutron-${network.id}`, external_ids: [['neutron:network_name', 'private']] },
    ]);
    expect(ports(world)).toEqual([
      {
        external_ids: [
          ['f', 'a'],
          ['neutron:port_name', 'p1'],
        ],
        up: [false],
      },
    ]);
  });

  it('eight days later with it', () => {
    const world = cloud('2015-04');
    const { port } = small(world);
    expect(port.mac_address).toMatch(/^fa:16:3e:/);
    expect(ports(world)).toEqual([
      { macs: [port.mac_address], external_ids: [['neutron:port_name', 'p1']], up: [false] },
    ]);
  });

  it('in August in the switch’s list, with port security, and enabled', () => {
    const world = cloud('2015-08');
    const { port } = small(world);
    world.call('PUT', `ports/${port.id}`, {
      port: {
        admin_state_up: false,
        allowed_address_pairs: [{ ip_address: '10.0.0.9', mac_address: '0a:00:00:00:00:01' }],
      },
    });
    expect(ports(world)).toEqual([
      {
        macs: [port.mac_address],
        port_security: ['0a:00:00:00:00:01', port.mac_address].sort(),
        enabled: [false],
        external_ids: [['neutron:port_name', 'p1']],
        up: [false],
      },
    ]);
    world.call('DELETE', `ports/${port.id}`);
    expect(ports(world)).toEqual([]);
  });

  it('one transaction for each command in April, told one by one', () => {
    const world = cloud('2015-04');
    const before = world.deployment.history.length;
    const { port } = small(world);
    const steps = world.deployment.history.slice(before).filter(({ who }) => who === 'neutron-server');
    expect(steps.map(({ label }) => label.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID'))).toEqual([
      'POST /v2.0/networks',
      'create_lswitch neutron-ID',
      'set_lswitch_ext_id neutron-ID neutron:network_name=private',
      'POST /v2.0/subnets',
      'POST /v2.0/ports',
      'create_lport ID on neutron-ID',
      'set_lport ID',
      'set_lport_ext_id ID neutron:port_name=p1',
    ]);
    world.deployment.undo();
    expect(world.call('GET', `ports/${port.id}`).status).toBe(404);
    expect(ports(world)).toEqual([]);
    world.deployment.redo();
    expect(ports(world)).toHaveLength(1);
  });

  it('container ports with parent and tag, refused before anything is written', () => {
    const world = cloud('2015-04');
    const { network, port } = small(world);
    const profile = (value: unknown) => ({ network_id: network.id, 'binding:profile': value });
    world.make('ports', 'port', profile({ parent_name: port.id, tag: 42 }));
    expect(ports(world)[1]).toMatchObject({ parent_name: [port.id], tag: [42] });
    for (const [value, message] of [
      [{ parent_name: port.id }, 'parent_name and tag are both required.'],
      [{ parent_name: port.id, tag: 5000 }, 'tag "5000" must be an int between 1 and 4096, inclusive.'],
      [{ parent_name: 7, tag: 1 }, 'parent_name "7" must be a string.'],
    ] as const) {
      expect(world.call('POST', 'ports', { port: profile(value) })).toMatchObject({
        status: 400,
        body: {
          NeutronError: {
            type: 'InvalidInput',
            message: `Invalid input for operation: Invalid binding:profile. ${message}.`,
          },
        },
      });
    }
    expect(world.call('POST', 'ports', { port: profile({ parent_name: 'nobody', tag: 1 }) })).toMatchObject({
      status: 404,
      body: { NeutronError: { type: 'PortNotFound' } },
    });
    expect(ports(world)).toHaveLength(2);
  });
});

describe('addresses', () => {
  it('are the lowest of the pool, and come back only when nothing else is left', () => {
    const world = cloud('2015-04');
    const network = world.make('networks', 'network', { name: 'n' });
    world.make('subnets', 'subnet', { network_id: network.id, cidr: '10.0.0.0/29', ip_version: 4 });
    const address = () => {
      const { status, body } = world.call('POST', 'ports', { port: { network_id: network.id } });
      const { port } = body as { port?: { id: string; fixed_ips: { ip_address: string }[] } };
      return status === 201 ? { id: port!.id, ip: port!.fixed_ips[0]!.ip_address } : { id: '', ip: `${status}` };
    };
    const first = address();
    expect(first.ip).toBe('10.0.0.2');
    expect(address().ip).toBe('10.0.0.3');
    world.call('DELETE', `ports/${first.id}`);
    expect([address().ip, address().ip, address().ip, address().ip, address().ip]).toEqual([
      '10.0.0.4',
      '10.0.0.5',
      '10.0.0.6',
      '10.0.0.2',
      '409',
    ]);
  });
});

describe('Nova', () => {
  it('does not wait for a port that Neutron calls ACTIVE at once', () => {
    const world = cloud('2015-04');
    const { network } = small(world);
    world.boot('vm1', [{ kind: 'net', id: network.id! }]);
    expect(world.servers()).toEqual(['vm1 active - hv1']);
  });

  it('lets a machine run when OVN has said up and Neutron has passed it on', () => {
    const world = cloud('2015-04', { portStatus: 'up' });
    const { port } = small(world);
    world.boot('vm1', [{ kind: 'port', id: port.id! }]);
    expect(world.servers()).toEqual(['vm1 active - hv1']);
    expect(world.call('GET', `ports/${port.id}`).body).toMatchObject({ port: { status: 'ACTIVE' } });
    const chain = world.deployment.history.slice(-30).filter(({ quiet }) => !quiet);
    const who = chain.map((entry) => entry.who);
    const parts = ['nova', 'ovs-vswitchd@hv1', 'ovn-controller@hv1', 'ovn-northd', 'neutron-server', 'nova'];
    expect(parts.every((part) => who.includes(part))).toBe(true);
  });

  it('gives up after five minutes that pass', () => {
    const world = cloud('2015-04', { portStatus: 'up' });
    const { port } = small(world);
    world.deployment.setDaemon('ovn-northd', { status: 'paused' });
    world.boot('vm1', [{ kind: 'port', id: port.id! }]);
    expect(world.servers()).toEqual(['vm1 building spawning hv1']);
    expect(world.deployment.wait(200_000)).toBe(true);
    expect(world.servers()).toEqual(['vm1 building spawning hv1']);
    world.deployment.wait(200_000);
    expect(world.servers()).toEqual(['vm1 error - hv1 Virtual Interface creation failed']);
    expect(world.call('GET', `ports/${port.id}`).body).toMatchObject({ port: { device_id: '', status: 'DOWN' } });
    expect(world.deployment.wait(1)).toBe(false);
  });
});
