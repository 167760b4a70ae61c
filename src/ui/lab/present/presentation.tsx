/** The graph, one pane and the step with its answer, in large type; everything else is away. */
import { Suspense, useEffect, useRef, useState } from 'react';
import { roomStore, useMirror, usePlayer, usePreferences } from '../../state';
import { Boundary } from '../../safety';
import { Canvas } from '../canvas';
import { contents } from '../panes';
import { PresentBar } from './present-bar';
import css from './present.module.css';
import { SpeakerNotes } from './speaker-notes';
import { StepSlide } from './step-slide';
import { usePresentKeys } from './use-present-keys';

export function Presentation() {
  const pane = usePreferences((p) => p.pane);
  const name = useMirror((m) => m.scenario.name);
  const traced = usePlayer((p) => p.trace !== null);
  const [notes, setNotes] = useState(false);
  const stage = useRef<HTMLElement>(null);
  const Content = contents[pane];
  /** The lower half is taken; the graph is fitted anew when that changes. */
  const lower = traced || pane !== 'trace';
  usePresentKeys(() => setNotes((shown) => !shown));
  useEffect(() => {
    stage.current?.focus();
    // Whoever leaves stands where the presentation began: at the page's main part.
    return () => {
      requestAnimationFrame(() => {
        const main = document.querySelector<HTMLElement>('main');
        if (!main || document.activeElement !== document.body) return;
        main.tabIndex = -1;
        main.focus();
      });
    };
  }, []);
  return (
    <main ref={stage} className={css.stage} tabIndex={-1} data-notes={notes} data-pane={pane}>
      <h1 className="visually-hidden">{name}, presented</h1>
      <section className={css.graph} aria-label="Graph">
        <Boundary name="The graph">
          <Canvas key={lower ? 'half' : 'all'} />
        </Boundary>
      </section>
      <section className={css.answer} aria-label="Step">
        <StepSlide />
      </section>
      {lower ? (
        <section className={css.pane} aria-label="Pane">
          <Boundary name="The pane" of={pane}>
            <Suspense fallback={null}>
              <Content />
            </Suspense>
          </Boundary>
        </section>
      ) : null}
      {notes ? <SpeakerNotes scenario={name} /> : null}
      <PresentBar
        notes={notes}
        onNotes={() => setNotes(!notes)}
        onLeave={() => roomStore.setState({ presenting: false })}
      />
    </main>
  );
}
