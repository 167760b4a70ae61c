/** What happens to packets, told in both languages, and the verdicts in words. */
import { describe, expect, it } from 'vitest';
import { BROADCAST, gallery, MAC_1, MAC_2, MAC_3, network, packet, traced, type } from '../scenario/testing';
import { trace, whyNot } from './trace';
import type { Trace } from './types';

const SPOOFED = packet('ping', { ethSrc: '00:00:00:00:00:99' });

const tablesOf = (told: Trace) =>
  told.steps.map((step) =>
    step.kind === 'table' ? `${step.machine} ${step.table ?? ''}` : `${step.machine} ${step.kind}`,
  );

/** The drops that are no part of normal working, as sentences. */
const complaints = (told: Trace) => told.verdict.drops.filter((drop) => !drop.expected).map((drop) => drop.sentence);

describe("the article's network", () => {
  it('delivers through the tunnel, each logical row beside its flow', () => {
    const told = traced(gallery('article'), packet('ping'));
    expect(told.verdict).toMatchObject({
      kind: 'delivered',
      sentence: 'Delivered to sw0-port2',
      detail: 'Through hv1, a vxlan tunnel with key 2, and hv2.',
      deliveries: [{ machine: 'hv2', iface: 'vif2', logicalPort: 'sw0-port2' }],
      drops: [],
    });
    expect(told.agreement).toEqual({ agree: true, differences: [] });
    expect(tablesOf(told)).toEqual([
      'hv1 inject',
      ...[0, 16, 17, 18, 19, 64].map((table) => `hv1 ${table}`),
      'hv1 tunnel-out',
      'hv2 tunnel-in',
      'hv2 0',
      'hv2 deliver',
    ]);
    expect(told.logical.map((step) => [step.tableId, step.match, step.openflow])).toEqual([
      [0, 'inport == "sw0-port1"', [2]],
      [1, 'eth.dst == 00:00:00:00:00:02', [3]],
      [2, '1', [4]],
      [3, 'outport == "sw0-port2"', [5]],
    ]);
  });

  it('says what registers stand for', () => {
    const told = traced(gallery('article'), packet('ping'));
    expect(told.steps[5]?.registers).toEqual([
      { field: 'metadata', value: '0x1', meaning: 'logical switch "sw0"' },
      { field: 'reg6', value: '0x1', meaning: 'logical inport "sw0-port1"' },
      { field: 'reg7', value: '0x2', meaning: 'logical outport "sw0-port2"' },
      { field: 'tun_id', value: '0x0' },
    ]);
    expect(told.steps[3]?.changes).toEqual([
      { field: 'reg7', before: '0', after: '0x2', meaning: 'logical outport "sw0-port2"' },
    ]);
  });

  it('floods a broadcast, and drops the copy to the port that it came from', () => {
    const told = traced(gallery('article'), packet('arp-request'));
    expect(told.verdict).toMatchObject({
      kind: 'delivered',
      sentence: 'Delivered to sw0-port2',
      detail:
        'Through hv1, a vxlan tunnel with key 2, and hv2. The copy to the port it came from is dropped, as it should be.',
    });
    expect(told.verdict.drops).toMatchObject([
      { expected: true, sentence: 'hv1 drops the copy for sw0-port1, the port that the packet came from.' },
    ]);
    expect(told.agreement.agree).toBe(true);
  });

  it('drops a spoofed address by port security, in one sentence, and names the row and a way out', () => {
    const deployment = network('2015-04', {
      ports: [
        { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1], portSecurity: [MAC_1] },
        { switch: 'sw0', name: 'sw0-port2', macs: [MAC_2] },
      ],
    });
    const { verdict, agreement } = traced(deployment, SPOOFED);
    expect(verdict.sentence).toBe(
      'Dropped by hv1 in table 0, ingress port security of sw0-port1: eth.src is 00:00:00:00:00:99, allowed is 00:00:00:00:00:01.',
    );
    expect(verdict.drops[0]?.causes).toMatchObject([{ db: 'OVN_Northbound', table: 'Logical_Port' }]);
    expect(agreement.agree).toBe(true);
  });
});

