/** The packet editor without its dialog: drafts, the form of one, undo, imports. */
import { describe, expect, test } from 'vitest';
import { encodeTrusted, formatHex, PRESET_NAMES, PRESETS, toHex, writePcap } from '../../../packets';
import type { PresetName } from '../../../packets';
import {
  canMoveUp,
  draftOfBytes,
  draftOfLayers,
  moveUp,
  releaseField,
  removeLayer,
  setByte,
  setField,
  setNext,
} from './draft';
import type { Draft } from './draft';
import { changed, redone, startEditing, undone } from './editor-state';
import { fieldAt, faultsOf, formOf, placeOf } from './form';
import { importFile, importText } from './import-packets';
import { layersAbove } from './layer-choices';

const ends = { ethSrc: '00:00:00:00:00:01', ethDst: '00:00:00:00:00:02', ipSrc: '10.0.0.1', ipDst: '10.0.0.2' };

function draft(preset: PresetName): Draft {
  return draftOfLayers(PRESETS[preset].build(ends));
}

function protocols({ layers }: Draft): string {
  return layers.map(({ protocol }) => protocol).join(' ');
}

function field(of: Draft, layer: number, key: string) {
  const found = formOf(of)[layer]?.fields.find((candidate) => candidate.key === key);
  if (!found) throw new Error(`layer ${layer} has no ${key}`);
  return found;
}

function faults(of: Draft): readonly string[] {
  return faultsOf(of, formOf(of)).map(({ text }) => text);
}

describe('layers', () => {
  test.each([
    ['tcp-syn', 1, 'udp', 'ethernet ipv4 udp', 'proto', '17'],
    ['ping', 0, 'vlan', 'ethernet vlan ipv4 icmp echo payload', 'type', '0x8100'],
    ['udp', 0, 'ipv6', 'ethernet ipv6 udp payload', 'type', '0x86dd'],
    ['ping', 0, 'arp', 'ethernet arp', 'type', '0x0806'],
    ['ping', 1, 'payload', 'ethernet ipv4 payload', 'proto', '253'],
    ['udp', 2, 'dns', 'ethernet ipv4 udp dns', 'dst', '53'],
  ] as const)('%s: after layer %d comes %s: %s', (preset, after, next, expected, key, value) => {
    const start = draftOfBytes(draft(preset).bytes);
    const changedTo = setNext(start, after, next, ends);
    expect(protocols(changedTo)).toBe(expected);
    expect(changedTo.problem).toBeNull();
    expect(field(changedTo, after, key).text).toBe(value);
    expect(faults(changedTo)).toEqual([]);
  });

  test.each(PRESET_NAMES)('%s: whatever can come next makes a packet', (preset) => {
    const start = draft(preset);
    for (const [index, { protocol }] of start.layers.entries()) {
      for (const next of layersAbove(protocol)) {
        const made = setNext(start, index, next, ends);
        expect([next, made.problem]).toEqual([next, null]);
      }
    }
  });

  test('come and go and change places', () => {
    const tagged = setNext(draft('ping'), 0, 'vlan', ends);
    expect(removeLayer(tagged, 1).bytes).toEqual(draft('ping').bytes);
    expect([0, 1, 2, 5].map((layer) => canMoveUp(tagged, layer))).toEqual([false, false, true, false]);
    expect(protocols(moveUp(tagged, 2))).toBe('ethernet ipv4 vlan icmp echo payload');
    expect(moveUp(moveUp(tagged, 2), 2).bytes).toEqual(tagged.bytes);
  });

  test('what is broken on purpose stays so when the stack changes elsewhere', () => {
    const broken = setField(draft('udp'), 2, 'checksum', '0x1234');
    expect(field(setNext(broken, 0, 'vlan', ends), 3, 'checksum').pinned).toBe(true);
    expect(field(setNext(broken, 0, 'vlan', ends), 3, 'dst').text).toBe('4000');
  });
});

