/** Whatever is pasted, anywhere on the page, is plain text; what had to be made plain is said. */
import { say } from './notices';
import { plainText } from './plain-text';

/**
 * Looks at every paste before anybody else does. One that is plain already goes
 * its way untouched; any other is pasted anew as plain text, so that each field
 * and editor takes it as it takes every paste. Returns how to stop.
 */
export function cleanPastes(): () => void {
  const renewed = new WeakSet<Event>();
  const onPaste = (event: ClipboardEvent) => {
    const given = event.clipboardData?.getData('text/plain') ?? '';
    const { text, said } = plainText(given);
    if (said === null || renewed.has(event) || !(event.target instanceof Element)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    const again = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true });
    renewed.add(again);
    const unhandled = event.target.dispatchEvent(again);
    // A browser does nothing of its own about such an event: a plain field is filled here.
    if (unhandled && isPlainField(event.target)) insert(event.target, text);
    say(said);
  };
  document.addEventListener('paste', onPaste, true);
  return () => document.removeEventListener('paste', onPaste, true);
}

type Field = HTMLInputElement | HTMLTextAreaElement;

/** A field whose text the browser keeps. The terminal has one too, but reads pastes by itself. */
function isPlainField(target: Element): target is Field {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField && !target.readOnly && target.selectionStart !== null && target.closest('.xterm') === null;
}

/** Instead of what is selected, as if the browser had done it. */
function insert(field: Field, text: string): void {
  const fitting = field instanceof HTMLInputElement ? text.replaceAll(/\r?\n/g, ' ') : text;
  field.setRangeText(fitting, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste', data: fitting }));
}
