import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeLink, openScenario, parseDocument } from '../engine/scenario';
import { corpusEntry, isCorpusEntry } from './corpus-entry';
import { nodeCompression } from './read-scenario';

/** One file for each version of the document and form of the link. What is in a file is never changed: such links are out there. */
describe.each(['v1', 'v2', 'v2-packed'])('links of %s open for ever', (version) => {
  const text = readFileSync(new URL(`../../recordings/links/${version}.jsonl`, import.meta.url), 'utf8');
  const entries = text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
    .filter(isCorpusEntry);

  it('are as many as were made', () => {
    expect(entries).toHaveLength(text.trim().split('\n').length);
  });

  it.each(entries)('$name', async (entry) => {
    const read = await decodeLink(entry.link, nodeCompression);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.extras).toEqual({ pane: 'flows' });
    const opened = openScenario(read.value.scenario);
    if (!opened.ok) throw new Error(opened.error.message);
    expect(corpusEntry(entry.name, entry.link, opened.value)).toEqual(entry);
  });
});

/** Documents as files: what each opens as stands beside them, an entry without a link for each. */
describe('documents open for ever', () => {
  const folder = new URL('../../recordings/links/documents/', import.meta.url);
  const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
  const entries = read('opened.jsonl')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
    .filter(isCorpusEntry);

  it('are of every version, and some say how all stands', () => {
    expect(entries.map(({ name }) => name)).toEqual(['v1.json', 'v2.json', 'v2-standing.json']);
  });

  it.each(entries)('$name', (entry) => {
    const document = parseDocument(read(entry.name));
    if (!document.ok) throw new Error(document.error.message);
    expect(document.value.standing !== undefined).toBe(entry.name.includes('standing'));
    const opened = openScenario(document.value);
    if (!opened.ok) throw new Error(opened.error.message);
    expect(corpusEntry(entry.name, '', opened.value)).toEqual(entry);
  });
});
