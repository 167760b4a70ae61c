/** The handlers of a part that shows entities, each in an element with `data-entity`. */
import type { KeyboardEvent, MouseEvent } from 'react';
import { isField } from '../../actions';
import { parseEntity, select, selectionStore } from '../../state';
import { menuStore } from './menu-store';
import type { OpenMenu } from './menu-store';

export function useEntityMenu() {
  return { onContextMenu, onKeyDown, onDoubleClick };
}

function onContextMenu(event: MouseEvent): void {
  const element = entityElement(event.target);
  const key = element?.dataset.entity;
  if (element === undefined || key === undefined || !canOpen(key)) return;
  event.preventDefault();
  selectFor(key);
  // The menu key tells no place, or the middle of the window: it opens at the thing itself.
  const box = element.getBoundingClientRect();
  const inside =
    event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  show(key, 'menu', inside ? event.clientX : box.left + 12, inside ? event.clientY : box.bottom, focusOf(event.target));
}

function onKeyDown(event: KeyboardEvent): void {
  const menuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
  if ((!menuKey && event.key !== 'F2') || isField(event.target)) return;
  const element = entityElement(event.target);
  const key = element?.dataset.entity;
  if (element === undefined || key === undefined || !(menuKey ? canOpen(key) : canRename(key))) return;
  event.preventDefault();
  selectFor(key);
  const box = element.getBoundingClientRect();
  if (menuKey) show(key, 'menu', box.left + 12, box.bottom, focusOf(event.target));
  else show(key, 'rename', box.left, box.top, focusOf(event.target));
}

function onDoubleClick(event: MouseEvent): void {
  const element = entityElement(event.target);
  const key = element?.dataset.entity;
  if (element === undefined || key === undefined || !canRename(key) || event.shiftKey || event.ctrlKey) return;
  const box = element.getBoundingClientRect();
  show(key, 'rename', box.left, box.top, focusOf(event.target));
}

/** The menu of one among several that are selected is about all of them. */
function selectFor(key: string): void {
  if (!selectionStore.getState().all.has(key)) select(key);
}

function show(key: string, mode: OpenMenu['mode'], x: number, y: number, from: HTMLElement | null): void {
  menuStore.setState({ open: { key, mode, x, y, from } });
}

/** The entity around what was hit, or the one that a focused frame stands for. */
function entityElement(target: EventTarget | null): HTMLElement | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const around = target.closest<HTMLElement>('[data-entity]');
  if (around) return around;
  return target.matches('.react-flow__node')
    ? (target.querySelector<HTMLElement>('[data-entity]') ?? undefined)
    : undefined;
}

function focusOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('button, [tabindex]') : null;
}

function canOpen(key: string): boolean {
  const kind = parseEntity(key)?.kind;
  return kind === 'row' || kind === 'machine' || kind === 'vif';
}

function canRename(key: string): boolean {
  const kind = parseEntity(key)?.kind;
  return kind === 'row' || kind === 'machine';
}
