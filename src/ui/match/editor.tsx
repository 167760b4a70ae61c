/** The expression, in an editor that grows with it; marks come from the worker's analysis. */
import { useEffect, useRef, useState } from 'react';
import { layoutStore, useLayout, usePreferences } from '../state';
import type { MatchProblem } from '../bridge';
import { placeAt } from './highlight';
import css from './editor.module.css';
import { LANGUAGE } from './language';
import { useMatchView, useView, type MatchView } from './view';

type Monaco = typeof import('./monaco');
type Instance = ReturnType<Monaco['editor']['create']>;

const MIN_HEIGHT = 46;
const MAX_HEIGHT = 260;

export function Editor() {
  const view = useMatchView();
  const host = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState<{ readonly monaco: Monaco; readonly instance: Instance } | null>(null);
  useEffect(() => {
    let gone = false;
    let close: (() => void) | undefined;
    void loadMonaco().then((monaco) => {
      if (gone || host.current === null) return;
      const instance = create(monaco, host.current, view);
      close = () => {
        instance.getModel()?.dispose();
        instance.dispose();
      };
      setReady({ monaco, instance });
    });
    return () => {
      gone = true;
      close?.();
    };
  }, [view]);
  return (
    <div className={css.editor} data-ready={ready !== null}>
      <div ref={host} className={css.editorHost} />
      {ready ? (
        <Marks monaco={ready.monaco} instance={ready.instance} />
      ) : (
        <p className={css.waiting}>Loading the editor …</p>
      )}
    </div>
  );
}

/** Sizes in pixels; the editor knows no others. */
function typeAt(scale: number) {
  return { fontSize: 15 * scale, lineHeight: 24 * scale, padding: { top: 11 * scale, bottom: 11 * scale } };
}

/** Puts the caret where a problem is. */
export function reveal(problem: MatchProblem): void {
  current?.setSelection(rangeIn(current, problem.range.start, problem.range.end));
  current?.focus();
}

let current: Instance | undefined;
let loading: Promise<Monaco> | undefined;

function loadMonaco(): Promise<Monaco> {
  loading ??= import('./monaco').then((monaco) => {
    monaco.prepare();
    return monaco;
  });
  return loading;
}

function create({ editor, serve }: Monaco, host: HTMLElement, { client, store, setText, paste }: MatchView): Instance {
  const instance = editor.create(host, {
    value: store.getState().text,
    readOnly: setText === null,
    domReadOnly: setText === null,
    language: LANGUAGE,
    theme: 'page',
    ariaLabel: setText === null ? 'Match expression, which cannot be edited' : 'Match expression',
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    ...typeAt(layoutStore.getState().scale),
    lineNumbers: 'off',
    glyphMargin: false,
    folding: false,
    lineDecorationsWidth: 12,
    lineNumbersMinChars: 0,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    renderLineHighlight: 'none',
    scrollBeyondLastLine: false,
    scrollbar: { alwaysConsumeMouseWheel: false, horizontal: 'hidden' },
    wordWrap: 'on',
    wrappingIndent: 'indent',
    automaticLayout: true,
    fixedOverflowWidgets: true,
    tabFocusMode: true,
    contextmenu: false,
    occurrencesHighlight: 'off',
    selectionHighlight: false,
    quickSuggestions: { other: true, strings: true, comments: false },
    wordBasedSuggestions: 'off',
    unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false },
    stickyScroll: { enabled: false },
  });
  const resize = () => {
    const { scale } = layoutStore.getState();
    host.style.height = `${Math.min(MAX_HEIGHT * scale, Math.max(MIN_HEIGHT * scale, instance.getContentHeight()))}px`;
  };
  instance.onDidContentSizeChange(resize);
  resize();
  instance.onDidChangeModelContent(() => {
    const text = instance.getValue();
    if (text !== store.getState().text) setText?.(text);
  });
  instance.onDidChangeCursorPosition(({ position }) => {
    const { analysis } = store.getState();
    const model = instance.getModel();
    if (model === null || !instance.hasTextFocus() || analysis?.compiled == null) return;
    store.setState({ active: placeAt(analysis.compiled.stages, model.getOffsetAt(position)) });
  });
  instance.onDidBlurEditorText(() => store.setState({ active: [] }));
  if (paste !== undefined) takePastes(host, instance, paste);
  const model = instance.getModel();
  if (model !== null) serve(model, client);
  current = instance;
  return instance;
}

/** What is pasted may be anything: it is read before the editor gets it. */
function takePastes(host: HTMLElement, instance: Instance, paste: NonNullable<MatchView['paste']>): void {
  host.addEventListener(
    'paste',
    (event) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text === '') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      paste(text, () => {
        const at = instance.getSelection();
        if (at === null) return;
        instance.pushUndoStop();
        instance.executeEdits('paste', [{ range: at, text, forceMoveMarkers: true }]);
        instance.pushUndoStop();
      });
    },
    true,
  );
}

function Marks({ monaco, instance }: { monaco: Monaco; instance: Instance }) {
  const text = useView((view) => view.text);
  const analysis = useView((view) => view.analysis);
  const active = useView((view) => view.active);
  const theme = usePreferences((preferences) => preferences.theme);
  const readOnly = useMatchView().setText === null;
  const decorations = useRef<ReturnType<Instance['createDecorationsCollection']> | null>(null);
  useEffect(() => {
    const model = instance.getModel();
    if (model === null || model.getValue() === text) return;
    if (readOnly) {
      model.setValue(text);
      return;
    }
    // An edit rather than a new value, so that the editor's own undo goes on.
    instance.pushUndoStop();
    instance.executeEdits('lab', [{ range: model.getFullModelRange(), text }]);
    instance.pushUndoStop();
  }, [instance, text, readOnly]);
  useEffect(() => {
    const model = instance.getModel();
    if (model === null || analysis?.text !== model.getValue()) return;
    monaco.editor.setModelMarkers(
      model,
      'ovn',
      analysis.problems.map((problem) => {
        const range = rangeIn(instance, problem.range.start, Math.max(problem.range.end, problem.range.start + 1));
        const { message, hint, severity } = problem;
        return {
          ...range,
          startLineNumber: range.startLineNumber,
          startColumn: range.startColumn,
          endLineNumber: range.endLineNumber,
          endColumn: range.endColumn,
          message: hint === undefined ? message : `${message}\n${hint}`,
          severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
        };
      }),
    );
  }, [monaco, instance, analysis]);
  useEffect(() => {
    decorations.current ??= instance.createDecorationsCollection();
    const spans = analysis?.text === instance.getValue() ? analysis.spans : [];
    decorations.current.set([
      ...spans.map(({ start, end, truth }) => ({
        range: rangeIn(instance, start, end),
        options: { inlineClassName: (truth ? css.isTrue : css.isFalse) ?? null },
      })),
      ...active.map(({ start, end }) => ({
        range: rangeIn(instance, start, end),
        options: { inlineClassName: css.isLit ?? null },
      })),
    ]);
  }, [instance, analysis, active]);
  const scale = useLayout((layout) => layout.scale);
  useEffect(() => instance.updateOptions(typeAt(scale)), [instance, scale]);
  useEffect(() => {
    // The page's own effect sets the theme's attribute after this one.
    const frame = requestAnimationFrame(() => monaco.applyTheme());
    return () => cancelAnimationFrame(frame);
  }, [monaco, theme]);
  return null;
}

function rangeIn(instance: Instance, start: number, end: number) {
  const model = instance.getModel();
  const from = model?.getPositionAt(start) ?? { lineNumber: 1, column: 1 };
  const to = model?.getPositionAt(end) ?? from;
  return {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
}
