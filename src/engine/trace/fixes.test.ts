/** Suggested fixes do what they say: typed as they stand, the packet arrives. */
import { describe, expect, it } from 'vitest';
import { MAC_1, MAC_2, MAC_3, network, packet, traced, type } from '../scenario/testing';
import type { NetworkPlan } from '../scenario';

const ports = (first: object, second: object) => ({
  ports: [
    { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1], ...first },
    { switch: 'sw0', name: 'sw0-port2', macs: [MAC_2], ...second },
  ],
});

const cases: readonly (readonly [string, Partial<NetworkPlan>, Uint8Array])[] = [
  [`Allow ${MAC_3} on sw0-port1`, ports({ portSecurity: [MAC_1] }, {}), packet('ping', { ethSrc: MAC_3 })],
  [`Allow ${MAC_2} on sw0-port2`, ports({}, { portSecurity: [MAC_3] }), packet('ping')],
  [
    'Delete this ACL',
    { acls: [{ switch: 'sw0', priority: 7, match: 'ip4 && inport == "sw0-port1"', action: 'drop' }] },
    packet('ping'),
  ],
  [
    'Let this packet through above it',
    { acls: [{ switch: 'sw0', priority: 7, match: 'ip4 && inport == "sw0-port1"', action: 'drop' }] },
    packet('ping'),
  ],
  [`Give sw0-port2 the address ${MAC_3}`, ports({}, { macs: [] }), packet('ping', { ethDst: MAC_3 })],
  ['Plug sw0-port2 into hv1', { vifs: [{ machine: 'hv1', iface: 'vif1', port: 'sw0-port1' }] }, packet('ping')],
  [
    "Plug o'brien 2 into hv1",
    {
      ports: [
        { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1] },
        { switch: 'sw0', name: "o'brien 2", macs: [MAC_2] },
      ],
      vifs: [{ machine: 'hv1', iface: 'vif1', port: 'sw0-port1' }],
    },
    packet('ping'),
  ],
];

describe.each(['2015-04', '2015-08'] as const)('fixes of %s', (release) => {
  it.each(cases)('%s', (label, plan, bytes) => {
    const deployment = network(release, plan);
    const { verdict } = traced(deployment, bytes);
    const fixes = verdict.drops.find((drop) => !drop.expected)?.fixes;
    const fix = fixes?.find((each) => each.label === label);
    expect(fixes?.map((each) => each.label)).toContain(label);
    type(deployment, ...(fix?.commands ?? []));
    expect(traced(deployment, bytes).verdict.kind).toBe('delivered');
  });
});

it.each([
  ['sw0-port1', ports({ enabled: false }, {})],
  ['sw0-port2', ports({}, { enabled: false })],
])('Enable %s', (port, plan) => {
  const deployment = network('2015-08', plan);
  const fix = traced(deployment, packet('ping')).verdict.drops[0]?.fixes[0];
  expect(fix?.label).toBe(`Enable ${port}`);
  type(deployment, ...(fix?.commands ?? []));
  expect(traced(deployment, packet('ping')).verdict.kind).toBe('delivered');
});

it('lifting port security lets a broadcast of 2015-04 through', () => {
  const deployment = network('2015-04', ports({}, { portSecurity: [MAC_2] }));
  const fix = traced(deployment, packet('arp-request')).verdict.drops.find((drop) => !drop.expected)?.fixes[0];
  expect(fix?.label).toBe('Lift the port security of sw0-port2');
  type(deployment, ...(fix?.commands ?? []));
  expect(traced(deployment, packet('arp-request')).verdict.kind).toBe('delivered');
});

it('an ACL above lets this packet through and no other; deleting comes second', () => {
  const acls = [{ switch: 'sw0', priority: 7, match: 'ip4', action: 'drop' }];
  const deployment = network('2015-04', { acls });
  const [above, away] = traced(deployment, packet('ping')).verdict.drops[0]?.fixes ?? [];
  expect(above?.label).toBe('Let this packet through above it');
  expect(away?.label).toBe('Delete this ACL');
  type(deployment, ...(above?.commands ?? []));
  expect(traced(deployment, packet('ping')).verdict.kind).toBe('delivered');
  expect(traced(deployment, packet('tcp-syn')).verdict.kind).toBe('dropped');
});

it('nothing stands above the highest priority', () => {
  const acls = [{ switch: 'sw0', priority: 65535, match: 'ip4', action: 'drop' }];
  const { verdict } = traced(network('2015-08', { acls }), packet('ping'));
  expect(verdict.drops[0]?.fixes.map(({ label }) => label)).toEqual(['Delete this ACL']);
});
