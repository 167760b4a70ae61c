/** Every match that the real programs printed reads back and prints as it was. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatFlowKey, formatMatch, parseFlowKey, parseMatch } from './index';

interface Recorded2015 {
  readonly expect: {
    readonly OpenFlow?: Record<string, readonly (readonly [number, number, string, string])[]>;
    readonly trace?: readonly { readonly rules: readonly (readonly [number, number, string])[] }[];
  };
}

function lines<T>(file: string): T[] {
  const text = readFileSync(new URL(`../../../recordings/${file}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

function wrongRoundTrips(texts: Iterable<string>): string[] {
  const wrong: string[] = [];
  for (const text of texts) {
    const match = parseMatch(text);
    const printed = match.ok ? formatMatch(match.value) : `error: ${match.error.message}`;
    if (printed !== text) wrong.push(`${text}  =>  ${printed}`);
  }
  return wrong;
}

describe('texts of recorded matches', () => {
  it('of the expression compiler', () => {
    const texts = new Set<string>();
    for (const { flows = [] } of lines<{ flows?: string[] }>('match.jsonl')) {
      for (const flow of flows) if (flow !== '(no flows)') texts.add(flow.replace(/(^|: )conjunction\(.*/, ''));
    }
    expect(texts.size).toBeGreaterThan(10_000);
    expect(wrongRoundTrips(texts)).toEqual([]);
  });

  it('of ovs-ofctl dump-flows and ofproto/trace in 2015', () => {
    const texts = new Set<string>();
    for (const line of lines<Record<'2015-08', Recorded2015 | undefined>>('deployments.jsonl')) {
      const recorded = line['2015-08']?.expect;
      for (const flows of Object.values(recorded?.OpenFlow ?? {})) for (const flow of flows) texts.add(flow[2]);
      for (const trace of recorded?.trace ?? []) for (const rule of trace.rules) texts.add(rule[2]);
    }
    expect(texts.size).toBeGreaterThan(100);
    expect(wrongRoundTrips(texts)).toEqual([]);
  });

  it('of the flow extractor', () => {
    for (const { parsed } of lines<{ parsed: string }>('packets.jsonl')) {
      const text = parsed.replace(/ \w+_csum:\w+$/, '');
      const flow = parseFlowKey(text);
      expect(flow.ok && formatFlowKey(flow.value)).toBe(text);
    }
  });
});
