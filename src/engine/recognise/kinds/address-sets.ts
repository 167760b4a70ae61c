/** Addresses, with a name before them or without: see `addresses.ts` for how they may be written. */
import { readMembers, type Member } from '../addresses';
import type { Source } from '../source';
import type { TextRange } from '../../base';
import type { Kind } from './kind';

/** `$web = …`, `web: …`, `web (500): …` */
const NAME = /^\s*["']?\$?([A-Za-z_.][\w.]{0,200})["']?(?: \(\d+\))? ?(?:=|:(?=\s|\[|\{|"|$))/;

export const ADDRESS_SETS: Kind = {
  name: 'address-sets',
  says: 'addresses, with or without the name of their set',
  block(source, from, to) {
    if (!mayBe(source, from, to)) return false;
    const sets = partsOf(source, from, to);
    const members = sets.flatMap((set) => set.members);
    const good = members.filter((member) => member.problem === null).length;
    // Half of the words are addresses, or most but for a word or two: else it is something else.
    if (good === 0 || good * 2 < members.length) return false;
    if (!inEveryParagraph(source, from, to, members)) return false;
    if (members.some((member) => OPERATORS.has(member.text) && member.problem !== null)) return false;
    for (const { name, place, members: own } of sets) {
      for (const { place: where, problem } of own) if (problem !== null) source.leave(where, problem);
      source.add(place, {
        kind: 'address-set',
        name,
        members: own.flatMap((member) => (member.problem === null ? [member.text] : [])),
      });
    }
    return true;
  },
};

/** A glance at the beginning: words of prose need not be looked at one by one. */
function mayBe(source: Source, from: number, to: number): boolean {
  const start = source.lines[from]?.start ?? 0;
  const end = source.lines[to - 1]?.end ?? source.text.length;
  return readMembers(source.text, start, Math.min(end, start + GLANCE)).some(({ problem }) => problem === null);
}

/** Characters. */
const GLANCE = 400;

/** What stands apart from the addresses is something of its own, unless it holds addresses too. */
function inEveryParagraph(source: Source, from: number, to: number, members: readonly Member[]): boolean {
  let at = 0;
  let [good, all] = [0, 0];
  for (let line = from; line <= to; line++) {
    const { text = '', end = 0 } = source.lines[line] ?? {};
    if (line < to && text.trim() !== '') {
      for (; at < members.length && (members[at]?.place.start ?? 0) < end; at++) {
        all++;
        if (members[at]?.problem === null) good++;
      }
      continue;
    }
    if (good * 2 < all) return false;
    [good, all] = [0, 0];
  }
  return true;
}

const OPERATORS: ReadonlySet<string> = new Set(['==', '!=', '&&', '||', '<=', '>=', '<', '>']);

interface Part {
  readonly name: string | null;
  readonly place: TextRange;
  readonly members: readonly Member[];
}

/** A name begins a set; what stands before the first has none. */
function partsOf(source: Source, from: number, to: number): readonly Part[] {
  const starts: { name: string | null; at: number; members: number }[] = [];
  const begin = source.lines[from]?.start ?? 0;
  const end = source.lines[to - 1]?.end ?? source.text.length;
  for (const line of source.lines.slice(from, to)) {
    const found = NAME.exec(line.text.slice(0, 300));
    if (found !== null) starts.push({ name: found[1] ?? null, at: line.start, members: line.start + found[0].length });
  }
  if (starts[0]?.at !== begin) starts.unshift({ name: null, at: begin, members: begin });
  return starts
    .map(({ name, at, members }, index) => {
      const last = starts[index + 1]?.at ?? end;
      return { name, place: trimmed(source.text, at, last), members: readMembers(source.text, members, last) };
    })
    .filter((part) => part.name !== null || part.members.length > 0);
}

function trimmed(text: string, start: number, end: number): TextRange {
  let to = end;
  while (to > start && /\s/.test(text.charAt(to - 1))) to--;
  return { start, end: to };
}
