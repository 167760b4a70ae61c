/**
 * Addresses as people have them: in quotes, brackets or braces, with commas,
 * white space or line ends between them, as JSON, or one per line with comments.
 */
import type { TextRange } from '../base';
import { lex } from '../match';
import { quote } from './source';

export interface Member {
  readonly text: string;
  readonly place: TextRange;
  /** Why it is no address; null when it is one. */
  readonly problem: string | null;
}

/** Everything in `text` from `from` to `to` that is meant as a member. */
export function readMembers(text: string, from = 0, to = text.length): readonly Member[] {
  const members: Member[] = [];
  for (let at = from; at < to;) {
    if (isBetween(text.charCodeAt(at))) at++;
    else if (startsComment(text, at)) at = Math.min(to, lineEnd(text, at));
    else {
      const start = at;
      while (at < to && !isBetween(text.charCodeAt(at))) at++;
      const word = text.slice(start, at);
      members.push({ text: word, place: { start, end: at }, problem: isAddress(word) ? null : whyNot(word) });
    }
  }
  return members;
}

/** An Ethernet, IPv4 or IPv6 address, with or without a mask, as OVN's lexer reads it. */
export function isAddress(word: string): boolean {
  if (word.length > 100 || !/[.:]/.test(word)) return false;
  const [token, end] = lex(word);
  if (token === undefined || end?.type !== 'end' || token.end !== word.length) return false;
  const format = token.constant?.format;
  return format === 'ipv4' || format === 'ipv6' || format === 'ethernet';
}

function whyNot(word: string): string {
  const said = `${quote(word)} is not an address`;
  if (/^[0-9a-fA-F.:]+-[0-9a-fA-F.:]+$/.test(word))
    return `${said}: a set holds no ranges, only addresses and networks.`;
  const octet = /^[\d.]+(?:\/\d+)?$/.test(word)
    ? word
        .split('/')[0]
        ?.split('.')
        .find((part) => Number(part) > 255)
    : undefined;
  if (octet !== undefined) return `${said}: ${octet.slice(0, 12)} is more than 255.`;
  if (/^[\d.]+\/\d+$/.test(word) || /^[0-9a-fA-F:]+\/\d+$/.test(word)) {
    const [address = '', prefix = ''] = word.split('/');
    if (isAddress(address)) return `${said}: its prefix length ${prefix.slice(0, 12)} is too long.`;
  }
  if (word.startsWith('$')) return `${said}: a set cannot contain another set.`;
  return `${said}.`;
}

/** White space, commas, semicolons, quotes and brackets. */
function isBetween(code: number): boolean {
  switch (code) {
    case 0x22: // "
    case 0x27: // '
    case 0x28: // (
    case 0x29: // )
    case 0x2c: // ,
    case 0x3b: // ;
    case 0x5b: // [
    case 0x5d: // ]
    case 0x60: // `
    case 0x7b: // {
    case 0x7d: // }
    case 0xa0: // a space that does not break
    case 0x201c:
    case 0x201d:
    case 0x2018:
    case 0x2019:
      return true;
    default:
      return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  }
}

function startsComment(text: string, at: number): boolean {
  return text.charAt(at) === '#' || text.startsWith('//', at);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
