/** The frame of what is embedded: the part, what went wrong, and at the foot the way to the whole page. */
import { Suspense, lazy, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { boot, costlyStore, noticeStore, parsePlace, placeStore, usePlace } from '../actions';
import { embedding, engineStore } from '../bridge';
import { useLook } from '../app/use-look';
import { Boundary } from '../safety';
import { setPreference, useMirror } from '../state';
import { doAsked } from './asked';
import { begin } from './begin';
import css from './embed.module.css';
import { Foot } from './foot';
import { keepNothing } from './keep-nothing';
import { openLine } from './line';
import { options, withoutOptions } from './options';
import { tellPresent, watchAndTell } from './tell';
import { useUndoKeys } from './use-undo-keys';

const TracePart = lazy(() => import('./trace-part').then((module) => ({ default: module.TracePart })));
const GraphPart = lazy(() => import('./graph-part').then((module) => ({ default: module.GraphPart })));
const MatchPart = lazy(() => import('./match-part').then((module) => ({ default: module.MatchPart })));
const Learn = lazy(() => import('../learn').then((module) => ({ default: module.Learn })));

prepare();

/** Before anything is read or written: the address says no more than the place, and nothing is kept. */
function prepare(): void {
  keepNothing();
  const hash = withoutOptions(location.hash);
  if (hash !== location.hash) {
    history.replaceState(history.state, '', location.pathname + location.search + hash);
    placeStore.setState(parsePlace(hash), true);
  }
  setPreference({ theme: options.theme });
}

export function Embedded() {
  const started = useStarted();
  const place = usePlace();
  useLook();
  useUndoKeys();
  return (
    <div className={css.frame} data-part={embedding.part} data-readonly={embedding.readonly}>
      <Boundary name="What is embedded here" of={place.rest}>
        <Suspense fallback={null}>
          {!started ? (
            <Starting />
          ) : embedding.part === 'graph' ? (
            <GraphPart />
          ) : embedding.part === 'match' ? (
            <MatchPart />
          ) : embedding.part === 'lesson' ? (
            <div className={css.lesson}>
              <Learn lesson={place.rest} />
            </div>
          ) : (
            <TracePart />
          )}
        </Suspense>
      </Boundary>
      <Problem />
      <Foot />
    </div>
  );
}

function useStarted(): boolean {
  const [started, setStarted] = useState(false);
  useEffect(() => {
    let close: (() => void) | undefined;
    let gone = false;
    void boot()
      .then(() => (embedding.part === 'trace' || embedding.part === 'graph' ? begin(options) : undefined))
      .then(() => {
        if (gone) return;
        setStarted(true);
        const stopTelling = watchAndTell();
        const closeLine = openLine(doAsked, tellPresent);
        close = () => {
          stopTelling();
          closeLine();
        };
      });
    return () => {
      gone = true;
      close?.();
    };
  }, []);
  return started;
}

function Starting() {
  const gone = useStore(engineStore, (s) => s.phase === 'gone');
  return (
    <main className={css.starting}>
      <h1>{gone ? 'The engine does not start.' : 'Starting the engine…'}</h1>
    </main>
  );
}

/** What cannot be done, until it is closed; the rest is for screen readers only. */
function Problem() {
  const notice = useStore(noticeStore, (s) => s.notice);
  const costly = useStore(costlyStore, (s) => s.costly);
  const version = useMirror((m) => m.version);
  useEffect(() => {
    // What the frame showed before is still there; the whole page asks whether to go on.
    if (version > 0 && costly !== null) costlyStore.setState({ costly: null });
  }, [costly, version]);
  const bad = notice?.tone === 'bad';
  return (
    <div role="status" aria-live="polite">
      {notice ? (
        <div className={bad ? css.problem : 'visually-hidden'} key={notice.id}>
          <span>{notice.text}</span>
          {bad ? (
            <button
              type="button"
              aria-label="Close this message"
              onClick={() => noticeStore.setState({ notice: null })}
            >
              ×
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
