/** Where the menu appears; it is loaded when it is first opened. */
import { Suspense, lazy } from 'react';
import { useStore } from 'zustand';
import { menuStore } from './menu-store';

const EntityMenu = lazy(() => import('./entity-menu').then((module) => ({ default: module.EntityMenu })));

export function EntityMenuHost() {
  const open = useStore(menuStore, (state) => state.open);
  return open ? (
    <Suspense fallback={null}>
      <EntityMenu key={`${open.key} ${open.mode}`} open={open} />
    </Suspense>
  ) : null;
}
