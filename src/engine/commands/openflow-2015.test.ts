/** What the tools of 2015 say of switches, in the words of the sources of 2015-04-21 and 2015-08-03. */
import { describe, expect, test } from 'vitest';
import { terminal } from './testing';

const LAB = [
  'ovs-vsctl add-br br0 -- set bridge br0 fail_mode=secure',
  'ovs-vsctl add-port br0 p1 -- add-port br0 p2',
  'ovs-ofctl add-flow br0 "table=0, priority=0, actions=resubmit(,1)"',
  'ovs-ofctl add-flow br0 "table=1, priority=0, actions=drop"',
  'ovs-ofctl add-flow br0 "table=1, priority=99, in_port=2, vlan_tci=0, actions=mod_vlan_vid:20, resubmit(,2)"',
];

function lab(release: '2015-04' | '2015-08' = '2015-08') {
  const { run, deployment } = terminal(release);
  expect(run(...LAB)).toBe('');
  return { run, deployment };
}

describe('ofproto/trace', () => {
  test('without a packet it runs on the flow as given', () => {
    const { run } = lab();
    expect(run('ovs-appctl ofproto/trace br0 in_port=2,vlan_tci=5')).toBe(
      `Bridge: br0
Flow: in_port=2,vlan_tci=0x0005,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00,dl_type=0x0000

Rule: table=0 cookie=0 priority=0
OpenFlow actions=resubmit(,1)

\tResubmitted flow: unchanged
\tResubmitted regs: reg0=0x0 reg1=0x0 reg2=0x0 reg3=0x0 reg4=0x0 reg5=0x0 reg6=0x0 reg7=0x0
\tResubmitted  odp: drop
\tRule: table=1 cookie=0 priority=0
\tOpenFlow actions=drop

Final flow: unchanged
Datapath actions: drop
`,
    );
    expect(run('ovs-appctl ofproto/trace br0 in_port=2')).toContain('priority=99,in_port=2,vlan_tci=0x0000');
    expect(run('ovs-appctl ofproto/trace br0 in_port=2,reg0=7,metadata=3')).toContain('regs: reg0=0x7 ');
  });

  test.each(['-generate', '--generate'])('%s stands for a packet', (word) => {
    const { run } = lab();
    const plain = run('ovs-appctl ofproto/trace br0 in_port=1,dl_dst=00:00:00:00:00:02');
    expect(run(`ovs-appctl ofproto/trace br0 in_port=1,dl_dst=00:00:00:00:00:02 ${word}`)).toBe(plain);
  });

  test.each([
    [
      'br0 in_port=1,ip,tp_dst=80',
      'Bad openflow flow syntax: in_port=1,ip,tp_dst=80: prerequisites not met for setting tp_dst',
    ],
    ['br0 in_port=1,bogus=3', 'Bad openflow flow syntax: in_port=1,bogus=3: unknown field bogus'],
    ['nobr in_port=1', 'Unknown bridge name'],
    ['in_port=1', 'Must specify bridge name'],
    ['br0', 'Bad openflow flow syntax: br0: unknown field br0'],
    ['br0 in_port=1 0102', 'Packet data too short for Ethernet'],
    ['br0 in_port=1 zz', 'Trailing garbage in packet data'],
    ["'in_port(77),eth()'", 'Invalid datapath flow'],
    ["ovs-nosuch 'in_port(1),eth()'", 'Cannot find the datapath'],
    ["br0 'in_port(1),foo(1)'", 'Bad openflow flow syntax: in_port(1),foo(1): unknown field foo'],
  ])('of %s it says %s', (words, message) => {
    const said = lab().run(`ovs-appctl ofproto/trace ${words}`);
    expect(said.split('\n')[0]?.slice(0, message.length)).toBe(message);
    expect(said).toContain('ovs-appctl: ovs-vswitchd: server returned an error\n=> 2');
  });

  test('in April the flow of OpenFlow had no name yet', () => {
    expect(lab('2015-04').run('ovs-appctl ofproto/trace br0 in_port=1,bogus=3')).toContain(
      'Bad flow syntax: in_port=1,bogus=3: unknown field bogus\n',
    );
  });

  test.each(["ovs-system 'FLOW'", "'FLOW'", "system 'FLOW'"])('of a datapath flow, %s', (words) => {
    const flow =
      'in_port(3),eth(src=00:00:00:00:00:01,dst=00:00:00:00:00:02),eth_type(0x0806),arp(sip=10.0.0.1,tip=10.0.0.2,op=1,sha=00:00:00:00:00:01,tha=00:00:00:00:00:00)';
    const said = lab().run(`ovs-appctl ofproto/trace ${words.replace('FLOW', flow)}`);
    expect(said).toMatch(/^Bridge: br0\nFlow: arp,in_port=2,vlan_tci=0x0000,/);
  });

  test('with a packet it learns, without one it does not', () => {
    const { run } = lab();
    run(
      'ovs-ofctl add-flow br0 "table=2 actions=learn(table=10, NXM_OF_VLAN_TCI[0..11], NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[], load:NXM_OF_IN_PORT[]->NXM_NX_REG0[0..15]), output:1"',
    );
    run('ovs-appctl ofproto/trace br0 in_port=2,dl_src=50:00:00:00:00:01');
    expect(run('ovs-ofctl dump-flows br0 table=10')).toBe('NXST_FLOW reply (xid=0x4):\n');
    run('ovs-appctl ofproto/trace br0 in_port=2,dl_src=50:00:00:00:00:01 -generate');
    expect(run('ovs-ofctl dump-flows br0 table=10')).toContain(
      'table=10, n_packets=0, n_bytes=0, idle_age=0, vlan_tci=0x0014/0x0fff,dl_dst=50:00:00:00:00:01 actions=load:0x2->NXM_NX_REG0[0..15]',
    );
  });
});

