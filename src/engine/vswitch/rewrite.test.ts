import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, fromHex } from '../../packets';
import {
  cloneFlow,
  FIELDS,
  FLOW_WORDS,
  formatFlowKey,
  parseActions,
  WORD,
  type FieldName,
  type Flow,
} from '../openflow';
import { modifyFlow } from './actions';
import { extract, extractWithOffsets } from './extract';
import { rewrite } from './rewrite';

const packets = readFileSync(new URL('../../../recordings/packets.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { bytes: string })
  .map(({ bytes }) => Uint8Array.from(bytes.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));

const WRITABLE: readonly FieldName[] = [
  'eth_src',
  'eth_dst',
  'vlan_tci',
  'ip_src',
  'ip_dst',
  'ipv6_src',
  'ipv6_dst',
  'ipv6_label',
  'nw_ttl',
  'ip_dscp',
  'nw_ecn',
  'arp_op',
  'arp_spa',
  'arp_tpa',
  'arp_sha',
  'arp_tha',
  'tcp_src',
  'tcp_dst',
  'udp_src',
  'udp_dst',
  'sctp_src',
  'sctp_dst',
  'nd_target',
  'nd_sll',
  'nd_tll',
];

const action = fc.oneof(
  fc.constantFrom('strip_vlan', 'push_vlan:0x8100', 'mod_vlan_vid:42', 'mod_vlan_pcp:5', 'mod_nw_tos:12'),
  fc
    .constantFrom(...WRITABLE)
    .chain((field) =>
      fc.bigInt({ min: 1n, max: (1n << BigInt(FIELDS[field].bits)) - 1n }).map((value) => ({ field, value })),
    ),
);

function apply(flow: Flow, step: string | { readonly field: FieldName; readonly value: bigint }): Flow {
  if (typeof step !== 'string') {
    if (step.field === 'vlan_tci' && (step.value & 0x1000n) === 0n) return flow;
    return modifyFlow({ type: 'set_field', ...step }, flow);
  }
  const parsed = parseActions(step);
  const first = parsed.ok ? parsed.value[0] : undefined;
  return first ? modifyFlow(first, flow) : flow;
}

/** Layers whose checksum is wrong. */
function badChecksums(bytes: Uint8Array): string[] {
  return decode(bytes)
    .filter(({ fields }) => fields.some(({ key, problem }) => key === 'checksum' && problem !== undefined))
    .map(({ protocol }) => protocol);
}

describe('rewrite', () => {
  it('gives the very bytes back when no header changed', () => {
    for (const bytes of packets) {
      const original = extractWithOffsets(bytes);
      const flow = cloneFlow(original.flow);
      flow[WORD.reg0] = 7;
      expect(rewrite(bytes, original, flow)).toBe(bytes);
    }
  });

  it('writes what extract then reads, with checksums as right as before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...packets), fc.array(action, { minLength: 1, maxLength: 5 }), (bytes, steps) => {
        const original = extractWithOffsets(bytes);
        const flow = steps.reduce(apply, original.flow);
        const written = rewrite(bytes, original, flow);
        const again = extract(written);
        // A third tag hides behind the two that a flow can show.
        expect(formatFlowKey(again)).toBe(formatFlowKey(normal(flow, original.offsets)));
        expect(badChecksums(written)).toEqual(badChecksums(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('does not fail on packets that are damaged or cut short', () => {
    const damage = fc.record({ cut: fc.nat(120), at: fc.nat(80), byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(...packets),
        damage,
        fc.array(action, { maxLength: 4 }),
        (bytes, { cut, at, byte }, steps) => {
          const broken = bytes.slice(0, Math.max(bytes.length - cut, 0));
          if (at < broken.length) broken[at] = byte;
          const original = extractWithOffsets(broken);
          const flow = steps.reduce(apply, original.flow);
          expect(Math.abs(rewrite(broken, original, flow).length - broken.length)).toBeLessThanOrEqual(8);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    // What is inside keeps its own TPID.
    ['88a80005 81000006 0800', ['strip_vlan'], '81000006 0800'],
    ['81000005 88a80006 0800', ['strip_vlan'], '88a80006 0800'],
    ['88a80005 81000006 0800', ['strip_vlan', 'strip_vlan'], '0800'],
    ['88a80005 81000006 0800', ['strip_vlan', 'push_vlan:0x88a8', 'mod_vlan_vid:7'], '88a80007 81000006 0800'],
    ['81000006 0800', ['push_vlan:0x88a8'], '88a80000 81000006 0800'],
    ['0800', ['push_vlan:0x88a8', 'push_vlan:0x8100'], '81000000 88a80000 0800'],
  ])('%s, then %s: %s', (tags, steps, expected) => {
    const addresses = '020000000002020000000001';
    const bytes = fromHex(addresses + tags.replaceAll(' ', ''));
    if (!bytes) throw new Error('bad test packet');
    const original = extractWithOffsets(bytes);
    const written = rewrite(bytes, original, steps.reduce(apply, original.flow));
    expect(Buffer.from(written).toString('hex')).toBe(addresses + expected.replaceAll(' ', ''));
  });

  it('leaves tags deeper than the changed one alone', () => {
    const bytes = fromHex('020000000002020000000001' + '81000005' + '81000006' + '0800');
    if (!bytes) throw new Error('bad test packet');
    const original = extractWithOffsets(bytes);
    const popped = apply(original.flow, 'strip_vlan');
    expect(Buffer.from(rewrite(bytes, original, popped)).toString('hex')).toBe('020000000002020000000001810000060800');
    const pushed = apply(popped, 'push_vlan:0x88a8');
    expect(Buffer.from(rewrite(bytes, original, pushed)).toString('hex')).toBe(
      '02000000000202000000000188a80000810000060800',
    );
  });
});

/** What the bytes cannot show: link addresses of options that are not there. */
function normal(flow: Flow, offsets: { readonly sourceLink: number; readonly targetLink: number }): Flow {
  const copy = cloneFlow(flow);
  expect(copy.length).toBe(FLOW_WORDS);
  const isNd = (copy[WORD.nw] ?? 0) % 256 === 58;
  if (isNd && offsets.sourceLink < 0) {
    copy[WORD.tcpFlagsSha] = (copy[WORD.tcpFlagsSha] ?? 0) & 0xffff0000;
    copy[WORD.tcpFlagsSha + 1] = 0;
  }
  if (isNd && offsets.targetLink < 0) copy.fill(0, WORD.arpTha, WORD.arpTha + 2);
  return copy;
}
