/** The switch as its users see it: flow commands, ports, learning, patch ports, tunnels, counters. */
import { describe, expect, it } from 'vitest';
import type { Millis } from '../base';
import { formatFlow, getField, MATCH_ALL, parseFlow, parseFlowKey, parseMatch, RESERVED_PORTS } from '../openflow';
import {
  composePacket,
  createSwitch,
  formatMacTable,
  formatShow,
  type Bridge,
  type FlowMod,
  type PortSpec,
} from './index';

const at = (millis: number) => millis as Millis;

function makeSwitch(failMode: 'secure' | 'standalone' = 'secure') {
  const sw = createSwitch();
  const made = sw.addBridge('br0', { failMode, now: at(0) });
  if (!made.ok) throw new Error(made.error.message);
  return { sw, bridge: made.value };
}

function addPort(bridge: Bridge, name: string, more: Partial<PortSpec> = {}): number {
  const port = bridge.addPort({ name, type: 'dummy', options: {}, ...more });
  if (!port.ok) throw new Error(port.error.message);
  return port.value.ofport;
}

function flowMod(bridge: Bridge, command: FlowMod['command'], text: string, now = 0): void {
  const strict = command.endsWith('-strict');
  const kind = command.startsWith('add') ? 'add' : command.startsWith('modify') ? 'modify' : 'delete';
  const flow = parseFlow(text, { command: kind, strict });
  if (!flow.ok) throw new Error(flow.error.message);
  const { entry, named, outPort } = flow.value;
  const { table, ...rest } = entry;
  bridge.apply(
    {
      command,
      ...rest,
      ...(named.table ? { table } : {}),
      ...(named.cookieMask === undefined ? {} : { cookieMask: named.cookieMask }),
      ...(outPort === undefined ? {} : { outPort }),
    },
    at(now),
  );
}

const dump = (bridge: Bridge) => bridge.listFlows().map((flow) => formatFlow(flow).trim());

function packet(text: string): Uint8Array {
  const flow = parseFlowKey(text);
  if (!flow.ok) throw new Error(flow.error.message);
  return composePacket(flow.value);
}

const PING = packet(
  'icmp,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_ttl=64,icmp_type=8,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02',
);
const PONG = packet('icmp,nw_src=10.0.0.2,nw_dst=10.0.0.1,nw_ttl=64,dl_src=02:00:00:00:00:02,dl_dst=02:00:00:00:00:01');

