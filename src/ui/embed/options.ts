/** What the address of an embedded page may say, besides what to show. */
import { embedding, isSet } from '../bridge';
import type { Theme } from '../state';

const READING_PANES = ['trace', 'pipeline', 'match', 'openflow', 'databases', 'log'] as const;
export type EmbeddedPane = (typeof READING_PANES)[number] | 'terminal';

export interface EmbedOptions {
  /** From 0; undefined for where the link stands. */
  readonly step: number | undefined;
  /** It does not play by itself. */
  readonly paused: boolean;
  readonly theme: Theme;
  readonly pane: EmbeddedPane;
  /** The name of the packet that is sent; empty for none; undefined for that of the link, or the first. */
  readonly packet: string | undefined;
}

/** A word that means nothing is as good as none: an address lasts longer than what it speaks of. */
export function readOptions(words: ReadonlyMap<string, string>, readonly: boolean): EmbedOptions {
  const step = words.get('step') ?? '';
  const pane = words.get('pane');
  return {
    step: /^[1-9]\d{0,5}$/.test(step) ? Number(step) - 1 : undefined,
    paused: isSet(words, 'paused'),
    theme: readTheme(words.get('theme')) ?? 'system',
    pane: pane === 'terminal' && !readonly ? 'terminal' : (READING_PANES.find((known) => known === pane) ?? 'trace'),
    packet: words.get('packet'),
  };
}

export function readTheme(value: unknown): Theme | undefined {
  return (['system', 'light', 'dark'] as const).find((known) => known === value);
}

export const options = readOptions(embedding.words, embedding.readonly);

const OWN = /^(embed|readonly|step|paused|theme|pane|packet)(=|$)/;

/** A fragment without the words that only an embedded page knows. */
export function withoutOptions(hash: string): string {
  const [path = '', ...rest] = hash.split('?');
  const words = rest.join('?').split('&');
  const kept = words.filter((word) => word !== '' && !OWN.test(word));
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`;
}
