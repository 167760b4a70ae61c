/**
 * The bytes of `actionBytes` as actions again, as a switch reads them in a message. Loads come back as `set_field`, which
 * is how OpenFlow 1.5 writes both.
 */
import { err, ok, type Result } from '../../base';
import type { OfAction } from '../actions';
import type { CtAction, Nat } from '../actions/conntrack';
import type { Subfield } from '../subfields';
import { RESERVED_PORTS } from '../values';
import { ByteReader } from './byte-reader';
import { readOxmHeader } from './oxm';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The error is the name that Open vSwitch has for it (`OFPBAC_…`). */
export function parseActionBytes(bytes: readonly number[]): Result<readonly OfAction[], string> {
  const reader = new ByteReader(bytes);
  const actions: OfAction[] = [];
  while (reader.left > 0) {
    const [, , high = 0, low = 0] = reader.peek(4);
    const length = (high << 8) | low;
    if (length < 8 || length % 8 !== 0 || length > reader.left) return err(BAD_LENGTH);
    const action = readAction(new ByteReader(reader.take(length)));
    if (typeof action === 'string') return err(action);
    actions.push(action);
  }
  return ok(actions);
}

const BAD_LENGTH = 'OFPBAC_BAD_LEN';
const BAD_TYPE = 'OFPBAC_BAD_TYPE';
const BAD_ARGUMENT = 'OFPBAC_BAD_ARGUMENT';
const BAD_FIELD = 'OFPBAC_BAD_SET_TYPE';

const NICIRA_TYPE = 0xffff;
const NICIRA = 0x00002320;

/** One action, or the name of what is wrong with it. */
function readAction(reader: ByteReader): OfAction | string {
  const type = reader.u16();
  reader.skip(2);
  const action = type === NICIRA_TYPE ? readNicira(reader) : readStandard(type, reader);
  return reader.isShort ? BAD_LENGTH : action;
}

function readStandard(type: number, reader: ByteReader): OfAction | string {
  switch (type) {
    case 0: {
      const port = openFlowPort(reader);
      const maxLen = reader.u16();
      return { type: 'output', port, ...(port === RESERVED_PORTS.CONTROLLER ? { maxLen } : {}) };
    }
    case 17:
      return { type: 'push_vlan', ethertype: reader.u16() };
    case 18:
      return { type: 'strip_vlan', pop: true };
    case 21:
      return { type: 'set_queue', queue: reader.u32() };
    case 22:
      return { type: 'group', group: reader.u32() };
    case 23:
      return { type: 'mod_nw_ttl', value: reader.u8() };
    case 24:
      return { type: 'dec_ttl', controllers: [0] };
    case 25:
      return readSetField(reader);
    case 28:
      return readMove(reader);
    case 29:
      return { type: 'meter', meter: reader.u32() };
    default:
      return BAD_TYPE;
  }
}

function readSetField(reader: ByteReader): OfAction | string {
  const header = readOxmHeader(reader);
  if (header === undefined) return BAD_FIELD;
  const value = reader.big(header.valueBytes);
  const mask = header.isMasked ? { mask: reader.big(header.valueBytes) } : {};
  return { type: 'set_field', field: header.field, value, ...mask };
}

function readMove(reader: ByteReader): OfAction | string {
  const bits = reader.u16();
  const [from, to] = [reader.u16(), reader.u16()];
  reader.skip(2);
  const [source, target] = [readOxmHeader(reader), readOxmHeader(reader)];
  if (source === undefined || target === undefined) return BAD_FIELD;
  return {
    type: 'move',
    source: { field: source.field, offset: from, bits },
    target: { field: target.field, offset: to, bits },
  };
}

function readNicira(reader: ByteReader): OfAction | string {
  if (reader.u32() !== NICIRA) return 'OFPBAC_BAD_EXPERIMENTER';
  const subtype = reader.u16();
  switch (subtype) {
    case 8:
      return { type: 'note', bytes: reader.rest() };
    case 14:
    case 44: {
      const port = reader.u16();
      const table = reader.u8();
      return {
        type: 'resubmit',
        ...(port === RESERVED_PORTS.IN_PORT ? {} : { port }),
        ...(table === NO_TABLE ? {} : { table }),
        ...(subtype === 44 ? { ct: true as const } : {}),
      };
    }
    case 17:
      return { type: 'exit' };
    case 21: {
      const count = reader.u16();
      reader.skip(4);
      return {
        type: 'dec_ttl',
        controllers: Array.from({ length: Math.min(count, reader.left / 2) }, () => reader.u16()),
      };
    }
    case 27:
    case 28: {
      const offset = reader.u16();
      const header = readOxmHeader(reader);
      if (header === undefined) return BAD_FIELD;
      return { type: subtype === 27 ? 'push' : 'pop', field: header.field, offset, bits: reader.u16() };
    }
    case 35:
      return readCt(reader);
    case 37:
      return readController(reader);
    case 42: {
      reader.skip(6);
      const actions = parseActionBytes(reader.rest());
      return actions.ok ? { type: 'clone', actions: actions.value } : actions.error;
    }
    case 43:
      return { type: 'ct_clear' };
    case 49: {
      const length = reader.u16();
      const offset = reader.u16();
      reader.skip(10);
      const header = readOxmHeader(reader);
      if (header === undefined) return BAD_FIELD;
      return { type: 'check_pkt_larger', length, target: { field: header.field, offset, bits: 1 } };
    }
    default:
      return BAD_TYPE;
  }
}

