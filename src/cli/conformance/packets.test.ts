import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { conformPackets } from './packets';

const lines = readFileSync(new URL('../../../recordings/packets.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');

test('every recorded packet', () => {
  const printed: string[] = [];
  expect(conformPackets(lines, (line) => printed.push(line))).toEqual({ passed: lines.length, failed: 0 });
  expect(printed).toEqual([]);
});

test('a difference is told, and what is no case is refused', () => {
  const printed: string[] = [];
  const wrong = JSON.stringify({ flow: 'dl_type=0x1234', bytes: '0000000000000000000000001235', parsed: 'x' });
  expect(conformPackets([wrong, ''], (line) => printed.push(line))).toEqual({ passed: 0, failed: 1 });
  expect(printed).toEqual([
    '"dl_type=0x1234": composed 0000000000000000000000001234, recorded 0000000000000000000000001235',
    '"dl_type=0x1234": parsed vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00,dl_type=0x1235, recorded x',
  ]);
  expect(() => conformPackets(['{"flow":"ip"}'], () => undefined)).toThrow(
    'a packet case needs flow, bytes and parsed',
  );
});
