/** Where the two halves of a trace disagree, and what the badge says of it. */
import { describe, expect, it } from 'vitest';
import { network, packet, traced, type } from '../scenario/testing';
import { daemonName } from '../sim';
import type { Deployment } from '../sim';

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

const PING = packet('ping');
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
    'a flow of somebody else does the same thing',
    PING,
    'add-flow br-int "table=18,priority=200,ip,actions=resubmit(,19)"',
    ['In logical table 2 of sw0, “ip4” matched; hv1 matched the flow ip.'],
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

it('a paused controller has not heard of a change', () => {
  const deployment = three();
  const controller = daemonName('ovn-controller', 'hv1');
  expect(deployment.setDaemon(controller, { status: 'paused' }).ok).toBe(true);
  type(deployment, 'ovn-nbctl lport-set-macs sw0-port2 00:00:00:00:00:22');
  const to = (ethDst: string) => traced(deployment, packet('ping', { ethDst })).agreement.differences;
  expect(to('00:00:00:00:00:22')).toEqual([
    'In logical table 1 of sw0, “eth.dst == 00:00:00:00:00:22” matched; hv1 matched no flow.',
    'The packet met logical table 2 of sw0 in the logical network, but no hypervisor went through table 18 for it.',
    'The packet met logical table 3 of sw0 in the logical network, but no hypervisor went through table 19 for it.',
    'The logical network outputs to sw0-port2; no hypervisor did.',
  ]);
  deployment.setDaemon(controller, { status: 'running' });
  deployment.settle(10_000);
  expect(to('00:00:00:00:00:22')).toEqual([]);
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
