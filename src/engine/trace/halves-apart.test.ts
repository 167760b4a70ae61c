/** What the badge says, and the verdict, where the switches do something else than the logical network. */
import { describe, expect, it } from 'vitest';
import { RELEASES, type Deployment } from '../releases';
import { MAC_1, MAC_2, MAC_3, network, packet, traced, type } from '../scenario/testing';

const PING = packet('ping');

/** `p1` and `p2` on two hypervisors, `p3` beside `p2` unless it is left out. */
const threePorts = (plugged = true) => ({
  ports: [MAC_1, MAC_2, MAC_3].map((mac, n) => ({ switch: 'sw0', name: `p${n + 1}`, macs: [mac] })),
  vifs: [
    { machine: 'hv1', iface: 'vif1', port: 'p1' },
    { machine: 'hv2', iface: 'vif2', port: 'p2' },
    ...(plugged ? [{ machine: 'hv2', iface: 'vif3', port: 'p3' }] : []),
  ],
});

/** The northbound database of a network whose hv1 does not hear of what follows. */
function deaf(deployment: Deployment) {
  deployment.setDaemon('ovn-controller@hv1', { status: 'paused' });
  const { northbound } = deployment.release;
  const [sw] = northbound.switches(deployment.nb);
  const port = northbound.ports(deployment.nb).find(({ name }) => name === 'sw0-port2');
  if (sw === undefined || port === undefined) throw new Error('The network has no switch or port.');
  return { northbound, sw: sw.uuid, port: port.uuid };
}

