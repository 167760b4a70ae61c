/** A lesson beside its lab; on a phone one or the other; to an audience its slides. */
import { ArrowLeft } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { formatPlace, placeStore } from '../actions';
import { engineStore } from '../bridge';
import { Button } from '../kit';
import { Lab } from '../lab';
import { Boundary } from '../safety';
import { useLayout, useRoom } from '../state';
import css from './beside.module.css';
import { followLab, isLessonLab, openLessonLab, sayOwnWork, showTerminalFor } from './lab';
import type { Lesson } from './lesson';
import { LessonSlides } from './lesson-slides';
import { LessonText } from './lesson-text';
import { watchProgress } from './progress';
import type { ProgressWatch } from './progress';

export function Beside({ lesson }: { readonly lesson: Lesson }) {
  const lab = useLessonLab(lesson);
  const phone = useLayout((layout) => layout.phone);
  const [view, setView] = useState<'text' | 'lab'>('text');
  const presenting = useRoom((room) => room.presenting);
  const entry = useStore(engineStore, (s) => s.keeping?.entry ?? null);
  const watch = lab.watch;
  if (lab.failed) return <Failed onRetry={() => lab.open(false)} />;
  if (!watch) return <main className={css.opening}>Opening the lab of this lesson…</main>;
  if (presenting) return <LessonSlides lesson={lesson} />;
  const strayed = !isLessonLab(lesson.id, entry);
  const text = (
    <Boundary name="The text of the lesson" of={lesson.id}>
      <LessonText
        key={lab.attempt}
        lesson={lesson}
        watch={watch}
        strayed={strayed}
        onReturn={() => lab.open(false)}
        onAfresh={() => lab.open(true)}
        onLab={phone ? () => setView('lab') : null}
      />
    </Boundary>
  );
  if (!phone)
    return (
      <div className={css.beside}>
        {text}
        <Lab beside />
      </div>
    );
  if (view === 'text') return <main className={css.one}>{text}</main>;
  return (
    <div className={css.under}>
      <Strip lesson={lesson} watch={watch} onText={() => setView('text')} />
      <Lab beside />
    </div>
  );
}

/** The lab is opened when the lesson is, and progress is watched from then on. */
function useLessonLab(lesson: Lesson) {
  const [opened, setOpened] = useState<{ readonly attempt: number } | null>(null);
  const [failed, setFailed] = useState(false);
  const open = async (afresh: boolean) => {
    const done = await openLessonLab(lesson, afresh);
    setFailed(!done);
    if (!done) return;
    showTerminalFor(lesson);
    setOpened((before) => ({ attempt: (before?.attempt ?? 0) + 1 }));
  };
  useEffect(() => {
    let wanted = true;
    void openLessonLab(lesson).then((done) => {
      if (!wanted) return;
      setFailed(!done);
      if (!done) return;
      showTerminalFor(lesson);
      setOpened({ attempt: 1 });
    });
    const stop = followLab(lesson.id);
    return () => {
      wanted = false;
      stop();
      if (placeStore.getState().name === 'lab') void sayOwnWork();
    };
  }, [lesson]);
  const watch = useMemo(() => (opened ? watchProgress(lesson) : null), [lesson, opened]);
  useEffect(() => watch?.start(), [watch]);
  return { watch, failed, attempt: opened?.attempt ?? 0, open: (afresh: boolean) => void open(afresh) };
}

function Failed({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <main className={css.opening}>
      <p>The scenario that this lesson starts from does not open.</p>
      <Button onClick={onRetry}>Try again</Button>
      <a href={formatPlace('learn')}>All lessons</a>
    </main>
  );
}

interface StripProps {
  readonly lesson: Lesson;
  readonly watch: ProgressWatch;
  readonly onText: () => void;
}

/** Over the lab of a phone: what is to be done, what is missing, and the way back to the text. */
function Strip({ lesson, watch, onText }: StripProps) {
  const { done, missing } = useStore(watch.store);
  const step = lesson.steps[done];
  const all = lesson.steps.length;
  return (
    <div className={css.strip}>
      <Button onClick={onText} look={step ? 'normal' : 'primary'}>
        <ArrowLeft size={15} aria-hidden /> Text
      </Button>
      <p role="status">
        <strong>{step ? `${done + 1} of ${all}: ${step.title}` : 'All steps are done'}</strong>
        {missing === null ? null : <span>{missing}</span>}
      </p>
    </div>
  );
}