describe.each(['2015-04', '2015-08'] as const)('drops of %s', (release) => {
  it.each([
    [
      'a VLAN tag',
      packet('vlan'),
      'Dropped by hv1 in table 0: the packet has a VLAN tag, and a logical switch has no VLANs.',
    ],
    [
      'a multicast source',
      packet('ping', { ethSrc: '01:00:00:00:00:01' }),
      'Dropped by hv1 in table 0: its source is a broadcast or multicast address, which nobody has.',
    ],
    [
      'an unknown destination',
      packet('ping', { ethDst: MAC_3 }),
      'Dropped by hv1 in table 1, destination lookup: no port of sw0 has the address 00:00:00:00:00:03.',
    ],
  ])('%s', (_, bytes, sentence) => {
    const told = traced(network(release), bytes);
    expect(complaints(told)).toEqual([sentence]);
    expect(told.verdict.sentence).toBe(sentence);
    expect(told.verdict.kind).toBe('dropped');
    expect(told.agreement.agree).toBe(true);
  });

  it('an ACL, by its name', () => {
    const acls = [{ switch: 'sw0', priority: 1000, match: 'ip4 && icmp', action: 'drop' }];
    const told = traced(network(release, { acls }), packet('ping'));
    expect(told.verdict.sentence).toBe(
      'Dropped by hv1 in table 2 by the ACL with priority 1000: “ip4 && icmp” is to drop.',
    );
    expect(told.verdict.drops[0]?.causes).toMatchObject([{ table: 'ACL' }]);
    expect(told.agreement.agree).toBe(true);
  });

  it('a destination that is plugged in nowhere', () => {
    const told = traced(
      network(release, { vifs: [{ machine: 'hv1', iface: 'vif1', port: 'sw0-port1' }] }),
      packet('ping'),
    );
    expect(told.verdict.sentence).toBe(
      'Dropped by hv1 in table 64: there is no way to sw0-port2, because it is not plugged into any hypervisor.',
    );
    expect(told.agreement.agree).toBe(true);
  });

  it('a hypervisor that is cut off from the underlay', () => {
    const deployment = network(release);
    deployment.setCutOff('hv2', 'underlay', true);
    deployment.settle();
    const told = traced(deployment, packet('ping'));
    expect(told.verdict.sentence).toBe('Lost between hypervisors: hv2 is cut off from the underlay.');
  });

  it('an interface that stands for no logical port', () => {
    const deployment = network(release);
    type(deployment, 'ovs-vsctl add-port br-int stray');
    expect(traced(deployment, packet('ping'), { iface: 'stray' }).verdict.sentence).toBe(
      'Dropped by hv1 in table 0: the interface has no iface-id, so it is no logical port.',
    );
    type(deployment, 'ovs-vsctl set Interface stray external_ids:iface-id=nobody');
    expect(traced(deployment, packet('ping'), { iface: 'stray' }).verdict.sentence).toBe(
      'Dropped by hv1 in table 0: its iface-id is nobody, and there is no logical port of that name.',
    );
  });

  it('refuses what is no interface', () => {
    const result = trace(network(release), { machine: 'hv1', iface: 'vif9', bytes: packet('ping') });
    expect(result).toMatchObject({ ok: false, error: { code: 'not-plugged' } });
  });
});

