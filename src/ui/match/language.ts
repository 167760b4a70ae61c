/** How the match language is coloured: the editor's tokenizer and the colours of both themes. */
import type { languages } from 'monaco-editor/editor';

export const LANGUAGE = 'ovn-match';

export const TOKENIZER: languages.IMonarchLanguage = {
  defaultToken: '',
  brackets: [
    { open: '(', close: ')', token: 'delimiter.parenthesis' },
    { open: '{', close: '}', token: 'delimiter.curly' },
    { open: '[', close: ']', token: 'delimiter.square' },
  ],
  tokenizer: {
    root: [
      [/\/\/.*$/, 'comment'],
      [/\/\*/, 'comment', '@comment'],
      [/"(?:[^"\\]|\\.)*"/, 'string'],
      [/"(?:[^"\\]|\\.)*$/, 'invalid'],
      [/[$@][A-Za-z_.][\w.]*/, 'set'],
      [/\^[A-Za-z_.][\w.]*/, 'set'],
      [/is_chassis_resident\b/, 'function'],
      [/(?:[0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}/, 'number'],
      [/[0-9a-fA-F]*::?[0-9a-fA-F:.]*(?:\/[0-9a-fA-F:.]+)?/, { cases: { '^[:]$': 'delimiter', '@default': 'number' } }],
      [/\d[\w.]*(?:\/[\w.]+)?/, 'number'],
      [/[A-Za-z_.][\w.]*/, 'symbol'],
      [/&&|\|\||!(?!=)/, 'logic'],
      [/[=!<>]=?/, 'relation'],
      [/[(){}[\]]/, '@brackets'],
      [/[,;]|\.\./, 'delimiter'],
    ],
    comment: [
      [/\*\//, 'comment', '@pop'],
      [/./, 'comment'],
    ],
  },
};

export interface Colors {
  readonly ink: string;
  readonly quiet: string;
  readonly accent: string;
  readonly set: string;
  readonly string: string;
  readonly number: string;
  readonly bad: string;
  readonly surface: string;
  readonly raised: string;
  readonly line: string;
  readonly soft: string;
}

/** The page's tokens as the editor wants them: hexadecimal. */
export function readColors(style: CSSStyleDeclaration): Colors {
  // A minifier shortens #ffffff to #fff, which the editor does not read.
  const token = (name: string) =>
    style
      .getPropertyValue(name)
      .trim()
      .replace(/^#(\w)(\w)(\w)$/, '#$1$1$2$2$3$3');
  return {
    ink: token('--ink'),
    quiet: token('--ink-3'),
    accent: token('--accent'),
    set: token('--openflow'),
    string: token('--datapath'),
    number: token('--good'),
    bad: token('--bad'),
    surface: token('--surface'),
    raised: token('--raised'),
    line: token('--line'),
    soft: token('--accent-soft'),
  };
}

export function rulesOf(colors: Colors) {
  const bare = (color: string) => color.replace('#', '');
  return [
    { token: '', foreground: bare(colors.ink) },
    { token: 'symbol', foreground: bare(colors.accent) },
    { token: 'function', foreground: bare(colors.accent), fontStyle: 'italic' },
    { token: 'set', foreground: bare(colors.set) },
    { token: 'string', foreground: bare(colors.string) },
    { token: 'number', foreground: bare(colors.number) },
    { token: 'comment', foreground: bare(colors.quiet), fontStyle: 'italic' },
    { token: 'logic', foreground: bare(colors.ink), fontStyle: 'bold' },
    { token: 'relation', foreground: bare(colors.quiet) },
    { token: 'delimiter', foreground: bare(colors.quiet) },
    { token: 'invalid', foreground: bare(colors.bad) },
  ];
}
