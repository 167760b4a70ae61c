/** What every link is outside: base64url of a checksum of the content, and of the content made shorter. */
import { fromBase64url, toBase64url } from '../base';
import { crc32c } from '../../packets';

const CHECKSUM_BYTES = 4;

/** `content` is what the checksum is of, `shortened` what is written. */
export function seal(content: Uint8Array, shortened: Uint8Array): string {
  const bytes = new Uint8Array(CHECKSUM_BYTES + shortened.length);
  new DataView(bytes.buffer).setUint32(0, crc32c(content));
  bytes.set(shortened, CHECKSUM_BYTES);
  return toBase64url(bytes);
}

/** The content, which `restore` makes of what was written; undefined when it is not what was sealed. Rejects where `restore` does. */
export async function unseal(
  text: string,
  restore: (shortened: Uint8Array) => Uint8Array | undefined | Promise<Uint8Array | undefined>,
): Promise<Uint8Array | undefined> {
  const bytes = fromBase64url(text);
  if (bytes === undefined || bytes.length < CHECKSUM_BYTES) return undefined;
  const content = await restore(bytes.subarray(CHECKSUM_BYTES));
  if (content === undefined || crc32c(content) !== new DataView(bytes.buffer).getUint32(0)) return undefined;
  return content;
}
