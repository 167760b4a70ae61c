import { describe, expect, it } from 'vitest';
import { decode, toHex } from '../../packets';
import { decapsulate, encapsulate, TUNNEL_TYPES } from './underlay';

const inner = Uint8Array.from({ length: 60 }, (_, index) => index);

describe('tunnel packets on the underlay', () => {
  it.each(TUNNEL_TYPES)('%s carries frame and key to the other side', (type) => {
    const packet = { type, source: '192.168.0.1', destination: '192.168.0.2', key: 0x1234n, inner };
    const bytes = encapsulate(packet);
    if (bytes === undefined) throw new Error('nothing was made');
    expect(decode(bytes).map(({ protocol }) => protocol)).toContain(type);
    const back = decapsulate(bytes);
    expect(back && { ...back, inner: toHex(back.inner) }).toEqual({ ...packet, inner: toHex(inner) });
  });

  it('a machine without an IPv4 address sends nothing', () => {
    expect(encapsulate({ type: 'geneve', source: '', destination: '10.0.0.1', key: 1n, inner })).toBeUndefined();
  });
});