describe('flow commands', () => {
  it('add replaces the same match and priority, and starts its counters anew', () => {
    const { sw, bridge } = makeSwitch();
    addPort(bridge, 'p1');
    flowMod(bridge, 'add', 'in_port=1,actions=output:2');
    expect(sw.receive('br0', 1, PING, { now: at(5) }).ok).toBe(true);
    expect(bridge.listFlows()[0]?.stats).toEqual({ packets: 1, bytes: PING.length, since: 0, used: 5 });
    flowMod(bridge, 'add', 'in_port=1,actions=output:3', 9);
    expect(dump(bridge)).toEqual(['in_port=1 actions=output:3']);
    expect(bridge.listFlows()[0]?.stats).toEqual({ packets: 0, bytes: 0, since: 9 });
  });

  it('modify changes what its match covers, and adds where there is nothing', () => {
    const { bridge } = makeSwitch();
    flowMod(bridge, 'add', 'table=4,cookie=3,arp,actions=output:1');
    flowMod(bridge, 'add', 'tcp,tp_dst=5,actions=output:1');
    flowMod(bridge, 'add', 'tcp,priority=9,tp_dst=5,actions=output:1');
    flowMod(bridge, 'modify', 'tcp,actions=output:2');
    flowMod(bridge, 'modify', 'arp,actions=output:2');
    flowMod(bridge, 'modify-strict', 'tcp,priority=9,tp_dst=5,actions=output:3');
    flowMod(bridge, 'modify', 'udp,actions=output:2');
    expect(dump(bridge)).toEqual([
      'tcp,tp_dst=5 actions=output:2',
      'udp actions=output:2',
      'priority=9,tcp,tp_dst=5 actions=output:3',
      'table=4, arp actions=output:2',
    ]);
  });

  it('modify leaves a flow its age, which decides between equals', () => {
    const { bridge } = makeSwitch();
    flowMod(bridge, 'add', 'ip,actions=output:1');
    flowMod(bridge, 'add', 'dl_src=02:00:00:00:00:01,actions=output:2');
    flowMod(bridge, 'modify-strict', 'ip,actions=output:3');
    const inOrder = ['ip actions=output:3', 'dl_src=02:00:00:00:00:01 actions=output:2'];
    expect(dump(bridge)).toEqual(inOrder);
    const flow = parseFlowKey('icmp,dl_src=02:00:00:00:00:01');
    expect(flow.ok && bridge.matching(0, flow.value).map((each) => formatFlow(each).trim())).toEqual(inOrder);
    // The oldest is not alone with its mask any more, and still wins.
    flowMod(bridge, 'add', 'arp,actions=output:4');
    expect(flow.ok && bridge.flows.lookup(0, flow.value)?.rule).toBe(bridge.listFlows()[0]);
  });

  it('delete by match, strictly, by cookie, by port', () => {
    const { bridge } = makeSwitch();
    const fill = () => {
      flowMod(bridge, 'delete', '');
      flowMod(bridge, 'add', 'cookie=0x15,tcp,priority=1,actions=output:1');
      flowMod(bridge, 'add', 'cookie=0x25,table=2,tcp,tp_dst=80,actions=output:2,output:3');
      flowMod(bridge, 'add', 'table=3,actions=drop');
    };
    const left = (command: FlowMod['command'], text: string) => {
      fill();
      flowMod(bridge, command, text);
      return bridge.listFlows().map(({ table }) => table);
    };
    expect(left('delete', '')).toEqual([]);
    expect(left('delete', 'tcp')).toEqual([3]);
    expect(left('delete', 'table=2')).toEqual([0, 3]);
    expect(left('delete', 'cookie=5/0xf')).toEqual([3]);
    expect(left('delete', 'cookie=0x25/-1')).toEqual([0, 3]);
    expect(left('delete', 'out_port=3')).toEqual([0, 3]);
    expect(left('delete-strict', 'tcp,priority=1')).toEqual([2, 3]);
    expect(left('delete-strict', 'tcp')).toEqual([0, 2, 3]);
  });

  it('replace everything by what is wanted, and tell only the difference', () => {
    const { sw, bridge } = makeSwitch();
    addPort(bridge, 'p1');
    const entries = (...texts: string[]) =>
      texts.map((text) => {
        const flow = parseFlow(text);
        if (!flow.ok) throw new Error(flow.error.message);
        return flow.value.entry;
      });
    const told: number[][] = [];
    bridge.onFlowChange(({ removed, added }) => told.push([removed.length, added.length]));
    bridge.replaceFlows(entries('in_port=1,actions=output:2', 'in_port=2,actions=output:1'), at(0));
    sw.receive('br0', 1, PING, { now: at(5) });
    bridge.replaceFlows(entries('in_port=1,actions=output:2', 'in_port=2,actions=drop', 'arp,actions=drop'), at(6));
    bridge.replaceFlows(entries('in_port=1,actions=output:2', 'in_port=2,actions=drop', 'arp,actions=drop'), at(7));
    expect(told).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(bridge.listFlows().map(({ stats }) => stats.packets)).toEqual([1, 0, 0]);
  });

  it('expire idle and old flows', () => {
    const { bridge } = makeSwitch();
    flowMod(bridge, 'add', 'idle_timeout=10,arp,actions=drop');
    flowMod(bridge, 'add', 'hard_timeout=30,ip,actions=drop');
    expect(bridge.expire(at(9_999)).removed).toHaveLength(0);
    expect(bridge.expire(at(10_000)).removed).toHaveLength(1);
    expect(bridge.expire(at(30_000)).removed).toHaveLength(1);
  });

  it('say which flows match, for the question why', () => {
    const { bridge } = makeSwitch();
    flowMod(bridge, 'add', 'priority=5,ip,actions=drop');
    flowMod(bridge, 'add', 'priority=7,icmp,actions=drop');
    flowMod(bridge, 'add', 'priority=9,tcp,actions=drop');
    const flow = parseFlowKey('icmp');
    expect(flow.ok && bridge.matching(0, flow.value).map(({ priority }) => priority)).toEqual([7, 5]);
    const arp = parseMatch('arp');
    expect(arp.ok && bridge.listFlows({ match: arp.value })).toEqual([]);
  });
});

