/** Where the menu appears, and the packet that it asks for; both are loaded when first opened. */
import { Suspense, lazy } from 'react';
import { useStore } from 'zustand';
import { newPacketFrom, newPacketStore, PacketEditorDialog } from '../packets';
import { menuStore } from './menu-store';

const EntityMenu = lazy(() => import('./entity-menu').then((module) => ({ default: module.EntityMenu })));

export function EntityMenuHost() {
  const open = useStore(menuStore, (state) => state.open);
  const from = useStore(newPacketStore, (state) => state.from);
  return (
    <>
      {open ? (
        <Suspense fallback={null}>
          <EntityMenu key={`${open.key} ${open.mode}`} open={open} />
        </Suspense>
      ) : null}
      <PacketEditorDialog
        open={from !== null}
        onOpenChange={(stays) => newPacketFrom(stays ? from : null)}
        packet={null}
        from={from}
      />
    </>
  );
}