describe.each(RELEASES)('the two halves of a trace of $id', ({ id }) => {
  it.each([
    [
      'a flow that no row asks for drops it',
      'add-flow br-int "table=18,priority=2000,icmp,actions=drop"',
      'Dropped by hv1 in table 2: the flow icmp drops it, though in the logical network the row “1” matches.',
      [
        'In logical table 2 of sw0, “1” matched; hv1 matched the flow icmp.',
        'The packet met logical table 3 of sw0 in the logical network, but no hypervisor went through table 19 for it.',
        'The logical network outputs to sw0-port2; no hypervisor did.',
      ],
    ],
    [
      'a flow that no row asks for does the same as the row’s',
      'add-flow br-int "table=18,priority=2000,icmp,actions=resubmit(,19)"',
      'Delivered to sw0-port2',
      ['In logical table 2 of sw0, “1” matched; hv1 matched the flow icmp.'],
    ],
    [
      'the flows of a table are gone',
      'del-flows br-int "table=17"',
      'Dropped by hv1 in table 1: it has no flow that matches, though in the logical network the row “eth.dst == 00:00:00:00:00:02” matches.',
      [
        'In logical table 1 of sw0, “eth.dst == 00:00:00:00:00:02” matched; hv1 matched no flow.',
        'The packet met logical table 2 of sw0 in the logical network, but no hypervisor went through table 18 for it.',
        'The packet met logical table 3 of sw0 in the logical network, but no hypervisor went through table 19 for it.',
        'The logical network outputs to sw0-port2; no hypervisor did.',
      ],
    ],
    [
      'the outport is another one from the start',
      'mod-flows br-int "table=17,metadata=1,dl_dst=00:00:00:00:00:02,actions=load:1->NXM_NX_REG7[],resubmit(,18)"',
      'hv1 drops the copy for sw0-port1, the port that the packet came from.',
      [
        'In logical table 1 of sw0, “eth.dst == 00:00:00:00:00:02” matched; hv1 matched the flow metadata=0x1,dl_dst=00:00:00:00:00:02.',
        'In logical table 2 of sw0, the copy is for sw0-port2; hv1 has logical outport "sw0-port1".',
        'In logical table 3 of sw0, “outport == "sw0-port2"” matched; hv1 matched the flow reg7=0x1,metadata=0x1.',
        'The logical network outputs to sw0-port2; hv1 has logical outport "sw0-port1".',
      ],
    ],
    [
      'the outport is another one at the end',
      'mod-flows br-int "table=19,actions=load:1->NXM_NX_REG7[],resubmit(,64)"',
      'hv1 drops the copy for sw0-port1, the port that the packet came from.',
      [
        'In logical table 3 of sw0, “outport == "sw0-port2"” matched; hv1 matched the flow reg7=0x2,metadata=0x1.',
        'The logical network outputs to sw0-port2; hv1 has logical outport "sw0-port1".',
      ],
    ],
    [
      'a table is passed twice',
      'mod-flows br-int "table=18,actions=resubmit(,19),resubmit(,19)"',
      'Delivered to sw0-port2',
      [
        'In logical table 2 of sw0, “1” matched; hv1 matched the flow metadata=0x1.',
        'hv1 went through table 19, which the logical network did not.',
        'hv1 outputs to sw0-port2, which the logical network does not.',
      ],
    ],
    [
      'a table is left out',
      'mod-flows br-int "table=18,actions=resubmit(,20)"',
      'Dropped by hv1: no flow of table 20 matches.',
      [
        'In logical table 2 of sw0, “1” matched; hv1 matched the flow metadata=0x1.',
        'The packet met logical table 3 of sw0 in the logical network, but no hypervisor went through table 19 for it.',
        'hv1 went through table 20, which the logical network did not.',
        'The logical network outputs to sw0-port2; no hypervisor did.',
      ],
    ],
  ])('differ where %s', (_, command, sentence, differences) => {
    const deployment = network(id);
    type(deployment, `ovs-ofctl ${command}`);
    const { verdict, agreement } = traced(deployment, PING);
    expect(agreement).toEqual({ agree: false, differences });
    expect(verdict.sentence).toBe(sentence);
  });

  it('differ while a controller has not heard of an ACL', () => {
    const deployment = network(id);
    const { northbound, sw } = deaf(deployment);
    const acl = { uuid: deployment.plannedUuid(0), priority: 1000, match: 'ip4', action: 'drop', log: false };
    deployment.commitNorthbound(northbound.addAcls(deployment.nb, sw, [acl]), 'adds an ACL');
    deployment.settle();
    const { verdict, agreement } = traced(deployment, PING);
    expect(verdict.sentence).toBe('Delivered to sw0-port2');
    expect(agreement).toEqual({
      agree: false,
      differences: [
        'In logical table 2 of sw0, “ip4” matched; hv1 matched the flow metadata=0x1.',
        'hv1 went through table 19, which the logical network did not.',
        'hv1 outputs to sw0-port2, which the logical network does not.',
      ],
    });
    deployment.setDaemon('ovn-controller@hv1', { status: 'running' });
    deployment.settle();
    expect(traced(deployment, PING).agreement).toEqual({ agree: true, differences: [] });
  });

  it('differ while a controller has not heard of an address', () => {
    const deployment = network(id);
    const { northbound, port } = deaf(deployment);
    deployment.commitNorthbound(northbound.setMacs(port, [MAC_3]), 'sets an address');
    deployment.settle();
    const there = traced(deployment, packet('ping', { ethDst: MAC_3 }));
    expect(there.verdict.sentence).toBe(
      'Dropped by hv1 in table 1: it has no flow that matches, though in the logical network the row “eth.dst == 00:00:00:00:00:03” matches.',
    );
    expect(there.verdict.drops).toMatchObject([{ expected: false, causes: [], fixes: [] }]);
    expect(there.agreement.differences).toEqual([
      'In logical table 1 of sw0, “eth.dst == 00:00:00:00:00:03” matched; hv1 matched no flow.',
      'The packet met logical table 2 of sw0 in the logical network, but no hypervisor went through table 18 for it.',
      'The packet met logical table 3 of sw0 in the logical network, but no hypervisor went through table 19 for it.',
      'The logical network outputs to sw0-port2; no hypervisor did.',
    ]);
    const old = traced(deployment, PING);
    expect(old.verdict.sentence).toBe('Delivered to sw0-port2');
    expect(old.agreement.differences[0]).toBe(
      'In logical table 1 of sw0, no row matched; hv1 matched the flow metadata=0x1,dl_dst=00:00:00:00:00:02.',
    );
  });
});

