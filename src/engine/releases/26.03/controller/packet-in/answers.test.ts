/** What pinctrl answers with: requests for neighbours, advertisements, errors, lines of the log. */
import { describe, expect, it, test } from 'vitest';
import type { LayerSpec } from '../../../../../packets';
import { actions, asked, bytesBehind, Pinctrl } from './testing';
import { newPinctrlState, runPinctrl } from './index';
import type { Millis } from '../../../../base';

const ETHERNET: LayerSpec = { protocol: 'ethernet', src: '50:54:00:00:00:01', dst: '00:00:00:00:ff:01' };
const IP4: LayerSpec = { protocol: 'ipv4', src: '10.0.0.11', dst: '10.0.0.12', ttl: 9 };
const IP6: LayerSpec = { protocol: 'ipv6', src: 'fd00::11', dst: 'fd00::12', ttl: 9 };
const TCP: LayerSpec = { protocol: 'tcp', src: 1234, dst: 80, seq: 0xffffffff, flags: 'syn' };
const UDP: readonly LayerSpec[] = [{ protocol: 'udp', src: 1234, dst: 53 }, data('01020304')];
const FIELDS = { metadata: 2, reg14: 1 };
const GO_ON = actions('resubmit(,42)');

function data(hex: string): LayerSpec {
  return { protocol: 'payload', data: hex };
}

describe('refusals', () => {
  const at = { fields: FIELDS };
  test.each([
    ['icmp', [IP4, ...UDP], 'icmp 3/3'],
    ['icmp', [IP4, TCP], 'icmp 3/1'],
    ['icmp4_error', [IP4, ...UDP], 'icmp 3/1'],
    ['icmp', [IP6, ...UDP], 'icmp6 1/4'],
    ['icmp6_error', [IP6, ...UDP], 'icmp6 1/1'],
    ['reject', [IP4, ...UDP], 'icmp 3/3 back'],
    ['reject', [IP6, { protocol: 'icmpv6' }, { protocol: 'echo' }], 'icmp6 1/1 back'],
    ['reject', [IP4, TCP], 'tcp rst|ack back'],
    ['tcp_reset', [IP6, TCP], 'tcp rst|ack'],
    // Nobody refuses a refusal.
    ['reject', [IP4, { ...TCP, flags: 'rst' }], 'nothing'],
    ['reject', [IP4, { protocol: 'icmp', type: 3, code: 1 }, data('0000000000000000')], 'nothing'],
    ['reject', [IP6, { protocol: 'icmpv6', type: 1, code: 0 }, data('0000000000000000')], 'nothing'],
    ['tcp_reset', [IP4, ...UDP], 'pinctrl|WARN|TCP_RESET action on non-TCP packet'],
    ['sctp_abort', [IP4, ...UDP], 'pinctrl|WARN|SCTP_ABORT action on non-SCTP packet'],
  ] as const)('%s of %j => %s', (opcode, layers, expected) => {
    const [line = 'nothing', ...more] = new Pinctrl().turn(asked(opcode, GO_ON, [ETHERNET, ...layers], at));
    expect(more).toEqual([]);
    expect(inShort(line)).toBe(expected);
  });

  it('answers a segment with the number that comes after it, in an IP packet of its own', () => {
    expect(new Pinctrl().turn(asked('reject', GO_ON, [ETHERNET, IP4, TCP], at))).toEqual([
      'out tcp,dl_src=00:00:00:00:ff:01,dl_dst=50:54:00:00:00:01,nw_src=10.0.0.12,nw_dst=10.0.0.11,nw_tos=0,nw_ecn=0,nw_ttl=63,nw_frag=no,tp_src=80,tp_dst=1234,tcp_flags=rst|ack do set_field:0x1->reg14,set_field:0x2->metadata,resubmit(,42)',
    ]);
    const { outs } = runPinctrl(asked('reject', GO_ON, [ETHERNET, IP4, TCP], at), VIEW, newPinctrlState(1));
    expect(bytesBehind(34, outs[0])).toMatch(/^005004d20000000000000000501400/);
  });

  test.each([
    ['icmp', 'note:6f.76.6e.00.00.00.00.00.05.78', IP4, /^0304....00000578/],
    ['icmp', 'note:6f.76.6e.00.00.01.00.00.00.00.05.78', IP6, /^0200....00000578/],
    // Another field's note, and somebody else's.
    ['icmp', 'note:6f.76.6e.00.00.01.00.00.05.78', IP4, /^0301....00000000/],
    ['icmp', 'note:6f.76.6d.00.00.00.00.00.05.78', IP4, /^0301....00000000/],
  ] as const)('%s with %s tells the MTU', (opcode, note, ip, expected) => {
    const { outs } = runPinctrl(asked(opcode, actions(note), [ETHERNET, ip, TCP], at), VIEW, newPinctrlState(1));
    expect(bytesBehind(ip === IP4 ? 34 : 54, outs[0])).toMatch(expected);
  });

  test.each([
    // 576 and 1280 bytes in all.
    [IP4, 576],
    [IP6, 1280],
  ])('an error quotes no more than fits: %j', (ip, length) => {
    const long = [ETHERNET, ip, { protocol: 'udp' } as const, data('00'.repeat(1400))];
    const { outs } = runPinctrl(asked('icmp', GO_ON, long, at), VIEW, newPinctrlState(1));
    expect(outs[0]?.packet).toHaveLength(length);
  });

  test.each([
    // The tag of the association, and the one that an INIT brings.
    [0x11223344, '0003000400000001', '0016162e11223344........06010004'],
    [0, `01000014aabbccdd${'00'.repeat(12)}`, '0016162eaabbccdd........06000004'],
  ])('SCTP with tag %i and chunk %s is aborted', (tag, chunk, expected) => {
    const layers = [ETHERNET, IP4, { protocol: 'sctp', src: 5678, dst: 22, tag } as const, data(chunk)];
    const { outs } = runPinctrl(asked('reject', GO_ON, layers, at), VIEW, newPinctrlState(1));
    expect(bytesBehind(34, outs[0])).toMatch(new RegExp(`^${expected}$`));
  });

  test.each([
    ['', 'SCTP_ABORT action on SCTP packet with no chunks'],
    ['06000004', 'sctp_abort action on incoming SCTP ABORT.'],
    ['01000014', 'Incomplete SCTP INIT chunk. Ignoring packet.'],
  ])('SCTP with chunk "%s" is not aborted: %s', (chunk, expected) => {
    const layers = [ETHERNET, IP4, { protocol: 'sctp', src: 5678, dst: 22 } as const, data(chunk)];
    expect(new Pinctrl().turn(asked('sctp_abort', GO_ON, layers, at))).toEqual([`pinctrl|WARN|${expected}`]);
  });
});

