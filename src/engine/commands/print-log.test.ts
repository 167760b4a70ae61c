import { describe, expect, test } from 'vitest';
import { terminal } from './testing';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

describe('log', () => {
  test('one daemon says what it found wrong, and of which row', () => {
    const { run } = terminal('2015-08');
    run('ovn-nbctl lswitch-add sw', 'ovn-nbctl lport-add sw p', 'ovn-nbctl lport-set-macs p garbage');
    expect(run('log ovn-northd').replace(UUID, '<uuid>')).toMatch(
      /^2015-08-03T00:00:00\.\d{3}Z\|00001\|ovn_northd\|INFO\|.*garbage.*  \(OVN_Northbound Logical_Port <uuid>\)\n$/,
    );
  });

  test('a local daemon is the one of this machine; all of them are named', () => {
    const { run } = terminal('2015-08', ['hv1', 'hv2']);
    run('ovn-nbctl lswitch-add sw', 'ovn-nbctl lport-add sw p');
    run('ovs-vsctl add-port br-int v -- set interface v external-ids:iface-id=p');
    run('as hv2 ovs-vsctl add-port br-int v -- set interface v external-ids:iface-id=p');
    expect(run('log ovn-controller')).toContain('Claiming lport p for this chassis.');
    expect(run('log ovn-controller@hv2')).toContain('Changing chassis for lport p from hv1 to hv2');
    expect(run('log | grep -c "^ovn-controller@hv2: "')).not.toBe('0\n');
    expect(run('log | grep WARN')).toBe('=> 1\n');
  });

  test('a daemon that there is not', () => {
    const { run } = terminal('2015-04');
    expect(run('log ovn-nosuch')).toBe(
      'log: there is no daemon ovn-nosuch\n(Daemons: ovn-northd, ovn-controller@hv1, ovs-vswitchd@hv1.)\n=> 1\n',
    );
  });
});
