import { expect, it } from 'vitest';
import { compile, symbolsToday } from '../../engine/match';
import { plainExpr } from './match-values';

it.each([
  ['ip4.src == 10.0.0.0/24', 'ip4.src == 10.0.0.0/24'],
  ['ip4.dst != 10.0.0.7', 'ip4.dst != 10.0.0.7'],
  ['ip6.dst == fd00::/8', 'ip6.dst == fd00::/8'],
  ['arp.spa == 10.0.0.0/8', 'arp.spa == 10.0.0.0/8'],
  ['tcp.dst == 0x1bb', 'tcp.dst == 443'],
  ['eth.dst[40]', 'eth.dst[40]'],
  ['eth.src == 00:00:00:00:00:00/ff:00:00:00:00:00', 'eth.src[40..47] == 0'],
  ['ip4.src[0..7] == 1', 'ip4.src[0..7] == 0x1'],
])('%s as people write it', (text, plain) => {
  const compiled = compile(text, { symbols: symbolsToday() });
  expect(compiled.ok ? plainExpr(compiled.value.parsed) : compiled.error).toBe(plain);
});
