/**
 * Actions as OpenFlow 1.5 messages of Open vSwitch carry them, in bytes (OpenFlow 1.5 section 7.2.5; Open vSwitch's
 * ofp-actions.c says which of its own actions are which).
 */
import type { OfAction, OfActionOf, OfActionType } from '../actions';
import type { Nat } from '../actions/conntrack';
import type { LearnAction, LearnSpec } from '../actions/learn';
import type { FieldName } from '../fields';
import type { Subfield } from '../subfields';
import { RESERVED_PORTS } from '../values';
import { bytesOf, oxmHeader, valueBytes } from './oxm';

/** The bytes of the actions; undefined where one has no form in OpenFlow 1.5 that we know. */
export function actionBytes(actions: readonly OfAction[]): readonly number[] | undefined {
  const bytes: number[] = [];
  for (const action of actions) {
    const encode = ENCODERS[action.type];
    const own = encode?.(action);
    if (own === undefined) return undefined;
    bytes.push(...own);
  }
  return bytes;
}

/** A method, so that the table of all kinds can be asked with an action of any. */
type Encoder<A> = { bytes(action: A): readonly number[] | undefined }['bytes'];

const ALL: { readonly [T in OfActionType]?: Encoder<OfActionOf<T>> } = {
  output: ({ port, maxLen = 0xffff }) =>
    standard(0, [...openFlowPort(port), ...u16(port === RESERVED_PORTS.CONTROLLER ? maxLen : 0), ...zeros(6)]),
  group: ({ group }) => standard(22, u32(group)),
  set_queue: ({ queue }) => standard(21, u32(queue)),
  meter: ({ meter }) => standard(29, u32(meter)),
  push_vlan: ({ ethertype }) => standard(17, u16(ethertype)),
  strip_vlan: () => standard(18, []),
  set_field: ({ field, value, mask }) => setField(field, value, mask),
  load: ({ field, offset, bits, value }) =>
    setField(field, value << BigInt(offset), ((1n << BigInt(bits)) - 1n) << BigInt(offset)),
  move: ({ source, target }) =>
    standard(28, [
      ...u16(source.bits),
      ...u16(source.offset),
      ...u16(target.offset),
      ...u16(0),
      ...oxmHeader(source.field),
      ...oxmHeader(target.field),
    ]),
  dec_ttl: ({ controllers }) =>
    controllers.length === 1 && controllers[0] === 0
      ? standard(24, [])
      : nicira(21, [...u16(controllers.length), ...zeros(4), ...controllers.flatMap(u16)]),
  mod_nw_ttl: ({ value }) => standard(23, [value]),
  resubmit: ({ port = RESERVED_PORTS.IN_PORT, table = 0xff, ct }) =>
    nicira(ct ? 44 : 14, [...u16(port), table, ...zeros(3)]),
  push: (subfield) => nicira(27, stackPlace(subfield)),
  pop: (subfield) => nicira(28, stackPlace(subfield)),
  note: ({ bytes }) => nicira(8, bytes),
  exit: () => nicira(17, []),
  ct_clear: () => nicira(43, []),
  ct: encodeCt,
  clone({ actions }) {
    const inner = actionBytes(actions);
    return inner && nicira(42, [...zeros(6), ...inner]);
  },
  check_pkt_larger: ({ length, target }) =>
    nicira(49, [...u16(length), ...u16(target.offset), ...zeros(10), ...oxmHeader(target.field, { standard: false })]),
  controller: encodeController,
  sample: encodeSample,
  learn: encodeLearn,
};

const ENCODERS: Readonly<Partial<Record<OfActionType, Encoder<OfAction>>>> = ALL;

function setField(field: FieldName, value: bigint, mask: bigint | undefined): readonly number[] {
  const bytes = valueBytes(field);
  const isMasked = mask !== undefined && mask !== (1n << BigInt(8 * bytes)) - 1n;
  const values = [...bytesOf(value, bytes), ...(isMasked ? bytesOf(mask, bytes) : [])];
  return standard(25, [...oxmHeader(field, { masked: isMasked }), ...values]);
}

/** Nicira's own actions name fields in the old way. */
function stackPlace({ field, offset, bits }: Subfield): readonly number[] {
  return [...u16(offset), ...oxmHeader(field, { standard: false }), ...u16(bits)];
}

const NO_TABLE = 0xff;
const ALGS = { ftp: 21, tftp: 69 } as const;

function encodeCt({ commit, force, table, zone, nat, exec, alg }: OfActionOf<'ct'>): readonly number[] | undefined {
  const inner = actionBytes(exec);
  const source =
    typeof zone === 'object'
      ? [...oxmHeader(zone.field, { standard: false }), ...u16((zone.offset << 6) | (zone.bits - 1))]
      : [...zeros(4), ...u16(zone ?? 0)];
  return (
    inner &&
    nicira(35, [
      ...u16((commit ? 1 : 0) | (force ? 2 : 0)),
      ...source,
      table ?? NO_TABLE,
      ...zeros(3),
      ...u16(alg === undefined ? 0 : ALGS[alg]),
      ...(nat === undefined ? [] : encodeNat(nat)),
      ...inner,
    ])
  );
}

