/** dns_lookup: a question that the DNS table can answer becomes its answer. */
import { concatBytes, parseIpv4, parseIpv6, readU16 } from '../../../../../packets';
import { utf8Decode, utf8Encode } from '../../../../base';
import { getField } from '../../../../openflow';
import { getMapString, getNumber, getUuids } from '../../../../ovsdb';
import { language26_03 } from '../../language';
import type { Handler } from './handler';
import { answered, type PinctrlRun, type Received } from './run';
import { udpPayload, withUdpPayload } from './transport';

/** Bit of the flags: the packet comes from ovn-controller. */
const FROM_CONTROLLER = 1n << 19n;

/** The flag is set whether or not there is an answer. */
export const dnsLookup: Handler<'dns_lookup'> = (run, received, { target }) => {
  const reply = replyTo(run, received);
  const { flags } = language26_03.registers;
  const { flow } = received;
  const result = answered(target, flow, reply !== undefined);
  const before = result.field === flags ? result.value : getField(flow, flags);
  run.resume(received, reply ?? received.packet, [result, { field: flags, value: before | FROM_CONTROLLER }]);
};

const HEADER = 12;
const RESPONSE = 0x80;
const REFUSED = 5;
const TYPE = { a: 1, ptr: 12, aaaa: 28, any: 255 } as const;
const CLASS_INTERNET = 1;
/** Seconds for which an answer may be kept. */
const TTL = 3600;

function replyTo(run: PinctrlRun, received: Received): Uint8Array | undefined {
  const bytes = udpPayload(received);
  if (bytes === undefined || bytes.length < HEADER) {
    run.warn('truncated dns packet');
    return;
  }
  if (((bytes[2] ?? 0) & RESPONSE) !== 0 || readU16(bytes, 4) === 0) return undefined;
  const question = readQuestion(bytes);
  if (question === undefined) return undefined;
  const { name, encodedName, type, end } = question;
  if (!Object.values(TYPE).some((known) => known === type)) return undefined;
  const record = recordOf(run, name.toLowerCase(), Number(getField(received.flow, 'metadata')));
  if (record === undefined) return undefined;
  const answers = type === TYPE.ptr ? [{ type, data: encodeName(record.text) }] : addressesOf(run, record.text, type);
  if (answers === undefined) return undefined;
  const refuses = answers.length === 0 && record.isOwned && (type === TYPE.a || type === TYPE.aaaa);
  if (answers.length === 0 && !refuses) return undefined;
  const head = bytes.slice(0, end);
  head[2] = (head[2] ?? 0) | RESPONSE;
  if (refuses) head[3] = (head[3] ?? 0) | REFUSED;
  head.set([answers.length >> 8, answers.length & 0xff], 6);
  head.set([0, 0], 10);
  const rows = answers.map(({ type: kind, data }) =>
    Uint8Array.from([
      ...encodedName,
      ...[kind, CLASS_INTERNET, 0, TTL, data.length].flatMap((word) => [word >> 8, word & 0xff]),
      ...data,
    ]),
  );
  return withUdpPayload(received, concatBytes([head, ...rows]));
}

/** The first question; its name is not compressed. */
function readQuestion(bytes: Uint8Array) {
  const labels: string[] = [];
  let at = HEADER;
  while (at < bytes.length && bytes[at] !== 0) {
    const length = bytes[at] ?? 0;
    at += 1;
    if (at + length > bytes.length) return undefined;
    labels.push(utf8Decode(bytes.subarray(at, at + length)));
    at += length;
  }
  at += 1;
  const end = at + 4;
  if (end > bytes.length) return undefined;
  return { name: labels.join('.'), encodedName: bytes.subarray(HEADER, at), type: readU16(bytes, at), end };
}

/** The first row of the datapath that knows the name. */
function recordOf({ view: { sb } }: PinctrlRun, name: string, datapath: number) {
  const uuids = new Set(
    Array.from(sb.rows('Datapath_Binding')).flatMap(([uuid, row]) =>
      getNumber(row, 'tunnel_key') === datapath ? [uuid] : [],
    ),
  );
  for (const row of sb.rows('DNS').values()) {
    if (!getUuids(row, 'datapaths').some((uuid) => uuids.has(uuid))) continue;
    const text = getMapString(row, 'records', name);
    if (text !== undefined) return { text, isOwned: getMapString(row, 'options', 'ovn-owned') === 'true' };
  }
  return undefined;
}

/** In any order, so that clients spread; undefined where the record is no list of addresses. */
function addressesOf(run: PinctrlRun, text: string, type: number) {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const v4 = words.flatMap((word) => valueOf(parseIpv4(word)));
  const v6 = words.flatMap((word) => valueOf(parseIpv6(word)));
  if (v4.length + v6.length !== words.length) return undefined;
  const rows = (kind: number, addresses: readonly Uint8Array[]) =>
    type === kind || type === TYPE.any ? shuffled(run, addresses).map((data) => ({ type: kind, data: [...data] })) : [];
  return [...rows(TYPE.a, v4), ...rows(TYPE.aaaa, v6)];
}

function valueOf(result: ReturnType<typeof parseIpv4>): readonly Uint8Array[] {
  return result.ok ? [result.value] : [];
}

function shuffled<T>(run: PinctrlRun, list: readonly T[]): readonly T[] {
  const left = [...list];
  return list.flatMap(() => left.splice(run.chance(left.length), 1));
}

function encodeName(name: string): readonly number[] {
  return [
    ...name
      .split('.')
      .filter((label) => label !== '')
      .flatMap((label) => [utf8Encode(label).length & 0xff, ...utf8Encode(label)]),
    0,
  ];
}
