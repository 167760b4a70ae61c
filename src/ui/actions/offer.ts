/** Texts and files that come to the page and not to a field of it. */
import { openFiles } from './files';
import { isField } from './keyboard';
import { offer } from './offered';
import { placeStore } from './place';

/**
 * Texts that are pasted where no field is, and files that are dropped, in the lab and in lessons.
 * The match lab reads its own. Returns how to stop.
 */
export function offerWhatComes(): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  document.addEventListener('paste', onPaste, { signal });
  document.addEventListener('dragover', onDragOver, { signal });
  document.addEventListener('drop', onDrop, { signal });
  return () => listening.abort();
}

function onPaste(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (event.defaultPrevented || isTakenElsewhere(event.target) || text.trim() === '' || isOfTheCanvas(text)) return;
  event.preventDefault();
  offer({ content: text, name: null });
}

function onDragOver(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
}

function onDrop(event: DragEvent): void {
  const files = Array.from(event.dataTransfer?.files ?? []);
  if (files.length === 0 || event.defaultPrevented) return;
  // A browser would leave the page for the file.
  event.preventDefault();
  if (!isTakenElsewhere(null)) void openFiles(files);
}

function isTakenElsewhere(target: EventTarget | null): boolean {
  return (
    isField(target) ||
    (target instanceof Element && target.closest('.xterm, .monaco-editor') !== null) ||
    placeStore.getState().name === 'match' ||
    document.querySelector('[role="dialog"]') !== null
  );
}

/** Copied nodes are the graph's to paste. */
function isOfTheCanvas(text: string): boolean {
  return text.trimStart().startsWith('{') && text.includes('ovn-playground parts');
}
