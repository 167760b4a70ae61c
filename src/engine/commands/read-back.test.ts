/** Every flow that stands in a switch, whoever put it there, prints as a text that is read as the same flow. */
import { expect, test } from 'vitest';
import { flowKey, formatActions, formatFlow, parseFlow, type FlowEntry } from '../openflow';
import { shellQuote } from '../base';
import { terminal, type Terminal } from './testing';

const MATCHES = [
  'icmp4.type == 1/1',
  'icmp4.type[0]',
  'icmp6.code == 4/6',
  'icmp4.type == 3 && icmp4.code == {0, 1, 255}',
  'icmp6.type == 135 && icmp6.code == 1',
  'icmp4.code != 3',
  'icmp6.type > 7 && icmp6.type < 200',
  'nd.target == fe80::1',
  'nd && nd.sll[0..7] == 5 || nd.tll[40]',
  'arp.op == {1, 2} && arp.spa == 10.0.0.0/8',
  'arp.op[0]',
  'tcp.src == 80/0x7f && ip4.src == 10.0.0.1/255.0.0.255',
  'ip.proto == 1',
  'ip.proto == 58 && ip6',
  'ip.proto[0..3] == 1',
  'ip.ttl == {0, 64, 255} || ip.ecn == 2 || ip.dscp == 46',
  'ip.is_frag || ip.later_frag',
  '!ip.is_frag',
  '!ip.first_frag && !ip.later_frag',
  'vlan.present && vlan.vid == 5 && vlan.pcp == 3',
  '!vlan.present',
  'vlan.tci[0..3] == 5',
  'vlan.vid[0..3] == 5',
  'eth.type == 0x88cc || eth.type[0]',
  'eth.mcast || eth.src[40..47] == 2',
  'udp.dst[0..3] == 1 || sctp.src != 5',
  'tcp.flags[0..1] == 3',
  'ip6.label == 0xfffff || ip6.dst == ff00::/8',
  'inport == "p" || outport == "p" || reg0 == 5/7 || metadata == 3',
];

test.each(['2015-04', '2015-08'] as const)('the flows of ovn-controller in %s', (release) => {
  const { run, deployment } = terminal(release);
  run('ovs-vsctl add-port br-int vif1 -- set Interface vif1 external_ids:iface-id=p');
  run('ovn-nbctl lswitch-add sw', 'ovn-nbctl lport-add sw p', 'ovn-nbctl lport-set-macs p 00:00:00:00:00:01');
  const [uuid] = deployment.nb.rows('Logical_Switch').keys();
  if (uuid === undefined) throw new Error('The switch is missing.');
  const hangsOnSwitch = release === '2015-04';
  const operations = MATCHES.flatMap((match, index) => {
    const lswitch = hangsOnSwitch ? { lswitch: ['uuid', uuid] } : {};
    const row = { priority: index + 1, match, action: 'drop', ...lswitch };
    const name = `acl${index}`;
    return [{ op: 'insert', table: 'ACL', row, 'uuid-name': name }, ...(hangsOnSwitch ? [] : [belongs(uuid, name)])];
  });
  const transaction = JSON.stringify(['OVN_Northbound', ...operations]);
  expect(run(`ovsdb-client transact ${shellQuote(transaction)}`)).not.toContain('error');
  deployment.settle();
  const flows =
    deployment.machines
      .get('hv1')
      ?.bridges.get('br-int')
      ?.flows.map((flow) => formatFlow(flow)) ?? [];
  for (const word of ['icmp,', 'icmp6,', 'icmp_type', 'icmp_code', 'arp_op', 'nw_frag', 'dl_vlan', 'nd_target'])
    expect(flows.filter((flow) => flow.includes(word)).length, word).toBeGreaterThan(0);
  checkAll(deployment);
});

function belongs(lswitch: string, name: string) {
  const where = [['_uuid', '==', ['uuid', lswitch]]];
  return { op: 'mutate', table: 'Logical_Switch', where, mutations: [['acls', 'insert', ['named-uuid', name]]] };
}

test('flows that people add and change', () => {
  const { run, deployment } = terminal('2015-08');
  run(
    'ovs-ofctl add-flow br-int icmp,tp_src=65535,actions=drop',
    'ovs-ofctl add-flow br-int priority=1,ip,actions=mod_nw_ttl:3,set_field:1/3-\\>reg0',
    'ovs-ofctl mod-flows br-int ip,actions=mod_nw_ecn:1',
  );
  // What a connection of OpenFlow 1.0 carries is what the switch has, whoever asks it, as in Open vSwitch 3.1.
  expect(run('ovs-ofctl -O OpenFlow13 dump-flows br-int ip')).toContain('actions=load:0x1->NXM_NX_IP_ECN[]');
  expect(run('ovs-ofctl -O OpenFlow13 add-flow br-int priority=3,udp,actions=mod_nw_ttl:3,set_field:5/7-\\>reg0')).toBe(
    '',
  );
  expect(run('ovs-ofctl -O OpenFlow13 dump-flows br-int udp')).toContain(
    'actions=mod_nw_ttl:3,load:0x5->NXM_NX_REG0[0..2]',
  );
  expect(run('ovs-ofctl add-flow br-int actions=mod_nw_ttl:3')).toContain('OFPBAC_MATCH_INCONSISTENT');
  expect(run('ovs-ofctl mod-flows br-int actions=mod_nw_ttl:3')).toContain('OFPBAC_MATCH_INCONSISTENT');
  expect(run('ovs-ofctl -O OpenFlow11,OpenFlow13 add-flow br-int actions=mod_tp_src:3')).toBe(
    'ovs-ofctl: none of the usable flow formats (OpenFlow10,NXM) is among the allowed flow formats (OpenFlow11,OXM-OpenFlow13)\n=> 1\n',
  );
  expect(run('ovs-ofctl -O OpenFlow13 add-flow br-int priority=2,tcp,actions=mod_tp_src:3,dec_ttl')).toBe('');
  checkAll(deployment);
});

function checkAll(deployment: Terminal['deployment']): void {
  for (const { bridges } of deployment.machines.values())
    for (const bridge of bridges.values())
      for (const flow of bridge.flows) {
        const text = formatFlow(flow, { modern: true });
        const read = parseFlow(text);
        if (!read.ok) throw new Error(`${text}: ${read.error.message}`);
        expect(same(read.value.entry), text).toBe(same(flow));
        const old = parseFlow(formatFlow(flow));
        expect(old.ok && formatFlow(old.value.entry)).toBe(formatFlow(flow));
      }
}

function same(flow: FlowEntry): string {
  return `${flowKey(flow)} ${flow.cookie} ${formatActions(flow.actions)}`;
}