describe('fields', () => {
  test('say what is allowed and keep what was typed', () => {
    const before = draft('ping');
    const wrong = setField(setField(before, 1, 'ttl', '300'), 0, 'src', '00:00:00:00:00:0x');
    expect(wrong.bytes).toEqual(before.bytes);
    expect(field(wrong, 1, 'ttl')).toMatchObject({ text: '300', problem: 'TTL must be 0 to 255.' });
    expect(field(wrong, 0, 'src').problem).toBe('Source must be an Ethernet address, like 00:00:00:00:00:01.');
    expect(faults(wrong)).toHaveLength(2);
    const right = setField(setField(wrong, 0, 'src', '00:00:00:00:00:01'), 1, 'ttl', '64');
    expect(right.bytes).toEqual(before.bytes);
  });

  test.each([
    ['ping', 1, 'checksum', '0x1', 'IPv4: Header checksum is wrong, it should be 0x66d1.'],
    ['ping', 1, 'length', '9', 'IPv4: Total length is wrong, it should be 42.'],
    ['ping', 1, 'proto', 'TCP', 'IPv4: Protocol is wrong, it should be 1 (ICMP).'],
    ['ping', 0, 'type', '0x86dd', 'Ethernet: Type is wrong, it should be 0x0800 (IPv4).'],
    ['udp', 2, 'length', '5', 'UDP: Length is wrong, it should be 22.'],
    ['tcp-syn', 2, 'checksum', '0', /^TCP: Checksum is wrong, it should be 0x[0-9a-f]{4}\.$/],
    ['ping6', 2, 'type', '1', 'ICMPv6: Type is wrong, it should be 128 (echo request).'],
  ] as const)(
    '%s: layer %d with a %s of %s is told to be wrong, and can be let go',
    (preset, layer, key, value, text) => {
      const broken = setField(draft(preset), layer, key, value);
      expect(broken.problem).toBeNull();
      expect(faults(broken)[0]).toEqual(typeof text === 'string' ? text : (expect.stringMatching(text) as string));
      const again = releaseField(broken, layer, key);
      expect(again.bytes).toEqual(draft(preset).bytes);
      expect(faults(again)).toEqual([]);
    },
  );

  test.each([
    ['udp', 2, 'checksum', '0'],
    ['udp', 2, 'dst', '5000'],
    ['ethernet', 0, 'type', '0x88cc'],
    ['first-fragment', 2, 'checksum', '7'],
  ] as const)('%s: layer %d with a %s of %s is not wrong', (preset, layer, key, value) => {
    expect(faults(setField(draft(preset), layer, key, value))).toEqual([]);
  });

  test.each(PRESET_NAMES)('%s: nothing is wrong, the bytes are read as the form they were made by', (preset) => {
    const made = draft(preset);
    expect(faults(made)).toEqual([]);
    const read = draftOfBytes(made.bytes);
    expect(protocols(read)).toBe(protocols(made));
    expect(faults(read)).toEqual([]);
  });

  test.each(PRESET_NAMES)('%s: every byte has its field, every field its bytes', (preset) => {
    const form = formOf(draft(preset));
    const { bytes } = draft(preset);
    for (let at = 0; at < bytes.length; at++) {
      const found = fieldAt(form, at);
      const place = found && placeOf(form, found.layer, found.key);
      expect(place && at >= place.start && at < place.end).toBe(true);
    }
    for (const { index, fields } of form)
      for (const { key, place } of fields) expect([key, placeOf(form, index, key)]).toEqual([key, place]);
    expect(form.reduce((sum, { place }) => sum + (place ? place.end - place.start : NaN), 0)).toBe(bytes.length);
  });

  test('lists say what does not fit', () => {
    const wrong = setField(draft('tcp-syn'), 2, 'options', [{ type: 'mss', value: 'x' }]);
    expect(faults(wrong)).toEqual(['TCP: TCP: option mss needs a number from 0 to 65535.']);
  });
});

test('a byte that is typed over changes the form', () => {
  const next = setByte(draft('ping'), 22, 1);
  expect(field(next, 1, 'ttl').text).toBe('1');
  // The sum is that of the old header, and now given.
  expect(faults(next)[0]).toMatch(/^IPv4: Header checksum is wrong/);
});

test('undo and redo, typing in one field as one change', () => {
  const first = startEditing(draft('ping'));
  const typed = changed(
    changed(first, setField(first.draft, 1, 'ttl', '3'), 'ttl'),
    setField(first.draft, 1, 'ttl', '33'),
    'ttl',
  );
  const removed = changed(typed, removeLayer(typed.draft, 4));
  expect(removed.past).toHaveLength(2);
  expect(undone(removed).draft).toBe(typed.draft);
  expect(undone(undone(removed)).draft).toBe(first.draft);
  expect(undone(undone(undone(removed))).draft).toBe(first.draft);
  expect(redone(redone(undone(undone(removed)))).draft).toBe(removed.draft);
});

describe('imports', () => {
  const ping = encodeTrusted(PRESETS.ping.build(ends));
  const labels = (read: ReturnType<typeof importText>) =>
    'packets' in read ? read.packets.map(({ label }) => label) : read.error;

  test('captures, each packet by what it is', () => {
    const file = writePcap([
      { micros: 0, bytes: ping },
      { micros: 1, bytes: ping.subarray(0, 40), originalLength: ping.length },
    ]);
    expect(labels(importFile(file))).toEqual([
      'IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1 · 56 bytes',
      expect.stringMatching(/· 40 bytes, cut from 56$/) as string,
    ]);
    expect(labels(importFile(writePcap([])))).toBe('There is no packet in this capture.');
    const cooked = file.slice();
    cooked[20] = 113;
    expect(labels(importFile(cooked))).toBe('The capture has link type 113, only Ethernet (1) can be read.');
  });

  test('dumps and plain hex, as text or as a file of text', () => {
    const expected = ['IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1 · 56 bytes'];
    expect(labels(importText(toHex(ping)))).toEqual(expected);
    expect(labels(importText(formatHex(ping)))).toEqual(expected);
    expect(labels(importFile(new TextEncoder().encode(formatHex(ping))))).toEqual(expected);
    expect(labels(importText(toHex(ping.subarray(14))))).toEqual([
      `${expected[0] ?? ''}, an Ethernet header put before it`,
    ]);
  });

  test.each([
    ['00 0z', '"0z" is not hexadecimal.'],
    ['00 01\n02 0', 'Line 2: "0" has an odd number of hexadecimal digits. Each byte has two digits.'],
    ['', 'There are no bytes here.'],
  ])('%j is refused: %s', (text, message) => {
    expect(labels(importText(text))).toBe(message);
  });
});
