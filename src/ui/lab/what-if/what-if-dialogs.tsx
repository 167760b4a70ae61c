/** The dialogs, read when one is first opened. */
import { Suspense, lazy } from 'react';
import { useStore } from 'zustand';
import { dialogStore } from '../../actions';

const Frames = lazy(() => import('./frames').then((module) => ({ default: module.Frames })));

export function WhatIfDialogs() {
  const asked = useStore(dialogStore, ({ open }) => open === 'what-if' || open === 'before-after');
  return <Suspense fallback={null}>{asked ? <Frames /> : null}</Suspense>;
}
