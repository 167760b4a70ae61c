/** What a text for the terminal is before anything of it runs: commands, the beginning of some, or something else. */
import { describeCommands, isUnfinished, parseShell, SHELL_WORDS } from '../../engine/commands';
import type { Environment } from '../../engine/commands';
import { recognise, type Item, type ItemKind } from '../../engine/recognise';
import type { TypedText } from './protocol';

type ReleaseId = Parameters<typeof describeCommands>[0];

export function readTypedText(text: string, release: ReleaseId, environment: Environment): TypedText {
  const lines = text.split('\n').filter((line) => /^\s*[^\s#]/.test(line));
  if (areCommands(lines, text, release, environment)) return { unfinished: endsTooEarly(text), found: null };
  const { items, left } = recognise(text);
  const outer = items.filter((item, index) => !items.slice(0, index).some((before) => holds(before, item)));
  const told = outer.filter((item) => isMeant(item, text));
  // What cannot be placed is better answered by the shell, a few lines of it.
  if (told.length === 0 && lines.length <= FEW) return { unfinished: endsTooEarly(text), found: null };
  const counts = new Map<ItemKind, number>();
  for (const { kind } of told) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return {
    unfinished: false,
    found: {
      kinds: [...counts].map(([kind, count]) => ({ kind, count })),
      left: left.map(({ text: line, reason }) => ({ text: line, reason })),
    },
  };
}

/** Lines of nothing but mistakes that are run all the same. */
const FEW = 20;

function endsTooEarly(text: string): boolean {
  const parsed = parseShell(text);
  return !parsed.ok && isUnfinished(parsed.error);
}

/**
 * Whether any line begins as a command does; of many lines the first one, or one of ten: there is a "for", an
 * "if" and a "sort" at the beginning of some line of every book.
 */
function areCommands(lines: readonly string[], text: string, release: ReleaseId, environment: Environment): boolean {
  const known = new Set([
    ...describeCommands(release).map(({ name }) => name),
    ...SHELL_WORDS,
    ...Object.keys(environment.functions),
    'clear',
  ]);
  const isCommand = (line: string) => {
    const [, first = ''] = /^\s*(?:\$\s+)?(\S+)/.exec(line) ?? [];
    return (
      known.has(first) ||
      known.has(first.replace(/;.*$/, '')) ||
      (/^[A-Za-z_]\w*(?:=|\(\))/.test(first) && !text.includes('\n'))
    );
  };
  const [first] = lines;
  if (lines.length <= FEW || (first !== undefined && isCommand(first))) return lines.some(isCommand);
  return lines.filter(isCommand).length * 10 >= lines.length;
}

/** A slip of the finger is a match or an address to the recogniser, and a command to the person. */
function isMeant({ kind, place }: Item, text: string): boolean {
  if (kind === 'address-set') return /^[\s["'{(]*(?:\d|[0-9a-f]{2}:)/i.test(text);
  if (text.includes('\n')) return true;
  if (kind === 'match') return place.end - place.start > LONG_MATCH && /[=!<>]=|&&|\|\|/.test(text);
  return kind !== 'command';
}

const LONG_MATCH = 20;

function holds(outer: Item, inner: Item): boolean {
  return outer.place.start <= inner.place.start && inner.place.end <= outer.place.end;
}
