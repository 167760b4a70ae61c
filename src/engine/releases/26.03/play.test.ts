/** The whole of today's OVN at work: commands in, and what every daemon made of them. */
import { describe, expect, test } from 'vitest';
import { deploymentHost, runOnHost } from '../../commands';
import { snapshot } from '../../sim/testing';
import { Deployment, release26_03 } from '..';

const NETWORK = `
ovn-nbctl ls-add sw0 -- lsp-add sw0 p1 -- lsp-set-addresses p1 "50:54:00:00:00:01 10.0.0.11"
ovn-nbctl ls-add sw1 -- lsp-add sw1 p2 -- lsp-set-addresses p2 "50:54:00:00:00:02 20.0.0.11"
ovn-nbctl lr-add lr0 -- lrp-add lr0 lr0-sw0 00:00:00:00:ff:01 10.0.0.1/24 -- lrp-add lr0 lr0-sw1 00:00:00:00:ff:02 20.0.0.1/24
ovn-nbctl lsp-add-router-port sw0 sw0-lr0 lr0-sw0 -- lsp-add-router-port sw1 sw1-lr0 lr0-sw1
ovs-vsctl add-port br-int vif1 -- set interface vif1 external-ids:iface-id=p1
as hv2 ovs-vsctl add-port br-int vif2 -- set interface vif2 external-ids:iface-id=p2
`;

/** Two hypervisors of which nothing is configured but how they are reached. */
function lab() {
  const deployment = new Deployment({ release: release26_03, seed: 7 });
  const run = (text: string): string =>
    text
      .trim()
      .split('\n')
      .map((line) => {
        const { stdout, stderr, status } = deployment.action(() => runOnHost(deploymentHost(deployment), 'hv1', line));
        return `${stdout}${stderr}${status === 0 ? '' : `=> ${status}\n`}`;
      })
      .join('');
  for (const n of [1, 2]) {
    deployment.addMachine(`hv${n}`);
    run(
      `as hv${n} ovs-vsctl set open . external-ids:system-id=hv${n} external-ids:ovn-remote=unix:db.sock external-ids:ovn-encap-type=geneve external-ids:ovn-encap-ip=192.168.0.${n}`,
    );
  }
  return { deployment, run };
}

describe('a hypervisor', () => {
  test('makes br-int, its chassis and a tunnel to the other one', () => {
    const { run } = lab();
    expect(run('ovn-sbctl --columns=name,hostname,transport_zones list Chassis hv1')).toBe(
      'name                : hv1\nhostname            : hv1\ntransport_zones     : []\n',
    );
    expect(run('ovn-sbctl get Chassis hv1 other_config:datapath-type other_config:ovn-monitor-all')).toBe(
      'system\n"false"\n',
    );
    expect(run('ovs-vsctl get bridge br-int fail_mode')).toBe('secure\n');
    expect(run('ovs-vsctl get port ovn-hv2-0 external_ids')).toBe('{ovn-chassis-id="hv2@192.168.0.2%192.168.0.1"}\n');
    expect(run('ovs-vsctl get interface ovn-hv2-0 options')).toBe(
      '{csum="true", key=flow, local_ip="192.168.0.1", remote_ip="192.168.0.2"}\n',
    );
  });

  test('claims what is plugged in, says that it is up, and what configuration it has', () => {
    const { run } = lab();
    expect(run(NETWORK)).toBe('');
    expect(run('ovn-nbctl --wait=hv sync')).toBe('');
    expect(run('ovn-nbctl get Logical_Switch_Port p2 up')).toBe('true\n');
    expect(run('ovn-sbctl --bare --columns=nb_cfg list Chassis_Private')).toBe('1\n\n1\n');
  });

  test('leads to a physical network by a pair of patch ports, as long as that is mapped', () => {
    const { run } = lab();
    run(NETWORK);
    run('ovn-nbctl lsp-add-localnet-port sw0 ln physnet1');
    expect(run('ovs-vsctl list-ports br-int')).not.toContain('patch');
    run('ovs-vsctl add-br br-phys -- set open . external-ids:ovn-bridge-mappings=physnet1:br-phys');
    expect(run('ovs-vsctl list-ports br-phys')).toBe('patch-ln-to-br-int\n');
    expect(run('ovs-vsctl list-ports br-int')).toContain('patch-br-int-to-ln\n');
    expect(run('ovs-ofctl dump-flows br-int table=0,in_port=patch-br-int-to-ln')).toContain('resubmit(,8)');
    run('ovs-vsctl remove open . external-ids ovn-bridge-mappings');
    expect(run('ovs-vsctl list-ports br-phys')).toBe('');
  });

  test('that is stopped takes its rows along, and finds its place again', () => {
    const { deployment, run } = lab();
    run(NETWORK);
    deployment.setDaemon('ovn-controller@hv2', { status: 'stopped' });
    deployment.settle();
    expect(run('ovn-sbctl --bare --columns=name list Chassis')).toBe('hv1\n');
    expect(run('ovn-nbctl get Logical_Switch_Port p2 up')).toBe('false\n');
    expect(run('ovs-vsctl list-ports br-int')).not.toContain('ovn-hv2');
    deployment.setDaemon('ovn-controller@hv2', { status: 'running' });
    deployment.settle();
    expect(run('ovn-nbctl get Logical_Switch_Port p2 up')).toBe('true\n');
  });
});

