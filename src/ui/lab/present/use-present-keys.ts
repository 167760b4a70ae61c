/** The keys of a presentation, those of clickers among them. They come before those of the parts that are shown. */
import { useEffect } from 'react';
import { chooseStep, isField, sendPacket } from '../../actions';
import { mirrorStore, playerStore, roomStore } from '../../state';

export function nextSlide(): void {
  const { trace, step } = playerStore.getState();
  if (trace) chooseStep(step + 1);
  else {
    const [first] = mirrorStore.getState().scenario.packets;
    if (first) void sendPacket(first.id, 0);
  }
}

export function previousSlide(): void {
  if (playerStore.getState().trace) chooseStep(playerStore.getState().step - 1);
}

const keys: Readonly<Record<string, () => void>> = {
  ArrowRight: nextSlide,
  PageDown: nextSlide,
  ' ': nextSlide,
  ArrowLeft: previousSlide,
  PageUp: previousSlide,
  Home: () => chooseStep(0),
  End: () => chooseStep(Number.MAX_SAFE_INTEGER),
  Escape: () => roomStore.setState({ presenting: false }),
};

export function usePresentKeys(onNotes: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      // A dialog above has keys of its own, and so has a field; Escape leads out of a field first.
      if (target instanceof Element && target.closest('[role="dialog"], [role="menu"]')) return;
      if (isField(target)) {
        if (event.key === 'Escape' && target instanceof HTMLElement) target.blur();
        return;
      }
      if (event.key === ' ' && target instanceof Element && target.closest('button')) return;
      const act = event.key === 's' ? onNotes : keys[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [onNotes]);
}
