/** Actions that the switches of 2015 lacked, in words and datapath actions of ofproto/trace (ofproto-dpif-xlate.c). */
import { expect, it } from 'vitest';
import type { Millis } from '../base';
import { parseFlow, parseFlowKey, parseGroup } from '../openflow';
import { composePacket, createSwitch, formatTrace, type Execution } from './index';

const now = 0 as Millis;
const PACKET =
  'tcp,in_port=1,dl_src=1:2:3:4:5:6,dl_dst=2:2:3:4:5:6,nw_src=1.2.3.4,nw_dst=4.3.2.1,nw_ttl=64,tp_src=1,tp_dst=80';

function trace(flows: readonly string[], groups: readonly string[] = [], live = false): Execution {
  const sw = createSwitch();
  const made = sw.addBridge('br0', { failMode: 'secure', now });
  const packet = parseFlowKey(PACKET);
  if (!made.ok || !packet.ok) throw new Error('no switch');
  for (const number of [1, 2, 3])
    made.value.addPort({ name: `p${number}`, type: 'dummy', options: {}, ofportRequest: number });
  for (const text of flows) {
    const flow = parseFlow(text);
    if (!flow.ok) throw new Error(flow.error.message);
    made.value.putFlow(flow.value.entry, now);
  }
  for (const text of groups) {
    const group = parseGroup(text);
    if (!group.ok) throw new Error(group.error.message);
    made.value.groups.set(group.value.id, group.value);
  }
  const bytes = composePacket(packet.value);
  const options = { now, flow: packet.value };
  const run = live ? sw.receive('br0', 1, bytes, options) : sw.trace('br0', 1, bytes, options);
  if (!run.ok) throw new Error(run.error.message);
  return run.value;
}

/** What the datapath is told, a line for each way through the tables. */
function datapath(flows: readonly string[], groups?: readonly string[]): readonly string[] {
  const lines = formatTrace(trace(flows, groups), { modern: true }).split('\n');
  return lines.filter((line) => line.startsWith('Datapath actions: ')).map((line) => line.slice(18));
}

it.each([
  [
    'a clone changes nothing after it',
    'clone(set_field:9.9.9.9->ip_dst,output:2),output:3',
    'set(ipv4(dst=9.9.9.9)),2,set(ipv4(dst=4.3.2.1)),3',
  ],
  ['what cannot be undone is done with a copy', 'clone(ct(commit),output:2),output:3', 'clone(ct(commit),2),3'],
  ['the last clone needs no copy', 'output:3,clone(ct(commit),output:2)', '3,ct(commit),2'],
  [
    'only what differs is set, and once',
    'dec_ttl,set_field:81->tcp_dst,output:2,output:3',
    'set(ipv4(ttl=63)),set(tcp(dst=81)),2,3',
  ],
  ['part of a field', 'set_field:2/3->nw_ecn,output:2', 'set(ipv4(tos=0x2/0x3)),2'],
  [
    'a tag',
    'push_vlan:0x8100,set_field:4196->vlan_vid,output:2,pop_vlan,output:3',
    'push_vlan(vid=100,pcp=0),2,pop_vlan,3',
  ],
  ['a queue', 'set_queue:5,output:2', 'set(skb_priority(0x5)),2'],
  ['a length that nobody knows', 'check_pkt_larger(100)->reg0[0],resubmit(,7)', 'check_pkt_len(size=100,gt(3),le(2))'],
  ['nowhere', 'group:7,output:2', 'drop'],
])('%s: %s', (_, actions, told) => {
  expect(
    datapath([`tcp,actions=${actions}`, 'table=7,reg0=0,actions=output:2', 'table=7,reg0=1,actions=output:3']),
  ).toEqual([told]);
});

it('a packet comes back from the tracker in the table that was named, translated', () => {
  const flows = [
    'actions=ct(commit,table=3,zone=7,nat(dst=10.0.0.9:8080),exec(set_field:0x1/0x3->ct_mark)),output:3',
    'table=3,ct_state=+new+trk,ct_zone=7,tcp,nw_dst=10.0.0.9,tp_dst=8080,actions=output:2',
  ];
  expect(datapath(flows)).toEqual(['ct(commit,zone=7,mark=0x1/0x3,nat(dst=10.0.0.9:8080)),recirc(0x1),3', '2']);
  expect(formatTrace(trace(flows), { modern: true })).toContain(
    ' Initial flow: nw_src=1.2.3.4,tp_src=1,nw_dst=4.3.2.1,tp_dst=80\n' +
      ' Modified flow: nw_src=1.2.3.4,tp_src=1,nw_dst=10.0.0.9,tp_dst=8080\n',
  );
});

it('each bucket has a copy, and a select group waits for a hash', () => {
  const all = 'group_id=1,type=all,bucket=actions=set_field:9.9.9.9->ip_dst,output:2,bucket=actions=output:3';
  expect(datapath(['actions=group:1'], [all])).toEqual(['set(ipv4(dst=9.9.9.9)),2,set(ipv4(dst=4.3.2.1)),3']);
  const select = 'group_id=1,type=select,selection_method=dp_hash,bucket=output:2,bucket=output:3';
  expect(datapath(['actions=group:1,output:3'], [select])).toEqual(['hash(l4(0)),recirc(0x1)']);
  const failover = 'group_id=1,type=ff,bucket=watch_port:9,actions=output:2,bucket=watch_port:3,actions=output:3';
  expect(datapath(['actions=group:1'], [failover])).toEqual(['3']);
});

it('a live packet leaves from every way through the tables, with its length and in one bucket', () => {
  const flows = [
    'priority=9,actions=check_pkt_larger(1000)->reg0[0],ct(table=3),output:3',
    'table=3,reg0=0/0x1,actions=group:1',
  ];
  const select = 'group_id=1,type=select,selection_method=dp_hash,bucket=weight:0,actions=output:3,bucket=output:2';
  expect(trace(flows, [select], true).outputs.map(({ port }) => port)).toEqual([3, 2]);
});
