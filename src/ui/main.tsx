/** The page's first script: theme, stores, engine, then the app. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { LastResort, watchErrors } from './safety';
import { watchLayout } from './state';
import './theme/tokens.css';
import './theme/base.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
watchErrors();
watchLayout();
// What a boundary caught stands on the page, with its report; the console need not have it again.
createRoot(root, { onCaughtError: () => undefined }).render(
  <StrictMode>
    <LastResort>
      <App />
    </LastResort>
  </StrictMode>,
);
