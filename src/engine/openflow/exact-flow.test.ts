/** Flows as ofproto/trace reads them, `input => what it prints`; the outputs are those of Open vSwitch 3.1, less its vlan_tci1. */
import { expect, test } from 'vitest';
import { formatFlowKey, parseDatapathFlow, parseExactFlow, withoutStatistics } from './index';

const MACS = 'dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00';
const FLOWS = `
in_port=2,vlan_tci=5 => in_port=2,vlan_tci=0x0005,${MACS},dl_type=0x0000
in_port=1,vlan_vid=5 => in_port=1,vlan_tci=0x0005,${MACS},dl_type=0x0000
in_port=1,dl_vlan=5,dl_vlan_pcp=3 => in_port=1,dl_vlan=5,dl_vlan_pcp=3,${MACS},dl_type=0x0000
metadata=3,reg0=5 => reg0=0x5,metadata=0x3,in_port=ANY,vlan_tci=0x0000,${MACS},dl_type=0x0000
ip,nw_ttl=3 => ip,in_port=ANY,vlan_tci=0x0000,${MACS},nw_src=0.0.0.0,nw_dst=0.0.0.0,nw_proto=0,nw_tos=0,nw_ecn=0,nw_ttl=3,nw_frag=no
in_port=1,ip,tp_dst=80 => error: in_port=1,ip,tp_dst=80: prerequisites not met for setting tp_dst
in_port=1,udp,tp_dst=53 => error: in_port=1,udp,tp_dst=53: prerequisites not met for setting tp_dst
in_port=1,arp,nw_dst=1.2.3.4 => error: in_port=1,arp,nw_dst=1.2.3.4: prerequisites not met for setting nw_dst
in_port=1,bogus=3 => error: in_port=1,bogus=3: unknown field bogus
drop => error: drop: unknown field drop
in_port=1,in_port=2 => error: in_port=1,in_port=2: field in_port set multiple times
tcp,udp => error: tcp,udp: Ethernet type set multiple times
in_port=1,dl_type=zz => error: in_port=1,dl_type=zz: bad value for dl_type (zz: bad syntax for eth_type value)
dl_dst=00:00:00:00:00:01/ff:ff:ff:ff:ff:00 => error: dl_dst=00:00:00:00:00:01/ff:ff:ff:ff:ff:00: bad value for dl_dst (00:00:00:00:00:01/ff:ff:ff:ff:ff:00: wildcards not allowed here)
`;

test.each(rows(FLOWS))('%s', (input, answer) => {
  const read = parseExactFlow(input);
  expect(read.ok ? formatFlowKey(read.value, 'one') : `error: ${read.error.message}`).toBe(answer);
});

const DATAPATH = `
in_port(1),eth(src=00:00:00:00:00:01,dst=00:00:00:00:00:02),eth_type(0x0806),arp(sip=10.0.0.1,tip=10.0.0.2,op=1,sha=00:00:00:00:00:01,tha=00:00:00:00:00:00) => 1 arp,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,arp_spa=10.0.0.1,arp_tpa=10.0.0.2,arp_op=1,arp_sha=00:00:00:00:00:01,arp_tha=00:00:00:00:00:00
recirc_id(0),in_port(p2),eth(src=00:00:00:00:00:01/ff:ff:ff:00:00:00,dst=00:00:00:00:00:02),eth_type(0x8100),vlan(vid=5,pcp=3),encap(eth_type(0x0800),ipv4(src=10.0.0.1,dst=10.0.0.2,proto=17,tos=0,ttl=64,frag=no),udp(src=1,dst=53)), packets:3, bytes:180, used:1.2s, actions:3 => p2 udp,dl_vlan=5,dl_vlan_pcp=3,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_tos=0,nw_ecn=0,nw_ttl=64,nw_frag=no,tp_src=1,tp_dst=53
tunnel(tun_id=0x3,src=1.1.1.1,dst=2.2.2.2,ttl=64,flags(df|key)),in_port(6081),eth(src=00:00:00:00:00:01,dst=00:00:00:00:00:02) => 6081 tun_id=0x3,tun_src=1.1.1.1,tun_dst=2.2.2.2,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,dl_type=0x05ff
eth(src=00:00:00:00:00:01),ipv4(src=1.2.3.4) => none vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:00,dl_type=0x05ff
in_port(1),foo(1) => error
in_port(1),eth(src=1) => error
in_port=1 => error
`;

test.each(rows(DATAPATH))('%s', (input, answer) => {
  const read = parseDatapathFlow(withoutStatistics(input));
  expect(read.ok ? `${read.value.port ?? 'none'} ${formatFlowKey(read.value.flow, 'one')}` : 'error').toBe(answer);
});

function rows(table: string): [string, string][] {
  return table
    .trim()
    .split('\n')
    .map((row) => {
      const [input = '', answer = ''] = row.split(' => ');
      return [input, answer];
    });
}