describe.each(RELEASES)('a flood of $id with exactly one copy that is lost', ({ id }) => {
  it.each([
    [
      'to a port that is plugged in nowhere',
      network(id, threePorts(false)),
      'Dropped by hv1 in table 64: there is no way to p3, because it is not plugged into any hypervisor.',
    ],
    [
      'by an ACL',
      network(id, {
        ...threePorts(),
        acls: [{ switch: 'sw0', priority: 1000, match: 'outport == "p3"', action: 'drop' }],
      }),
      'Dropped by hv1 in table 2 by the ACL with priority 1000: “outport == "p3"” is to drop.',
    ],
  ])('%s is no success', (_, deployment, why) => {
    const { verdict, agreement } = traced(deployment, packet('arp-request'));
    expect(verdict).toMatchObject({ kind: 'mixed', sentence: 'Delivered to p2, but not everywhere', detail: why });
    expect(verdict.drops.filter(({ expected }) => !expected).map(({ sentence }) => sentence)).toEqual([why]);
    expect(verdict.drops).toHaveLength(2);
    expect(agreement).toEqual({ agree: true, differences: [] });
  });
});

it('what a hypervisor has pushed stays there when the packet leaves through a tunnel', () => {
  const deployment = network('2015-08');
  type(
    deployment,
    'ovs-ofctl mod-flows br-int "table=64,reg7=2,actions=push:NXM_NX_REG7[],load:2->NXM_NX_TUN_ID[],output:1,resubmit(,65),pop:NXM_NX_REG7[]"',
    'ovs-ofctl add-flow br-int table=65,actions=drop',
  );
  const { steps, verdict } = traced(deployment, PING);
  expect(verdict.deliveries).toMatchObject([{ logicalPort: 'sw0-port2' }]);
  const pushed = [{ field: 'reg7', value: '0x2', meaning: 'logical outport "sw0-port2"' }];
  expect(steps.slice(6).map(({ machine, kind, table, stack }) => [machine, table ?? kind, stack])).toEqual([
    ['hv1', 64, undefined],
    ['hv1', 'tunnel-out', pushed],
    ['hv2', 'tunnel-in', undefined],
    ['hv2', 0, undefined],
    ['hv2', 'deliver', undefined],
    ['hv1', 65, pushed],
    ['hv1', 'drop', pushed],
  ]);
});

/** Three ports, the third beside the first, and an ACL that lets IP through. */
const three = (): Deployment =>
  network('2015-08', {
    ports: [1, 2, 3].map((n) => ({ switch: 'sw0', name: `sw0-port${n}`, macs: [`00:00:00:00:00:0${n}`] })),
    vifs: [
      { machine: 'hv1', iface: 'vif1', port: 'sw0-port1' },
      { machine: 'hv2', iface: 'vif2', port: 'sw0-port2' },
      { machine: 'hv1', iface: 'vif3', port: 'sw0-port3' },
    ],
    acls: [{ switch: 'sw0', priority: 100, match: 'ip4', action: 'allow' }],
  });

const ARP = packet('arp-request');

const OUTPORT = '->NXM_NX_REG7[]';
const UNICAST = 'table=17,dl_dst=00:00:00:00:00:02';
const FLOOD = 'table=17,dl_dst=01:00:00:00:00:00/01:00:00:00:00:00';

