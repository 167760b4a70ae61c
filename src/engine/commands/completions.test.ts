import { expect, test } from 'vitest';
import { completions } from './index';
import { terminal } from './testing';

const { deployment, run } = terminal('2015-08', ['hv1', 'hv2']);
run(
  'ovn-nbctl lswitch-add sw0',
  "ovn-nbctl lport-add sw0 'a b'",
  'ovn-nbctl lport-add sw0 ab',
  'ovs-vsctl add-port br-int vif1',
);

/** What Tab offers at the end of `line`, behind what it replaces. */
function tab(line: string): string {
  const { range, candidates } = completions(deployment, 'hv1', line, line.length);
  return `${line.slice(range.start, range.end)} => ${candidates.map(({ text }) => text).join(' ')}`;
}

test.each([
  ['ovn-nb', 'ovn-nb => ovn-nbctl'],
  ['ovn-nbctl lport-get-m', 'lport-get-m => lport-get-macs'],
  ['ovn-nbctl lport-list ', ' => sw0'],
  ['ovn-nbctl lport-get-macs a', "a => 'a b' ab"],
  ["ovn-nbctl lport-get-macs 'a", "'a => 'a b' ab"],
  ['ovn-nbctl lport-set-enabled ab ', ' => disabled enabled'],
  ['ovs-vsctl list-ports ', ' => br-int'],
  ['ovs-vsctl del-port br-int v', 'v => vif1'],
  ['ovs-vsctl set int', 'int => '],
  ['ovs-vsctl set Int', 'Int => Interface'],
  ['ovs-vsctl set interface v', 'v => vif1'],
  ['ovs-vsctl set interface vif1 of', 'of => ofport= ofport_request='],
  ['ovs-vsctl set interface vif1 ext', 'ext => external_ids:'],
  ['ovs-vsctl get interface vif1 of', 'of => ofport ofport_request'],
  ['ovs-vsctl get Open_vSwitch ', ' => .'],
  ['ovs-vsctl add-port br-int x -- se', 'se => set set-controller set-fail-mode set-manager'],
  ['ovs-vsctl --may', '--may => --may-exist'],
  ['ovs-vsctl set-fail-mode br-int ', ' => secure standalone'],
  ['ovn-sbctl lport-bind ab ', ' => hv1 hv2'],
  ['as ', ' => hv1 hv2'],
  ['as hv2 ovs-vsctl list-ports ', ' => br-int'],
  ['ovsdb-client dump OVN_N', 'OVN_N => OVN_Northbound'],
  ['ovsdb-client dump OVN_Northbound Logical_P', 'Logical_P => Logical_Port'],
  ['ovsdb-client dump OVN_Northbound | gr', 'gr => grep'],
  ['ovs-ofctl dump-flows ', ' => br-int'],
  ['help ovs-o', 'ovs-o => ovs-ofctl'],
  ['for i in 1 2; do ovn-nb', 'ovn-nb => ovn-nbctl'],
  ['if ! ovs-vsctl list-ports ', ' => br-int'],
  ['a=1 ovs-vsctl list-ports ', ' => br-int'],
  ['nosuch ', ' => '],
])('%s', (line, expected) => expect(tab(line)).toBe(expected));
