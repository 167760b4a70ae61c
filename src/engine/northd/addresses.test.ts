import { describe, expect, it } from 'vitest';
import { isEthernet, parsePortSecurity } from './addresses';

const E = '00:00:00:00:00:01';

describe('isEthernet', () => {
  it.each([
    [E, true],
    ['0:0:0:0:0:1', true],
    ['AA:bb:Cc:0:1:2', true],
    ['00:00:00:00:00', false],
    ['00:00:00:00:00:01:02', false],
    ['00:00:00:00:00:01 ', false],
    ['000:0:0:0:0:1', false],
    ['unknown', false],
    ['', false],
  ])('%j => %j', (text, expected) => {
    expect(isEthernet(text)).toBe(expected);
  });
});

describe('parsePortSecurity', () => {
  it.each([
    [E, [E, undefined, undefined]],
    ['A:B:C:D:E:F', ['0a:0b:0c:0d:0e:0f', undefined, undefined]],
    [`${E} 10.0.0.1`, [E, '10.0.0.1', undefined]],
    [`10.0.0.1,${E}`, [E, '10.0.0.1', undefined]],
    [`${E},192.168.1.1, fe80::1`, [E, '192.168.1.1', 'fe80::1']],
    [`${E}/ff:ff:ff:ff:ff:00`, [E, undefined, undefined]],
    ['10.0.0.0/8', [undefined, '10.0.0.0/8', undefined]],
    ['10.0.0.0/255.0.0.0', [undefined, '10.0.0.0/255.0.0.0', undefined]],
    ['fe80::/64', [undefined, undefined, 'fe80::/64']],
    ['::ffff:10.0.0.1', [undefined, undefined, '::ffff:10.0.0.1']],
    ['1:2:3:4:5:6:7:8', [undefined, undefined, '1:2:3:4:5:6:7:8']],
  ])('%j => %j', (text, [eth, ipv4, ipv6]) => {
    expect(parsePortSecurity(text)).toEqual({ eth, ipv4, ipv6 });
  });

  it.each([
    '',
    ' ',
    'junk',
    `${E} junk`,
    `${E} ${E}`,
    '10.0.0.1 10.0.0.2',
    '10.0.0.256',
    '10.0.0.1/33',
    `${E}/8`,
    'fe80::1::2',
    '1:2:3:4:5:6:7',
    '::/129',
  ])('%j is not one', (text) => {
    expect(parsePortSecurity(text)).toBeUndefined();
  });
});