describe('ports', () => {
  it('get numbers in order, requests are honoured, freed numbers rest', () => {
    const { bridge } = makeSwitch();
    expect(addPort(bridge, 'a')).toBe(1);
    expect(addPort(bridge, 'b', { ofportRequest: 3 })).toBe(3);
    expect(addPort(bridge, 'c')).toBe(2);
    expect(addPort(bridge, 'd', { ofportRequest: 3 })).toBe(4);
    bridge.removePort('c');
    expect(addPort(bridge, 'e')).toBe(5);
    expect(bridge.addPort({ name: 'a', type: '', options: {} }).ok).toBe(false);
    expect(bridge.ports.named('br0')?.ofport).toBe(RESERVED_PORTS.LOCAL);
    expect(formatShow(bridge, () => false)).toContain('\n 5(e): addr:aa:55:aa:55:00:05\n');
    expect(formatShow(bridge, () => false)).toContain('\n LOCAL(br0): addr:');
  });

  it('of a secure bridge without flows drop everything', () => {
    const { sw, bridge } = makeSwitch();
    addPort(bridge, 'p1');
    const run = sw.receive('br0', 1, PING, { now: at(0) });
    expect(run.ok && run.value.root.table.entry).toBe(undefined);
    expect(run.ok && run.value.outputs).toEqual([]);
  });
});

describe('a standalone bridge', () => {
  it('floods, learns, forwards, forgets', () => {
    const { sw, bridge } = makeSwitch('standalone');
    for (const name of ['p1', 'p2', 'p3']) addPort(bridge, name);
    const ports = (inPort: number, bytes: Uint8Array, now: number) => {
      const run = sw.receive('br0', inPort, bytes, { now: at(now) });
      return run.ok ? run.value.outputs.map(({ port }) => port) : [];
    };
    expect(dump(bridge)).toEqual(['priority=0 actions=NORMAL']);
    expect(sw.trace('br0', 1, PING, { now: at(0) }).ok).toBe(true);
    expect(bridge.macs.list(at(0))).toEqual([]);
    expect(ports(1, PING, 0)).toEqual([2, 3, 65534]);
    expect(ports(2, PONG, 1000)).toEqual([1]);
    expect(ports(1, PING, 2000)).toEqual([2]);
    expect(ports(2, PING, 3000)).toEqual([]);
    expect(formatMacTable(bridge, at(4000))).toBe(
      ' port  VLAN  MAC                Age\n    2     0  02:00:00:00:00:02    3\n    2     0  02:00:00:00:00:01    1\n',
    );
    expect(ports(1, PING, 302_000)).toEqual([2, 3, 65534]);
    expect(ports(1, packet('arp,dl_src=02:00:00:00:00:01,dl_dst=01:80:c2:00:00:00'), 302_000)).toEqual([]);
    bridge.setFailMode('secure', at(0));
    expect(dump(bridge)).toEqual([]);
  });
});

