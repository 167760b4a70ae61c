/**
 * Hides a part of a task from who merely looks at its file or link. It is no secret:
 * whoever has this program has the key, which is why the page says that it secures
 * no examination.
 */
import { createRandom, utf8Decode, utf8Encode } from '../base';
import { seal, unseal } from '../scenario';

const KEY = 0x0f6e0715;

export function hide(text: string): string {
  const bytes = utf8Encode(text);
  return seal(bytes, veiled(bytes));
}

/** Undefined for what `hide` did not write. */
export async function reveal(hidden: string): Promise<string | undefined> {
  const bytes = await unseal(hidden, veiled);
  return bytes && utf8Decode(bytes);
}

/** Its own inverse. */
function veiled(bytes: Uint8Array): Uint8Array {
  const stream = createRandom(KEY);
  return bytes.map((byte) => byte ^ (stream.uint32() & 0xff));
}
