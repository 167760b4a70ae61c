/** The frame: the bar on top, one of four places below, notices above all. */
import { Suspense, lazy, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { boot, cleanPastes, noticeStore, usePlace } from '../actions';
import { Lab } from '../lab';
import { useMirror, usePreferences } from '../state';
import css from './app.module.css';
import { ScenarioDialogs } from './new-scenario';
import { useShortcuts } from './shortcuts';
import { TopBar } from './top-bar';

const MatchLab = lazy(() => import('../match').then((module) => ({ default: module.MatchLab })));
const Right = lazy(() => import('../right').then((module) => ({ default: module.Right })));
const Palette = lazy(() => readPalette().then((module) => ({ default: module.Palette })));
const Learn = lazy(() => import('../learn').then((module) => ({ default: module.Learn })));

function readPalette() {
  return import('./palette');
}

export function App() {
  const place = usePlace();
  const ready = useMirror((m) => m.version > 0);
  const [paletteOpen, setPaletteOpen] = useState(false);
  useTheme();
  useShortcuts(() => setPaletteOpen(true));
  useEffect(cleanPastes, []);
  useEffect(() => {
    // The palette is read once the page stands, so that it opens before the first letter is typed.
    void boot().then(readPalette);
  }, []);
  return (
    <div className={css.app}>
      <TopBar onPalette={() => setPaletteOpen(true)} />
      <Suspense fallback={null}>
        {!ready ? (
          <main className={css.starting}>Starting the engine…</main>
        ) : place.name === 'lab' ? (
          <Lab />
        ) : place.name === 'match' ? (
          <MatchLab />
        ) : place.name === 'right' ? (
          <Right />
        ) : (
          <Learn lesson={place.rest} />
        )}
      </Suspense>
      <Suspense fallback={null}>{paletteOpen ? <Palette open onOpenChange={setPaletteOpen} /> : null}</Suspense>
      <ScenarioDialogs />
      <NoticeBar />
    </div>
  );
}

function NoticeBar() {
  const { notice } = useStore(noticeStore);
  const close = () => noticeStore.setState({ notice: null });
  useEffect(() => {
    if (!notice || notice.tone === 'bad') return undefined;
    const timer = setTimeout(close, 3500);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div aria-live="polite" role="status">
      {notice ? (
        <div
          className={notice.tone === 'quiet' ? 'visually-hidden' : css.notice}
          data-tone={notice.tone}
          key={notice.id}
        >
          <span>{notice.text}</span>
          <button type="button" className={css.close} aria-label="Close this message" onClick={close}>
            ×
          </button>
        </div>
      ) : null}
    </div>
  );
}

function useTheme(): void {
  const theme = usePreferences((p) => p.theme);
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [theme]);
}
