/**
 * DNS (RFC 1035): the header and the questions; resource records stay bytes, with
 * their names shown. Questions are written without compression, as in any query.
 */
import { err, ok, type Result } from '../../engine/base';
import { concatBytes, readU16, u16 } from '../bytes';
import { layout, list, num, type SpecRecord } from '../field';
import type { DecodedField, Header, Interpretation, Protocol } from '../protocol';

const TYPES: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
};

export const dns: Protocol = {
  title: 'DNS',
  fields: layout([
    { key: 'id', name: 'dns.id', label: 'Identifier', bits: 16, kind: 'hex', initial: 1 },
    { key: 'response', name: 'dns.qr', label: 'Response', bits: 1, kind: 'flag' },
    { key: 'opcode', name: 'dns.opcode', label: 'Operation', bits: 4, kind: 'decimal' },
    { key: 'authoritative', name: 'dns.aa', label: 'Authoritative', bits: 1, kind: 'flag' },
    { key: 'truncated', name: 'dns.tc', label: 'Truncated', bits: 1, kind: 'flag' },
    { key: 'recursion', name: 'dns.rd', label: 'Recursion desired', bits: 1, kind: 'flag', initial: true },
    { key: 'available', name: 'dns.ra', label: 'Recursion available', bits: 1, kind: 'flag' },
    { key: 'reserved', name: 'dns.z', label: 'Reserved, AD and CD', bits: 3, kind: 'decimal' },
    { key: 'rcode', name: 'dns.rcode', label: 'Response code', bits: 4, kind: 'decimal' },
    {
      key: 'questionCount',
      name: 'dns.qdcount',
      label: 'Questions',
      bits: 16,
      kind: 'decimal',
      auto: ({ values }) => list(values, 'questions').length,
    },
    { key: 'answerCount', name: 'dns.ancount', label: 'Answers', bits: 16, kind: 'decimal' },
    { key: 'authorityCount', name: 'dns.nscount', label: 'Authority records', bits: 16, kind: 'decimal' },
    { key: 'additionalCount', name: 'dns.arcount', label: 'Additional records', bits: 16, kind: 'decimal' },
  ]),
  variable: { questions: [] },
  interpret,
  encodeVariable(values) {
    const parts: Uint8Array[] = [];
    for (const record of list(values, 'questions')) {
      const question = encodeQuestion(record);
      if (!question.ok) return question;
      parts.push(question.value);
    }
    return ok(concatBytes(parts));
  },
};

function interpret({ values, bytes, offset, body, end }: Header): Interpretation {
  const count = num(values, 'questionCount');
  const records: SpecRecord[] = [];
  const fields: DecodedField[] = [];
  let at = body;
  let tail: string | undefined;
  while (records.length < count) {
    const name = readName(bytes, at, offset, end);
    if (!name || name.stop + 4 > end) {
      tail = `${count} questions are announced, ${records.length} are here`;
      break;
    }
    const type = readU16(bytes, name.stop);
    const typeName = TYPES[type] ?? type;
    records.push({ name: name.text, type: typeName, class: readU16(bytes, name.stop + 2) });
    const text = `${typeName} ${name.text}`;
    const length = name.stop + 4 - at;
    fields.push({
      key: '',
      name: 'dns.question',
      label: 'Question',
      value: text,
      text,
      bits: length * 8,
      offset: at,
      length,
      bit: 0,
      computed: false,
    });
    at += length;
  }
  const asked = fields.map((field) => field.text).join(', ');
  const summary = num(values, 'response')
    ? `response ${asked}, ${num(values, 'answerCount')} answers`
    : `query ${asked}`;
  return {
    summary,
    length: at - offset,
    extra: { questions: records },
    fields,
    ...(tail === undefined ? {} : { tail }),
  };
}

/** A name in dotted form; `\DDD` for bytes that are not plain text. Undefined if it leaves the message or loops. */
function readName(
  bytes: Uint8Array,
  start: number,
  message: number,
  end: number,
): { text: string; stop: number } | undefined {
  const labels: string[] = [];
  let at = start;
  let stop: number | undefined;
  for (let steps = 0; steps < 128; steps++) {
    if (at >= end) return undefined;
    const length = bytes[at] ?? 0;
    if (length === 0) return { text: labels.join('.') || '.', stop: stop ?? at + 1 };
    if (length >= 0xc0) {
      if (at + 2 > end) return undefined;
      stop ??= at + 2;
      at = message + (readU16(bytes, at) & 0x3fff);
    } else {
      if (length > 63 || at + 1 + length > end) return undefined;
      labels.push(Array.from(bytes.subarray(at + 1, at + 1 + length), escapeByte).join(''));
      at += 1 + length;
    }
  }
  return undefined;
}

function escapeByte(byte: number): string {
  const char = String.fromCharCode(byte);
  return /[\w-]/.test(char) ? char : `\\${byte.toString().padStart(3, '0')}`;
}

function encodeQuestion(record: SpecRecord): Result<Uint8Array, string> {
  const { name, type = 'A', class: qclass = 1 } = record;
  const code =
    typeof type === 'number' ? type : Number(Object.entries(TYPES).find(([, label]) => label === type)?.[0] ?? -1);
  if (typeof name !== 'string' || typeof qclass !== 'number' || code < 0 || code > 0xffff) {
    return err('a question needs a name, a type such as A and a class');
  }
  const parts: number[] = [];
  for (const label of name.split('.').filter((part) => part !== '')) {
    const decoded = Array.from(label.matchAll(/\\(\d{3})|([\s\S])/g), (match) =>
      match[1] ? Number(match[1]) : (match[2] ?? '').charCodeAt(0),
    );
    if (decoded.length > 63 || decoded.some((byte) => byte > 255)) return err(`"${label}" is no part of a domain name`);
    parts.push(decoded.length, ...decoded);
  }
  return ok(Uint8Array.from([...parts, 0, ...u16(code), ...u16(qclass)]));
}
