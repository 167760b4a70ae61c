/** What is understood of texts as people have them: `recognise.cases.txt` is meant to be read. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KINDS, readMembers, recognise, type Item, type Recognised } from '.';

const CASES = readCases(readFileSync(new URL('recognise.cases.txt', import.meta.url), 'utf8'));

describe('pasted text', () => {
  it.each(CASES)('$title', ({ input, expected }) => {
    const found = recognise(input);
    expect(describeAll(found, input)).toEqual(expected);
    for (const { place, text } of found.items.flatMap(excerptsOf)) {
      const there = input.slice(place.start, place.end);
      // Escapes and doubled quotes make what is read shorter than what is there.
      if (!/\\|""/.test(there)) expect(there).toBe(text);
    }
  });

  it('knows captures by their content', () => {
    const bytes = new Uint8Array(40);
    bytes.set([0xd4, 0xc3, 0xb2, 0xa1]);
    expect(recognise(bytes).items).toEqual([{ kind: 'capture', format: 'pcap', place: { start: 0, end: 40 } }]);
    bytes.set([0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 28, 0x4d, 0x3c, 0x2b, 0x1a]);
    expect(recognise(bytes).items).toMatchObject([{ kind: 'capture', format: 'pcapng' }]);
    expect(recognise(new TextEncoder().encode('ip4 && tcp')).items).toMatchObject([{ kind: 'match' }]);
  });

  it('has a case for every kind', () => {
    const text = CASES.map(({ title }) => title).join('\n');
    for (const { name } of KINDS) expect(text).toContain(name);
  });
});

const word = fc.constantFrom(
  ...'ovn-nbctl acl-add sw0 to-lport from-lport 1001 1000 allow drop ip4 tcp.dst == 80 && || ( ) { } [ ] , ; " \' \\ $ # : = -- _uuid match name addresses : 10.0.0.1 10.0.0.0/33 hello priority action direction table=0 match=( ), action=( Datapath: Pipeline: error parsing match --- ---- 0000 ff:ff:ff:ff:ff:ff {"match": ["set",["10.0.0.1"]] null'.split(
    ' ',
  ),
);
const space = fc.constantFrom(' ', ' ', ' ', '\n', '\n\n', '\r\n', '  ', '');
const jumble = fc.array(fc.tuple(word, space)).map((parts) => parts.flat().join(''));
/** A case with a piece of it gone or doubled. */
const torn = fc
  .tuple(fc.constantFrom(...CASES), fc.nat(), fc.nat({ max: 60 }), fc.boolean())
  .map(([{ input }, at, size, twice]) => {
    const from = at % (input.length + 1);
    const piece = input.slice(from, from + size);
    return input.slice(0, from) + (twice ? piece + piece : '') + input.slice(from + size);
  });

