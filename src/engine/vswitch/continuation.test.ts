/** What a controller does with packets: those that waited for it, and those of its own. */
import { expect, it } from 'vitest';
import type { Millis } from '../base';
import { getNumber, parseActions, parseFlow, parseFlowKey, setNumber, cloneFlow, RESERVED_PORTS } from '../openflow';
import { composePacket, createSwitch, type Output } from './index';

const now = 0 as Millis;
const PACKET = 'udp,in_port=1,dl_src=1:2:3:4:5:6,dl_dst=2:2:3:4:5:6,nw_src=1.2.3.4,nw_dst=4.3.2.1,nw_ttl=64,tp_dst=67';

function bridgeWith(flows: readonly string[]) {
  const sw = createSwitch();
  const made = sw.addBridge('br0', { failMode: 'secure', now });
  if (!made.ok) throw new Error('no switch');
  for (const number of [1, 2, 3])
    made.value.addPort({ name: `p${number}`, type: 'dummy', options: {}, ofportRequest: number });
  for (const text of flows) {
    const flow = parseFlow(text);
    if (!flow.ok) throw new Error(flow.error.message);
    made.value.putFlow(flow.value.entry, now);
  }
  return sw;
}

const bytes = (() => {
  const flow = parseFlowKey(PACKET);
  if (!flow.ok) throw new Error(flow.error.message);
  return composePacket(flow.value);
})();

const places = (outputs: readonly Output[]) =>
  outputs.filter(({ fate }) => fate === 'sent').map(({ name, flow }) => `${name} reg0=${getNumber(flow, 'reg0')}`);

it('a packet that waited goes on behind the action, in every list that had more to do', () => {
  const sw = bridgeWith([
    'table=0,actions=set_field:1->reg0,resubmit(,1),output:2',
    'table=1,actions=controller(userdata=01.02,pause),resubmit(,2),set_field:7->reg0',
    'table=2,reg0=5,actions=output:3',
  ]);
  const first = sw.receive('br0', 1, bytes, { now });
  if (!first.ok) throw new Error(first.error.message);
  expect(places(first.value.outputs)).toEqual(['CONTROLLER reg0=1']);
  const [told] = first.value.outputs;
  const continuation = told?.request?.continuation;
  if (told === undefined || continuation === undefined) throw new Error('nothing waits');
  expect(told.request?.userdata).toEqual([1, 2]);
  const flow = cloneFlow(told.flow);
  setNumber(flow, 'reg0', 5);
  const resumed = sw.resume(continuation, { packet: told.packet, flow }, { now });
  expect(places(resumed.outputs)).toEqual(['p3 reg0=5', 'p2 reg0=7']);
});

it('what waits in a clone goes on in the clone alone, and ends the way of the packet', () => {
  const sw = bridgeWith(['table=0,actions=clone(controller(pause),set_field:4->reg0,output:2),output:3']);
  const first = sw.receive('br0', 1, bytes, { now });
  if (!first.ok) throw new Error(first.error.message);
  expect(places(first.value.outputs)).toEqual(['CONTROLLER reg0=0']);
  const [told] = first.value.outputs;
  const continuation = told?.request?.continuation;
  if (told === undefined || continuation === undefined) throw new Error('nothing waits');
  const { outputs } = sw.resume(continuation, { packet: told.packet, flow: told.flow }, { now });
  expect(places(outputs)).toEqual(['p2 reg0=4']);
});

it('a packet of the controller is done with as it says, and may come back to where it never came from', () => {
  const sw = bridgeWith(['table=8,reg0=3,actions=output:1,output:2']);
  const actions = parseActions('set_field:3->reg0,resubmit(,8)');
  if (!actions.ok) throw new Error(actions.error.message);
  const packet = { packet: bytes, inPort: RESERVED_PORTS.CONTROLLER, actions: actions.value };
  const sent = sw.packetOut('br0', packet, { now });
  if (!sent.ok) throw new Error(sent.error.message);
  expect(places(sent.value.outputs)).toEqual(['p1 reg0=3', 'p2 reg0=3']);
});
