/** Delete and Backspace remove what is selected; undo brings it back. */
import { useEffect } from 'react';
import { deleteSelected, isField } from '../../actions';

export function useDeleteKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.key !== 'Delete' && event.key !== 'Backspace') || isField(event.target)) return;
      if (event.target instanceof Element && event.target.closest('[role="dialog"], .xterm, .monaco-editor')) return;
      event.preventDefault();
      void deleteSelected();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
