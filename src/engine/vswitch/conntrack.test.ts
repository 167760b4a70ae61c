/** Connections as packets meet them: states, translation both ways, time, and what a table remembers (conntrack.c). */
import { describe, expect, it } from 'vitest';
import type { Millis } from '../base';
import { formatFlagSet, formatFlowKey, CT_STATE_FLAGS, parseFlow, parseFlowKey } from '../openflow';
import { composePacket, createSwitch, extract, type Execution, type Switch } from './index';

const at = (seconds: number) => (seconds * 1000) as Millis;

function switchWith(flows: readonly string[]): Switch {
  const sw = createSwitch();
  const made = sw.addBridge('br0', { failMode: 'secure', now: at(0) });
  if (!made.ok) throw new Error(made.error.message);
  for (const number of [1, 2, 3])
    made.value.addPort({ name: `p${number}`, type: 'dummy', options: {}, ofportRequest: number });
  for (const text of flows) {
    const flow = parseFlow(text);
    if (!flow.ok) throw new Error(flow.error.message);
    made.value.putFlow(flow.value.entry, at(0));
  }
  return sw;
}

function packet(text: string): Uint8Array {
  const flow = parseFlowKey(`${text},dl_src=1:2:3:4:5:6,dl_dst=2:2:3:4:5:6,nw_ttl=64`);
  if (!flow.ok) throw new Error(flow.error.message);
  return composePacket(flow.value);
}

function send(sw: Switch, port: number, bytes: Uint8Array, seconds: number): Execution {
  const run = sw.receive('br0', port, bytes, { now: at(seconds) });
  if (!run.ok) throw new Error(run.error.message);
  return run.value;
}

function states({ passes }: Execution): readonly string[] {
  return passes.map(({ ctState }) => formatFlagSet(BigInt(ctState), CT_STATE_FLAGS));
}

const NAT = [
  'table=0,in_port=1,ip,actions=ct(commit,zone=1,nat(src=1.1.1.1),table=1)',
  'table=0,in_port=2,ip,actions=ct(zone=1,nat,table=2)',
  'table=1,actions=output:2',
  'table=2,actions=output:1',
];

describe('a connection through a source translation', () => {
  const sw = switchWith(NAT);
  const out = send(sw, 1, packet('udp,nw_src=10.0.0.1,nw_dst=8.8.8.8,tp_src=1000,tp_dst=53'), 0);
  const back = send(sw, 2, packet('udp,nw_src=8.8.8.8,nw_dst=1.1.1.1,tp_src=53,tp_dst=1000'), 1);

  it('leaves translated, and the reply is translated back', () => {
    expect(states(out)).toEqual(['new|trk|snat']);
    expect(out.outputs.map((one) => formatFlowKey(extract(one.packet)))).toEqual([
      expect.stringContaining('nw_src=1.1.1.1,nw_dst=8.8.8.8'),
    ]);
    expect(states(back)).toEqual(['est|rpl|trk|dnat']);
    expect(back.outputs.map((one) => formatFlowKey(extract(one.packet)))).toEqual([
      expect.stringContaining('nw_src=8.8.8.8,nw_dst=10.0.0.1'),
    ]);
  });

  it('is forgotten when its time is over', () => {
    expect(sw.connections.list(at(30))).toHaveLength(1);
    expect(sw.connections.list(at(31))).toHaveLength(0);
  });
});

it('a preview shows what would be and changes nothing; what was received can be taken back', () => {
  const sw = switchWith(NAT);
  const bytes = packet('udp,nw_src=10.0.0.1,nw_dst=8.8.8.8,tp_src=1000,tp_dst=53');
  const would = sw.preview('br0', 1, bytes, { now: at(0) });
  expect(would.ok && would.value.connections).toHaveLength(1);
  expect(sw.connections.list()).toEqual([]);
  const { connections } = send(sw, 1, bytes, 0);
  expect(would.ok && would.value.connections).toEqual(connections);
  const after = sw.connections.list();
  expect(after).toHaveLength(1);
  sw.connections.revert(connections);
  expect(sw.connections.list()).toEqual([]);
  sw.connections.restore(structuredClone(after));
  expect(sw.connections.list()).toEqual(after);
});