const VIEW = { sb: new Pinctrl().databases.sb, chassis: 'hv1', isLocal: () => true, now: 0 as Millis };

/** What it is, and whether its addresses are turned round. */
function inShort(line: string): string {
  const [, kind, rest = ''] = /^out (icmp6?|tcp6?),(.*)$/.exec(line) ?? [];
  if (kind === undefined) return line;
  const back = rest.includes('dl_dst=50:54:00:00:00:01') ? ' back' : '';
  const flags = /tcp_flags=(\S+)/.exec(rest)?.[1];
  const type = /icmp_type=(\d+),icmp_code=(\d+)/.exec(rest);
  return `${kind.replace('tcp6', 'tcp')} ${flags ?? `${type?.[1] ?? ''}/${type?.[2] ?? ''}`}${back}`;
}

describe('neighbours', () => {
  const at = { fields: { metadata: 2, reg0: 0xac100105, reg15: 2 } };

  it('asks for a neighbour, with the tag that the packet had', () => {
    const layers: readonly LayerSpec[] = [ETHERNET, { protocol: 'vlan', vid: 7 }, IP4, ...UDP];
    expect(new Pinctrl().turn(asked('arp', actions('set_field:172.16.1.5->arp_tpa'), layers, at))).toEqual([
      'out arp,dl_vlan=7,dl_vlan_pcp=0,vlan_tci1=0x0000,dl_src=50:54:00:00:00:01,dl_dst=00:00:00:00:ff:01,arp_spa=10.0.0.11,arp_tpa=10.0.0.12,arp_op=1,arp_sha=50:54:00:00:00:01,arp_tha=00:00:00:00:00:00 do set_field:0xac100105->reg0,set_field:0x2->reg15,set_field:0x2->metadata,set_field:172.16.1.5->arp_tpa',
    ]);
  });

  test.each([
    [IP6, 'ff02::1:ff00:12', 'fd00::12'],
    // A packet of IPv4 goes by way of a neighbour of IPv6.
    [IP4, 'ff02::1:ff00:9', 'fd00::9'],
  ])('solicits the neighbour of %j: %s', (ip, group, target) => {
    const fields = { metadata: 2, reg15: 2, xxreg0: 0xfd000000000000000000000000000009n };
    const [line] = new Pinctrl().turn(asked('nd_ns', GO_ON, [ETHERNET, ip, ...UDP], { fields }));
    expect(line).toContain(`ipv6_dst=${group},`);
    expect(line).toContain(`nd_target=${target},nd_sll=50:54:00:00:00:01`);
    expect(line).toContain('ipv6_src=fe80::5254:ff:fe00:1,');
  });

  it('asks for nobody because of what is no IP packet', () => {
    const frame: readonly LayerSpec[] = [ETHERNET, { protocol: 'arp' }];
    expect(new Pinctrl().turn(asked('arp', GO_ON, frame))).toEqual([
      'pinctrl|WARN|ARP action on non-IP packet (Ethertype 806)',
    ]);
    expect(new Pinctrl().turn(asked('nd_ns', GO_ON, frame))).toEqual(['pinctrl|WARN|NS action on non-IPv6 packet']);
    expect(new Pinctrl().turn(asked('nd_na', GO_ON, [ETHERNET, IP6, ...UDP]))).toEqual([
      'pinctrl|WARN|NA action on non-ND packet',
    ]);
  });

  test.each(['nd_na', 'nd_na_router'] as const)('%s answers as it is asked', (opcode) => {
    const solicitation: readonly LayerSpec[] = [
      ETHERNET,
      { protocol: 'ipv6', src: 'fd00::11', dst: 'ff02::1:ff00:1', ttl: 255 },
      { protocol: 'icmpv6' },
      { protocol: 'nd-ns', target: 'fd00::1', options: [{ type: 'sll', value: '50:54:00:00:00:01' }] },
    ];
    const { outs } = runPinctrl(asked(opcode, GO_ON, solicitation), VIEW, newPinctrlState(1));
    const flags = opcode === 'nd_na' ? '60000000' : 'e0000000';
    const target = `fd00${'0'.repeat(27)}1`;
    expect(bytesBehind(0, outs[0])).toMatch(/^50540000000100000000ff0186dd6000000000203aff/);
    expect(bytesBehind(58, outs[0])).toBe(`${flags}${target}020100000000ff01`);
  });
});

