import { describe, expect, it } from 'vitest';
import { isPressed, keyText } from './keys';

const pressed = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('keys', () => {
  it.each([
    ['Ctrl+Z', pressed('z', { ctrlKey: true }), true],
    ['Ctrl+Z', pressed('z', { metaKey: true }), true],
    ['Ctrl+Z', pressed('Z', { ctrlKey: true, shiftKey: true }), false],
    ['Ctrl+Shift+Z', pressed('Z', { ctrlKey: true, shiftKey: true }), true],
    ['?', pressed('?', { shiftKey: true }), true],
    ['?', pressed('?', { ctrlKey: true, shiftKey: true }), false],
    ['b', pressed('B', { shiftKey: true }), false],
    ['B', pressed('B', { shiftKey: true }), true],
    ['Space', pressed(' '), true],
    ['F1', pressed('F1'), true],
    ['F1', pressed('F1', { shiftKey: true }), false],
    ['Ctrl+,', pressed(',', { ctrlKey: true }), true],
  ])('%s is pressed by %j: %s', (text, event, expected) => {
    expect(isPressed(text, event)).toBe(expected);
  });

  it.each([
    ['B', 'Shift+b'],
    ['Ctrl+Shift+Z', 'Ctrl+Shift+Z'],
    ['ArrowLeft', '←'],
    ['?', '?'],
  ])('%s stands on the keyboard as %s', (text, shown) => {
    expect(keyText(text)).toBe(shown);
  });
});
