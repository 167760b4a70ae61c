/** What a switch of 2015 lacks is refused when a flow comes in; what none executes ends the packet that meets it. */
import { expect, it } from 'vitest';
import type { Millis } from '../base';
import { newFlow, parseActions, parseFlow } from '../openflow';
import { composePacket, createSwitch, formatTrace, notExecuted } from './index';

it.each([
  ['group:1', 'group: this switch does not have that action'],
  ['ct(commit,zone=1,nat(src=10.0.0.1))', 'ct: this switch does not have that action'],
  ['output:1,clone(output:2)', 'clone: this switch does not have that action'],
  ['learn(table=1,delete_learned)', 'delete_learned: learned flows stay when the flow that learned them goes'],
  ['resubmit(,2,ct)', 'resubmit: this switch does not track connections'],
])('%s is refused', (text, message) => {
  const refused = parseActions(text, { refuse: notExecuted });
  expect(refused.ok ? '' : refused.error.message).toBe(message);
  expect(parseActions(text).ok).toBe(true);
});

it('a packet that meets such an action is dropped aloud, whatever was output before', () => {
  const sw = createSwitch();
  const made = sw.addBridge('br0', { failMode: 'secure', now: 0 as Millis });
  const flow = parseFlow('actions=LOCAL,push_mpls:0x8847,output:2');
  if (!made.ok || !flow.ok) throw new Error('no switch');
  made.value.apply({ command: 'add', ...flow.value.entry }, 0 as Millis);
  made.value.addPort({ name: 'p1', type: 'dummy', options: {} });
  const run = sw.trace('br0', 1, composePacket(newFlow()), { now: 0 as Millis });
  if (!run.ok) throw new Error(run.error.message);
  expect(run.value.outputs).toEqual([]);
  const text = formatTrace(run.value);
  expect(text).toContain('>>>> push_mpls: this switch does not have that action <<<<');
  expect(text).toContain('Translation failed (Action not available), packet is dropped.');
  expect(text).not.toContain('output:2');
});