function encodeNat({ type, range, flags }: Nat): readonly number[] {
  const bits =
    (type === 'src' ? 1 : type === 'dst' ? 2 : 0) |
    (flags.includes('persistent') ? 4 : 0) |
    (flags.includes('hash') ? 8 : 0) |
    (flags.includes('random') ? 16 : 0);
  const length = range?.version === 6 ? 16 : 4;
  const parts: readonly (readonly [present: number, bytes: readonly number[] | undefined])[] = [
    [length === 4 ? 1 : 4, range && bytesOf(range.min, length)],
    [length === 4 ? 2 : 8, range?.max === undefined ? undefined : bytesOf(range.max, length)],
    [16, range?.minPort === undefined ? undefined : u16(range.minPort)],
    [32, range?.maxPort === undefined ? undefined : u16(range.maxPort)],
  ];
  const present = parts.reduce((all, [bit, bytes]) => (bytes ? all | bit : all), 0);
  return nicira(36, [...zeros(2), ...u16(bits), ...u16(present), ...parts.flatMap(([, bytes]) => bytes ?? [])]);
}

const REASONS: readonly string[] = ['no_match', 'action', 'invalid_ttl', 'action_set', 'group', 'packet_out'];

/** Each property has a type, its length without what fills it up, and its value. */
function encodeController(action: OfActionOf<'controller'>): readonly number[] {
  const { reason, maxLen, id, userdata, pause, meter } = action;
  const property = (type: number, value: readonly number[]) =>
    padded([...u16(type), ...u16(4 + value.length), ...value]);
  return nicira(37, [
    ...zeros(6),
    ...(maxLen === undefined ? [] : property(0, u16(maxLen))),
    ...(id === undefined ? [] : property(1, u16(id))),
    ...(reason === undefined ? [] : property(2, [REASONS.indexOf(reason)])),
    ...(userdata.length === 0 ? [] : property(3, userdata)),
    ...(pause ? property(4, []) : []),
    ...(meter === undefined ? [] : property(5, u32(meter))),
  ]);
}

/** Undefined where an identifier comes from a field. */
function encodeSample(action: OfActionOf<'sample'>): readonly number[] | undefined {
  const { probability, collectorSet, domain, point, port = 0xffff, direction } = action;
  if (typeof domain !== 'number' || typeof point !== 'number') return undefined;
  const ids = [...u16(probability), ...u32(collectorSet), ...u32(domain), ...u32(point), ...u16(port)];
  return direction === undefined
    ? nicira(38, [...ids, ...zeros(6)])
    : nicira(41, [...ids, direction === 'ingress' ? 1 : 2, ...zeros(5)]);
}

/** Undefined where a limit is set. */
function encodeLearn(learn: LearnAction): readonly number[] | undefined {
  if (learn.limit > 0 || learn.result) return undefined;
  return nicira(16, [
    ...u16(learn.idleTimeout),
    ...u16(learn.hardTimeout),
    ...u16(learn.priority),
    ...bytesOf(learn.cookie, 8),
    ...u16((learn.sendFlowRemoved ? 1 : 0) | (learn.deleteLearned ? 2 : 0)),
    learn.table,
    0,
    ...u16(learn.finIdleTimeout),
    ...u16(learn.finHardTimeout),
    ...learn.specs.flatMap(encodeSpec),
  ]);
}

function encodeSpec(spec: LearnSpec): readonly number[] {
  const bits = spec.kind === 'output' ? spec.from.bits : spec.to.bits;
  const place = ({ field, offset }: Subfield) => [...oxmHeader(field, { standard: false }), ...u16(offset)];
  const target = { match: 0, load: 1, output: 2 }[spec.kind];
  const source = 'from' in spec ? place(spec.from) : bytesOf(spec.value, 2 * Math.ceil(bits / 16));
  const head = bits | (target << 11) | ('from' in spec ? 0 : 1 << 13);
  return [...u16(head), ...source, ...(spec.kind === 'output' ? [] : place(spec.to))];
}

/** `type`, the length, and what follows, in eights. */
function standard(type: number, body: readonly number[]): readonly number[] {
  return withLength([...u16(type), 0, 0, ...body]);
}

const NICIRA = 0x00002320;

function nicira(subtype: number, body: readonly number[]): readonly number[] {
  return withLength([...u16(0xffff), 0, 0, ...u32(NICIRA), ...u16(subtype), ...body]);
}

function withLength(bytes: readonly number[]): readonly number[] {
  const whole = [...padded(bytes)];
  whole.splice(2, 2, ...u16(whole.length));
  return whole;
}

function padded(bytes: readonly number[]): readonly number[] {
  return [...bytes, ...zeros((8 - (bytes.length % 8)) % 8)];
}

function zeros(count: number): readonly number[] {
  return Array.from({ length: count }, () => 0);
}

function u16(value: number): readonly number[] {
  return [(value >> 8) & 0xff, value & 0xff];
}

function u32(value: number): readonly number[] {
  return bytesOf(BigInt(value), 4);
}

/** Reserved ports have the same low half in 32 bits as in 16. */
function openFlowPort(port: number): readonly number[] {
  return port >= 0xff00 ? [0xff, 0xff, ...u16(port)] : u32(port);
}
