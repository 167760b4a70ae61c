/** The frame's dialogs, each read when it is first opened. */
import { Suspense, lazy } from 'react';
import type { ComponentType } from 'react';
import { useStore } from 'zustand';
import { costlyStore, dialogStore, offer, offerStore, openDialog } from '../actions';
import type { DialogName } from '../actions';
import { Boundary } from '../safety';

const ScenarioDialogs = lazy(() => import('./new-scenario').then((m) => ({ default: m.ScenarioDialogs })));
const CostlyDialog = lazy(() => import('./costly-dialog').then((m) => ({ default: m.CostlyDialog })));
const OfferDialog = lazy(() => import('./offer').then((m) => ({ default: m.OfferDialog })));
const framed: Partial<Record<DialogName, ComponentType>> = {
  'new-scenario': ScenarioDialogs,
  releases: ScenarioDialogs,
  share: lazy(() => import('./share-dialog').then((m) => ({ default: m.ShareDialog }))),
  kept: lazy(() => import('./scenarios').then((m) => ({ default: m.ScenariosDialog }))),
  settings: lazy(() => import('./settings-dialog').then((m) => ({ default: m.SettingsDialog }))),
  help: lazy(() => import('../help').then((m) => ({ default: m.PageHelp }))),
  keys: lazy(() => import('../help').then((m) => ({ default: m.KeysDialog }))),
  'part-help': lazy(() => import('../help').then((m) => ({ default: m.PartHelp }))),
  keeping: lazy(() => import('./keeping-dialog').then((m) => ({ default: m.KeepingDialog }))),
};

export function Dialogs() {
  const open = useStore(dialogStore, (s) => s.open);
  const costly = useStore(costlyStore, (s) => s.costly);
  const offered = useStore(offerStore, (s) => s.offered);
  const Framed = open === null ? undefined : framed[open];
  return (
    <>
      <Boundary name="The dialog" of={open ?? ''} onClose={() => openDialog(null)}>
        <Suspense fallback={null}>{Framed ? <Framed /> : null}</Suspense>
      </Boundary>
      {offered ? (
        <Boundary name="The offer" onClose={() => offer(null)}>
          <Suspense fallback={null}>
            <OfferDialog offered={offered} />
          </Suspense>
        </Boundary>
      ) : null}
      {costly ? (
        <Boundary name="The question" onClose={() => costlyStore.setState({ costly: null })}>
          <Suspense fallback={null}>
            <CostlyDialog />
          </Suspense>
        </Boundary>
      ) : null}
    </>
  );
}
