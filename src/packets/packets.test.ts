import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  concatBytes,
  decode,
  describePacket,
  encode,
  encodeTrusted,
  fromHex,
  type LayerSpec,
  PRESET_NAMES,
  PRESETS,
  PROTOCOL_NAMES,
  toHex,
  toSpecs,
} from './index';

const recordings = readFileSync(new URL('../../recordings/packets.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly bytes: string });

const endpoints = { ethSrc: '00:00:00:00:00:01', ethDst: '00:00:00:00:00:02' };
const presetPackets = PRESET_NAMES.map((name) => [name, encodeTrusted(PRESETS[name].build(endpoints))] as const);

/** Starting points for broken packets: everything that has a preset, and each encapsulation of it. */
const seeds = presetPackets.flatMap(([, bytes]) => [bytes, ...tunnels(bytes)]);

function tunnels(inner: Uint8Array): readonly Uint8Array[] {
  const outer: readonly LayerSpec[] = [
    { protocol: 'ethernet' },
    { protocol: 'ipv4', src: '127.0.0.1', dst: '127.0.0.2' },
  ];
  const frame = toSpecs(inner);
  return [
    encodeTrusted([
      ...outer,
      { protocol: 'udp' },
      { protocol: 'geneve', vni: 5, options: [{ class: 0x102, type: 0x80, data: '00010002' }] },
      ...frame,
    ]),
    encodeTrusted([...outer, { protocol: 'udp' }, { protocol: 'vxlan', vni: 5 }, ...frame]),
    encodeTrusted([...outer, { protocol: 'stt-tcp' }, { protocol: 'stt', key: '0x123456789abcdef0' }, ...frame]),
  ];
}

function roundTrips(bytes: Uint8Array): void {
  const again = encode(toSpecs(bytes));
  expect(again.ok && toHex(again.value)).toBe(toHex(bytes));
}

describe('decoding is total and covers the packet, and its specification gives the bytes back', () => {
  const check = (bytes: Uint8Array, first: Parameters<typeof decode>[1] = 'ethernet') => {
    const layers = decode(bytes, first);
    let at = 0;
    for (const layer of layers) {
      expect(layer.offset).toBe(at);
      at += layer.length;
      for (const field of layer.fields) expect(field.offset + field.length).toBeLessThanOrEqual(bytes.length);
    }
    expect(at).toBe(bytes.length);
    expect(describePacket(bytes)).toBeTypeOf('string');
    const again = encode(toSpecs(bytes, first));
    expect(again.ok && toHex(again.value)).toBe(toHex(bytes));
  };

  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => check(bytes)),
      { numRuns: 500 },
    );
  });

  test('random bytes as each protocol', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PROTOCOL_NAMES), fc.uint8Array({ maxLength: 300 }), (first, bytes) =>
        check(bytes, first),
      ),
      { numRuns: 1500 },
    );
  });

  test('right packets with some bytes changed and an end cut off or added', () => {
    const change = fc.tuple(fc.nat(400), fc.nat(255));
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(change, { maxLength: 4 }),
        fc.nat(200),
        fc.uint8Array({ maxLength: 20 }),
        (seed, changes, cut, added) => {
          const bytes = concatBytes([
            cut > 100 ? seed : seed.slice(0, seed.length - Math.min(cut, seed.length)),
            added,
          ]);
          for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          check(bytes);
        },
      ),
      { numRuns: 800 },
    );
  });

  test('what Open vSwitch composed', () => {
    for (const { bytes } of recordings) check(fromHex(bytes)!);
  });
});

describe('presets', () => {
  test.each(presetPackets)('%s is right', (_name, bytes) => {
    const layers = decode(bytes);
    expect(layers.filter(({ protocol }) => protocol === 'malformed')).toEqual([]);
    expect(layers.flatMap(({ fields }) => fields).filter(({ problem }) => problem !== undefined)).toEqual([]);
    roundTrips(bytes);
  });

  test('in one line', () => {
    expect(presetPackets.map(([name, bytes]) => `${name}: ${describePacket(bytes)}`)).toMatchInlineSnapshot(`
      [
        "ping: IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1",
        "ping-reply: IP 10.0.0.1 > 10.0.0.2: ICMP echo reply, id 1, seq 1",
        "arp-request: ARP, Request who-has 10.0.0.2 tell 10.0.0.1",
        "arp-reply: ARP, Reply 10.0.0.1 is-at 00:00:00:00:00:01",
        "gratuitous-arp: ARP, Request who-has 10.0.0.1 tell 10.0.0.1",
        "tcp-syn: IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 0, win 65535, length 0",
        "udp: IP 10.0.0.1.49152 > 10.0.0.2.4000: UDP, length 14",
        "dns: IP 10.0.0.1.49152 > 10.0.0.2.53: UDP, DNS query A www.example.com",
        "dhcp-discover: IP 0.0.0.0.68 > 255.255.255.255.67: UDP, DHCP Discover from 00:00:00:00:00:01",
        "neighbor-solicitation: IP6 fe80::200:ff:fe00:1 > ff02::1:ff00:2: ICMPv6 neighbor solicitation, who has fe80::200:ff:fe00:2",
        "neighbor-advertisement: IP6 fe80::200:ff:fe00:1 > fe80::200:ff:fe00:2: ICMPv6 neighbor advertisement, tgt is fe80::200:ff:fe00:1",
        "router-solicitation: IP6 fe80::200:ff:fe00:1 > ff02::2: ICMPv6 router solicitation",
        "ping6: IP6 fe80::200:ff:fe00:1 > fe80::200:ff:fe00:2: ICMPv6 echo request, id 1, seq 1",
        "ethernet: 00:00:00:00:00:01 > 00:00:00:00:00:02, ethertype 0x88b5 (experimental)",
        "broadcast: IP 10.0.0.1.49152 > 255.255.255.255.4000: UDP, length 14",
        "multicast: IP 10.0.0.1.5353 > 224.0.0.251.5353: UDP, length 34",
        "vlan: vlan 10, p 0, IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1",
        "igmp: IP 10.0.0.1 > 224.0.0.22: IGMPv3 report 1 group records",
        "mld: IP6 fe80::200:ff:fe00:1 > ff02::16: ICMPv6 multicast listener report v2, 1 group records",
        "first-fragment: IP 10.0.0.1.49152 > 10.0.0.2.4000: UDP, length 1472",
        "last-fragment: IP 10.0.0.1 > 10.0.0.2: 17 (UDP), fragment at 1480",
        "spoofed-mac: IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1",
        "spoofed-arp: ARP, Reply 10.0.0.1 is-at 02:00:00:00:00:99",
      ]
    `);
  });
});