describe('what 2015-08 added', () => {
  it('a disabled port neither sends nor receives', () => {
    const plan = (first: boolean, second: boolean) => ({
      ports: [
        { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1], enabled: first },
        { switch: 'sw0', name: 'sw0-port2', macs: [MAC_2], enabled: second },
      ],
    });
    expect(traced(network('2015-08', plan(false, true)), packet('ping')).verdict.sentence).toBe(
      'Dropped by hv1 in table 0: sw0-port1 is disabled.',
    );
    expect(traced(network('2015-08', plan(true, false)), packet('ping')).verdict.sentence).toBe(
      'Dropped by hv1 in table 3: sw0-port2 is disabled.',
    );
  });

  it('a container is reached by its tag, and sends with it', () => {
    const deployment = gallery('containers');
    const there = traced(deployment, packet('ping', { ethSrc: '00:00:00:00:02:00', ethDst: '00:00:00:00:01:42' }), {
      machine: 'hv2',
      iface: 'vif2',
    });
    expect(there.verdict.kind).toBe('delivered');
    expect(there.agreement).toEqual({ agree: true, differences: [] });
    const out = there.steps.find(({ kind }) => kind === 'deliver');
    expect(Array.from(out?.bytes.slice(12, 16) ?? [])).toEqual([0x81, 0, 0, 42]);
    expect(there.verdict.sentence).toBe('Delivered to web');
    const back = traced(
      deployment,
      packet('vlan', { ethSrc: '00:00:00:00:01:42', ethDst: '00:00:00:00:02:00', vlan: 42 }),
    );
    expect(back.verdict.sentence).toBe('Delivered to client');
    expect(back.logical[0]?.inport).toBe('web');
    expect(back.agreement).toEqual({ agree: true, differences: [] });
  });

  it('a container answers its neighbour through the port it came from, which is on the stack meanwhile', () => {
    const told = traced(
      gallery('containers'),
      packet('vlan', { ethSrc: '00:00:00:00:01:42', ethDst: '00:00:00:00:01:43', vlan: 42 }),
    );
    expect(told.verdict.sentence).toBe('Delivered to db');
    const stacked = told.steps.filter(({ stack }) => stack !== undefined);
    expect(stacked.map(({ kind, stack }) => [kind, stack])).toEqual([
      ['deliver', [{ field: 'in_port', value: expect.any(String) as unknown, meaning: 'vif1' }]],
    ]);
  });

  it('a broadcast reaches ports with port security, which it did not in 2015-04', () => {
    const ports = [
      { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1] },
      { switch: 'sw0', name: 'sw0-port2', macs: [MAC_2], portSecurity: [MAC_2] },
    ];
    expect(traced(network('2015-08', { ports }), packet('arp-request')).verdict.kind).toBe('delivered');
    expect(traced(network('2015-04', { ports }), packet('arp-request')).verdict.sentence).toBe(
      `Dropped by hv1 in table 3, egress port security of sw0-port2: eth.dst is ${BROADCAST}, allowed is ${MAC_2}. In this release a port with port security never receives a broadcast.`,
    );
  });
});

describe('why not', () => {
  it('names the clause that failed and the value that it met, the nearest flow first', () => {
    const deployment = gallery('spoofing');
    const request = { machine: 'hv1', iface: 'vif1', bytes: SPOOFED };
    const { steps } = traced(deployment, SPOOFED);
    const step = steps.findIndex(({ table }) => table === 16);
    const [nearest] = whyNot(deployment, request, step);
    expect(nearest).toMatchObject({
      flow: { table: 16, priority: 50 },
      held: 2,
      of: 3,
      failed: [{ clause: 'dl_src=00:00:00:00:00:01', met: 'eth_src is 00:00:00:00:00:99' }],
    });
    expect(whyNot(deployment, request, 0)).toEqual([]);
    const found = whyNot(deployment, request, step, 'reg6=0x2');
    expect(found.length).toBeGreaterThan(0);
    for (const { flow } of found) expect(flow.match).toContain('reg6=0x2');
    expect(whyNot(deployment, request, step, 'no such text')).toEqual([]);
  });

  it('a flow that matches too has no failed clause, and stands first', () => {
    const deployment = gallery('article');
    type(deployment, 'ovs-ofctl add-flow br-int priority=1,actions=drop');
    const request = { machine: 'hv1', iface: 'vif1', bytes: packet('ping') };
    const [nearest] = whyNot(deployment, request, 1);
    expect(nearest).toMatchObject({ flow: { priority: 1 }, failed: [] });
  });
});

it('a trace of a copy leaves counters alone', () => {
  const deployment = gallery('article');
  const counted = () =>
    deployment.machines
      .get('hv1')
      ?.bridges.get('br-int')
      ?.flows.reduce((sum, flow) => sum + flow.stats.packets, 0) ?? 0;
  const before = counted();
  trace(deployment, { machine: 'hv1', iface: 'vif1', bytes: packet('ping') }, { live: false });
  expect(counted()).toBe(before);
  traced(deployment, packet('ping'));
  expect(counted()).toBe(before + 6);
});