describe('ovs-ofctl', () => {
  test('a match without its prerequisites is added without them, and logged', () => {
    expect(lab().run('ovs-ofctl add-flow br0 "nw_dst=10.0.0.0/8,actions=drop"')).toMatch(
      /^\S+\|00001\|ofp_util\|INFO\|normalization changed ofp_match, details:\n\S+\|00002\|ofp_util\|INFO\| pre: nw_dst=10\.0\.0\.0\/8\n\S+\|00003\|ofp_util\|INFO\|post: \n$/,
    );
  });

  test('the flows of ovn-controller have no cookie, and set fields over OpenFlow 1.3', () => {
    const { run } = terminal('2015-08');
    run('ovn-nbctl lswitch-add sw0', 'ovn-nbctl lport-add sw0 p', 'ovn-nbctl lport-set-macs p 00:00:00:00:00:01');
    run('ovs-vsctl add-port br-int vif -- set interface vif external_ids:iface-id=p');
    expect(run('ovs-ofctl -O OpenFlow13 dump-flows br-int table=0,in_port=1')).toMatch(
      /^OFPST_FLOW reply \(OF1\.3\) \(xid=0x2\):\n cookie=0x0, duration=\S+s, table=0, n_packets=0, n_bytes=0, priority=100,in_port=1 actions=set_field:0x1->metadata,set_field:0x1->reg6,resubmit\(,16\)\n$/,
    );
    expect(run('ovs-ofctl dump-flows br-int table=0,in_port=1')).toContain(
      'idle_age=0, priority=100,in_port=1 actions=load:0x1->OXM_OF_METADATA[],load:0x1->NXM_NX_REG6[],resubmit(,16)\n',
    );
    expect(run('ovs-appctl ofproto/trace br-int in_port=1')).toContain(
      'Rule: table=0 cookie=0 priority=100,in_port=1\nOpenFlow actions=set_field:0x1->metadata,set_field:0x1->reg6,resubmit(,16)\n',
    );
  });

  test('ports are down until they are brought up', () => {
    const { run } = lab();
    const show = run('ovs-ofctl show br0');
    expect(show).toContain('n_tables:254, n_buffers:256\n');
    expect(show.match(/PORT_DOWN\n {5}state: {6}LINK_DOWN/g)).toHaveLength(3);
    expect(run('ovs-ofctl mod-port br0 p1 up')).toBe('');
    expect(run('ovs-ofctl show br0').match(/PORT_DOWN/g)).toHaveLength(2);
    expect(run('ovs-ofctl mod-port br0 1 no-up', 'ovs-ofctl show br0').match(/PORT_DOWN/g)).toHaveLength(3);
    expect(run('ovs-ofctl mod-port br0 nop up')).toBe("ovs-ofctl: br0: couldn't find port `nop'\n=> 1\n");
    expect(run('ovs-ofctl mod-port br0 p1 foo')).toBe("ovs-ofctl: unknown mod-port command 'foo'\n=> 1\n");
    expect(run('ovs-appctl dpif/show')).toContain(
      'system@ovs-system: hit:0 missed:0\n\tbr-int:\n\t\tbr-int 65534/1: (dummy)\n\tbr0:\n\t\tbr0 65534/100: (dummy)\n\t\tp1 1/2: (system)\n',
    );
  });

  test('many flows come from a here-document, all or none', () => {
    const { run } = lab();
    const add = (text: string) => run(`ovs-ofctl add-flows br0 - <<'EOF'\n${text}\nEOF`);
    expect(add('table=3, ip, actions=drop # comment\n\nfoo=1,actions=drop')).toBe(
      'ovs-ofctl: -:3: unknown keyword foo\n=> 1\n',
    );
    expect(run('ovs-ofctl dump-flows br0 table=3')).toBe('NXST_FLOW reply (xid=0x4):\n');
    expect(add('table=3, ip, actions=drop # comment\n\ndelete table=1')).toBe('');
    expect(run('ovs-ofctl dump-tables br0')).toContain('table 3:\n    active=1');
    expect(run('ovs-ofctl dump-flows br0 table=1')).toBe('NXST_FLOW reply (xid=0x4):\n');
    expect(
      run("ovs-ofctl diff-flows br0 - <<'EOF'\ntable=3,ip,actions=output:1\npriority=0 actions=resubmit(,1)\nEOF"),
    ).toBe('-table=3 ip actions=drop\n+table=3 ip actions=output:1\n=> 2\n');
    expect(run("ovs-ofctl replace-flows br0 - <<'EOF'\ntable=5 actions=output:1\nEOF")).toBe('');
    expect(run('ovs-ofctl dump-tables br0')).toBe(
      'OFPST_TABLE reply (xid=0x2):\n  table 5:\n    active=1, matched=0\n',
    );
    expect(run('ovs-ofctl add-group br0 group_id=1,type=all')).toContain('this switch has no groups');
  });
});

