import { expect, test } from 'vitest';
import { terminal } from './testing';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

// The article of 2015-04-21, word for word.
const SANDBOX = `
ovs-vsctl set open . external-ids:system-id=56b18105-5706-46ef-80c4-ff20979ab068
ovs-vsctl set open . external-ids:ovn-remote=unix:"$sandbox"/db.sock
ovs-vsctl set open . external-ids:ovn-encap-type=vxlan
ovs-vsctl set open . external-ids:ovn-encap-ip=127.0.0.1
ovs-vsctl add-br br-int
`;
const SWITCH = `
ovn-nbctl lswitch-add sw0
ovn-nbctl lport-add sw0 sw0-port1 
ovn-nbctl lport-add sw0 sw0-port2 
ovn-nbctl lport-set-macs sw0-port1 00:00:00:00:00:01
ovn-nbctl lport-set-macs sw0-port2 00:00:00:00:00:02
`;

function sandbox() {
  const lab = terminal('2015-04', []);
  lab.run('sim_add hv1');
  return lab;
}

test('its chassis is registered, and the dump looks as it does there', () => {
  const { run } = sandbox();
  expect(run(SANDBOX)).toBe('');
  const dump = run('$ ovsdb-client dump OVN_Southbound')
    .replace('56b18105-5706-46ef-80c4-ff20979ab068', 'SYSTEM-ID')
    .replace(UUID, '<uuid>')
    .replace('SYSTEM-ID', '56b18105-5706-46ef-80c4-ff20979ab068');
  expect(dump).toContain(`Chassis table
_uuid                                encaps                                 gateway_ports name                                  
------------------------------------ -------------------------------------- ------------- --------------------------------------
<uuid> [<uuid>] {}            "56b18105-5706-46ef-80c4-ff20979ab068"

Encap table
_uuid                                ip          options type 
------------------------------------ ----------- ------- -----
<uuid> "127.0.0.1" {}      vxlan
`);
});

test('its Pipeline comes out letter for letter', () => {
  const { run } = sandbox();
  expect(run(SANDBOX, SWITCH)).toBe('');
  const rows = run('ovsdb-client dump OVN_Southbound Pipeline table_id priority match actions').split('\n').slice(3);
  const cells = rows.filter(Boolean).map((row) => row.replaceAll(/ {2,}/g, ' ').trim());
  expect(cells.sort()).toEqual(
    [
      'drop "1" 0 0',
      'drop "eth.src[40]" 100 0',
      'drop vlan.present 100 0',
      String.raw`resubmit "inport == \"sw0-port1\"" 50 0`,
      String.raw`resubmit "inport == \"sw0-port2\"" 50 0`,
      String.raw`"outport = \"sw0-port2\"; resubmit; outport = \"sw0-port1\"; resubmit;" "eth.dst[40]" 100 1`,
      String.raw`"outport = \"sw0-port1\"; resubmit;" "eth.dst == 00:00:00:00:00:01" 50 1`,
      String.raw`"outport = \"sw0-port2\"; resubmit;" "eth.dst == 00:00:00:00:00:02" 50 1`,
      'resubmit "1" 0 2',
      String.raw`"output(\"sw0-port1\")" "outport == \"sw0-port1\"" 50 3`,
      String.raw`"output(\"sw0-port2\")" "outport == \"sw0-port2\"" 50 3`,
    ].sort(),
  );
});

test('a port comes up when an interface is plugged in, and has flows', () => {
  const { run } = sandbox();
  run(SANDBOX, SWITCH);
  expect(run('ovn-nbctl lport-get-up sw0-port1')).toBe('down\n');
  expect(run('ovs-vsctl add-port br-int vif1 -- set interface vif1 external-ids:iface-id=sw0-port1')).toBe('');
  expect(run('$ ovn-nbctl lport-get-up sw0-port1')).toBe('up\n');
  expect(run('ovs-ofctl dump-flows br-int table=0 | grep -c in_port=1')).toBe('1\n');
  expect(run('ovs-ofctl dump-flows br-int | grep table=16, | wc -l')).toBe('5\n');
  expect(
    run(
      'ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02 | grep -c Resubmitted.flow',
    ),
  ).toBe('5\n');
  run('ovs-appctl -t ovn-controller exit');
  expect(run('ovn-nbctl lport-get-up sw0-port1', 'ovn-controller', 'ovn-nbctl lport-get-up sw0-port1')).toBe(
    'down\nup\n',
  );
});
