/** The page's first script: theme, stores, engine, then the app, or the part of it that another page embeds. */
import './begin';
import { StrictMode, Suspense, lazy } from 'react';
import { createRoot } from 'react-dom/client';
import { boot } from './actions';
import { App, readFirstScreen } from './app';
import { embedding } from './bridge';
import { LastResort, watchErrors } from './safety';
import { watchLayout } from './state';
import './theme/tokens.css';
import './theme/base.css';

const Embedded = lazy(() => import('./embed').then((module) => ({ default: module.Embedded })));

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
watchErrors();
watchLayout();
if (embedding.part === null) {
  // The engine starts and the lab is read while the frame is drawn.
  void boot();
  readFirstScreen();
}
// What a boundary caught stands on the page, with its report; the console need not have it again.
createRoot(root, { onCaughtError: () => undefined }).render(
  <StrictMode>
    <LastResort>
      {embedding.part === null ? (
        <App />
      ) : (
        <Suspense fallback={null}>
          <Embedded />
        </Suspense>
      )}
    </LastResort>
  </StrictMode>,
);

// Once opened, the page works without a network; what other pages embed is left as it is found.
if (import.meta.env.PROD && embedding.part === null && 'serviceWorker' in navigator)
  window.addEventListener('load', () => void navigator.serviceWorker.register('./sw.js', { scope: './' }));
