/** Layers as a document may have them: whatever stands in a field, there is a packet or a problem with its place. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, defaultSpec, encode, PROTOCOL_NAMES, type LayerSpec } from './index';

/** As JSON would give it, whose types nobody has checked. */
function asRead(layers: unknown): readonly LayerSpec[] {
  return JSON.parse(JSON.stringify(layers)) as readonly LayerSpec[];
}

test.each([
  [[{ protocol: 'ipv4', options: {} }], '0.options options: expected a list of objects'],
  [[{ protocol: 'ipv4', options: [null] }], '0.options options: expected a list of objects'],
  [[{ protocol: 'ethernet' }, { protocol: 'nd-rs', options: [0] }], '1.options options: expected a list of objects'],
  [[{ protocol: 'tcp', options: 'none' }], '0.options options: expected a list of objects'],
  [[{ protocol: 'dns', questions: [[]] }], '0.questions questions: expected a list of objects'],
  [
    [{ protocol: 'igmpv3-report', records: [{ group: {} }] }],
    '0.records records: expected objects of texts, numbers, truth values and lists of them',
  ],
  [[{ protocol: 'ipv6-routing', data: [] }], '0.data data: expected a text'],
  [[{ protocol: 'ipv4', src: {} }], '0.src ip4.src must be an IPv4 address, like 10.0.0.1'],
])('%j => %s', (layers, expected) => {
  const result = encode(asRead(layers));
  expect(result.ok ? '' : `${result.error.layer}.${result.error.field} ${result.error.message}`).toBe(expected);
});

const KEYS = [
  ...new Set(PROTOCOL_NAMES.flatMap((name) => Object.keys(defaultSpec(name)))),
  ...['rest', 'data', 'owner', 'type', 'value', 'code', 'class', 'name', 'group', 'sources', 'length', 'checksum'],
];
const leaf = fc.oneof(
  fc.constantFrom(null, true, 0, 1, -1, 0.5, 1e300, 255, 65536, '', '0', '10.0.0.1', 'end', 'mss', '__proto__', 'ff'),
  fc.string(),
  fc.double(),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 4 }),
  ),
}));
const layer = fc
  .tuple(
    fc.constantFrom(...PROTOCOL_NAMES, 'payload', 'padding', 'nosuch', '__proto__'),
    fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 4 }),
  )
  .map(([protocol, fields]) => ({ ...fields, protocol }));

test('any JSON in any field is a packet or a problem with its place', () => {
  let packets = 0;
  fc.assert(
    fc.property(fc.array(layer, { minLength: 1, maxLength: 3 }), (layers) => {
      const result = encode(asRead(layers));
      if (result.ok) {
        packets += 1;
        decode(result.value);
      } else {
        expect(result.error.layer).toBeLessThan(layers.length);
        expect(result.error.message).not.toBe('');
      }
    }),
    { numRuns: 3000 },
  );
  expect(packets).toBeGreaterThan(100);
});
