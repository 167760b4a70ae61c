/** What can be asked of a deployment besides one trace, and what a trace can be turned into. */
import { describe, expect, it } from 'vitest';
import { PRESET_NAMES, readPcap, toHex } from '../../packets';
import { releaseById } from '../releases';
import { gallery, network, packet, traced } from '../scenario/testing';
import { stepsWhere } from './break-points';
import { captureChoices, captureOf } from './capture';
import { formatLogicalTrace, formatOpenFlowTrace, formatSummary, formatTraceJson } from './formats';
import { packetOfText, textsOfPacket } from './packet-text';

describe('breakpoints over the packet', () => {
  it('hold where the expression does', () => {
    const request = { machine: 'hv1', iface: 'vif1', bytes: packet('ping') };
    const deployment = gallery('article');
    expect(stepsWhere(deployment, request, 'inport == "sw0-port1"')).toEqual({ ok: true, value: [2, 3, 4, 5, 6] });
    expect(stepsWhere(deployment, request, 'outport == "sw0-port2" && icmp')).toEqual({ ok: true, value: [4, 5, 6] });
    expect(stepsWhere(deployment, request, 'arp')).toEqual({ ok: true, value: [] });
    expect(stepsWhere(deployment, request, 'nonsense').ok).toBe(false);
  });
});

describe('packets from text', () => {
  const release = releaseById('2015-08');
  if (!release) throw new Error('There is no release 2015-08.');
  it.each([
    ['icmp,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,icmp_type=8', undefined],
    [
      'inport == "sw0-port1" && eth.src == 00:00:00:00:00:01 && eth.dst == 00:00:00:00:00:02 && ip4.src == 10.0.0.1 && ip4.dst == 10.0.0.2 && icmp4.type == 8',
      'sw0-port1',
    ],
  ])('%s', (text, inport) => {
    const read = packetOfText(release, text);
    if (!read.ok) throw new Error(read.error.message);
    expect(toHex(read.value.bytes).slice(0, 28)).toBe('0000000000020000000000010800');
    expect(read.value.bytes[22]).toBe(64);
    expect(read.value.inport).toBe(inport);
    expect(traced(network('2015-08'), read.value.bytes).verdict.kind).toBe('delivered');
  });
  it.each(PRESET_NAMES)('%s: the texts of a packet describe it', (preset) => {
    const texts = textsOfPacket(release, packet(preset), { inport: 'sw0-port1', inPort: 2 });
    for (const language of ['microflow', 'flow'] as const) {
      const read = packetOfText(release, texts[language], { language });
      if (!read.ok) throw new Error(`${texts[language]}: ${read.error.message}`);
      expect(read.value).toMatchObject(language === 'flow' ? { inPort: 2 } : { inport: 'sw0-port1' });
      const again = textsOfPacket(release, read.value.bytes, { inport: 'sw0-port1', inPort: 2 });
      expect(again[language]).toBe(texts[language]);
    }
  });
  it('says what it does not need to as little as possible', () => {
    expect(textsOfPacket(release, packet('ping'))).toEqual({
      microflow:
        'eth.src == 00:00:00:00:00:01 && eth.dst == 00:00:00:00:00:02 && eth.type == 0x800 && ip.proto == 1 && ip.ttl == 64 && ip4.src == 10.0.0.1 && ip4.dst == 10.0.0.2 && icmp4.type == 8',
      flow: 'icmp,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_tos=0,nw_ecn=0,nw_ttl=64,nw_frag=no,icmp_type=8,icmp_code=0',
    });
  });
  it('a TTL of 0 stays one when it is asked for', () => {
    for (const text of ['ip4 && ip.ttl == 0', 'ip,nw_ttl=0']) {
      const read = packetOfText(release, text);
      expect(read.ok && read.value.bytes[22]).toBe(0);
    }
  });
  it.each([
    ["ovs-appctl ofproto/trace br-int 'in_port=vif1,tcpp'", 'flow', 'unknown keyword tcpp', 'tcpp'],
    ['ovn-trace sw0 \'inport == "a" && foo\'', 'microflow', "Syntax error at `foo' expecting field name.", 'foo'],
    ['  ip,nw_src=10.0.0.999', undefined, '10.0.0.999: invalid IP address', '10.0.0.999'],
  ] as const)('%s: the problem is where it is', (text, language, message, piece) => {
    const ports = (name: string) => (name === 'vif1' ? 2 : undefined);
    const read = packetOfText(release, text, { ports, ...(language ? { language } : {}) });
    if (read.ok) throw new Error('read');
    expect(read.error.message).toBe(message);
    expect(text.slice(read.error.range?.start, read.error.range?.end)).toBe(piece);
  });
  it.each(['', 'ip4 || ip6', 'frobnicate=1', 'eth.src == 1 && eth.src == 2'])('refuses “%s”', (text) => {
    expect(packetOfText(release, text).ok).toBe(false);
  });
});

