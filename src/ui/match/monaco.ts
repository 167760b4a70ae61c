/** The editor with the few features that the lab uses. Loaded only when the lab is opened. */
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { editor, languages, MarkerSeverity, Range } from 'monaco-editor/editor';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/suggest/register';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/wordOperations/register';
import type { LabCompletion, MatchClient } from '../bridge';
import { LANGUAGE, readColors, rulesOf, TOKENIZER } from './language';

export { editor, MarkerSeverity, Range };

const clients = new WeakMap<editor.ITextModel, MatchClient>();

/** Says who answers questions about a text. */
export function serve(model: editor.ITextModel, client: MatchClient): void {
  clients.set(model, client);
}

export function prepare(): void {
  self.MonacoEnvironment = { getWorker: () => new EditorWorker() };
  languages.register({ id: LANGUAGE });
  languages.setMonarchTokensProvider(LANGUAGE, TOKENIZER);
  languages.setLanguageConfiguration(LANGUAGE, {
    wordPattern: /[$@]?[A-Za-z_.][\w.]*|"[^"]*"?|[0-9][\w.:/]*/,
    brackets: [
      ['(', ')'],
      ['{', '}'],
      ['[', ']'],
    ],
    autoClosingPairs: [
      { open: '(', close: ')' },
      { open: '{', close: '}' },
      { open: '[', close: ']' },
      { open: '"', close: '"', notIn: ['string'] },
    ],
    comments: { lineComment: '//', blockComment: ['/*', '*/'] },
  });
  languages.registerCompletionItemProvider(LANGUAGE, {
    triggerCharacters: ['.', '$', '@', '"', ' ', '(', '{'],
    async provideCompletionItems(model, position) {
      const offset = model.getOffsetAt(position);
      const found = (await clients.get(model)?.api().completions(model.getValue(), offset)) ?? [];
      const word = model.getWordAtPosition(position);
      // A quoted name is one word even where the closing quotation mark is there already.
      const start = word?.startColumn ?? position.column;
      const end = word?.endColumn ?? position.column;
      const range = new Range(position.lineNumber, start, position.lineNumber, end);
      return { suggestions: found.map((item) => ({ ...suggestion(item), range })) };
    },
  });
  languages.registerHoverProvider(LANGUAGE, {
    async provideHover(model, position) {
      const found = await clients.get(model)?.api().hover(model.getValue(), model.getOffsetAt(position));
      if (found === null || found === undefined) return null;
      const start = model.getPositionAt(found.range.start);
      const end = model.getPositionAt(found.range.end);
      return {
        range: Range.fromPositions(start, end),
        contents: [{ value: `**\`${found.title}\`**` }, ...found.lines.map((value) => ({ value: plain(value) }))],
      };
    },
  });
  applyTheme();
}

/** Colours of the page's theme; called again when that changes. */
export function applyTheme(): void {
  const dark = document.documentElement.dataset.theme === 'dark';
  const colors = readColors(getComputedStyle(document.documentElement));
  editor.defineTheme('page', {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: rulesOf(colors),
    colors: {
      'editor.background': colors.surface,
      'editor.foreground': colors.ink,
      'editorCursor.foreground': colors.accent,
      'editor.lineHighlightBackground': colors.surface,
      'editorSuggestWidget.background': colors.raised,
      'editorSuggestWidget.border': colors.line,
      'editorSuggestWidget.selectedBackground': colors.soft,
      'editorSuggestWidget.selectedForeground': colors.ink,
      'editorHoverWidget.background': colors.raised,
      'editorHoverWidget.border': colors.line,
      'editorHoverWidget.foreground': colors.ink,
      focusBorder: colors.accent,
    },
  });
  editor.setTheme('page');
}

const KINDS = {
  symbol: languages.CompletionItemKind.Field,
  port: languages.CompletionItemKind.Value,
  'address-set': languages.CompletionItemKind.Struct,
  'port-group': languages.CompletionItemKind.Struct,
  operator: languages.CompletionItemKind.Operator,
  function: languages.CompletionItemKind.Function,
} as const satisfies Record<LabCompletion['kind'], languages.CompletionItemKind>;

function suggestion({ label, kind, detail, documentation }: LabCompletion) {
  return { label, kind: KINDS[kind], detail, documentation, insertText: label, filterText: label };
}

/** Text that is shown as it is, with nothing of it read as markup. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!<>|~$-]/g, '\\$&');
}
