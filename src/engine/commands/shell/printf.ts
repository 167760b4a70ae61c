/** printf(1): a format, used again as long as words are left. */
import type { ProgramResult } from '../host';

const PIECE = /%%|%([-0+ #]*)(\d*)(?:\.(\d+))?([sdiuxXocb])|\\(?:x[0-9a-fA-F]{1,2}|0?[0-7]{1,3}|.)|[^%\\]+|[%\\]/gs;
const WIDEST = 1000;

export function printf(args: readonly string[]): ProgramResult {
  const [format, ...words] = args[0] === '--' ? args.slice(1) : args;
  if (format === undefined) return { status: 2, stdout: '', stderr: 'printf: usage: printf FORMAT [WORD...]\n' };
  let at = 0;
  let stderr = '';
  let stdout = '';
  const number = (word: string): bigint => {
    const text = word.trim();
    if (text === '') return 0n;
    if (/^['"]./.test(text)) return BigInt(text.codePointAt(1) ?? 0);
    if (/^[-+]?(?:0x[0-9a-f]{1,16}|\d{1,19})$/i.test(text))
      return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text.replace('+', ''));
    stderr += `printf: ${text}: invalid number\n`;
    return 0n;
  };
  do {
    const before = at;
    for (const { 0: piece, 1: flags = '', 2: width = '', 3: precision, 4: kind } of format.matchAll(PIECE)) {
      if (kind === undefined) {
        stdout += piece === '%%' ? '%' : piece.startsWith('\\') ? escape(piece) : piece;
        continue;
      }
      const word = words[at] ?? '';
      at += 1;
      stdout += padded(converted(kind, word, flags, precision, number), flags, Math.min(WIDEST, Number(width)), kind);
    }
    if (at === before) break;
  } while (at < words.length);
  return { status: stderr === '' ? 0 : 1, stdout, stderr };
}

function converted(
  kind: string,
  word: string,
  flags: string,
  precision: string | undefined,
  number: (word: string) => bigint,
): string {
  const cut = (text: string) => (precision === undefined ? text : text.slice(0, Number(precision)));
  switch (kind) {
    case 's':
      return cut(word);
    case 'b':
      return cut(word.replaceAll(/\\(?:x[0-9a-fA-F]{1,2}|0[0-7]{1,3}|.)/gs, escape));
    case 'c':
      return Array.from(word)[0] ?? '';
    case 'x':
    case 'X':
    case 'o': {
      const text = BigInt.asUintN(64, number(word)).toString(kind === 'o' ? 8 : 16);
      const prefixed = flags.includes('#') && text !== '0' ? `${kind === 'o' ? '0' : '0x'}${text}` : text;
      return kind === 'X' ? prefixed.toUpperCase() : prefixed;
    }
    default: {
      const value = number(word);
      return value >= 0n && flags.includes('+') ? `+${value}` : String(value);
    }
  }
}

function padded(text: string, flags: string, width: number, kind: string): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || 'sbc'.includes(kind)) return text.padStart(width);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

function escape(piece: string): string {
  const body = piece.slice(1);
  if (/^x[0-9a-fA-F]/.test(body)) return String.fromCharCode(Number.parseInt(body.slice(1), 16));
  if (/^[0-7]/.test(body)) return String.fromCharCode(Number.parseInt(body, 8) & 0xff);
  return NAMED[body] ?? piece;
}
