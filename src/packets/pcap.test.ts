import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CapturedPacket, fromHex, readPcap, toHex, writePcap } from './index';

const PACKETS: readonly CapturedPacket[] = [
  { micros: 1_430_000_000_000_001, bytes: fromHex('000102')! },
  { micros: 1_430_000_000_500_000, bytes: fromHex('0a0b0c0d')! },
];

const lines = (file: Uint8Array) => {
  const result = readPcap(file);
  if (!result.ok) return `${result.error.code}: ${result.error.message}`;
  return result.value.map(
    ({ micros, bytes, originalLength }) =>
      `${micros} ${toHex(bytes)}${originalLength === undefined ? '' : ` of ${originalLength}`}`,
  );
};
const EXPECTED = ['1430000000000001 000102', '1430000000500000 0a0b0c0d'];

/** The same file in the other byte order, its magic and fractions in nanoseconds. */
function bigEndianNanos(file: Uint8Array): Uint8Array {
  const out = file.slice();
  const from = new DataView(file.buffer);
  const to = new DataView(out.buffer);
  to.setUint32(0, 0xa1b23c4d);
  to.setUint16(4, 2);
  to.setUint16(6, 4);
  for (const at of [8, 12, 16, 20]) to.setUint32(at, from.getUint32(at, true));
  for (let at = 24; at < file.length;) {
    const length = from.getUint32(at + 8, true);
    to.setUint32(at, from.getUint32(at, true));
    to.setUint32(at + 4, from.getUint32(at + 4, true) * 1000);
    to.setUint32(at + 8, length);
    to.setUint32(at + 12, from.getUint32(at + 12, true));
    at += 16 + length;
  }
  return out;
}

test('pcap in both byte orders and both units', () => {
  expect(lines(writePcap(PACKETS))).toEqual(EXPECTED);
  expect(lines(bigEndianNanos(writePcap(PACKETS)))).toEqual(EXPECTED);
});

test('a file that breaks off gives what is whole; other files are refused', () => {
  const file = writePcap(PACKETS);
  expect(lines(file.slice(0, -1))).toEqual(EXPECTED.slice(0, 1));
  expect(lines(file.slice(0, 10))).toBe('not-pcap: the file is too short for a capture');
  expect(lines(new Uint8Array(40))).toBe('not-pcap: the file is neither pcap nor pcapng');
  const wifi = file.slice();
  wifi[20] = 105;
  expect(lines(wifi)).toBe('not-ethernet: the capture has link type 105, only Ethernet (1) can be read');
});

test('pcapng by hand: section, interface in milliseconds, an enhanced and a simple packet, either byte order', () => {
  for (const little of [true, false]) {
    const block = (type: number, body: readonly number[]) => [
      type,
      12 + 4 * body.length,
      ...body,
      12 + 4 * body.length,
    ];
    const half = (high: number, low: number) => (little ? low * 0x10000 + high : high * 0x10000 + low);
    const bytes = (...octets: [number, number, number, number]) =>
      new DataView(Uint8Array.from(octets).buffer).getUint32(0, little);
    const words = [
      ...block(0x0a0d0d0a, [0x1a2b3c4d, half(1, 0), 0xffffffff, 0xffffffff]),
      ...block(1, [half(1, 0), 0, half(9, 1), bytes(3, 0, 0, 0), 0]),
      ...block(6, [0, 0, 5, 3, 60, bytes(1, 2, 3, 0)]),
      ...block(3, [2, bytes(9, 8, 0, 0)]),
    ];
    const file = new Uint8Array(4 * words.length);
    words.forEach((word, index) => new DataView(file.buffer).setUint32(4 * index, word, little));
    expect(lines(file)).toEqual(['5000 010203 of 60', '0 0908']);
  }
});

test.runIf(spawnSync('editcap', ['--version']).status === 0)('what Wireshark makes of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pcap-'));
  try {
    const path = join(folder, 'in.pcap');
    writeFileSync(path, writePcap(PACKETS));
    for (const format of ['pcap', 'nsecpcap', 'pcapng']) {
      spawnSync('editcap', ['-F', format, path, join(folder, format)]);
      expect(lines(readFileSync(join(folder, format)))).toEqual(EXPECTED);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('no bytes make it throw', () => {
  const start = fc.constantFrom('', 'd4c3b2a1', 'a1b23c4d', '0a0d0d0a1c0000004d3c2b1a');
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 200 }), (prefix, rest) => {
      expect(readPcap(Uint8Array.from([...fromHex(prefix)!, ...rest]))).toHaveProperty('ok');
    }),
    { numRuns: 500 },
  );
});
