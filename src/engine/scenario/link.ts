/**
 * A scenario as the text of a link. The compressor is handed in, since the engine
 * knows no platform. A letter and a point say which form it has:
 *
 *     a.…   packed (`link-pack.ts`) and coded (`link-coder.ts`): networks that people make
 *     b.…   packed and deflated: what is too large for the coder's pace
 *     …     JSON, deflated: what is large, and whatever does not come back equal from packing
 *
 * The rest is base64url of a checksum of the text and of the text. Links of every
 * form open for ever.
 */
import { err, ok, utf8Decode, utf8Encode, isRecord, parseJson } from '../base';
import { readDocument } from './document';
import { decodeShort, encodeShort, MAX_CODED_BYTES } from './link-coder';
import { packContent, unpackContent } from './link-pack';
import { PRIMER } from './link-primer';
import { seal, unseal } from './seal';
import type { Problem, Result } from '../base';
import type { LinkContent, LinkExtras } from './link-pack';

export type { LinkContent, LinkExtras } from './link-pack';

export interface Compression {
  /** Deflate without a header (RFC 1951). */
  deflate(bytes: Uint8Array): Promise<Uint8Array>;
  /** Rejects when the result would be longer than `limit` bytes or the input is damaged. */
  inflate(bytes: Uint8Array, limit: number): Promise<Uint8Array>;
}

/** No scenario that a person made comes near this many bytes of JSON. */
export const MAX_SCENARIO_BYTES = 16 * 1024 * 1024;

/** Packing is worth its time up to so many rows, about a thousand ports; beyond, no link is short. */
const MAX_PACKED_ROWS = 10_000;
const MAX_PACKED_BYTES = 4 * 1024 * 1024;

/** The text of a link; a problem when it would hold more than `decodeLink` reads. */
export async function encodeLink(content: LinkContent, compression: Compression): Promise<Result<string>> {
  const packed = packedText(content);
  const coded = packed && codedText(packed);
  if (packed !== undefined && coded !== undefined) return ok(`a.${seal(packed, coded)}`);
  if (packed !== undefined) return ok(`b.${seal(packed, await compression.deflate(packed))}`);
  const json = utf8Encode(JSON.stringify({ scenario: content.scenario, extras: content.extras }));
  if (json.length > MAX_SCENARIO_BYTES) return err(TOO_LARGE_TO_SHARE);
  return ok(seal(json, await compression.deflate(json)));
}

/** Undefined for what is too long for the coder, or would not come back equal. */
function codedText(packed: Uint8Array): Uint8Array | undefined {
  if (packed.length > MAX_CODED_BYTES) return undefined;
  const coded = encodeShort(packed, PRIMER);
  const again = decodeShort(coded, PRIMER);
  return again?.length === packed.length && again.every((byte, at) => byte === packed[at]) ? coded : undefined;
}

/** Undefined for what is too large to be packed, or would not come back equal. */
function packedText(content: LinkContent): Uint8Array | undefined {
  const { northbound, southbound, machines } = content.scenario;
  const tables = [northbound, southbound, ...machines.map(({ rows }) => rows)];
  const rows = tables.flatMap((saved) => Object.values(saved)).reduce((sum, { length }) => sum + length, 0);
  if (rows > MAX_PACKED_ROWS) return undefined;
  const text = packContent(content);
  if (text.length > MAX_PACKED_BYTES || !comesBack(text, content)) return undefined;
  const bytes = utf8Encode(text);
  return bytes.length > MAX_PACKED_BYTES ? undefined : bytes;
}

function comesBack(text: string, { scenario, extras }: LinkContent): boolean {
  const own = readDocument(scenario);
  const again = readPacked(text);
  return own.ok && again.ok && JSON.stringify({ scenario: own.value, extras }) === JSON.stringify(again.value);
}

/** Reads what `encodeLink` wrote. Whatever the text is, the answer is content or a problem. */
export async function decodeLink(text: string, compression: Compression): Promise<Result<LinkContent>> {
  const [, form, payload = text] = /^(.)\.(.*)$/s.exec(text) ?? [];
  if (form !== undefined && form !== 'a' && form !== 'b') return err(DAMAGED_OR_NEWER);
  let whole: Uint8Array | undefined;
  try {
    whole = await unseal(payload, (compressed) => {
      if (form === 'a') return decodeShort(compressed, PRIMER);
      return compression.inflate(compressed, form === 'b' ? MAX_PACKED_BYTES : MAX_SCENARIO_BYTES);
    });
  } catch (cause) {
    return err(cause instanceof RangeError ? TOO_LARGE : DAMAGED);
  }
  if (whole === undefined) return err(DAMAGED);
  return form === undefined ? readJson(utf8Decode(whole)) : readPacked(utf8Decode(whole));
}

function readJson(text: string): Result<LinkContent> {
  const value = parseJson(text)?.json;
  return isRecord(value) ? readContent(value) : err(DAMAGED);
}

function readPacked(text: string): Result<LinkContent> {
  try {
    return readContent(unpackContent(text));
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof SyntaxError) return err(DAMAGED);
    throw cause;
  }
}

function readContent(value: { readonly scenario?: unknown; readonly extras?: unknown }): Result<LinkContent> {
  const scenario = readDocument(value.scenario);
  return scenario.ok ? ok({ scenario: scenario.value, extras: readExtras(value.extras) }) : scenario;
}

const DAMAGED: Problem = {
  code: 'damaged-link',
  message: 'This link is damaged: a part of it is missing or was changed on the way.',
  hint: 'Copy the whole link again, from its first to its last character.',
};

const DAMAGED_OR_NEWER: Problem = {
  code: 'damaged-link',
  message: 'This link is damaged, or was made by a newer version of this page.',
  hint: 'Copy the whole link again, or reload the page to get its newest version.',
};

const TOO_LARGE: Problem = {
  code: 'too-large',
  message: `This link holds more than ${MAX_SCENARIO_BYTES} bytes.`,
};

const TOO_LARGE_TO_SHARE: Problem = {
  code: 'too-large',
  message: `This scenario is too large for a link: it has more than ${MAX_SCENARIO_BYTES} bytes.`,
  hint: 'Save it as a file and share the file.',
};

/** What is not understood is left out: the scenario opens all the same. */
function readExtras(value: unknown): LinkExtras {
  if (!isRecord(value)) return {};
  const { packet, step, pane } = value;
  return {
    ...(typeof packet === 'string' ? { packet } : {}),
    ...(typeof step === 'number' && Number.isInteger(step) && step >= 0 ? { step } : {}),
    ...(typeof pane === 'string' ? { pane } : {}),
  };
}