describe('any text', () => {
  it('is read without a throw, and every place is right', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), jumble, torn), (text) => {
        const { items, left } = recognise(text);
        for (const { place } of [...items, ...left]) {
          expect(place.start).toBeGreaterThanOrEqual(0);
          expect(place.end).toBeGreaterThanOrEqual(place.start);
          expect(place.end).toBeLessThanOrEqual(text.length);
        }
        for (const item of items)
          for (const excerpt of excerptsOf(item)) {
            const { start, end } = excerpt.place;
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeLessThanOrEqual(text.length);
            // Without escapes a place holds exactly what was read.
            const there = text.slice(start, end);
            if (!/[\\"']/.test(there)) expect(there).toBe(excerpt.text);
          }
        for (const [index, { place }] of left.entries())
          expect(place.start).toBeGreaterThanOrEqual(left[index - 1]?.place.end ?? 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the places of members', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const { text: member, place } of readMembers(text))
          expect(text.slice(place.start, place.end)).toBe(member);
      }),
    );
  });

  it('does not read the rest of a long text whose beginning is of no use', () => {
    const book = `${'the quick brown fox '.repeat(10)}\n`.repeat(12_000);
    const acl = "ovn-nbctl acl-add sw0 to-lport 1 'ip4' drop\n";
    const { items, left } = recognise(book + acl);
    expect(items).toEqual([]);
    expect(left.length).toBeLessThan(6000);
    expect(left.at(-1)).toMatchObject({ reason: 'Nothing before this is known here: the rest was not read.' });
    expect(left.at(-1)?.place.end).toBe(book.length + acl.length);
    expect(recognise(acl + book + acl).items).toHaveLength(2);
    // A command with a mistake shows what the text is, and JSON is nothing before its end.
    expect(recognise(`ovn-nbctl acl-add sw0\n${book}${acl}`).items).toHaveLength(1);
    const rows = Array.from({ length: 40_000 }, (_, n) => ({ name: `n${n}`, addresses: ['10.0.0.1'] }));
    expect(recognise(JSON.stringify(rows, null, 1)).items).toHaveLength(rows.length);
  });

  /** Work rather than time: a text twice as long may not cost four times as much. */
  it.each([
    ['an open quotation mark on every line', "ovn-nbctl acl-add sw0 'ip4\n"],
    ['a bracket that never closes', '[{"a": [\n'],
    ['a quotation mark in a table', 'name,match\n"a\n'],
    ['dashes', '- - - -\n'],
    ['names without rows', 'match : \n'],
    ['blanks', `${' '.repeat(50)}\n`],
    ['prose', 'the quick brown fox == 7\n'],
    ['half of an ACL', '  to-lport  1001 ((((\n'],
  ])(
    'is linear: %s',
    (_, line) => {
      // A quadratic reader needs minutes for this; the limit of the test is what fails it.
      const text = line.repeat(Math.ceil(500_000 / line.length));
      const { items, left } = recognise(text);
      expect(items.length + left.length).toBeLessThanOrEqual(text.length);
    },
    30_000,
  );
});

function excerptsOf(item: Item) {
  if (item.kind === 'acl') return [item.acl.match];
  if (item.kind === 'flow') return [item.flow.match];
  if (item.kind === 'match') return [item.match];
  return item.kind === 'microflow' ? [item.microflow] : [];
}

function describeAll({ items, left }: Recognised, input: string): readonly string[] {
  return [
    ...items.map(describeItem),
    ...left.map(({ place, reason }) => `? ${cut(input.slice(place.start, place.end))} -- ${reason}`),
  ];
}

function describeItem(item: Item): string {
  switch (item.kind) {
    case 'acl': {
      const { entity, direction, priority, match, action, tier, name, afterLb } = item.acl;
      const more = [tier > 0 ? `tier ${tier}` : '', name ?? '', afterLb ? 'after-lb' : ''].filter(
        (part) => part !== '',
      );
      return `acl ${entity ?? '-'} ${direction} ${priority} <${match.text}> ${[action, ...more].join(' ')}`;
    }
    case 'flow': {
      const { datapath, pipeline, table, stage, priority, match, actions } = item.flow;
      return `flow ${datapath ?? '-'} ${pipeline ?? '-'} ${table} ${stage ?? '-'} ${priority} <${match.text}> ${actions}`;
    }
    case 'address-set':
      return `set ${item.name ?? '-'} ${item.members.length}: ${item.members.slice(0, 4).join(' ')}`;
    case 'port-group':
      return `group ${item.name}: ${item.ports.join(' ')}`;
    case 'template':
      return `template ${item.name}: ${item.value}`;
    case 'match':
      return `match <${item.match.text.replaceAll('\n', ' ⏎ ')}>${item.problem === null ? '' : ` ${item.problem}`}`;
    case 'microflow':
      return `microflow <${item.microflow.text}>`;
    case 'packet':
      return `packet ${item.hex}`;
    case 'capture':
      return `capture ${item.format}`;
    case 'scenario':
      return `scenario ${item.name}`;
    case 'command':
      return `command ${item.line}`;
  }
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 50 ? `${line.slice(0, 49)}…` : line;
}

/** `# title`, lines of input after `> `, then what is expected, a line each, until the next title. */
function readCases(file: string): readonly { title: string; input: string; expected: readonly string[] }[] {
  return file
    .split(/^# /m)
    .slice(1)
    .map((block) => {
      const [title = '', ...lines] = block.split('\n');
      const input = lines.filter((line) => line.startsWith('>')).map((line) => line.slice(2));
      const expected = lines.filter((line) => line.startsWith('=') || line.startsWith('?'));
      return {
        title,
        input: input.join('\n'),
        expected: expected.map((line) => (line.startsWith('=') ? line.slice(2) : line)),
      };
    });
}
