/** What a text for the terminal is before anything of it runs: commands, the beginning of some, or something else. */
import { describeCommands, isUnfinished, parseShell, SHELL_WORDS } from '../../engine/commands';
import type { Environment, ToolRelease } from '../../engine/commands';
import { recognise, type Item, type ItemKind } from '../../engine/recognise';
import type { TypedText } from './protocol';

export function readTypedText(text: string, release: ToolRelease, environment: Environment): TypedText {
  const parsed = parseShell(text);
  if (!parsed.ok && isUnfinished(parsed.error) && beginsWithCommand(text, release, environment))
    return { unfinished: true, found: null };
  if (beginsWithCommand(text, release, environment)) return { unfinished: false, found: null };
  const { items, left } = recognise(text);
  const outer = items.filter((item, index) => !items.slice(0, index).some((before) => holds(before, item)));
  const told = outer.filter((item) => isMeant(item, text));
  // What cannot be placed is better answered by the shell.
  if (told.length === 0) return { unfinished: !parsed.ok && isUnfinished(parsed.error), found: null };
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

/** Whether any line begins as a command does. */
function beginsWithCommand(text: string, release: ToolRelease, environment: Environment): boolean {
  const known = new Set([
    ...describeCommands(release).map(({ name }) => name),
    ...SHELL_WORDS,
    ...Object.keys(environment.functions),
    'clear',
  ]);
  return text.split('\n').some((line) => {
    const [, first = ''] = /^\s*(?:\$\s+)?(\S+)/.exec(line) ?? [];
    return (
      known.has(first) ||
      known.has(first.replace(/;.*$/, '')) ||
      (/^[A-Za-z_]\w*(?:=|\(\))/.test(first) && !text.includes('\n'))
    );
  });
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
