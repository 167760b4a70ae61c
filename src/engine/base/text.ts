/** UTF-8 without DOM or Node, and the one order that texts are sorted in. */

/** Orders by code unit, as OVSDB's strcmp does for ASCII; independent of any locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Encodes as UTF-8; a lone surrogate becomes U+FFFD. */
export function utf8Encode(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return Uint8Array.from(bytes);
}

/** Decodes UTF-8; every byte that does not belong becomes U+FFFD. Never throws. */
export function utf8Decode(bytes: Uint8Array): string {
  let plain = 0;
  while (plain < bytes.length && (bytes[plain] ?? 0) < 0x80) plain++;
  let text = asciiText(bytes, plain);
  for (let i = plain; i < bytes.length;) {
    const lead = bytes[i] ?? 0;
    const extra =
      lead < 0x80
        ? 0
        : lead >= 0xc2 && lead < 0xe0
          ? 1
          : lead >= 0xe0 && lead < 0xf0
            ? 2
            : lead >= 0xf0 && lead < 0xf5
              ? 3
              : -1;
    let code = extra === 0 ? lead : extra > 0 ? lead & (0x3f >> extra) : -1;
    for (let k = 1; k <= extra && code >= 0; k++) {
      const next = bytes[i + k] ?? 0;
      code = (next & 0xc0) === 0x80 ? (code << 6) | (next & 0x3f) : -1;
    }
    const tooShort = (extra === 2 && code < 0x800) || (extra === 3 && code < 0x10000);
    if (code < 0 || tooShort || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      text += '\ufffd';
      i += 1;
    } else {
      text += String.fromCodePoint(code);
      i += 1 + extra;
    }
  }
  return text;
}

/** Arguments that a call takes safely in every engine. */
const CHUNK = 4096;

/** The first `length` bytes, each of which is a character: most of what is read is such text, and long. */
function asciiText(bytes: Uint8Array, length: number): string {
  let text = '';
  for (let at = 0; at < length; at += CHUNK)
    text += String(Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, Math.min(length, at + CHUNK))));
  return text;
}
