/**
 * Keys as text: modifiers and a key, joined by `+`, the key as `KeyboardEvent.key` has
 * it: `Ctrl+Shift+Z`, `F1`, `?`, `ArrowRight`, `Space`. Ctrl is also ⌘.
 */

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export function isPressed(text: string, event: Pressed): boolean {
  const { ctrl, alt, shift, key } = partsOf(text);
  if (ctrl !== (event.ctrlKey || event.metaKey) || alt !== event.altKey) return false;
  const pressed = event.key === ' ' ? 'Space' : event.key;
  // Without Ctrl a letter says itself whether Shift is held, and so do `?` and the like.
  if (!ctrl && key.length === 1) return pressed === key;
  return shift === event.shiftKey && pressed.toLowerCase() === key.toLowerCase();
}

/** True for keys that a typist hits by chance: one character, no Ctrl. */
export function isCharacter(text: string): boolean {
  return text.length === 1;
}

const shown: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Escape: 'Esc',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  ContextMenu: 'Menu',
};

/** As it stands on a keyboard; a capital letter needs Shift. */
export function keyText(text: string): string {
  const { ctrl, alt, shift, key } = partsOf(text);
  const capital = !ctrl && /^[A-Z]$/.test(key);
  return [
    ctrl ? 'Ctrl' : '',
    alt ? 'Alt' : '',
    shift || capital ? 'Shift' : '',
    shown[key] ?? (capital ? key.toLowerCase() : key),
  ]
    .filter(Boolean)
    .join('+');
}

/** For `aria-keyshortcuts`. */
export function ariaKeys(texts: readonly string[]): string {
  return texts.map((text) => text.replace('Ctrl', 'Control')).join(' ');
}

function partsOf(text: string) {
  const parts = text === '+' ? ['+'] : text.split('+');
  const key = parts.at(-1) ?? '';
  return { key, ctrl: parts.includes('Ctrl'), alt: parts.includes('Alt'), shift: parts.includes('Shift') };
}
