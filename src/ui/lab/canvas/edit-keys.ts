/**
 * The keys of the graph: Delete and Backspace remove, Ctrl+A selects all, Ctrl+D duplicates,
 * Ctrl+C and Ctrl+V copy and paste, / and Ctrl+F find. They are about what has the focus, or else what is selected.
 */
import { useEffect } from 'react';
import { copyText, deleteSelected, duplicateSelected, isField, pasteParts, selectEverything } from '../../actions';
import { embedding } from '../../bridge';
import type { EntityKey } from '../../bridge';
import { preferencesStore, select, selectionStore } from '../../state';
import { setFinding } from './view';

export function useEditKeys(): void {
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener('keydown', onKey, { signal });
    document.addEventListener('focusin', noteFocus, { signal });
    document.addEventListener('copy', onCopy, { signal });
    document.addEventListener('paste', onPaste, { signal });
    return () => listening.abort();
  }, []);
}

function onKey(event: KeyboardEvent): void {
  if (isElsewhere(event.target)) return;
  const command = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  const key = event.key.toLowerCase();
  if (embedding.readonly && (key === 'delete' || key === 'backspace' || key === 'd')) return;
  if (key === 'delete' || key === 'backspace') aboutFocused(event.target, deleteSelected);
  else if (command && key === 'a' && isOnGraph(event.target)) selectEverything();
  else if (command && key === 'd') aboutFocused(event.target, duplicateSelected);
  else if (isOnGraph(event.target) && (isFindKey(event) || (command && key === 'f'))) setFinding(true);
  else return;
  event.preventDefault();
}

/** Keys of one character can be turned off. */
function isFindKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key === '/' && !ctrlKey && !metaKey && !altKey && preferencesStore.getState().characterKeys;
}

function onCopy(event: ClipboardEvent): void {
  if (isElsewhere(event.target) || getSelection()?.isCollapsed === false) return;
  aboutFocused(event.target, () => {
    const text = copyText();
    if (text === null) return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  });
}

function onPaste(event: ClipboardEvent): void {
  if (embedding.readonly || isElsewhere(event.target) || event.defaultPrevented) return;
  if (pasteParts(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault();
}

/** A key typed there is not meant for the graph. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    isField(target) || (target instanceof Element && target.closest('[role="dialog"], .xterm, .monaco-editor') !== null)
  );
}

/** On the graph, or nowhere in particular. */
function isOnGraph(target: EventTarget | null): boolean {
  return !(target instanceof Element) || target === document.body || target.closest('.react-flow') !== null;
}

/** What was selected when the focus came to where it is. */
let selectedAtFocus: ReadonlySet<EntityKey> | null = null;

function noteFocus(): void {
  selectedAtFocus = selectionStore.getState().all;
}

/** What has the focus is selected first, unless it is among what is, or that was selected later. */
function aboutFocused(target: EventTarget | null, act: () => unknown): void {
  const focused = focusedOn(target);
  const { all } = selectionStore.getState();
  if (focused !== undefined && !all.has(focused) && (all.size === 0 || all === selectedAtFocus)) select(focused);
  act();
}

/** The card or chip that has the focus. */
function focusedOn(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element) || !target.closest('.react-flow')) return undefined;
  const chip = target.closest<HTMLElement>('button[data-entity]');
  const card = target.matches('.react-flow__node') ? target.querySelector<HTMLElement>('[data-entity]') : null;
  return (chip ?? card)?.dataset.entity;
}