describe('actions', () => {
  const outputs = (...flows: readonly string[]) => {
    const { sw, bridge } = makeSwitch();
    for (const name of ['p1', 'p2', 'p3']) addPort(bridge, name);
    for (const flow of flows) flowMod(bridge, 'add', flow);
    const run = sw.receive('br0', 1, PING, { now: at(0) });
    return run.ok ? run.value.outputs.map(({ name, fate }) => `${name} ${fate}`) : [];
  };

  it('that resubmit from another port are looked up as from that port, and only looked up', () => {
    const resubmits = 'in_port=1,actions=resubmit:3,IN_PORT,output:3';
    expect(outputs(resubmits, 'in_port=3,actions=output:2')).toEqual(['p2 sent', 'p1 sent', 'p3 sent']);
    expect(outputs(resubmits, 'in_port=2,actions=output:2')).toEqual(['p1 sent', 'p3 sent']);
  });

  it('output to the controller, as to a port', () => {
    const { sw, bridge } = makeSwitch();
    addPort(bridge, 'p1');
    const actions = [{ type: 'output', port: RESERVED_PORTS.CONTROLLER }] as const;
    bridge.putFlow({ table: 0, priority: 1, match: MATCH_ALL, actions, cookie: 0n }, at(0));
    const run = sw.receive('br0', 1, PING, { now: at(0) });
    const sent = { port: RESERVED_PORTS.CONTROLLER, name: 'CONTROLLER', fate: 'sent' };
    expect(run.ok && run.value.outputs).toMatchObject([sent]);
  });
});

describe('doors to elsewhere', () => {
  it('a patch port leads into the peer bridge and leaves metadata behind', () => {
    const { sw, bridge } = makeSwitch();
    const made = sw.addBridge('br1', { failMode: 'secure', now: at(0) });
    if (!made.ok) throw new Error(made.error.message);
    addPort(bridge, 'p1');
    addPort(bridge, 'to-br1', { type: 'patch', options: { peer: 'to-br0' } });
    addPort(made.value, 'to-br0', { type: 'patch', options: { peer: 'to-br1' } });
    addPort(made.value, 'q2');
    flowMod(bridge, 'add', 'in_port=1,actions=load:7->NXM_NX_REG0[],mod_vlan_vid:5,output:2,output:1');
    flowMod(made.value, 'add', 'in_port=1,reg0=0,dl_vlan=5,actions=strip_vlan,output:2');
    const run = sw.receive('br0', 1, PING, { now: at(0) });
    if (!run.ok) throw new Error(run.error.message);
    expect(run.value.outputs.map(({ bridge: name, port }) => [name, port])).toEqual([['br1', 2]]);
    expect(run.value.outputs[0]?.packet).toEqual(PING);
    const [, , patch, self] = run.value.root.table.steps;
    expect(patch?.outputs[0]).toMatchObject({ fate: 'patch', peer: { bridge: 'br1', inPort: 1 } });
    expect(self?.outputs[0]?.fate).toBe('input-port');
  });

  it('a tunnel port takes its key from the flow, and gives it back on the other side', () => {
    const { sw, bridge } = makeSwitch();
    addPort(bridge, 'ovn-hv2-0', { type: 'geneve', options: { key: 'flow', remote_ip: '192.168.0.2' } });
    addPort(bridge, 'vif');
    flowMod(bridge, 'add', 'in_port=2,actions=set_field:0x17->tun_id,output:1');
    flowMod(bridge, 'add', 'tun_id=0x17,actions=output:2');
    const out = sw.receive('br0', 2, PING, { now: at(0) });
    const tunnel = { id: 0x17n, src: 0n, dst: 0xc0a80002n };
    expect(out.ok && out.value.outputs[0]).toMatchObject({
      port: 1,
      tunnel: { ...tunnel, type: 'geneve', hasKey: true },
    });
    const arriving = { id: 0x17n, src: 0xc0a80002n, dst: 0xc0a80001n };
    const door = sw.tunnelPort('geneve', arriving);
    expect(door?.port.name).toBe('ovn-hv2-0');
    expect(sw.tunnelPort('vxlan', arriving)).toBe(undefined);
    expect(sw.tunnelPort('geneve', { ...arriving, src: 1n })).toBe(undefined);
    const back = sw.receive('br0', door?.port.ofport ?? 0, PING, { now: at(0), tunnel: arriving });
    expect(back.ok && back.value.outputs.map(({ name }) => name)).toEqual(['vif']);
    expect(back.ok && getField(back.value.flow, 'tun_src')).toBe(0xc0a80002n);
  });

  it('of a bridge that is not there is a problem', () => {
    const run = createSwitch().receive('br9', 1, PING, { now: at(0) });
    expect(run.ok ? '' : run.error.message).toBe('Unknown bridge br9');
  });
});
