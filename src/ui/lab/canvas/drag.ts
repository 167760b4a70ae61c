/**
 * Dragging a port or a VIF onto a hypervisor with any pointer. Dropping a free port
 * plugs it in; dropping a plugged one elsewhere migrates it; dropping a plugged one
 * on the empty canvas unplugs it. The inspector offers the same by keyboard.
 */
import type { PointerEvent } from 'react';
import { embedding } from '../../bridge';
import { plugPort, unplugPort } from '../../actions';

interface Cargo {
  /** The logical port's name; null for an interface without iface-id. */
  readonly port: string | null;
  readonly from: string | null;
}

const threshold = 6;

export function useDragToMachine(cargo: Cargo): { readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void } {
  return { onPointerDown: (event) => startDrag(event, cargo) };
}

function startDrag(event: PointerEvent<HTMLElement>, { port, from }: Cargo): void {
  if (event.button !== 0 || port === null || embedding.readonly) return;
  event.stopPropagation();
  const source = event.currentTarget;
  const { clientX: x0, clientY: y0, pointerId } = event;
  let ghost: HTMLElement | undefined;
  let target: Element | null = null;

  const onMove = (move: globalThis.PointerEvent) => {
    if (move.pointerId !== pointerId) return;
    if (!ghost && Math.hypot(move.clientX - x0, move.clientY - y0) < threshold) return;
    ghost ??= makeGhost(source);
    ghost.style.transform = `translate(${move.clientX + 8}px, ${move.clientY + 8}px)`;
    const next = under(move)?.closest('[data-machine]') ?? null;
    if (next !== target) {
      target?.removeAttribute('data-drop');
      next?.setAttribute('data-drop', 'true');
      target = next;
    }
  };
  const stop = () => {
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', stop);
    window.removeEventListener('keydown', onKey);
    target?.removeAttribute('data-drop');
    ghost?.remove();
  };
  const onUp = (up: globalThis.PointerEvent) => {
    if (up.pointerId !== pointerId) return;
    const dragged = ghost !== undefined;
    const machine = target?.getAttribute('data-machine') ?? null;
    const onPane = under(up)?.closest('.react-flow__pane') !== null;
    stop();
    if (!dragged) return;
    // The click that follows a drag must not select what lies below.
    window.addEventListener('click', (click) => click.stopPropagation(), { capture: true, once: true });
    if (machine !== null && machine !== from) void plugPort(port, machine, from);
    else if (machine === null && onPane && from !== null) void unplugPort(port, from);
  };
  const onKey = (key: KeyboardEvent) => {
    if (key.key === 'Escape') stop();
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', stop);
  window.addEventListener('keydown', onKey);
}

function under(event: globalThis.PointerEvent): Element | null {
  return document.elementFromPoint(event.clientX, event.clientY);
}

function makeGhost(source: HTMLElement): HTMLElement {
  const ghost = source.cloneNode(true);
  if (!(ghost instanceof HTMLElement)) throw new Error('A chip is an element');
  ghost.removeAttribute('data-entity');
  ghost.setAttribute('aria-hidden', 'true');
  ghost.dataset.ghost = 'true';
  Object.assign(ghost.style, {
    position: 'fixed',
    left: '0',
    top: '0',
    zIndex: '100',
    pointerEvents: 'none',
    opacity: '0.9',
  });
  document.body.append(ghost);
  return ghost;
}
