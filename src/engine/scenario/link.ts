/**
 * A scenario as the text of a link: JSON, its checksum, deflated, base64url. The
 * compressor is handed in, since the engine knows no platform.
 */
import { err, ok, utf8Decode, utf8Encode } from '../base';
import { crc32c } from '../../packets';
import { fromBase64url, toBase64url } from './base64url';
import { readDocument } from './document';
import { isRecord } from './json-reader';
import type { Problem, Result } from '../base';
import type { ScenarioDocument } from './document';

export interface Compression {
  /** Deflate without a header (RFC 1951). */
  deflate(bytes: Uint8Array): Promise<Uint8Array>;
  /** Rejects when the result would be longer than `limit` bytes or the input is damaged. */
  inflate(bytes: Uint8Array, limit: number): Promise<Uint8Array>;
}

/** What a link may carry besides the scenario: what the reader is to look at. */
export interface LinkExtras {
  /** The id of one of the scenario's packets. */
  readonly packet?: string;
  /** A step of that packet's trace. */
  readonly step?: number;
  readonly pane?: string;
}

export interface LinkContent {
  readonly scenario: ScenarioDocument;
  readonly extras: LinkExtras;
}

/** No scenario that a person made comes near this many bytes of JSON. */
export const MAX_SCENARIO_BYTES = 16 * 1024 * 1024;

/** The text of a link; a problem when it would hold more than `decodeLink` reads. */
export async function encodeLink(content: LinkContent, compression: Compression): Promise<Result<string>> {
  const json = utf8Encode(JSON.stringify({ scenario: content.scenario, extras: content.extras }));
  if (json.length > MAX_SCENARIO_BYTES) return err(TOO_LARGE_TO_SHARE);
  const deflated = await compression.deflate(json);
  const bytes = new Uint8Array(CHECKSUM_BYTES + deflated.length);
  new DataView(bytes.buffer).setUint32(0, crc32c(json));
  bytes.set(deflated, CHECKSUM_BYTES);
  return ok(toBase64url(bytes));
}

/** Reads what `encodeLink` wrote. Whatever the text is, the answer is content or a problem. */
export async function decodeLink(text: string, compression: Compression): Promise<Result<LinkContent>> {
  const bytes = fromBase64url(text);
  if (bytes === undefined || bytes.length <= CHECKSUM_BYTES) return err(DAMAGED);
  let json: Uint8Array;
  try {
    json = await compression.inflate(bytes.subarray(CHECKSUM_BYTES), MAX_SCENARIO_BYTES);
  } catch (cause) {
    return err(cause instanceof RangeError ? TOO_LARGE : DAMAGED);
  }
  if (crc32c(json) !== new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)) return err(DAMAGED);
  let value: unknown;
  try {
    value = JSON.parse(utf8Decode(json));
  } catch {
    return err(DAMAGED);
  }
  if (!isRecord(value)) return err(DAMAGED);
  const scenario = readDocument(value.scenario);
  return scenario.ok ? ok({ scenario: scenario.value, extras: readExtras(value.extras) }) : scenario;
}

const CHECKSUM_BYTES = 4;

const DAMAGED: Problem = {
  code: 'damaged-link',
  message: 'This link is damaged: a part of it is missing or was changed on the way.',
  hint: 'Copy the whole link again, from its first to its last character.',
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
