import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decapsulate,
  decode,
  describePacket,
  encapsulate,
  encodeTrusted,
  PRESETS,
  toHex,
  TUNNEL_TYPES,
  type TunnelHeader,
} from './index';

const OUTER = { ethSrc: '0a:00:00:00:00:01', ethDst: '0a:00:00:00:00:02', ipSrc: '127.0.0.1', ipDst: '127.0.0.2' };
const PING = encodeTrusted(PRESETS.ping.build({ ethSrc: '00:00:00:00:00:01', ethDst: '00:00:00:00:00:02' }));

describe.each(TUNNEL_TYPES)('%s', (type) => {
  const header: TunnelHeader = {
    ...OUTER,
    type,
    key: 5n,
    ttl: 64,
    ...(type === 'geneve' ? { options: [{ class: 0x102, type: 0x80, data: '00010002' }] } : {}),
    ...(type === 'stt' ? { frameId: 7 } : {}),
  };

  test('what goes in comes out', () => {
    expect(decapsulate(encapsulate(header, PING))).toEqual({ header, inner: PING });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 14, maxLength: 200 }), fc.bigInt(0n, 0xffffffn), (inner, key) => {
        const outside = encapsulate({ ...header, key }, inner);
        expect(
          decode(outside).some(({ fields }) =>
            fields.some(({ problem, offset }) => problem !== undefined && offset < 42),
          ),
        ).toBe(false);
        const back = decapsulate(outside);
        expect(back?.header.key).toBe(key);
        expect(toHex(back?.inner ?? new Uint8Array())).toBe(toHex(inner));
      }),
      { numRuns: 50 },
    );
  });

  test('frames of one flow leave by one port, from 32768 on', () => {
    const port = Number(
      decode(encapsulate(header, PING))
        .flatMap(({ fields }) => fields)
        .find(({ key, name }) => key === 'src' && /^(udp|tcp)/.test(name))?.value,
    );
    expect(port).toBeGreaterThanOrEqual(32768);
    expect(describePacket(encapsulate(header, PING))).toContain(': IP 10.0.0.1 > 10.0.0.2: ICMP echo request');
  });
});

test('only STT has room for a wide key', () => {
  const key = 0x123456789abcdef0n;
  const keys = TUNNEL_TYPES.map((type) => decapsulate(encapsulate({ ...OUTER, type, key }, PING))?.header.key);
  expect(keys).toEqual([0xbcdef0n, 0xbcdef0n, key]);
  expect(decapsulate(PING)).toBeUndefined();
  expect(decapsulate(new Uint8Array())).toBeUndefined();
});
