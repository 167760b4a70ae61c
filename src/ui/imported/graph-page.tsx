/** The graph of the network, read when it is first looked at. */
import { Suspense, lazy } from 'react';
import type { ImportedNetwork } from '../bridge/imported';

const NetworkGraph = lazy(() => import('./network-graph').then((module) => ({ default: module.NetworkGraph })));

export function GraphPage({ network }: { readonly network: ImportedNetwork }) {
  return (
    <Suspense fallback={null}>
      <NetworkGraph network={network} />
    </Suspense>
  );
}
