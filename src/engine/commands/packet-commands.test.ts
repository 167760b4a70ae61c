import { describe, expect, test } from 'vitest';
import { runCommand } from './index';
import { terminal } from './testing';

function lab(release: '2015-04' | '2015-08') {
  const one = terminal(release, ['hv1', 'hv2']);
  one.run(
    'ovn-nbctl lswitch-add sw0',
    'for n in 1 2; do ovn-nbctl lport-add sw0 p$n; ovn-nbctl lport-set-macs p$n 00:00:00:00:00:0$n; as hv$n ovs-vsctl add-port br-int vif$n -- set interface vif$n external_ids:iface-id=p$n; done',
  );
  return one.run;
}

const PACKET = `'inport == "p1" && eth.src == 00:00:00:00:00:01 && eth.dst == 00:00:00:00:00:02'`;

const UUID = /uuid [0-9a-f]{8}/g;

describe('ovn-trace', () => {
  test('prints as the real program does, and says that it came later', () => {
    const run = lab('2015-08');
    expect(run(`ovn-trace sw0 ${PACKET}`).replace(UUID, 'uuid')).toBe(
      `# reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,dl_type=0x05ff

ingress(dp="sw0", inport="p1")
------------------------------
 0. Ingress port security: inport == "p1", priority 50, uuid
    next;
 1. Destination lookup: eth.dst == 00:00:00:00:00:02, priority 50, uuid
    outport = "p2";
    next;
 2. ACLs: 1, priority 0, uuid
    next;
 3. Egress port security: outport == "p2", priority 50, uuid
    output;
    /* output to "p2", type "" */
(ovn-trace was written in 2016; this is what it would have printed of this network.)
`,
    );
    const body = (text: string) => text.split('\n').slice(1, -2).join('\n');
    expect(body(run(`ovn-trace --summary sw0 ${PACKET}`))).toBe(`ingress(dp="sw0", inport="p1") {
    next;
    outport = "p2";
    next;
    next;
    output;
    /* output to "p2", type "" */;
};`);
    expect(body(run(`ovn-trace --minimal ${PACKET}`))).toBe('output("p2");');
    expect(lab('2015-04')(`ovn-trace --minimal ${PACKET}`)).toContain('output("p2");');
  });

  test.each([
    [`ovn-trace sw1 ${PACKET}`, 'ovn-trace: unknown datapath "sw1"\n=> 1\n'],
    [`ovn-trace sw0 'inport == "p9"'`, 'ovn-trace: unknown port p9\n=> 1\n'],
    [
      `ovn-trace 'inport == "p9" && eth.src=='`,
      'ovn-trace: Syntax error at end of input expecting constant.\n  inport == "p9" && eth.src==\n                             ^\n=> 1\n',
    ],
    [
      'ovn-trace sw0 eth.src == 1',
      'ovn-trace: one DATAPATH and one MICROFLOW are expected (use --help for help)\n(Put the microflow in single quotes.)\n=> 1\n',
    ],
  ])('%s', (line, expected) => expect(lab('2015-08')(line)).toBe(expected));

  test('counts nothing, and send does', () => {
    const run = lab('2015-08');
    run(`ovn-trace ${PACKET}`);
    expect(run('as hv2 ovs-ofctl dump-ports br-int')).not.toMatch(/pkts=[1-9]/);
    run('send p1');
    expect(run('as hv2 ovs-ofctl dump-ports br-int')).toContain('tx pkts=1');
  });
});

describe('send', () => {
  test.each([
    ['send p1', 'Delivered to p2\n  arrived at p2 (vif2 on hv2)\n'],
    ['send p1 arp-request to=p2', 'Delivered to p2\n  arrived at p2 (vif2 on hv2)\n'],
    ['send p1 icmp,dl_dst=00:00:00:00:00:02', 'Delivered to p2\n  arrived at p2 (vif2 on hv2)\n'],
    ['send p1 eth.dst=00:00:00:00:00:02 ip4 ip.ttl=3', 'Delivered to p2\n  arrived at p2 (vif2 on hv2)\n'],
    [`send p1 'eth.dst == 00:00:00:00:00:02 && ip4'`, 'Delivered to p2\n  arrived at p2 (vif2 on hv2)\n'],
    [
      'send p2 to=00:00:00:00:00:99',
      'Dropped by hv2 in table 1, destination lookup: no port of sw0 has the address 00:00:00:00:00:99.\n=> 1\n',
    ],
    ['send p7', 'send: there is no logical port p7\n(Ports that can send: p1, p2.)\n=> 1\n'],
    ['send p1 nosuch=1', 'send: unknown keyword nosuch\n  nosuch=1,dl_src=00:00:00:00:00:01\n  ^^^^^^\n=> 1\n'],
  ])('%s', (line, expected) => expect(lab('2015-08')(line)).toBe(expected));

  test('leaves its trace with the outcome', () => {
    const { deployment } = terminal('2015-08');
    runCommand(
      deployment,
      'hv1',
      'ovn-nbctl lswitch-add sw0; for n in 1 2; do ovn-nbctl lport-add sw0 p$n; ovn-nbctl lport-set-macs p$n 00:00:00:00:00:0$n; ovs-vsctl add-port br-int vif$n -- set interface vif$n external_ids:iface-id=p$n; done',
    );
    expect(runCommand(deployment, 'hv1', 'send p1 && send p2').sent?.request.iface).toBe('vif2');
  });
});
