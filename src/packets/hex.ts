/** Bytes as people paste them: plain hex, spaced or colon-separated, or a hexdump with offsets and text. */
import { err, ok, type Problem, type Result } from '../engine/base';
import { toHex } from './bytes';

/**
 * Reads plain hex (`00010203`), separated hex (`00 01:02`, `0x00, 0x01`, `\x00\x01`), and the
 * dumps of tcpdump -x, hexdump -C, xxd, Wireshark and ovs-ofctl: lines that start
 * with an offset, with or without characters at the right. The problem's range is
 * the first piece that is not hex.
 */
export function parseHex(text: string): Result<Uint8Array> {
  const lines = splitLines(text);
  const isDump =
    lines.some((line) => DUMP_LINE.test(line.text)) &&
    lines.every((line) => line.text.trim() === '' || DUMP_LINE.test(line.text) || END_LINE.test(line.text));
  const bytes: number[] = [];
  for (const line of lines) {
    const problem = isDump ? readDumpLine(line, bytes) : readPlainLine(line, bytes);
    if (problem) return err(problem);
  }
  return bytes.length > 0
    ? ok(Uint8Array.from(bytes))
    : err({ code: 'empty', message: 'there are no bytes here', range: { start: 0, end: text.length } });
}

/**
 * The packets in a text: dumps one after the other, each from offset 0 on, with the lines between them that tools
 * print about each packet (`tcpdump -xx`, Wireshark), or a single packet as `parseHex` reads it.
 */
export function parseDumps(text: string): Result<readonly Uint8Array[]> {
  const lines = splitLines(text);
  if (!lines.some((line) => FIRST_LINE.test(line.text))) {
    const single = parseHex(text);
    return single.ok ? ok([single.value]) : single;
  }
  const packets: number[][] = [];
  for (const line of lines) {
    if (!STARTS_WITH_OFFSET.test(line.text) || END_LINE.test(line.text)) continue;
    if (FIRST_LINE.test(line.text)) packets.push([]);
    const bytes = packets.at(-1);
    if (!bytes) continue;
    const problem = DUMP_LINE.test(line.text)
      ? readDumpLine(line, bytes)
      : notHex(line, OFFSET.exec(line.text)?.[0].length ?? 0, line.text.replace(OFFSET, ''));
    if (problem) return err(problem);
  }
  return ok(packets.map((bytes) => Uint8Array.from(bytes)));
}

/** Lines of sixteen bytes with offset and characters, as `hexdump -C` prints them but for its last line. */
export function formatHex(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const pairs = Array.from(row, (byte) => toHex(Uint8Array.of(byte)));
    const hex = `${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`.padEnd(49);
    const chars = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex} |${chars}|`);
  }
  return lines.join('\n');
}

interface Line {
  readonly text: string;
  /** Where the line starts in the whole text. */
  readonly start: number;
}

/** An offset of at least four digits, then `: ` or two spaces, then byte pairs. */
const DUMP_LINE = /^\s*(?:0x)?[0-9a-fA-F]{4,16}(?::\s+|\s{2,})[0-9a-fA-F]{2}/;
const FIRST_LINE = /^\s*(?:0x)?0{4,16}(?::\s+|\s{2,})[0-9a-fA-F]{2}/;
const STARTS_WITH_OFFSET = /^\s*(?:0x)?[0-9a-fA-F]{4,16}(?::|\s{2,}|\s*$)/;
/** The offset alone, with which some dumps end. */
const END_LINE = /^\s*[0-9a-fA-F]{7,8}\s*$/;
const OFFSET = /^\s*(?:0x)?[0-9a-fA-F]{4,16}(?::\s+|\s{2,}|\s*$)/;

function splitLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const part of text.split('\n')) {
    lines.push({ text: part, start });
    start += part.length + 1;
  }
  while (lines.at(-1)?.text.trim() === '') lines.pop();
  return lines;
}

/** At most sixteen bytes follow the offset; what is behind them, or behind three spaces or a bar, is their characters. */
function readDumpLine(line: Line, bytes: number[]): Problem | undefined {
  let at = OFFSET.exec(line.text)?.[0].length ?? 0;
  for (let count = 0; count < 16; count++) {
    const piece = /^[ \t-]{0,2}([0-9a-fA-F]{2})/.exec(line.text.slice(at));
    if (!piece) break;
    bytes.push(Number.parseInt(piece[1] ?? '', 16));
    at += piece[0].length;
  }
  const rest = line.text.slice(at);
  if (/^(\s*$|\s+\S|\s*\|)/.test(rest)) return undefined;
  return notHex(line, at, rest);
}

function readPlainLine(line: Line, bytes: number[]): Problem | undefined {
  for (const match of line.text.matchAll(/[^\s:,.-]+/g)) {
    const digits = match[0].replace(/^0x|\\x/gi, '');
    if (!/^[0-9a-fA-F]+$/.test(digits)) return notHex(line, match.index, match[0]);
    if (digits.length % 2 !== 0) {
      const range = { start: line.start + match.index, end: line.start + match.index + match[0].length };
      return {
        code: 'odd-digits',
        message: `"${match[0]}" has an odd number of hexadecimal digits`,
        range,
        hint: 'Each byte has two digits.',
      };
    }
    for (let i = 0; i < digits.length; i += 2) bytes.push(Number.parseInt(digits.slice(i, i + 2), 16));
  }
  return undefined;
}

function notHex(line: Line, at: number, piece: string): Problem {
  const bad = piece.search(/[^0-9a-fA-F]/);
  const start = line.start + at + Math.max(bad, 0);
  return {
    code: 'not-hex',
    message: `"${piece.trim().slice(0, 20)}" is not hexadecimal`,
    range: { start, end: start + 1 },
  };
}
