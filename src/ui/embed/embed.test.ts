import { describe, expect, it } from 'vitest';
import { embedAddress, snippetOf } from '../app/embed-snippet';
import { readEmbedding } from '../bridge';
import { readOptions, withoutOptions } from './options';
import { readRequest } from './protocol';

describe('the address of an embedded page', () => {
  it('has its words in the query or in the fragment, and the query decides', () => {
    const { part, readonly, words } = readEmbedding('?embed=graph&step=3', '#/lab?s=a.XY&step=9&readonly');
    expect([part, readonly, words.get('step'), words.get('s')]).toEqual(['graph', true, '3', 'a.XY']);
    expect(readEmbedding('', '#/lab?s=a.XY&embed=match').part).toBe('match');
    expect(readEmbedding('', '#/lab?s=a.XY').part).toBeNull();
    expect(readEmbedding('?embed=nothing', '').part).toBe('trace');
    expect(readEmbedding('?embed=trace&readonly=no', '').readonly).toBe(false);
    expect(readEmbedding('?readonly', '').readonly).toBe(false);
  });

  it('leaves out words that mean nothing', () => {
    const options = readOptions(
      new Map([
        ['step', '0'],
        ['pane', 'oven'],
        ['theme', 'pink'],
      ]),
      false,
    );
    expect(options).toEqual({ step: undefined, paused: false, theme: 'system', pane: 'trace', packet: undefined });
    expect(readOptions(new Map([['pane', 'terminal']]), true).pane).toBe('trace');
    expect(
      readOptions(
        new Map([
          ['pane', 'terminal'],
          ['step', '7'],
          ['paused', ''],
        ]),
        false,
      ),
    ).toMatchObject({
      step: 6,
      paused: true,
      pane: 'terminal',
    });
  });

  it('keeps the words of a match, whose packets are called packet.NAME', () => {
    expect(withoutOptions('#/match?embed=match&e=ip4&packet.a=ip4&theme=dark')).toBe('#/match?e=ip4&packet.a=ip4');
    expect(withoutOptions('#/learn/article?embed=lesson')).toBe('#/learn/article');
  });
});

describe('the code to copy', () => {
  it('puts the options before the fragment, and is safe in HTML', () => {
    const snippet = { part: 'trace', width: 800, height: 520, readonly: true, paused: true, theme: 'dark' } as const;
    expect(embedAddress('https://x.example/p/#/lab?s=a.X', snippet)).toBe(
      'https://x.example/p/?embed=trace&readonly&paused&theme=dark#/lab?s=a.X',
    );
    expect(snippetOf('https://x.example/#/lab?s=a.X', 'A "net" <b>', snippet)).toContain(
      'title="OVN Playground: A &quot;net&quot; &lt;b&gt;"',
    );
  });
});

describe('a message', () => {
  it('for another is not answered', () => {
    for (const data of [null, 7, 'load', [1], {}, { type: 'webpackOk' }]) expect(readRequest(data)).toBeUndefined();
  });

  it('that is understood has its id and nothing else', () => {
    expect(readRequest({ ovn: 1, id: 'a', do: 'step', step: 'next' })).toEqual({
      ok: true,
      id: 'a',
      asked: { do: 'step', step: 'next' },
    });
    expect(readRequest({ ovn: 1, do: 'load', document: { format: 1 } })).toMatchObject({
      ok: true,
      id: null,
      asked: { document: '{"format":1}' },
    });
  });

  it('that is not understood is a problem with a code, and with its id where it has one', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const bad: readonly (readonly [unknown, string])[] = [
      [{ ovn: 2, id: 1, do: 'play' }, 'version'],
      [{ ovn: 1, id: 1 }, 'bad-request'],
      [{ ovn: 1, id: 1, do: 'run', line: 'reboot' }, 'bad-request'],
      [{ ovn: 1, id: 1, do: 'play', at: 3 }, 'bad-request'],
      [{ ovn: 1, id: 1, do: 'step', step: 0 }, 'bad-request'],
      [{ ovn: 1, id: 1, do: 'step', step: 1.5 }, 'bad-request'],
      [{ ovn: 1, id: 1, do: 'theme', theme: 'pink' }, 'bad-request'],
      [{ ovn: 1, id: 1, do: 'select', name: 'x'.repeat(301) }, 'bad-request'],
      [{ ovn: 1, id: 1, do: 'load' }, 'bad-request'],
      [{ ovn: 1, id: 1, do: 'load', link: 'a', document: 'b' }, 'bad-request'],
      [{ ovn: 1, id: 1, do: 'load', link: 'x'.repeat(300_001) }, 'bad-request'],
      [{ ovn: 1, id: 1, do: 'load', document: cycle }, 'bad-request'],
      [{ ovn: 1, id: 1, do: 'load', document: 7n }, 'bad-request'],
    ];
    for (const [data, code] of bad) expect(readRequest(data)).toMatchObject({ ok: false, id: 1, problem: { code } });
    expect(readRequest({ ovn: 1, id: {}, do: 'play' })).toMatchObject({ ok: false, id: null });
  });
});
