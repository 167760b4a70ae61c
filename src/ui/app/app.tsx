/** The frame: the bar on top, one of its places below, notices above all. */
import { Suspense, lazy, useDeferredValue, useEffect } from 'react';
import { useStore } from 'zustand';
import { boot, cleanPastes, offerWhatComes, paletteStore, usePlace } from '../actions';
import type { PlaceName } from '../actions';
import { engineStore } from '../bridge';
import { commandNamed } from '../commands';
import { Presentation } from '../lab/present';
import { useMirror, useRoom } from '../state';
import css from './app.module.css';
import { Boundary } from '../safety';
import { Dialogs } from './dialogs';
import { LastingNotices } from './lasting-notices';
import { progressWords } from './engine-words';
import { PassingNotice } from './passing-notice';
import { readAhead, readLab, readPalette } from './read-ahead';
import { useShortcuts } from './shortcuts';
import { TopBar } from './top-bar';
import { useLook } from './use-look';

const Lab = lazy(() => readLab().then((module) => ({ default: module.Lab })));
const MatchLab = lazy(() => import('../match').then((module) => ({ default: module.MatchLab })));
const RealNetwork = lazy(() => import('../imported').then((module) => ({ default: module.RealNetwork })));
const Right = lazy(() => import('../right').then((module) => ({ default: module.Right })));
const Palette = lazy(() => readPalette().then((module) => ({ default: module.Palette })));
const Gallery = lazy(() => import('../gallery').then((module) => ({ default: module.Gallery })));
const Learn = lazy(() => import('../learn').then((module) => ({ default: module.Learn })));

export function App() {
  const place = usePlace();
  // Deferred, so that the lab is built in parts between which the page answers.
  const ready = useDeferredValue(useMirror((m) => m.version > 0));
  const paletteOpen = useStore(paletteStore, (s) => s.open);
  const presenting = useRoom((room) => room.presenting);
  const setPaletteOpen = (open: boolean) => paletteStore.setState({ open });
  useLook();
  useShortcuts();
  useEffect(cleanPastes, []);
  useEffect(offerWhatComes, []);
  useEffect(() => {
    void boot().then(readAhead);
  }, []);
  return (
    <div className={css.app} data-presenting={presenting}>
      {presenting ? null : (
        <>
          <SkipLink />
          <TopBar onPalette={() => setPaletteOpen(true)} />
        </>
      )}
      <div className={css.told}>
        <LastingNotices />
        <PassingNotice />
      </div>
      <Boundary name={NAMES[place.name]} of={`${place.name}/${place.rest}`}>
        <Suspense fallback={null}>
          {!ready ? (
            <Starting />
          ) : presenting && place.name !== 'learn' ? (
            <Presentation />
          ) : place.name === 'lab' ? (
            <Lab />
          ) : place.name === 'match' ? (
            <MatchLab />
          ) : place.name === 'real' ? (
            <RealNetwork />
          ) : place.name === 'gallery' ? (
            <Gallery entry={place.rest} />
          ) : place.name === 'right' ? (
            <Right />
          ) : (
            <Learn lesson={place.rest} />
          )}
        </Suspense>
      </Boundary>
      {paletteOpen ? (
        <Boundary name="The list of commands" onClose={() => setPaletteOpen(false)}>
          <Suspense fallback={null}>
            <Palette open onOpenChange={setPaletteOpen} />
          </Suspense>
        </Boundary>
      ) : null}
      <Dialogs />
    </div>
  );
}

function SkipLink() {
  const { id, name, run } = commandNamed('page.skip');
  return (
    <button type="button" className={css.skip} data-command={id} onClick={() => void run()}>
      {name}
    </button>
  );
}

const NAMES: Readonly<Record<PlaceName, string>> = {
  lab: 'The lab',
  match: 'The match lab',
  real: 'The real network',
  learn: 'The lesson',
  gallery: 'The gallery',
  right: 'This page',
};

function Starting() {
  const gone = useStore(engineStore, (s) => s.phase === 'gone');
  const progress = useStore(engineStore, (s) => s.progress);
  return (
    <main className={css.starting}>
      {gone ? 'The engine does not start.' : 'Starting the engine…'}
      {progress ? <span>{progressWords(progress)}</span> : null}
    </main>
  );
}
