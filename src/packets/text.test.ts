import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result } from '../engine/base';
import {
  crc32c,
  formatHex,
  formatIpv4,
  formatIpv6,
  formatMac,
  fromHex,
  internetChecksum,
  onesSum,
  parseDumps,
  parseHex,
  parseIpv4,
  parseIpv6,
  parseMac,
  readBits,
  toHex,
  writeBits,
} from './index';

function shown(result: Result<Uint8Array>, format: (bytes: Uint8Array) => string = toHex): string {
  if (result.ok) return format(result.value);
  const { code, range } = result.error;
  return range ? `${code} ${range.start}-${range.end}` : code;
}

describe('addresses', () => {
  test.each([
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['', 'invalid-ipv6 0-0'],
    [':', 'invalid-ipv6 0-1'],
    [':::', 'invalid-ipv6 0-3'],
    ['1:2:3:4:5:6:7', 'invalid-ipv6 0-13'],
    ['1:2:3:4:5:6:7:8::', 'invalid-ipv6 0-17'],
    ['12345::', 'invalid-ipv6 0-7'],
    ['::1%eth0', 'invalid-ipv6 0-8'],
  ])('IPv6 %s => %s', (text, result) => {
    expect(shown(parseIpv6(text), (bytes) => formatIpv6(bytes))).toBe(result);
  });

  test.each([
    ['10.0.0.1', '10.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['10.0.0', 'invalid-ipv4 0-6'],
    ['10.0.0.256', 'invalid-ipv4 0-10'],
    ['10.0.0.01', 'invalid-ipv4 0-9'],
  ])('IPv4 %s => %s', (text, result) => {
    expect(shown(parseIpv4(text), (bytes) => formatIpv4(bytes))).toBe(result);
  });

  test.each([
    ['00:1A:2b:3c:4d:5e', '00:1a:2b:3c:4d:5e'],
    ['0:1:2:3:4:5', '00:01:02:03:04:05'],
    ['00:00:00:00:00', 'invalid-mac 0-14'],
    ['00:00:00:00:00:0g', 'invalid-mac 0-17'],
  ])('MAC %s => %s', (text, result) => {
    expect(shown(parseMac(text), (bytes) => formatMac(bytes))).toBe(result);
  });

  test('formatting and parsing are inverse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect(shown(parseIpv6(formatIpv6(bytes)))).toBe(toHex(bytes));
      }),
    );
  });
});

describe('hex', () => {
  test.each([
    ['0001ff', '0001ff'],
    ['00 01 FF', '0001ff'],
    ['00:01:ff', '0001ff'],
    ['0001:02ff', '000102ff'],
    ['00000000', '00000000'],
    ['0x00, 0x01', '0001'],
    ['0001 0203\n0405', '000102030405'],
    ['0000  00 01 02 03  ....\n0004  04 05', '000102030405'],
    ['\t0x0000:  4500 001c 0000  E.....\n\t0x0006:  4001', '4500001c00004001'],
    [
      '00000000: 6162 6364 6566 6768 696a 6b6c 6d6e 6f70  abcdefghijklmnop\n00000010: 7172  qr',
      '6162636465666768696a6b6c6d6e6f707172',
    ],
    ['00000000  00 01 02 03 04 05 06 07-08 09 0a 0b 0c 0d 0e 0f\n00000010  10', '000102030405060708090a0b0c0d0e0f10'],
    ['00000000  61 62                                             |ab|\n00000002', '6162'],
    ['', 'empty 0-0'],
    ['00 0', 'odd-digits 3-4'],
    ['00 zz', 'not-hex 3-4'],
    ['0001\n02x3', 'not-hex 7-8'],
  ])('%j => %s', (text, result) => {
    expect(shown(parseHex(text))).toBe(result);
  });

  test.each([
    ['0001', '0001'],
    ['\\x00\\x01', '0001'],
    [
      '10:00:00.000001 IP 10.0.0.1 > 10.0.0.2: ICMP echo request, length 2\n\t0x0000:  0001 0203\n10:00:00.000002 ARP, Request\n\t0x0000:  0405 0607 0809 0a0b 0c0d 0e0f 1011 1213  ................\n\t0x0010:  14',
      '00010203 0405060708090a0b0c0d0e0f1011121314',
    ],
    ['Frame (2 bytes):\n0000   00 01   ..\n\nReassembled (1 bytes):\n0000   02   .\n', '0001 02'],
    ['00000000: 0001\n00000002: zz', 'not-hex 25-26'],
    ['', 'empty 0-0'],
  ])('%j => the packets %s', (text, result) => {
    const read = parseDumps(text);
    const expected = result;
    expect(read.ok ? read.value.map(toHex).join(' ') : shown(read)).toBe(expected);
  });

  test('formatHex reads back', () => {
    expect(formatHex(fromHex('000102030405060708090a0b0c0d0e0f4142')!)).toBe(
      '00000000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  |................|\n' +
        '00000010  41 42                                             |AB|',
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
        expect(shown(parseHex(formatHex(bytes)))).toBe(toHex(bytes));
        expect(shown(parseHex(toHex(bytes)))).toBe(toHex(bytes));
      }),
    );
  });
});

describe('bits and sums', () => {
  test('writing bits leaves the neighbours alone', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.nat(70),
        fc.integer({ min: 1, max: 48 }),
        fc.bigInt(0n, 2n ** 48n),
        (bytes, at, bits, raw) => {
          const value = Number(raw % 2n ** BigInt(bits));
          const before = BigInt(`0x${toHex(bytes)}`);
          const shift = BigInt(128 - at - bits);
          const mask = ((1n << BigInt(bits)) - 1n) << shift;
          expect(readBits(bytes, at, bits)).toBe(Number((before & mask) >> shift));
          writeBits(bytes, at, bits, value);
          expect(BigInt(`0x${toHex(bytes)}`)).toBe((before & ~mask) | (BigInt(value) << shift));
        },
      ),
    );
  });

  test('the example of RFC 1071 section 3', () => {
    expect(onesSum(fromHex('0001f203f4f5f6f7')!)).toBe(0xddf2);
    expect(internetChecksum(fromHex('0001f203f4f5f6f7')!)).toBe(0x220d);
  });

  test('the examples of RFC 3720 appendix B.4, in the byte order of the wire', () => {
    expect(crc32c(new Uint8Array(32)).toString(16)).toBe('aa36918a');
    expect(crc32c(new Uint8Array(32).fill(0xff)).toString(16)).toBe('43aba862');
  });
});
