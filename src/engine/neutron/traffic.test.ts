/** Rules of groups, and ports of containers, as far as a packet's verdict. */
import { describe, expect, it } from 'vitest';
import { traceMicroflow } from '../commands/deployment-packets';
import { trace } from '../trace';
import { encodeTrusted, PRESETS } from '../../packets';
import { cloud, northbound } from './testing';
import type { PresetName } from '../../packets';
import type { NeutronSettings } from './settings';

/** Two servers on two hypervisors, ports vm1 and vm2 of one network. */
function pair(release: '2015-04' | '2015-08', settings: Partial<NeutronSettings>) {
  const world = cloud(release, settings);
  const network = world.make('networks', 'network', { name: 'private' });
  world.make('subnets', 'subnet', { network_id: network.id, cidr: '10.0.0.0/24', ip_version: 4 });
  const [a, b] = ['vm1', 'vm2'].map((name) => world.make('ports', 'port', { network_id: network.id, name }));
  for (const [name, port] of [
    ['vm1', a],
    ['vm2', b],
  ] as const)
    world.boot(name, [{ kind: 'port', id: port!.id! }]);
  const send = (preset: PresetName) => {
    const ends = { ethSrc: a!.mac_address!, ethDst: b!.mac_address!, ipSrc: '10.0.0.2', ipDst: '10.0.0.3' };
    const bytes = encodeTrusted(PRESETS[preset].build(ends));
    const done = trace(world.deployment, { machine: 'hv1', iface: `tap${a!.id!.slice(0, 11)}`, bytes });
    if (!done.ok) throw new Error(done.error.message);
    return done.value;
  };
  return { world, network, a: a!, b: b!, send };
}

const matches = (world: ReturnType<typeof cloud>) =>
  northbound(world.deployment, 'ACL').map((row) =>
    ['priority', 'action', 'match'].map((name) => String(row[name])).join(' '),
  );

describe.each(['2015-04', '2015-08'] as const)('security groups in %s', (release) => {
  it('what no rule allows is dropped, and the ACL behind it is named', () => {
    const { world, a, send } = pair(release, { securityGroups: 'designed-corrected' });
    expect(send('ping').verdict.kind).toBe('delivered');
    const group = world.make('security-groups', 'security_group', { name: 'quiet' });
    const rules = (group as unknown as { security_group_rules: { id: string }[] }).security_group_rules;
    for (const { id } of rules) world.call('DELETE', `security-group-rules/${id}`);
    for (const port of ['ports'].flatMap(() => [
      a.id,
      ...northbound(world.deployment, 'Logical_Port').map((row) => row.name),
    ]))
      world.call('PUT', `ports/${String(port)}`, { port: { security_groups: [group.id] } });
    const dropped = send('tcp-syn');
    expect(dropped.verdict.kind).toBe('dropped');
    expect(dropped.verdict.drops[0]?.sentence).toMatch(
      /in table \d: no rule of group quiet allows tcp\/80 (to 10.0.0.3|from 10.0.0.2)\.$/,
    );
    world.make('security-group-rules', 'security_group_rule', {
      security_group_id: group.id,
      direction: 'ingress',
      protocol: 'tcp',
      port_range_min: 1,
      port_range_max: 65535,
      remote_ip_prefix: '10.0.0.2/24',
    });
    expect(send('tcp-syn').verdict.kind).toBe('delivered');
    expect(send('ping').verdict.kind).toBe('dropped');
    world.call('DELETE', `ports/${a.id}`);
    expect(matches(world).filter((line) => line.includes(a.id!))).toEqual([]);
  });

  it('names the other members of a remote group, and follows them', () => {
    const { world, a, b } = pair(release, { securityGroups: 'october-2015' });
    expect(matches(world).filter((line) => line.includes(`outport == "${a.id}" && ip4`))).toEqual([
      `1002 allow-related outport == "${a.id}" && ip4 && inport == {"${b.id}"}`,
    ]);
    world.call('PUT', `ports/${b.id}`, { port: { security_groups: [] } });
    expect(matches(world).filter((line) => line.includes(b.id!))).toEqual([]);
    expect(matches(world).filter((line) => line.startsWith('1001'))).toHaveLength(2);
  });
});

describe('a container in a server', () => {
  it('is reached through the device of its server, with its tag', () => {
    const { world, network, a, b } = pair('2015-08', {});
    const profile = { parent_name: b.id, tag: 42 };
    const container = world.make('ports', 'port', { network_id: network.id, name: 'c1', 'binding:profile': profile });
    const bytes = encodeTrusted(PRESETS.ping.build({ ethSrc: a.mac_address!, ethDst: container.mac_address! }));
    const done = trace(world.deployment, { machine: 'hv1', iface: `tap${a.id!.slice(0, 11)}`, bytes });
    if (!done.ok) throw new Error(done.error.message);
    const { deliveries } = done.value.verdict;
    expect(deliveries.map(({ machine, iface }) => [machine, iface])).toEqual([['hv2', `tap${b.id!.slice(0, 11)}`]]);
    const last = done.value.steps.find(({ kind, machine }) => kind === 'deliver' && machine === 'hv2')?.bytes;
    expect(Array.from(last!.slice(12, 16))).toEqual([0x81, 0x00, 0x00, 42]);
    expect(
      traceMicroflow(
        world.deployment,
        undefined,
        `inport == "${container.id}" && eth.src == ${container.mac_address} && eth.dst == ${a.mac_address}`,
        ['minimal'],
      ),
    ).toMatchObject({ ok: true });
  });

  it('has its parent and tag as far as the southbound database in April, whose ovn-controller carries no container yet', () => {
    const { world, network, b } = pair('2015-04', {});
    const profile = { parent_name: b.id, tag: 42 };
    const container = world.make('ports', 'port', { network_id: network.id, 'binding:profile': profile });
    const binding = world.deployment.sb.find('Bindings', 'logical_port', container.id!);
    expect(binding).toMatchObject({ parent_port: [b.id], tag: [42] });
  });
});
