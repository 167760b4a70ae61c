/** Groups and meters read and print as ovs-ofctl has them; the lines are such as dump-groups and dump-meters printed. */
import { expect, it } from 'vitest';
import { formatGroup, formatMeter, parseGroup, parseMeter } from './index';

it.each([
  'group_id=1,type=select,selection_method=dp_hash,bucket=bucket_id:0,weight:100,actions=ct(commit,table=24,zone=NXM_NX_REG13[0..15],nat(dst=10.0.0.13:80),exec(set_field:0x2/0x2->ct_mark))',
  'group_id=2,type=select,selection_method=dp_hash,selection_method_param=4294967296,bucket=bucket_id:0,weight:100,actions=set_field:0x1->reg8,resubmit(,27),bucket=bucket_id:1,weight:50,actions=resubmit(,27)',
  'group_id=3,type=select,selection_method=hash,fields(ip_src,ip_dst),bucket=bucket_id:0,actions=output:1',
  'group_id=4,type=ff,bucket=bucket_id:0,watch_port:1,actions=output:1,bucket=bucket_id:1,watch_group:1,actions=output:2',
  'group_id=5,type=all,bucket=bucket_id:0,actions=drop',
])('%s', (text) => {
  const group = parseGroup(text, { asPrinted: true });
  expect(group.ok ? formatGroup(group.value) : group.error.message).toBe(text);
});

it.each([
  ['type=all,bucket=output:1', 'must specify a group_id'],
  ['group_id=x,type=all', 'invalid group id in "group_id=x,type=all"'],
  ['group_id=1,type=indirect,bucket=output:1,bucket=output:2', 'Indirect groups can have at most one bucket.'],
  ['group_id=1,type=ff,bucket=output:1', 'fast failover bucket requires watch_port or watch_group'],
  ['group_id=1,type=some', 'invalid group type some'],
  ['group_id=1,type=select,selection_method=best', 'best: unknown selection method'],
  ['group_id=1,type=all,bucket=nonsense:1', 'unknown action nonsense'],
])('%s is refused', (text, message) => {
  const group = parseGroup(text);
  expect(group.ok ? '' : group.error.message).toBe(message);
});

it.each([
  'meter=1 pktps stats bands=\ntype=drop rate=100',
  'meter=1 kbps burst stats bands=\ntype=drop rate=1000 burst_size=100',
  'meter=controller pktps bands=\ntype=drop rate=5',
])('%s', (text) => {
  const meter = parseMeter(text.split('\n'));
  expect(meter.ok ? formatMeter(meter.value) : meter.error.message).toBe(text);
});

it('a meter without a rate is refused', () => {
  const meter = parseMeter(['meter=1 pktps bands=', 'type=drop']);
  expect(meter.ok ? '' : meter.error.message).toBe('invalid band "type=drop"');
});