const NO_TABLE = 0xff;
const ALGS: Readonly<Record<number, 'ftp' | 'tftp'>> = { 21: 'ftp', 69: 'tftp' };

function readCt(reader: ByteReader): OfAction | string {
  const flags = reader.u16();
  const zone = readZone(reader);
  if (zone === undefined) return BAD_FIELD;
  const table = reader.u8();
  reader.skip(3);
  const alg = ALGS[reader.u16()];
  const inner = reader.rest();
  const [, , , length = 0, , , , , , subtype = 0] = inner;
  const isNat = inner[0] === 0xff && inner[1] === 0xff && subtype === 36;
  const nat = isNat ? readNat(new ByteReader(inner.slice(10, length))) : undefined;
  const exec = parseActionBytes(isNat ? inner.slice(length) : inner);
  if (!exec.ok) return exec.error;
  const read: Mutable<CtAction<OfAction>> = { type: 'ct', exec: exec.value };
  if ((flags & 1) !== 0) read.commit = true;
  if ((flags & 2) !== 0) read.force = true;
  if (table !== NO_TABLE) read.table = table;
  if (zone !== 0) read.zone = zone;
  if (nat !== undefined) read.nat = nat;
  if (alg !== undefined) read.alg = alg;
  return read;
}

/** Without a field, its offset is the number itself. */
function readZone(reader: ByteReader): number | Subfield | undefined {
  if (reader.peek(4).every((byte) => byte === 0)) {
    reader.skip(4);
    return reader.u16();
  }
  const header = readOxmHeader(reader);
  const place = reader.u16();
  return header && { field: header.field, offset: place >> 6, bits: (place & 0x3f) + 1 };
}

function readNat(reader: ByteReader): Nat {
  reader.skip(2);
  const bits = reader.u16();
  const present = reader.u16();
  const version = (present & (4 | 8)) !== 0 ? 6 : 4;
  const address = () => reader.big(version === 6 ? 16 : 4);
  const min = (present & (1 | 4)) !== 0 ? address() : undefined;
  const max = (present & (2 | 8)) !== 0 ? address() : undefined;
  const minPort = (present & 16) !== 0 ? reader.u16() : undefined;
  const maxPort = (present & 32) !== 0 ? reader.u16() : undefined;
  const flags = (['persistent', 'hash', 'random'] as const).filter((_, i) => (bits & (4 << i)) !== 0);
  const read: Mutable<Nat> = { flags };
  if ((bits & 1) !== 0) read.type = 'src';
  if ((bits & 2) !== 0) read.type = 'dst';
  if (min !== undefined)
    read.range = {
      version,
      min,
      ...(max === undefined ? {} : { max }),
      ...(minPort === undefined ? {} : { minPort }),
      ...(maxPort === undefined ? {} : { maxPort }),
    };
  return read;
}

const REASONS: readonly string[] = ['no_match', 'action', 'invalid_ttl', 'action_set', 'group', 'packet_out'];

function readController(reader: ByteReader): OfAction | string {
  const read: Mutable<OfAction & { readonly type: 'controller' }> = { type: 'controller', userdata: [] };
  reader.skip(6);
  while (reader.left >= 4) {
    const type = reader.u16();
    const length = reader.u16();
    if (length < 4) return BAD_LENGTH;
    const value = new ByteReader(reader.take(length - 4));
    reader.skip(Math.min((8 - (length % 8)) % 8, reader.left));
    if (type === 0) read.maxLen = value.u16();
    else if (type === 1) read.id = value.u16();
    else if (type === 2) read.reason = REASONS[value.u8()] ?? 'action';
    else if (type === 3) read.userdata = value.rest();
    else if (type === 4) read.pause = true;
    else if (type === 5) read.meter = value.u32();
    else return BAD_ARGUMENT;
  }
  return read;
}

/** Reserved ports are the same in 32 bits as in 16, but for their upper half. */
function openFlowPort(reader: ByteReader): number {
  return reader.u32() & 0xffff;
}
