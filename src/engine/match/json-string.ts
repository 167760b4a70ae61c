/** Quoted strings, as Open vSwitch reads and writes them (JSON, RFC 8259 section 7). */

const SIMPLE: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** The text between the quotes, unescaped, or what is wrong in the words of Open vSwitch. */
export function unescapeString(
  raw: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } {
  if (!raw.includes('\\')) return { ok: true, text: raw };
  let text = '';
  for (let at = 0; at < raw.length;) {
    const char = raw.charAt(at++);
    if (char !== '\\') {
      text += char;
      continue;
    }
    const escape = raw.charAt(at++);
    if (escape === '') return failure('quoted string may not end with backslash');
    const simple = SIMPLE[escape];
    if (simple !== undefined) text += simple;
    else if (escape !== 'u') return failure(`bad escape \\${escape}`);
    else {
      const unit = readUnit(raw, at);
      if (typeof unit === 'string') return failure(unit);
      at += 4;
      text += String.fromCharCode(unit);
      if (unit < 0xd800 || unit > 0xdbff) continue;
      if (raw.slice(at, at + 2) !== '\\u') return failure('malformed escaped surrogate pair');
      const second = readUnit(raw, at + 2);
      if (typeof second === 'string') return failure(second);
      if (second < 0xdc00 || second > 0xdfff)
        return failure('second half of escaped surrogate pair is not trailing surrogate');
      text += String.fromCharCode(second);
      at += 6;
    }
  }
  return { ok: true, text };
}

/** `text` in quotes. */
export function quoteString(text: string): string {
  if (!/["\\\u0000-\u001f]/.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const char of text) {
    const named = NAMED[char];
    if (named !== undefined) quoted += named;
    else quoted += char < ' ' ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char;
  }
  return `${quoted}"`;
}

function failure(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

function readUnit(raw: string, at: number): number | string {
  const digits = raw.slice(at, at + 4);
  if (digits.length < 4) return 'quoted string ends within \\u escape';
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) return 'malformed \\u escape';
  const unit = Number.parseInt(digits, 16);
  return unit === 0 ? 'null bytes not supported in quoted strings' : unit;
}