describe('the log', () => {
  test.each([
    [{ verdict: 1, severity: 6, name: 'a"b' }, 8, 'name="a\\"b", verdict=drop, severity=info, direction=from-lport'],
    [{ verdict: 0, severity: 1, name: '' }, 48, 'name="<unnamed>", verdict=allow, severity=alert, direction=to-lport'],
    [{ verdict: 9, severity: 3, name: 'x' }, 60, 'name="x", verdict=<unknown>, severity=<unknown>, direction=to-lport'],
  ])('%j in table %i => %s', (what, table, expected) => {
    expect(new Pinctrl().turn(asked('log', what, [ETHERNET, IP4, TCP], { table }))).toEqual([
      `acl_log|INFO|${expected}: tcp,vlan_tci=0x0000,dl_src=50:54:00:00:00:01,dl_dst=00:00:00:00:ff:01,nw_src=10.0.0.11,nw_dst=10.0.0.12,nw_tos=0,nw_ecn=0,nw_ttl=9,nw_frag=no,tp_src=1234,tp_dst=80,tcp_flags=syn`,
    ]);
  });
});

test.each([
  [[0, 0, 0], 'pinctrl|WARN|packet-in userdata lacks action header'],
  [[0, 0, 0, 27, 0, 0, 0, 0], 'pinctrl|WARN|unrecognized packet-in opcode 27'],
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 99, 0, 8, 0, 0, 0, 0], 'failed to parse actions from userdata (OFPBAC_BAD_TYPE)'],
])('userdata %j => %s', (userdata, expected) => {
  const packetIn = asked('igmp', {}, [ETHERNET, IP4, TCP]);
  const lines = new Pinctrl().turn({ ...packetIn, request: { ...packetIn.request, userdata } });
  expect(lines.at(-1)).toContain(expected);
});
