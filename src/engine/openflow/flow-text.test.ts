/** Flows and matches as ovs-ofctl reads and prints them; the outputs are those of Open vSwitch 3.1. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Millis } from '../base';
import {
  FIELD_NAMES,
  FIELDS,
  formatFlow,
  formatMatch,
  matchFrom,
  matchKey,
  normalizeMatch,
  parseFlow,
  parseMatch,
  sameMatch,
  type MatchTerm,
} from './index';

const at = (millis: number) => millis as Millis;

function printMatch(text: string): string {
  const flow = parseFlow(`${text},actions=drop`);
  return flow.ok ? formatMatch(flow.value.entry.match) : `error: ${flow.error.message}`;
}

describe('matches', () => {
  it.each([
    ['vlan_tci=0x1000/0x1000', 'vlan_tci=0x1000/0x1000'],
    ['arp,arp_op=256', 'arp,arp_op=0'],
    ['tcp,tcp_flags=0x12', 'tcp,tcp_flags=syn|ack'],
    ['tcp,tcp_flags=0x13/0x10', 'tcp,tcp_flags=+ack'],
    ['tcp,tcp_flags=+syn-[200]', 'tcp,tcp_flags=+syn-[200]'],
    ['ct_state=new|trk', 'ct_state=new|trk'],
    ['ct_state=+trk-new', 'ct_state=-new+trk'],
    ['ct_state=0x1/0x1', 'ct_state=+new'],
    ['metadata=-1', 'metadata=0xffffffffffffffff'],
    ['dl_vlan=5000', 'dl_vlan=904'],
    ['dl_vlan=0xffff', 'vlan_tci=0x0000'],
    ['vlan_vid=5', 'vlan_tci=0x0000'],
    ['vlan_vid=0x1005/0x1fff,vlan_pcp=3', 'dl_vlan=5,dl_vlan_pcp=3'],
    ['dl_vlan_pcp=3,in_port=local', 'in_port=LOCAL,dl_vlan_pcp=3'],
    ['arp,nw_src=1.2.3.4,nw_proto=2', 'arp,arp_spa=1.2.3.4,arp_op=2'],
    ['icmp_type=3', ''],
    ['ip,nw_src=10.1.2.3/255.0.255.0', 'ip,nw_src=10.0.2.0/255.0.255.0'],
    ['tcp,tp_dst=80/0xff00', 'tcp,tp_dst=0x0/0xff00'],
    ['eth_src=*', ''],
    ['xreg0=1/3,xxreg1=0', 'reg1=0x1/0x3,reg4=0,reg5=0,reg6=0,reg7=0'],
    [', ,tcp ,, tp_dst=5', 'tcp,tp_dst=5'],
    ['ipv6,ipv6_src=::1.2.3.4,ipv6_dst=::ffff:1.2.3.4/100', 'ipv6,ipv6_src=::1.2.3.4,ipv6_dst=::ffff:0.0.0.0/100'],
    ['ipv6,ipv6_src=::5,ipv6_dst=::1:5', 'ipv6,ipv6_src=::5,ipv6_dst=::0.1.0.5'],
    ['ipv6,ipv6_src=1:0:0:2:0:0:0:3', 'ipv6,ipv6_src=1:0:0:2::3'],
    ['ip,nw_tos=13,nw_ecn=2', 'ip,nw_tos=12,nw_ecn=2'],
    ['reg0=010', 'reg0=0x8'],
    ['reg0', ''],
    ['icmp6,nd_target=::1', 'icmp6'],
    ['icmp,tp_src=65535', 'icmp,icmp_type=255'],
    ['icmp6,udp_src=55905', 'icmp6,icmp_type=97'],
    ['ip,nw_proto=1,tp_src=300,tp_dst=3/0xff00', 'icmp,icmp_type=44,icmp_code=0'],
    ['tcp,icmp_type=3', 'tcp,tp_src=3'],
    ['icmp6,icmp_type=135,icmp_code=1,nd_target=::1', 'icmp6,icmp_type=135,icmp_code=1'],
    ['icmp6,icmp_type=135,nd_target=::1', 'icmp6,icmp_type=135,nd_target=::1'],
    ['dl_type=0x5ff', 'dl_type=0x05ff'],
    ['foo=1', 'error: unknown keyword foo'],
    ['reg20=1', 'error: unknown keyword reg20'],
    ['tcp,tp_dst=70000', 'error: 70000: value too large for 2-byte field tcp_dst'],
    ['reg0=0x1ffffffff', 'error: 0x1ffffffff: value too large for 4-byte field reg0'],
    ['dl_src=xx', 'error: xx: invalid Ethernet address'],
    ['tcp,tcp_flags=+syn+foo', 'error: foo: unknown TCP flag(s)'],
    ['ct_state=+new-trk+new', 'error: new: Each ct_state flag can be specified only once'],
    ['ct_state=+', 'error: : unknown ct_state flag(s)'],
    ['in_port=eth0', 'error: eth0: invalid or unknown port for in_port'],
    ['in_port=5/3', 'error: 5/3: invalid or unknown port for in_port'],
    ['dl_type=ip', 'error: ip: bad syntax for eth_type value'],
    ['reg0=5/x', 'error: 5/x: bad syntax for reg0 mask'],
    ['ip,nw_ttl=3/1', 'error: 3/1: invalid mask for field nw_ttl'],
    ['ip,nw_src=1.2.3.4/33', 'error: 1.2.3.4/33: IPv4 network prefix bits not between 0 and 32, inclusive'],
    ['ip,nw_src=1.2.3', 'error: 1.2.3: invalid IP address'],
    ['priority=70000', 'error: invalid priority "70000"'],
    ['ip,priority', 'error: field priority missing value'],
    ['table=300', 'error: unknown table "300"'],
  ])('%s => %s', (input, output) => expect(printMatch(input)).toBe(output));

  it('are the same after printing and reading, whatever they ask', () => {
    const term = fc.constantFrom(...FIELD_NAMES).chain((field) => {
      const bits = fc.bigInt({ min: 0n, max: (1n << BigInt(FIELDS[field].bits)) - 1n });
      const mask = FIELDS[field].maskable ? fc.option(bits, { nil: undefined }) : fc.constant(undefined);
      return fc.record({ value: bits, mask }).map((part): MatchTerm => ({
        field,
        value: part.value,
        ...(part.mask === undefined ? {} : { mask: part.mask }),
      }));
    });
    // Fields that a flow table cannot hold partly, or that have no text of their own beside a protocol.
    const unprintable = new Set(['nd_reserved', 'nd_options_type', 'mpls_lse1', 'mpls_lse2', 'vlan_tci1']);
    const terms = fc.array(term, { maxLength: 6 }).map((list) => list.filter(({ field }) => !unprintable.has(field)));
    const kind = fc.constantFrom('', 'ip', 'tcp', 'udp6', 'icmp', 'icmp6,icmp_type=135', 'arp', 'ipv6', 'mpls');
    fc.assert(
      fc.property(terms, kind, (list, text) => {
        const base = parseMatch(text);
        if (!base.ok) throw new Error(base.error.message);
        // Ports and ICMP types share their place in a flow, so only the kind's own may ask for it.
        const elsewhere = text.startsWith('icmp') ? ['tcp', 'udp', 'sctp'] : ['icmpv4', 'icmpv6'];
        const fixed = ['eth_type', 'nw_proto', 'arp_op', 'icmp_type', 'icmpv6_type'];
        const fields = list.filter(({ field }) => !fixed.includes(field) && !elsewhere.includes(FIELDS[field].needs));
        const both = parseMatch([text, formatMatch(matchFrom(fields))].filter((part) => part !== '').join(','));
        if (!both.ok) return;
        const match = normalizeMatch(both.value);
        const again = parseMatch(formatMatch(match));
        expect(again.ok && sameMatch(again.value, match), formatMatch(match)).toBe(true);
        expect(again.ok && matchKey(again.value)).toBe(matchKey(match));
      }),
    );
  });
});

describe('flows', () => {
  const parse = (text: string) => {
    const flow = parseFlow(text);
    if (!flow.ok) throw new Error(flow.error.message);
    return flow.value.entry;
  };

  it('print as dump-flows has them', () => {
    const entry = parse('table=16,priority=100,metadata=1,actions=drop');
    const stats = { packets: 3, bytes: 180, since: at(1000), used: at(4500) };
    expect(formatFlow(entry, { stats, now: at(6234) })).toBe(
      ' cookie=0x0, duration=5.234s, table=16, n_packets=3, n_bytes=180, idle_age=1, priority=100,metadata=0x1 actions=drop',
    );
    expect(formatFlow(entry)).toBe(' table=16, priority=100,metadata=0x1 actions=drop');
    const plain = parse('idle_timeout=60,actions=set_field:7->reg7,output:1');
    expect(formatFlow(plain, { stats: { ...stats, modified: at(6000) }, now: at(6000) })).toBe(
      ' cookie=0x0, duration=5s, table=0, n_packets=3, n_bytes=180, idle_timeout=60, idle_age=1, hard_age=0, actions=load:0x7->NXM_NX_REG7[],output:1',
    );
    expect(formatFlow(plain)).toBe(' idle_timeout=60, actions=load:0x7->NXM_NX_REG7[],output:1');
  });

  it('read back what they print', () => {
    const text =
      ' cookie=0x5, duration=1.029s, table=3, n_packets=0, n_bytes=0, hard_timeout=300, idle_age=1, priority=5,tcp actions=drop';
    expect(parse(text)).toMatchObject({ table: 3, priority: 5, cookie: 5n, hardTimeout: 300, actions: [] });
  });

  it('are refused in the words of ovs-ofctl', () => {
    const message = (text: string, options = {}) => {
      const flow = parseFlow(text, options);
      return flow.ok ? 'fine' : flow.error.message;
    };
    expect(message('ip')).toBe('must specify an action');
    expect(message('cookie=3/-1,actions=drop')).toBe('flow additions cannot use a cookie mask');
    expect(message('cookie=x,actions=drop')).toBe('invalid numeric format x');
    expect(message('priority=3', { command: 'delete' })).toBe('unknown keyword priority');
    expect(message('priority=3', { command: 'delete', strict: true })).toBe('fine');
    const inconsistent = 'actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)';
    expect(message('actions=set_field:80->tcp_dst')).toBe(inconsistent);
    expect(message('ip,actions=set_field:4097->vlan_vid')).toBe(inconsistent);
    expect(message('ip,actions=push_vlan:0x8100,set_field:4097->vlan_vid')).toBe('fine');
    expect(message('tcp,actions=set_field:80->tcp_dst')).toBe('fine');
    expect(message('actions=move:NXM_OF_IP_SRC[]->NXM_NX_REG1[]')).toBe(inconsistent);
    expect(message('actions=mod_nw_src:1.2.3.4')).toBe('fine');
    expect(message('actions=mod_nw_ttl:3')).toBe(inconsistent);
    expect(message('arp,actions=mod_nw_ecn:1')).toBe(inconsistent);
    expect(message('ipv6,actions=mod_nw_ttl:3,mod_nw_ecn:1')).toBe('fine');
    expect(message('actions=pop:eth_type')).toBe('actions are invalid with specified match (OFPBAC_BAD_SET_ARGUMENT)');
    expect(message('actions=drop', { command: 'delete' })).toBe('unknown keyword actions');
    expect(message('cookie=5', { command: 'delete' })).toBe(
      'cannot set cookie (to match on a cookie, specify a mask, e.g. cookie=5/-1)',
    );
    expect(message('cookie=5/-1,out_port=1', { command: 'delete' })).toBe('fine');
  });

  it('tell what was dropped from a match without its prerequisites', () => {
    const flow = parseFlow('tp_src=5,actions=drop');
    expect(flow.ok && flow.value.normalization).toEqual({ before: 'tp_src=5', after: '' });
  });
});
