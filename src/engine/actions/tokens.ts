/**
 * The lexer of 2015, told as differences from today's: it knew no address
 * sets, port groups, templates or lone `-` and `:`, and refused a constant with
 * 1-bits outside its mask, which today are silently cleared.
 */
import type { Problem } from '../base';
import { lex, type Token } from '../match';

/** Tokens of an action or match text as the releases of 2015 read it. */
export function lex2015(text: string): readonly Token[] {
  return lex(text).map((token) => {
    const message = problemIn(text, token);
    return message === undefined
      ? token
      : { type: 'error', start: token.start, end: token.end, text: message, constant: undefined };
  });
}

/** The first thing in the text of a match that 2015 did not know, though today's OVN may; or nothing. */
export function problemOf2015(text: string): Problem | undefined {
  const tokens = lex2015(text);
  for (const [i, { type, start, end, text: content }] of tokens.entries()) {
    const range = { start, end };
    if (type === 'error') return { code: 'lexical-error', message: content, range };
    if (type === 'id' && tokens[i + 1]?.type === '(') {
      return { code: 'syntax-error', message: `Syntax error at \`${content}' expecting field name.`, range };
    }
  }
  return undefined;
}

function problemIn(text: string, token: Token): string | undefined {
  switch (token.type) {
    case 'masked':
      return hasStrayBits(text, token) ? 'Value contains unmasked 1-bits.' : undefined;
    case 'error':
      return '$@^'.includes(text.charAt(token.start))
        ? `Invalid character \`${text.charAt(token.start)}' in input.`
        : undefined;
    case 'address-set':
    case 'port-group':
    case 'template':
      return `Invalid character \`${text.charAt(token.start)}' in input.`;
    case '-':
      return "`-' is only valid as part of `--'.";
    case ':':
      return 'Invalid numeric constant.';
    default:
      return undefined;
  }
}

/** Lexes the part before the `/` again, because a masked token has its value already masked. */
function hasStrayBits(text: string, token: Token): boolean {
  const read = lex(text.slice(token.start, text.indexOf('/', token.start)))[0]?.constant;
  const value = read?.value;
  const masked = token.constant?.value;
  if (value === undefined || masked === undefined) return false;
  if (read?.excess !== undefined && token.constant?.excess === undefined) return true;
  return value.a !== masked.a || value.b !== masked.b || value.c !== masked.c || value.d !== masked.d;
}
