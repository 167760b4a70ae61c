/** Traces as Open vSwitch 3.1 printed them for the same flows and packets, less the megaflow. */
import { describe, expect, it } from 'vitest';
import type { Millis } from '../base';
import { parseFlow, parseFlowKey } from '../openflow';
import { composePacket, createSwitch, formatTrace, formatTrace2015 } from './index';

const now = 0 as Millis;

const FLOWS = `
table=0,priority=100,in_port=4,actions=load:0x1->OXM_OF_METADATA[],resubmit(,16),output:2
table=0,priority=90,in_port=3,actions=resubmit(,16),resubmit(,17)
table=16,priority=50,actions=set_field:0x7->reg7,resubmit(,17),output:9,output:4,resubmit(,18)
table=17,priority=50,actions=dec_ttl,mod_vlan_vid:5,output:7
table=20,actions=dec_ttl,output:2
table=21,actions=resubmit(,21)
table=22,actions=exit
table=23,actions=resubmit(,22),output:2
table=24,tcp,actions=pop:NXM_NX_REG0[],move:NXM_NX_REG1[]->NXM_NX_REG2[],set_field:2->tcp_dst,note:11,set_tunnel:5,output:1
table=25,priority=1,conj_id=1,ip,actions=output:2
table=25,priority=1,ip,nw_src=1.2.3.4,actions=conjunction(1,1/2)
table=25,priority=1,tcp,tp_dst=80,actions=conjunction(1,2/2)
table=27,actions=strip_vlan,mod_vlan_vid:3,output:2
table=28,cookie=0x17,actions=push:NXM_OF_IN_PORT[],load:0->NXM_OF_IN_PORT[],output:2,pop:NXM_OF_IN_PORT[],output:2
`
  .trim()
  .split('\n');

function setup(extra: readonly string[] = []) {
  const sw = createSwitch();
  const made = sw.addBridge('br0', { failMode: 'secure', now });
  if (!made.ok) throw new Error(made.error.message);
  for (const number of [1, 2, 3, 4, 7])
    made.value.addPort({ name: `p${number}`, type: 'dummy', options: {}, ofportRequest: number });
  for (const text of [...FLOWS, ...extra]) {
    const flow = parseFlow(text);
    if (!flow.ok) throw new Error(flow.error.message);
    made.value.apply({ command: 'add', ...flow.value.entry }, now);
  }
  return (inPort: number, packet: string) => {
    const flow = parseFlowKey(packet);
    if (!flow.ok) throw new Error(flow.error.message);
    const run = sw.trace('br0', inPort, composePacket(flow.value), { now });
    if (!run.ok) throw new Error(run.error.message);
    return run.value;
  };
}

/** The part between the first and the last line. */
const story = (text: string) => text.split('\n').slice(2).join('\n').trimEnd();

const PACKET = 'tcp,nw_src=1.2.3.4,nw_dst=4.3.2.1,dl_src=1:2:3:4:5:6,dl_dst=2:2:3:4:5:6,nw_ttl=64';
const TAGGED = 'tcp,nw_src=1.2.3.4,nw_ttl=1,tp_dst=80,dl_src=1:2:3:4:5:6,dl_dst=2:2:3:4:5:6,dl_vlan=7';

