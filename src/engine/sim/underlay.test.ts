import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { formatIpv4 } from '../openflow';
import { decode, encodeTrusted, toHex } from '../../packets';
import type { LayerSpec } from '../../packets';
import { decapsulate, encapsulate, TUNNEL_TYPES } from './underlay';

const inner = Uint8Array.from({ length: 60 }, (_, index) => index);

describe('tunnel packets on the underlay', () => {
  it.each(TUNNEL_TYPES)('%s carries frame and key to the other side', (type) => {
    const packet = { type, source: 0xc0a80001n, destination: 0xc0a80002n, key: 0x1234n, inner };
    const bytes = encapsulate(packet);
    expect(decode(bytes).map(({ protocol }) => protocol)).toContain(type);
    const back = decapsulate(bytes);
    expect(back && { ...back, inner: toHex(back.inner) }).toEqual({ ...packet, inner: toHex(inner) });
  });

  it('is what the codecs make of the same layers', () => {
    const address = fc.bigInt(0n, 0xffffffffn);
    const frames = fc.uint8Array({ minLength: 14, maxLength: 200 });
    fc.assert(
      fc.property(
        fc.constantFrom(...TUNNEL_TYPES),
        address,
        address,
        fc.bigInt(0n, 0xffffffffn),
        frames,
        (type, source, destination, key, frame) => {
          const bytes = encapsulate({ type, source, destination, key, inner: frame });
          const src = ((bytes[34] ?? 0) << 8) | (bytes[35] ?? 0);
          const mac = (ip: bigint) => `0a:00:${(ip.toString(16).padStart(8, '0').match(/../g) ?? []).join(':')}`;
          const specs: readonly LayerSpec[] = [
            { protocol: 'ethernet', src: mac(source), dst: mac(destination) },
            { protocol: 'ipv4', src: formatIpv4(source), dst: formatIpv4(destination), dont: 1 },
            ...HEADERS[type](src, key),
            { protocol: 'payload', data: toHex(frame) },
          ];
          expect(toHex(bytes)).toBe(toHex(encodeTrusted(specs)));
        },
      ),
    );
  });
});

const HEADERS = {
  geneve: (src: number, key: bigint) => [
    { protocol: 'udp', src, dst: 6081, checksum: 0 },
    { protocol: 'geneve', vni: Number(key & 0xffffffn), type: 0x6558 },
  ],
  vxlan: (src: number, key: bigint) => [
    { protocol: 'udp', src, dst: 4789 },
    { protocol: 'vxlan', vni: Number(key & 0xffffffn) },
  ],
  stt: (src: number, key: bigint) => [
    { protocol: 'stt-tcp', src },
    { protocol: 'stt', key: `0x${key.toString(16)}` },
  ],
} satisfies Record<(typeof TUNNEL_TYPES)[number], (src: number, key: bigint) => readonly LayerSpec[]>;
