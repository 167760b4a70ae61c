/** What an expression demands, as `input => output` lines. */
import { expect, it } from 'vitest';
import { compile } from './compile';
import { requirementOf } from './requirement';
import { symbols2015 } from './tables';

const CASES = `
inport == "a" && eth.src == 00:00:00:00:00:01    => inport a
eth.src == 00:00:00:00:00:01 && outport == "b"   => outport b
eth.dst == 00:00:00:00:00:02                     => eth.dst 2
ip4.dst == 10.0.0.1 && tcp.dst == 80             => ip4.dst 167772161
tcp                                              => ip.proto 6
inport == {"a", "b"}                             => none
eth.dst == 00:00:00:00:00:02/ff:ff:ff:ff:00:ff   => none
eth.dst[40]                                      => none
vlan.vid == 3                                    => none
ip4.dst < 10.0.0.1                               => eth.type 2048
1                                                => none
`;

it.each(
  CASES.trim()
    .split('\n')
    .map((line) => line.split(/\s+=> /)),
)('%s demands %s', (input = '', output) => {
  const compiled = compile(input, { symbols: symbols2015() });
  if (!compiled.ok) throw new Error(compiled.error.message);
  const found = requirementOf(compiled.value.annotated);
  expect(found ? `${found.symbol} ${found.value}` : 'none').toBe(output);
});
