/**
 * What a person did that is the page's own and no part of a deployment, such as an edit of a script of
 * packets. Undo comes to it in its turn: when everything that was done after it has been taken back.
 */
import { createStore } from 'zustand/vanilla';
import { mirrorStore } from '../state';
import type { Mirror } from '../state';
import { here } from './doors';

export interface PageDeed {
  /** As after "Undo:". */
  readonly words: string;
  readonly back: () => void;
  readonly again: () => void;
}

interface Standing {
  /** How the deployment stood when it was done. */
  readonly standing: string;
}

interface Deeds {
  /** The newest last. */
  readonly past: readonly (PageDeed & Standing)[];
  readonly future: readonly (PageDeed & Standing)[];
}

type History = Pick<Mirror, 'undo' | 'history'>;

const MOST = 100;

export const deedStore = createStore<Deeds>(() => ({ past: [], future: [] }));

/** It has been done already. */
export function notePageDeed(deed: PageDeed): void {
  const standing = standingOf(mirrorStore.getState());
  deedStore.setState(({ past }) => ({ past: [...past, { ...deed, standing }].slice(-MOST), future: [] }));
}

export function deedBack({ past }: Deeds, mirror: History): PageDeed | undefined {
  const deed = past.at(-1);
  return deed?.standing === standingOf(mirror) ? deed : undefined;
}

export function deedForward({ future }: Deeds, mirror: History): PageDeed | undefined {
  const deed = future.at(-1);
  return deed?.standing === standingOf(mirror) ? deed : undefined;
}

export function takeDeedBack(): void {
  const deed = deedStore.getState().past.at(-1);
  if (!deed) return;
  deed.back();
  deedStore.setState(({ past, future }) => ({ past: past.slice(0, -1), future: [...future, deed] }));
}

export function doDeedAgain(): void {
  const deed = deedStore.getState().future.at(-1);
  if (!deed) return;
  deed.again();
  deedStore.setState(({ past, future }) => ({ past: [...past, deed], future: future.slice(0, -1) }));
}

function standingOf({ undo, history }: History): string {
  return `${here()?.entry ?? ''} ${history.position} ${undo ?? ''}`;
}
