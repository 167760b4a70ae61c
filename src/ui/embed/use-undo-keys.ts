/** Ctrl+Z and its opposite, where something can be changed. */
import { useEffect } from 'react';
import { isField, redo, undo } from '../actions';
import { embedding } from '../bridge';

export function useUndoKeys(): void {
  useEffect(() => {
    if (embedding.readonly || embedding.part === 'match') return undefined;
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || isField(event.target) || (key !== 'z' && key !== 'y')) return;
      event.preventDefault();
      void (key === 'y' || event.shiftKey ? redo() : undo());
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
