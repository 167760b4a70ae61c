/**
 * The two halves of a trace tell the same story, whatever the network and the packet.
 *
 * Matches on `ip.ttl` are left out: the controllers of 2015 make OpenFlow 1.0
 * matches, which have no TTL, so that such a row gives a flow for every TTL while
 * the logical network goes by it. That is a property of the releases, and the
 * badge rightly says that the two disagree.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build } from '../../cli/conformance/deployments';
import { encodeTrusted, PRESET_NAMES, PRESETS } from '../../packets';
import { readRecordedDeployment, releaseById, RELEASES, type Deployment } from '../releases';
import { network, packet } from '../scenario/testing';
import { trace } from './trace';

const mac = (n: number) => `00:00:00:00:00:${n.toString(16).padStart(2, '0')}`;
const macs = fc.constantFrom(
  ...Array.from({ length: 7 }, (_, n) => mac(n + 1)),
  'ff:ff:ff:ff:ff:ff',
  '01:00:5e:00:00:01',
);

const packets = fc
  .record({
    preset: fc.constantFrom(...PRESET_NAMES),
    ethSrc: macs,
    ethDst: macs,
    ipSrc: fc.constantFrom('10.0.0.1', '10.0.0.2', '192.168.1.7'),
    ipDst: fc.constantFrom('10.0.0.1', '10.0.0.2', '192.168.1.7'),
    vlan: fc.constantFrom(0, 42, 43),
  })
  .map(({ preset, ...ends }) => encodeTrusted(PRESETS[preset].build(ends)));

const matches = fc.constantFrom(
  '1',
  'ip4',
  'ip4.src == 10.0.0.1',
  'ip4.dst == 10.0.0.0/24 && tcp.dst == {80, 443}',
  'tcp || udp',
  'arp.op == 1',
  'eth.type != 0x800',
  '!(ip4.src == 10.0.0.1 && eth.dst == 00:00:00:00:00:02)',
  'icmp4.type == 8 && inport == "p1"',
  'outport == {"p1", "p3"}',
  'outport != "p2"',
  'ip6 && icmp6',
  'udp.dst < 100',
  'inport == "p1" && outport == "p2"',
);

const networks = fc.record({
  ports: fc.array(
    fc.record({
      sw: fc.nat(1),
      secured: fc.boolean(),
      unknown: fc.boolean(),
      enabled: fc.boolean(),
      machine: fc.integer({ min: 0, max: 3 }),
      tag: fc.constantFrom(0, 0, 42, 43),
    }),
    { minLength: 2, maxLength: 6 },
  ),
  acls: fc.array(
    fc.record({
      sw: fc.nat(1),
      priority: fc.constantFrom(1, 100, 100, 1000),
      match: matches,
      action: fc.constantFrom('allow', 'drop', 'allow-related', 'reject'),
    }),
    { maxLength: 4 },
  ),
});

/** Every packet at every interface; what disagrees, in words. */
function disagreements(deployment: Deployment, bytes: Uint8Array): readonly string[] {
  return Array.from(deployment.machines.values()).flatMap((machine) =>
    Array.from(machine.ovs.rows('Interface').values()).flatMap((row) => {
      const done = trace(deployment, { machine: machine.name, iface: String(row.name), bytes }, { live: false });
      return done.ok && String(row.name) !== 'br-int' && row.type === '' ? done.value.agreement.differences : [];
    }),
  );
}

describe.each(RELEASES)('both halves agree in $id', ({ id }) => {
  it('on random networks', () => {
    fc.assert(
      fc.property(networks, fc.array(packets, { minLength: 3, maxLength: 3 }), ({ ports, acls }, sent) => {
        const withContainers = id === '2015-08';
        const planned = ports.map((port, n) => ({ ...port, name: `p${n + 1}`, mac: mac(n + 1) }));
        const isContainer = (n: number) => withContainers && n > 0 && (planned[n]?.tag ?? 0) !== 0;
        const deployment = network(id, {
          switches: ['sw0', 'sw1'],
          machines: [1, 2, 3].map((n) => ({ name: `hv${n}`, encapType: 'geneve', encapIp: `192.168.0.${n}` })),
          ports: planned.map((port, n) => ({
            switch: `sw${port.sw}`,
            name: port.name,
            macs: port.unknown ? [port.mac, 'unknown'] : [port.mac],
            ...(port.secured ? { portSecurity: [port.mac] } : {}),
            ...(withContainers && !port.enabled ? { enabled: false } : {}),
            ...(isContainer(n) ? { container: { parent: 'p1', tag: port.tag } } : {}),
          })),
          acls: acls.map(({ sw, ...acl }) => ({ switch: `sw${sw}`, ...acl })),
          vifs: planned.flatMap(({ name, machine }, n) =>
            machine === 0 || isContainer(n) ? [] : [{ machine: `hv${machine}`, iface: `vif-${name}`, port: name }],
          ),
        });
        for (const bytes of sent) expect(disagreements(deployment, bytes)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('on a fragment, of whose ports the tables see nothing', () => {
    const acls = [{ switch: 'sw0', priority: 1, match: 'udp.dst < 100', action: 'drop' }];
    expect(disagreements(network(id, { acls }), packet('first-fragment'))).toEqual([]);
  });

  it('on recorded networks', () => {
    const release = releaseById(id);
    if (!release) throw new Error(id);
    const lines = readFileSync(new URL('../../../recordings/deployments.jsonl', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const sent = fc.sample(packets, { numRuns: 6, seed: 7 });
    for (const line of lines.filter((_, index) => index % 12 === 0)) {
      const half = (JSON.parse(line) as Record<string, { deployment: unknown } | undefined>)[id];
      const read = readRecordedDeployment(half?.deployment);
      if (!read.ok) throw new Error(read.error.message);
      if (read.value.acls.some(({ match }) => match.includes('ip.ttl'))) continue;
      const deployment = build(release, read.value);
      deployment.settle(100_000);
      for (const bytes of sent) expect(disagreements(deployment, bytes)).toEqual([]);
    }
  });
});
