import { expect, test } from 'vitest';
import { encodeTrusted, PRESETS } from '../../../packets';
import { fieldsAt, packetView } from './step-packet-model';

const ping = encodeTrusted(PRESETS.ping.build({ ethSrc: '00:00:00:00:00:01', ethDst: '00:00:00:00:00:02' }));

test('a changed field is marked with what it was, and so are its bytes', () => {
  const before = ping.slice();
  before[22] = 65;
  const view = packetView(ping, before);
  const changed = view.layers.flatMap(({ fields }) => fields).filter(({ was }) => was !== null);
  expect(changed.map(({ name, text, was }) => [name, text, was])).toEqual([['ip.ttl', '64', '65']]);
  expect(Array.from(view.changed)).toEqual([22]);
  expect(view.layers.filter(({ changed: marked }) => marked).map(({ title }) => title)).toEqual(['IPv4']);
});

test('nothing is marked without a step before, nor when nothing changed', () => {
  expect(packetView(ping, null).changed.size).toBe(0);
  expect(packetView(ping, ping.slice()).changed.size).toBe(0);
});

test('a header that was not there is new, and what it moved is not', () => {
  const tagged = new Uint8Array([...ping.slice(0, 12), 0x81, 0, 0, 42, ...ping.slice(12)]);
  const view = packetView(tagged, ping);
  const vlan = view.layers.find(({ key }) => key === 'vlan');
  expect(vlan?.fields.every(({ was }) => was === '')).toBe(true);
  expect(view.layers.find(({ key }) => key === 'ipv4')?.changed).toBe(false);
  expect(view.changed.has(14)).toBe(true);
  expect(view.changed.has(30)).toBe(false);
});

test('a byte leads to the fields that share it', () => {
  expect(fieldsAt(packetView(ping, null), 14).map(({ name }) => name)).toEqual(['ip.version', 'ip.ihl']);
  expect(fieldsAt(packetView(ping, null), 9999)).toEqual([]);
});