describe('a trace for others', () => {
  const deployment = gallery('article');
  const told = traced(deployment, packet('ping'));
  /** Rows get new UUIDs when the gallery changes; what they say stays. */
  const anonymous = (text: string) => text.replace(/, uuid [0-9a-f]{8}/g, '');
  it('as ovn-trace writes it', () => {
    expect(anonymous(formatLogicalTrace(deployment.release, told))).toBe(`\
# icmp,reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_tos=0,nw_ecn=0,nw_ttl=64,nw_frag=no,icmp_type=8,icmp_code=0

ingress(dp="sw0", inport="sw0-port1")
-------------------------------------
 0. Ingress port security: inport == "sw0-port1", priority 50
    resubmit
 1. Destination lookup: eth.dst == 00:00:00:00:00:02, priority 50
    outport = "sw0-port2";
    resubmit;
 2. ACLs: 1, priority 0
    resubmit
 3. Egress port security: outport == "sw0-port2", priority 50
    output("sw0-port2")
    /* output to "sw0-port2", type "" */

Delivered to sw0-port2.
Through hv1, a vxlan tunnel with key 2, and hv2.
`);
  });
  it('as ovn-trace writes it: copies where they branch off, ports whatever they are called', () => {
    const strange = network('2015-08', {
      ports: [
        { switch: 'sw0', name: 'a"; b', macs: ['00:00:00:00:00:01'] },
        { switch: 'sw0', name: 'sw0-port2', macs: ['00:00:00:00:00:02'] },
      ],
      vifs: [
        { machine: 'hv1', iface: 'vif1', port: 'a"; b' },
        { machine: 'hv2', iface: 'vif2', port: 'sw0-port2' },
      ],
    });
    const text = anonymous(formatLogicalTrace(strange.release, traced(strange, packet('arp-request'))));
    expect(text.split('\n').slice(1, -4).join('\n')).toBe(`
ingress(dp="sw0", inport="a\\"; b")
----------------------------------
 0. Ingress port security: inport == "a\\"; b", priority 50
    next;
 1. Destination lookup: eth.dst[40], priority 100
    outport = "sw0-port2";
    next;
     2. ACLs: 1, priority 0
            next;
         3. Egress port security: eth.dst[40], priority 100
            output;
            /* output to "sw0-port2", type "" */
    outport = "a\\"; b";
    next;
 2. ACLs: 1, priority 0
    next;
 3. Egress port security: eth.dst[40], priority 100
    output;
    /* omitting output because inport == outport */`);
  });
  it('in plain words, with what would help', () => {
    expect(formatSummary(told)).toBe('Delivered to sw0-port2.\nThrough hv1, a vxlan tunnel with key 2, and hv2.\n');
    const dropped = formatSummary(traced(gallery('acl'), packet('ping')));
    expect(dropped).toMatch(
      /^Dropped by hv1 in table 2 by the ACL .*\nWithin hv1\.\nLet this packet through above it:\n {2}ovsdb-client .*\nDelete this ACL:\n {2}ovsdb-client /,
    );
  });
  it('as ofproto/trace writes it, hypervisor by hypervisor', () => {
    const text = formatOpenFlowTrace(deployment, told.request);
    expect(text.ok && text.value).toContain('# hv1, in at vif1\nFlow: icmp,in_port=2');
    expect(text.ok && text.value).toContain('# hv2, in at ');
  });
  it('as JSON', () => {
    const read = JSON.parse(formatTraceJson(told)) as { request: { bytes: string }; steps: unknown[] };
    expect(read.request.bytes).toBe(toHex(packet('ping')));
    expect(read.steps).toHaveLength(11);
  });
  it('as pcap: of every hop, of the underlay, of one step', () => {
    const frames = (file: Uint8Array) => {
      const read = readPcap(file);
      return read.ok ? read.value.map(({ bytes }) => bytes.length) : [];
    };
    const size = packet('ping').length;
    expect(frames(captureOf(told, 'hops'))).toEqual([size, size, size, size]);
    expect(frames(captureOf(told, 'underlay'))).toEqual([size + 50]);
    expect(frames(captureOf(told, 3))).toEqual([size]);
    expect(frames(captureOf(told, { machine: 'hv1' }))).toEqual([size, size + 50]);
    expect(frames(captureOf(told, { machine: 'hv2', iface: 'vif2' }))).toEqual([size]);
    expect(frames(captureOf(told, { machine: 'hv3' }))).toEqual([]);
    expect(captureChoices(told).map(({ key, frames: count }) => [key, count])).toEqual([
      ['hops', 4],
      ['underlay', 1],
      ['hv1', 2],
      ['hv1/vif1', 1],
      ['hv1/ovn-81b0f7-0', 1],
      ['hv2', 2],
      ['hv2/ovn-56b181-0', 1],
      ['hv2/vif2', 1],
    ]);
  });
});
