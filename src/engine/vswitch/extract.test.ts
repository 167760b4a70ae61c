import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFlowKey } from '../openflow';
import { extract } from './extract';

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

describe('extract', () => {
  it('reads recorded packets as the real extractor did', () => {
    const lines = readFileSync(new URL('../../../recordings/packets.jsonl', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const wrong: string[] = [];
    for (const line of lines) {
      const { bytes, parsed } = JSON.parse(line) as { bytes: string; parsed: string };
      const text = formatFlowKey(extract(bytesOf(bytes)));
      const wanted = parsed.replace(/ \w+_csum:\w+$/, '');
      if (text !== wanted) wrong.push(`${text}\n${wanted}`);
    }
    expect(wrong).toEqual([]);
  });

  it('takes an outer tag of today for a type where switches read one tag, as those of 2015 do', () => {
    const rest = 'dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02';
    const told = (tags: string) => formatFlowKey(extract(bytesOf(`020000000002020000000001${tags}1234`), 0, 'one'));
    expect(told('88a80005')).toBe(`vlan_tci=0x0000,${rest},dl_type=0x88a8`);
    expect(told('81000005')).toBe(`dl_vlan=5,dl_vlan_pcp=0,vlan_tci1=0x0000,${rest},dl_type=0x1234`);
  });

  const IPV4 = '020000000002020000000001' + '0800';
  it.each([
    ['a frame too short', '0102', 'vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00,dl_type=0x0000'],
    [
      'a length instead of a type',
      '0200000000020200000000010003414243',
      'vlan_tci=0x0000,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,dl_type=0x05ff',
    ],
    [
      'SNAP',
      '020000000002020000000001000aaaaa030000008035abcd',
      'rarp,vlan_tci=0x0000,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,arp_spa=0.0.0.0,arp_tpa=0.0.0.0,arp_op=0,arp_sha=00:00:00:00:00:00,arp_tha=00:00:00:00:00:00',
    ],
    [
      'two tags',
      '02000000000202000000000188a80005810060061234',
      'dl_vlan=5,dl_vlan_pcp=0,dl_vlan1=6,dl_vlan_pcp1=3,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,dl_type=0x1234',
    ],
    [
      'a first fragment',
      `${IPV4}4500001c00002000401100000a0000010a00000200350035000800 00`.replaceAll(' ', ''),
      'udp,vlan_tci=0x0000,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_tos=0,nw_ecn=0,nw_ttl=64,nw_frag=first,tp_src=53,tp_dst=53',
    ],
    [
      'a later fragment',
      `${IPV4}4500001c00000010401100000a0000010a0000020035003500080000`,
      'udp,vlan_tci=0x0000,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_tos=0,nw_ecn=0,nw_ttl=64,nw_frag=later',
    ],
    [
      'an IP header that says more than there is',
      `${IPV4}4500003c00000000401100000a0000010a0000020035003500080000`,
      'ip,vlan_tci=0x0000,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,nw_src=0.0.0.0,nw_dst=0.0.0.0,nw_proto=0,nw_tos=0,nw_ecn=0,nw_ttl=0,nw_frag=no',
    ],
    [
      'a TCP header that is longer than its segment',
      `${IPV4}4500002800000000400600000a0000010a000002c0000050000000000000000070020000000000000`.slice(0, 108),
      'tcp,vlan_tci=0x0000,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_tos=0,nw_ecn=0,nw_ttl=64,nw_frag=no,tp_src=0,tp_dst=0,tcp_flags=0',
    ],
    [
      'an IPv6 hop-by-hop header before UDP',
      `02000000000202000000000186dd6000000000100040${'0'.repeat(31)}1${'0'.repeat(31)}211000000000000000035003500080000`,
      'udp6,vlan_tci=0x0000,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,ipv6_src=::1,ipv6_dst=::2,ipv6_label=0x00000,nw_tos=0,nw_ecn=0,nw_ttl=64,nw_frag=no,tp_src=53,tp_dst=53',
    ],
  ])('reads %s', (_, hex, text) => expect(formatFlowKey(extract(bytesOf(hex)))).toBe(text));

  it('never fails, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => void extract(bytes, 1)));
  });
});
