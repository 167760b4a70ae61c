import { describe, expect, test } from 'vitest';
import { decode, describePacket, encodeTrusted, PROTOCOL_NAMES, toHex, toSpecs } from './index';
import { SAMPLES } from './samples';

const names = Object.keys(SAMPLES);

function packet(name: string): Uint8Array {
  return encodeTrusted(SAMPLES[name]!);
}

test('the bytes of each sample and what they mean', async () => {
  const text = names.map((name) => {
    const bytes = packet(name);
    const layers = decode(bytes).map((layer) => {
      const own = toHex(bytes.subarray(layer.offset, layer.offset + layer.length));
      const fields = layer.fields
        .filter(({ key }) => key === '')
        .map(({ label, text: value }) => `\n      ${label}${value === '' ? '' : `: ${value}`}`);
      return `  ${own}\n    ${[layer.title, layer.summary].filter((part) => part !== '').join(': ')}${fields.join('')}`;
    });
    return `${name}\n  = ${describePacket(bytes)}\n${layers.join('\n')}\n`;
  });
  await expect(text.join('\n')).toMatchFileSnapshot('./samples.golden.txt');
});

describe('samples', () => {
  test('there is one for each protocol', () => {
    const seen = new Set(names.flatMap((name) => decode(packet(name)).map(({ protocol }) => protocol)));
    expect(PROTOCOL_NAMES.filter((protocol) => !seen.has(protocol))).toEqual([]);
  });

  test.each(names)('%s: nothing malformed, the layers of its specification, the same bytes again', (name) => {
    const bytes = packet(name);
    const layers = decode(bytes);
    expect(layers.map(({ protocol }) => protocol)).toEqual(SAMPLES[name]!.map(({ protocol }) => protocol));
    expect(layers.flatMap(({ fields }) => fields.filter(({ problem }) => problem !== undefined))).toEqual([]);
    expect(toHex(encodeTrusted(toSpecs(bytes)))).toBe(toHex(bytes));
  });

  test.each(names)('%s: cut anywhere, it is read up to there', (name) => {
    const bytes = packet(name);
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.slice(0, length);
      const layers = decode(cut);
      expect(layers.reduce((sum, layer) => sum + layer.length, 0)).toBe(length);
      expect(toHex(encodeTrusted(toSpecs(cut)))).toBe(toHex(cut));
    }
  });

  test('computed values are left out of a specification, lists are named', () => {
    expect(toSpecs(packet('tcp'))).toEqual([
      { protocol: 'ethernet', src: '00:00:00:00:00:01', dst: '00:00:00:00:00:02' },
      {
        protocol: 'ipv4',
        version: 4,
        dscp: 0,
        ecn: 0,
        id: 0,
        reserved: false,
        dont: false,
        more: false,
        fragment: 0,
        ttl: 64,
        src: '10.0.0.1',
        dst: '10.0.0.2',
        options: [],
      },
      {
        protocol: 'tcp',
        src: 49152,
        dst: 80,
        seq: 0,
        ack: 0,
        flags: 0x0c2,
        window: 65535,
        urgent: 0,
        options: SAMPLES.tcp![2]!.options,
      },
    ]);
    expect(toSpecs(packet('nd-ra')).at(-1)!.options).toEqual(SAMPLES['nd-ra']!.at(-1)!.options);
    expect(toSpecs(packet('arp')).at(-1)).toEqual({ protocol: 'padding', data: '00'.repeat(18) });
  });
});
