/** Delete and Backspace remove what has the focus on the graph, or else what is selected; undo brings it back. */
import { useEffect } from 'react';
import { embedding } from '../../bridge';
import { deleteSelected, isField } from '../../actions';
import { select } from '../../state';

export function useDeleteKey(): void {
  useEffect(() => {
    if (embedding.readonly) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if ((event.key !== 'Delete' && event.key !== 'Backspace') || isField(event.target)) return;
      if (event.target instanceof Element && event.target.closest('[role="dialog"], .xterm, .monaco-editor')) return;
      event.preventDefault();
      const focused = focusedOn(event.target);
      if (focused !== undefined) select(focused);
      void deleteSelected();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** The card or chip that has the focus. */
function focusedOn(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element) || !target.closest('.react-flow')) return undefined;
  const chip = target.closest<HTMLElement>('button[data-entity]');
  const card = target.matches('.react-flow__node') ? target.querySelector<HTMLElement>('[data-entity]') : null;
  return (chip ?? card)?.dataset.entity;
}
