/** Keys that work everywhere. A key typed into a field belongs to the field. */
import { useEffect } from 'react';
import { isField, redo, undo } from '../actions';

export function useShortcuts(openPalette: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      if (command && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
      } else if (command && event.key.toLowerCase() === 'z' && !isField(event.target)) {
        event.preventDefault();
        void (event.shiftKey ? redo() : undo());
      } else if (command && event.key.toLowerCase() === 'y' && !isField(event.target)) {
        event.preventDefault();
        void redo();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [openPalette]);
}
