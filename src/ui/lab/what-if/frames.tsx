/** The dialogs' frames; what is in them is loaded when one is first opened. */
import { Suspense, lazy } from 'react';
import { useStore } from 'zustand';
import { dialogStore, openDialog } from '../../actions';
import { Dialog } from '../../kit';

const Suppose = lazy(() => import('./suppose').then((module) => ({ default: module.Suppose })));
const BeforeAfter = lazy(() => import('./before-after').then((module) => ({ default: module.BeforeAfter })));

export function Frames() {
  const open = useStore(dialogStore, (store) => store.open);
  const close = (next: boolean) => {
    if (!next) openDialog(null);
  };
  return (
    <>
      <Dialog
        open={open === 'what-if'}
        onOpenChange={close}
        wide
        title="What if…"
        description="Change the packet, an ACL, an address or a place. Nothing is touched until you apply it."
      >
        <Suspense fallback={<p aria-busy="true">Loading…</p>}>
          <Suppose />
        </Suspense>
      </Dialog>
      <Dialog
        open={open === 'before-after'}
        onOpenChange={close}
        wide
        title="Before and after"
        description="The same packet before and after the deployment was changed; no counter moves."
      >
        <Suspense fallback={<p aria-busy="true">Loading…</p>}>
          <BeforeAfter />
        </Suspense>
      </Dialog>
    </>
  );
}
