import { describe, expect, test } from 'vitest';
import { decode, defaultSpec, encode, encodeTrusted, type LayerSpec, PROTOCOL_NAMES, toHex } from './index';

const PING: readonly LayerSpec[] = [
  { protocol: 'ethernet' },
  { protocol: 'ipv4', src: '10.0.0.1', dst: '10.0.0.2' },
  { protocol: 'icmp' },
  { protocol: 'echo' },
];

/** `layer.field: problem` for every field that is wrong, after overriding one. */
function broken(layer: number, override: Readonly<Record<string, string | number | boolean>>): readonly string[] {
  const specs = PING.map((spec, index) => (index === layer ? { ...spec, ...override } : spec));
  const layers = decode(encodeTrusted(specs));
  return layers.flatMap(({ fields, reason }) => [
    ...fields.filter(({ problem }) => problem !== undefined).map(({ name, problem }) => `${name} ${problem ?? ''}`),
    ...(reason === undefined ? [] : [reason]),
  ]);
}

describe('broken on purpose', () => {
  test.each<[number, Record<string, number>, readonly string[]]>([
    [0, {}, []],
    [1, { checksum: 0x1234 }, ['ip.checksum should be 0x66df']],
    [2, { checksum: 0 }, ['icmp4.checksum should be 0xf7fd']],
    [1, { length: 100 }, ['IPv4: total length is 100, but only 28 bytes are here']],
    [1, { length: 10 }, ["IPv4: total length 10 is less than the header's 20"]],
    [1, { ihl: 4 }, ['IPv4: header length 16 is less than 20']],
    [1, { version: 5 }, ['IPv4: version 5 is not 4']],
    [0, { type: 0x0806 }, ['ARP: addresses of 0 and 0 bytes instead of 6 and 4']],
  ])('layer %i with %o => %j', (layer, override, problems) => {
    expect(broken(layer, override)).toEqual(problems);
  });
});

describe('checksums', () => {
  const ip6 = (dst: string): readonly LayerSpec[] => [
    { protocol: 'ethernet' },
    { protocol: 'ipv6', src: 'fd00::1', dst },
  ];
  const udp: readonly LayerSpec[] = [
    { protocol: 'udp', src: 1000, dst: 2000 },
    { protocol: 'payload', data: 'abcd' },
  ];
  /** The checksum of UDP in hexadecimal. */
  const sumOf = (specs: readonly LayerSpec[]) => {
    const layer = decode(encodeTrusted(specs)).find(({ protocol }) => protocol === 'udp');
    return layer?.fields.find(({ key }) => key === 'checksum')?.value;
  };
  const VIA = 'fd000000000000000000000000000002';
  const FINAL = 'fd000000000000000000000000000003';

  test.each<[string, number, number, string, string]>([
    ['segments listed backwards', 4, 1, `01000000${FINAL}${VIA}`, 'fd00::3'],
    ['segments all passed', 4, 0, `01000000${FINAL}${VIA}`, 'fd00::2'],
    ['addresses listed forwards', 0, 1, `00000000${VIA}${FINAL}`, 'fd00::3'],
    ['a home address', 2, 1, `00000000${FINAL}`, 'fd00::3'],
  ])('are for the last destination: %s', (_, type, left, data, counted) => {
    const routed = [...ip6('fd00::2'), { protocol: 'ipv6-routing', type, left, data } as const, ...udp];
    expect(sumOf(routed)).toBe(sumOf([...ip6(counted), ...udp]));
  });

  test('of UDP are never sent as 0, which means none', () => {
    const withData = (data: string) => [
      ...ip6('fd00::2'),
      { protocol: 'udp', src: 1000, dst: 2000 } as const,
      { protocol: 'payload', data } as const,
    ];
    const sum = Number(sumOf(withData('0000')));
    expect(Number(sumOf(withData(sum.toString(16).padStart(4, '0'))))).toBe(0xffff);
  });
});

describe('problems of a specification', () => {
  test.each<[readonly LayerSpec[], string]>([
    [
      [{ protocol: 'ethernet', src: '00:00:00:00:00' }],
      '0.src eth.src must be an Ethernet address, like 00:00:00:00:00:01',
    ],
    [[{ protocol: 'ethernet' }, { protocol: 'vlan', vid: 4096 }], '1.vid vlan.vid must be 0 to 4095'],
    [[{ protocol: 'ipv4', src: '10.0.0.256' }], '0.src ip4.src must be an IPv4 address, like 10.0.0.1'],
    [[{ protocol: 'ipv6', dst: '1::2::3' }], '0.dst ip6.dst must be an IPv6 address, like fd00::1'],
    [[{ protocol: 'tcp', src: -1 }], '0.src tcp.src must be 0 to 65535'],
    [
      [{ protocol: 'tcp', flags: 'syn|fix' }],
      '0.flags tcp.flags must be made of fin, syn, rst, psh, ack, urg, ece, cwr, ns',
    ],
    [[{ protocol: 'tcp', options: [{ type: 'mss' }] }], '0.options TCP: option mss needs a number from 0 to 65535'],
    [[{ protocol: 'tcp', options: [{ type: 'nosuch' }] }], '0.options TCP: option nosuch is unknown'],
    [[{ protocol: 'stt', key: '0x10000000000000000' }], '0.key tun_id must be a number of 64 bits, like 0x5'],
    [[{ protocol: 'payload', data: 'abc' }], '0.data data must be bytes in hexadecimal'],
    [[{ protocol: 'payload', data: 'ab' }, { protocol: 'udp' }], '1. nothing can follow a payload but padding'],
    [
      [{ protocol: 'nd-ra', options: [{ type: 'prefix', prefix: 'x' }] }],
      '0.options Router advertisement: option prefix has a part that does not fit',
    ],
    [
      [{ protocol: 'dns', questions: [{ type: 'A' }] }],
      '0.questions DNS: a question needs a name, a type such as A and a class',
    ],
    [[{ protocol: 'padding', data: '00', owner: 9 }], '0.owner owner must be the index of a layer'],
  ])('%j => %s', (specs, problem) => {
    const result = encode(specs);
    expect(
      result.ok ? toHex(result.value) : `${result.error.layer}.${result.error.field} ${result.error.message}`,
    ).toBe(problem);
  });
});

test('values may be given as people write them', () => {
  const spec: LayerSpec = { protocol: 'tcp', src: '0x50', flags: 'syn ack' };
  expect(toHex(encodeTrusted([spec]).subarray(0, 14))).toBe('0050000000000000000000005012');
  expect(toHex(encodeTrusted([{ protocol: 'ethernet', type: 'ARP' }])).slice(-4)).toBe('0806');
});

test.each(PROTOCOL_NAMES)('a new %s layer is complete and can be encoded', (protocol) => {
  expect(encode([defaultSpec(protocol)]).ok).toBe(true);
});

test('fields know their place', () => {
  const fields = decode(encodeTrusted(PING)).flatMap((layer) => layer.fields);
  const place = (name: string) => {
    const { value, bits, offset, length, bit } = fields.find((field) => field.name === name)!;
    return [value, bits, offset, length, bit];
  };
  expect(place('eth.src')).toEqual(['00:00:00:00:00:00', 48, 6, 6, 0]);
  expect(place('ip.ecn')).toEqual([0, 2, 15, 1, 6]);
  expect(place('ip.frag_offset')).toEqual([0, 13, 20, 2, 3]);
  expect(place('ip4.dst')).toEqual(['10.0.0.2', 32, 30, 4, 0]);
});