describe('ofproto/trace', () => {
  it('nests what is not last and continues at the left what is', () => {
    expect(story(formatTrace(setup()(4, PACKET)))).toBe(
      `
bridge("br0")
-------------
 0. in_port=4, priority 100
    load:0x1->OXM_OF_METADATA[]
    resubmit(,16)
    16. priority 50
            load:0x7->NXM_NX_REG7[]
            resubmit(,17)
            17. priority 50
                    dec_ttl
                    mod_vlan_vid:5
                    output:7
            output:9
             >> Nonexistent output port
            output:4
             >> skipping output to input port
            resubmit(,18)
        18. No match.
            drop
    output:2

Final flow: tcp,reg7=0x7,metadata=0x1,in_port=4,dl_vlan=5,dl_vlan_pcp=0,vlan_tci1=0x0000,dl_src=01:02:03:04:05:06,dl_dst=02:02:03:04:05:06,nw_src=1.2.3.4,nw_dst=4.3.2.1,nw_tos=0,nw_ecn=0,nw_ttl=63,nw_frag=no,tp_src=0,tp_dst=0,tcp_flags=0
Datapath actions: set(ipv4(ttl=63)),push_vlan(vid=5,pcp=0),7,2`.trim(),
    );
  });

  it.each([
    [20, '    20. priority 32768\n            dec_ttl\n             >> IPv4 decrement TTL exception\n    output:7'],
    [22, '22. priority 32768\n    exit'],
    [23, '23. priority 32768\n    resubmit(,22)\n22. priority 32768\n    exit'],
    [
      24,
      `    24. tcp, priority 32768
            pop:NXM_NX_REG0[]
             >>>> stack underflow <<<<
            move:NXM_NX_REG1[]->NXM_NX_REG2[]
             -> NXM_NX_REG2[] is now 0
            mod_tp_dst:2
            note:11.00.00.00.00.00
            set_tunnel:0x5
            output:1
    output:7`,
    ],
    [
      25,
      '    25. conj_id=1,ip, priority 1\n            output:2\n             >> skipping output to input port\n    output:7',
    ],
    [
      27,
      '    27. priority 32768\n            strip_vlan\n            mod_vlan_vid:3\n            output:2\n             >> skipping output to input port\n    output:7',
    ],
    [
      28,
      `    28. priority 32768, cookie 0x17
            push:NXM_OF_IN_PORT[]
            load:0->NXM_OF_IN_PORT[]
            output:2
            pop:NXM_OF_IN_PORT[]
             -> NXM_OF_IN_PORT[] is now 2
            output:2
             >> skipping output to input port
    output:7`,
    ],
  ])('tells what happened in table %d', (table, wanted) => {
    const run = setup([`priority=200,in_port=2,actions=resubmit(,${table}),output:7`])(2, TAGGED);
    const lines = story(formatTrace(run, { words: '3.1' }))
      .split('\n')
      .slice(4);
    expect(lines.slice(0, lines.indexOf('')).join('\n')).toBe(wanted);
  });

  it('gives up on a loop, and drops', () => {
    const run = setup(['priority=200,in_port=2,actions=resubmit(,21),output:7'])(2, TAGGED);
    const text = formatTrace(run, { words: '3.1' });
    expect(text.split('\n').filter((line) => line === '21. priority 32768')).toHaveLength(65);
    expect(text).toContain(
      '     >>>> over max translation depth 64 <<<<\n\nFinal flow: unchanged\nDatapath actions: drop\n',
    );
    expect(text).toContain('Translation failed (Recursion too deep), packet is dropped.');
    expect(run.outputs).toEqual([]);
  });

  it('prints in the way of 2015', () => {
    const run = setup([
      'table=30,priority=5,actions=resubmit(,31)',
      'in_port=1,actions=load:1->NXM_NX_REG6[],resubmit(,30)',
    ])(1, PACKET);
    expect(formatTrace2015(run).replaceAll(/tcp,\S*/g, 'FLOW')).toBe(
      `Bridge: br0
Flow: FLOW

Rule: table=0 cookie=0 in_port=1
OpenFlow actions=load:0x1->NXM_NX_REG6[],resubmit(,30)

\tResubmitted flow: FLOW
\tResubmitted regs: reg0=0x0 reg1=0x0 reg2=0x0 reg3=0x0 reg4=0x0 reg5=0x0 reg6=0x1 reg7=0x0
\tResubmitted  odp: drop
\tRule: table=30 cookie=0 priority=5
\tOpenFlow actions=resubmit(,31)

\t\tResubmitted flow: unchanged
\t\tResubmitted regs: reg0=0x0 reg1=0x0 reg2=0x0 reg3=0x0 reg4=0x0 reg5=0x0 reg6=0x1 reg7=0x0
\t\tResubmitted  odp: drop
\t\tRule: table=254 cookie=0 priority=0,reg0=0x2
\t\tOpenFlow actions=drop

Final flow: FLOW
Datapath actions: drop
`,
    );
  });
});
