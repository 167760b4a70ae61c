/** The code that shows a part of this page in another (docs/embed.md). */
export type SnippetPart = 'trace' | 'graph' | 'match' | 'lesson';

export interface Snippet {
  readonly part: SnippetPart;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly readonly: boolean;
  readonly paused: boolean;
  readonly theme: 'system' | 'light' | 'dark';
}

/** A link of this page as the address of a frame: the options stand before the `#`, which a match has for itself. */
export function embedAddress(link: string, { part, readonly, paused, theme }: Snippet): string {
  const [page = '', ...fragment] = link.split('#');
  const moves = part === 'trace' || part === 'graph';
  const words = [
    `embed=${part}`,
    ...(readonly ? ['readonly'] : []),
    ...(paused && moves ? ['paused'] : []),
    ...(theme === 'system' ? [] : [`theme=${theme}`]),
  ];
  return `${page.replace(/[?].*$/, '')}?${words.join('&')}#${fragment.join('#')}`;
}

export function snippetOf(link: string, name: string, snippet: Snippet): string {
  const { width, height } = snippet;
  const title = `OVN Playground: ${name}`;
  return `<iframe src="${escaped(embedAddress(link, snippet))}" title="${escaped(title)}" width="${width}" height="${height}" style="border: 0; max-width: 100%" loading="lazy"></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
