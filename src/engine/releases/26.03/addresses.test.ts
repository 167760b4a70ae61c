import { describe, expect, test } from 'vitest';
import {
  formatAddress,
  isDynamicAddress,
  linkLocal,
  normalizeAddress,
  normalizePrefix,
  parseMac,
  portAddresses,
} from './addresses';

describe('networks in their one text', () => {
  test.each([
    ['10.0.0.1/24', '10.0.0.0/24'],
    ['10.0.0.1', '10.0.0.1'],
    ['10.0.0.1/32', '10.0.0.1'],
    ['10.0.0.1/255.255.0.0', '10.0.0.0/16'],
    ['10.0.0.300/24', '10.0.0.0/24'],
    ['fd00::1/64', 'fd00::/64'],
    ['FD00::0:1', 'fd00::1'],
    ['::/0', '::/0'],
    ['10.0.0.1/255.0.255.0', undefined],
    ['10.0.0.1/33', undefined],
    ['fd00::1/129', undefined],
    ['10.0.0', undefined],
    ['10.0.0.1 ', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(normalizePrefix(text)).toBe(expected);
  });
});

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['10.0.0.01', undefined],
  ['10.0.0.300', undefined],
  ['10.0.0.1/32', undefined],
  ['fd00:0::1', 'fd00::1'],
])('the address %s', (text, expected) => {
  expect(normalizeAddress(text)).toBe(expected);
});

test.each([
  ['00:00:00:00:00:01 10.0.0.1 fd00::1/64', ['10.0.0.1', 'fd00::1'], ''],
  ['00:00:00:00:00:01 unknown 10.0.0.1', [], ' unknown 10.0.0.1'],
  ['0:0:0:0:0:1', [], ''],
])('the addresses of a port %s', (text, addresses, rest) => {
  const read = portAddresses(text);
  expect(read?.addresses.map(formatAddress)).toEqual(addresses);
  expect(read?.rest).toBe(rest);
});

test.each([
  ['dynamic', true],
  ['dynamic 10.0.0.1', true],
  ['dynamic 10.0.0.1 fd00::1', true],
  ['dynamic x', false],
  ['00:00:00:00:00:01 dynamic', true],
  ['00:00:00:00:00:01 10.0.0.1', false],
])('dynamic: %s', (text, expected) => {
  expect(isDynamicAddress(text)).toBe(expected);
});

test('the link-local address of a MAC address', () => {
  expect(formatAddress(linkLocal(parseMac('00:00:00:00:ff:01') ?? 0n))).toBe('fe80::200:ff:fe00:ff01');
  expect(parseMac('00:00:00:00:ff')).toBeUndefined();
});