const CASES: readonly (readonly [title: string, bytes: Uint8Array, ofctl: string, differences: readonly string[]])[] = [
  [
    'an ACL’s flow drops',
    PING,
    'mod-flows br-int "table=18,ip,actions=drop"',
    [
      'In logical table 2 of sw0, “ip4” matched; hv1 matched the flow ip,metadata=0x1.',
      'The packet met logical table 3 of sw0 in the logical network, but no hypervisor went through table 19 for it.',
      'The logical network outputs to sw0-port2; no hypervisor did.',
    ],
  ],
  [
    'a wrong outport',
    PING,
    `mod-flows br-int "${UNICAST},actions=load:3${OUTPORT},resubmit(,18)"`,
    [
      'In logical table 1 of sw0, “eth.dst == 00:00:00:00:00:02” matched; hv1 matched the flow metadata=0x1,dl_dst=00:00:00:00:00:02.',
      'In logical table 2 of sw0, the copy is for sw0-port2; hv1 has logical outport "sw0-port3".',
      'In logical table 3 of sw0, “outport == "sw0-port2"” matched; hv1 matched the flow reg7=0x3,metadata=0x1.',
      'The logical network outputs to sw0-port2; hv1 has logical outport "sw0-port3".',
    ],
  ],
  [
    'a wrong outport where packets leave',
    PING,
    `mod-flows br-int "table=19,reg7=2,actions=load:0${OUTPORT},resubmit(,64)"`,
    [
      'In logical table 3 of sw0, “outport == "sw0-port2"” matched; hv1 matched the flow reg7=0x2,metadata=0x1.',
      'The logical network outputs to sw0-port2; hv1 has no logical outport.',
    ],
  ],
  [
    'a flow is gone, and another one matches',
    PING,
    'del-flows br-int table=18,ip',
    ['In logical table 2 of sw0, “ip4” matched; hv1 matched the flow metadata=0x1.'],
  ],
  [
    'a flow of somebody else where no row matches',
    packet('ping', { ethDst: '00:00:00:00:00:77' }),
    'add-flow br-int "table=17,priority=1,actions=drop"',
    ['In logical table 1 of sw0, no row matched; hv1 matched the flow for any packet.'],
  ],
  [
    'one copy more',
    PING,
    `mod-flows br-int "${UNICAST},actions=load:2${OUTPORT},resubmit(,18),load:3${OUTPORT},resubmit(,18)"`,
    [
      'In logical table 1 of sw0, “eth.dst == 00:00:00:00:00:02” matched; hv1 matched the flow metadata=0x1,dl_dst=00:00:00:00:00:02.',
      'hv1 went through table 18, which the logical network did not.',
      'hv1 went through table 19, which the logical network did not.',
      'hv1 outputs to sw0-port3, which the logical network does not.',
    ],
  ],
  [
    'a flood without the copy in its middle',
    ARP,
    `mod-flows br-int "${FLOOD},actions=load:3${OUTPORT},resubmit(,18),load:1${OUTPORT},resubmit(,18)"`,
    [
      'In logical table 1 of sw0, “eth.dst[40]” matched; hv1 matched the flow metadata=0x1,dl_dst=01:00:00:00:00:00/01:00:00:00:00:00.',
      'The packet met logical table 2 of sw0 in the logical network, but no hypervisor went through table 18 for it.',
      'The packet met logical table 3 of sw0 in the logical network, but no hypervisor went through table 19 for it.',
      'The logical network outputs to sw0-port2; no hypervisor did.',
    ],
  ],
  [
    'a flood in another order',
    ARP,
    `mod-flows br-int "${FLOOD},actions=${[1, 2, 3].map((key) => `load:${key}${OUTPORT},resubmit(,18)`).join(',')}"`,
    [
      'In logical table 1 of sw0, “eth.dst[40]” matched; hv1 matched the flow metadata=0x1,dl_dst=01:00:00:00:00:00/01:00:00:00:00:00.',
    ],
  ],
  [
    'a wrong inport',
    PING,
    'mod-flows br-int "table=0,priority=100,actions=load:1->OXM_OF_METADATA[],load:3->NXM_NX_REG6[],resubmit(,16)"',
    [
      'The packet enters the logical network at sw0-port1; hv1 has logical inport "sw0-port3".',
      'In logical table 0 of sw0, “inport == "sw0-port1"” matched; hv1 matched the flow reg6=0x3,metadata=0x1.',
    ],
  ],
];

describe('a flow that somebody changed', () => {
  it.each(CASES)('%s', (_, bytes, ofctl, differences) => {
    const deployment = three();
    expect(traced(deployment, bytes).agreement).toEqual({ agree: true, differences: [] });
    type(deployment, `ovs-ofctl ${ofctl}`);
    expect(traced(deployment, bytes).agreement).toEqual({ agree: false, differences });
  });
});

it('of very many differences the first ones are told', () => {
  const deployment = network('2015-08', {
    ports: Array.from({ length: 12 }, (_, n) => ({ switch: 'sw0', name: `p${n + 1}`, macs: [] })),
    vifs: [{ machine: 'hv1', iface: 'vif1', port: 'p1' }],
  });
  type(deployment, 'ovs-ofctl del-flows br-int table=18');
  const { differences } = traced(deployment, ARP).agreement;
  expect(differences).toHaveLength(8);
  expect(differences[0]).toBe('In logical table 2 of sw0, “1” matched; hv1 matched no flow.');
});