test('controllers and managers are kept, and emer-reset forgets them', () => {
  const { run } = lab();
  expect(run('ovs-vsctl set-controller br0 tcp:1.2.3.4 ptcp:', 'ovs-vsctl get-controller br0')).toBe(
    'ptcp:\ntcp:1.2.3.4\n',
  );
  expect(run('ovs-vsctl set-manager ptcp:6640', 'ovs-vsctl get-manager')).toBe('ptcp:6640\n');
  expect(run('ovs-vsctl show')).toContain('    Manager "ptcp:6640"\n');
  expect(run('ovs-vsctl set-controller br0 foo')).toMatch(/\|WARN\|target type "foo" is possibly erroneous\n$/);
  expect(run('ovs-vsctl emer-reset', 'ovs-vsctl get-controller br0', 'ovs-vsctl get-manager')).toBe('');
  expect(run('ovs-vsctl get-fail-mode br0', 'ovs-vsctl get-controller nobr')).toBe(
    'ovs-vsctl: no bridge named nobr\n=> 1\n',
  );
});

test('of two Ethernet types for tags the switch of 2015 knows one', () => {
  const { run } = terminal('2015-08');
  run('ovn-nbctl lswitch-add sw0', 'ovn-nbctl lport-add sw0 p', 'ovn-nbctl lport-add sw0 q');
  run('ovs-vsctl add-port br-int v1 -- set interface v1 external_ids:iface-id=p');
  run('ovs-vsctl add-port br-int v2 -- set interface v2 external_ids:iface-id=q');
  const frame = (type: string) =>
    `ffffffffffff000000000001${type}007b810001c8080045000014000000004000${'00'.repeat(10)}`;
  const trace = (type: string) => run(`ovs-appctl ofproto/trace br-int in_port=1 ${frame(type)}`);
  expect(trace('88a8')).toMatch(/Flow: in_port=1,vlan_tci=0x0000,\S+,dl_type=0x88a8\n/);
  expect(trace('88a8')).toMatch(/Datapath actions: 3\n$/);
  expect(trace('8100')).toMatch(/Flow: in_port=1,dl_vlan=123,dl_vlan_pcp=0,\S+,dl_type=0x8100\n/);
  expect(trace('8100')).toMatch(/Datapath actions: drop\n$/);
});

test('an address with something behind it is copied whole, and not understood by the controllers', () => {
  for (const release of ['2015-04', '2015-08'] as const) {
    const { run, deployment } = terminal(release);
    run('ovn-nbctl lswitch-add sw0', 'ovn-nbctl lport-add sw0 p');
    run('ovn-nbctl lport-set-macs p "00:00:00:00:00:01 10.0.0.1"');
    expect(run('ovsdb-client dump OVN_Southbound Pipeline table_id priority match')).toContain(
      '"eth.dst == 00:00:00:00:00:01 10.0.0.1"',
    );
    const log = deployment.log.map(({ message }) => message);
    expect(log.filter((message) => message.includes('invalid syntax'))).toEqual([]);
    expect(log.filter((message) => message.includes('00:00:00:00:00:01 10.0.0.1'))).not.toEqual([]);
  }
});