test('groups go to the switch with the flows that use them, and are undone with them', () => {
  const { deployment, run } = lab();
  run(NETWORK);
  const groups = () => deployment.machines.get('hv1')?.bridges.get('br-int')?.inner.groups.size;
  const before = snapshot(deployment);
  run('ovn-nbctl lb-add lb0 30.0.0.1:80 10.0.0.11:8080,20.0.0.11:8080 tcp -- ls-lb-add sw0 lb0');
  expect(groups()).toBe(1);
  expect(deployment.undo()).toBe(true);
  expect(groups()).toBe(0);
  expect(snapshot(deployment)).toEqual(before);
  expect(deployment.redo()).toBe(true);
  expect(groups()).toBe(1);
  expect(deployment.copy().machines.get('hv1')?.bridges.get('br-int')?.inner.groups.size).toBe(1);
});

/** Interfaces that got the packet, or what was sent because of it. */
function send(deployment: Deployment, packet: Uint8Array): readonly string[] {
  const done = deployment.inject('hv1', 'vif1', packet);
  if (!done.ok) throw new Error(done.error.message);
  return done.value.hops.flatMap(({ machine, outcomes }) =>
    outcomes.flatMap((outcome) => (outcome.kind === 'delivered' ? [`${machine} ${outcome.iface}`] : [])),
  );
}

test('a packet crosses router and tunnel, and its connection is undone with it', () => {
  const { deployment, run } = lab();
  run(NETWORK);
  run('ovn-nbctl acl-add sw0 from-lport 1000 "ip4 && udp" allow-related');
  expect(send(deployment, ARP_TO_ROUTER)).toEqual(['hv1 vif1']);
  const before = snapshot(deployment);
  const connections = (of = deployment) => of.machines.get('hv1')?.switch.connections.list().length;
  expect(send(deployment, udpTo('1400000b'))).toEqual(['hv2 vif2']);
  expect(connections()).toBe(1);
  expect(connections(deployment.copy())).toBe(1);
  expect(deployment.undo()).toBe(true);
  expect(connections()).toBe(0);
  expect(snapshot(deployment)).toEqual(before);
  expect(deployment.redo()).toBe(true);
  expect(connections()).toBe(1);
});

test('a packet for nobody known waits at the controller, which asks for the neighbour', () => {
  const { deployment, run } = lab();
  run(NETWORK);
  run('ovn-nbctl lsp-set-addresses p2 unknown');
  expect(send(deployment, udpTo('14000063'))).toEqual(['hv2 vif2']);
  const state = deployment.position;
  expect(deployment.history[state - 1]?.label).toBe('is handed a packet');
  expect(deployment.undo()).toBe(true);
  expect(deployment.position).toBeLessThan(state);
});

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.replace(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

const ARP_TO_ROUTER = bytes(`ffffffffffff 505400000001 0806 0001 0800 0604 0001
  505400000001 0a00000b 000000000000 0a000001`);

/** From p1 by its router; a UDP checksum of 0 is none. */
function udpTo(address: string): Uint8Array {
  const header = `4500 001c 0000 0000 4011 0000 0a00000b ${address}`.replace(/\s/g, '');
  const sum = (header.match(/..../g) ?? []).reduce((total, word) => total + Number.parseInt(word, 16), 0);
  const checksum = (~((sum & 0xffff) + (sum >> 16)) & 0xffff).toString(16).padStart(4, '0');
  return bytes(
    `00000000ff01 505400000001 0800 ${header.slice(0, 20)}${checksum}${header.slice(24)} 1388 1389 0008 0000`,
  );
}
