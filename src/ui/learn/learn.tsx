/** The list of lessons, or one lesson beside the live lab. */
import { Check, Circle } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { formatPlace, openGallery, record } from '../actions';
import { engine } from '../bridge';
import { Badge, Button } from '../kit';
import { Lab } from '../lab';
import { preferencesStore, setPreference, useMirror, usePlayer, usePreferences } from '../state';
import css from './learn.module.css';
import type { Lesson, Step } from './lesson';
import { lessons } from './lessons';

export function Learn({ lesson }: { lesson: string }) {
  const chosen = lessons.find((candidate) => candidate.id === lesson);
  return chosen ? <Beside key={chosen.id} lesson={chosen} /> : <List />;
}

function List() {
  return (
    <main className={css.list}>
      <h1>Lessons</h1>
      <p>Each lesson is a text beside a live deployment. Steps tick themselves off, whether you draw or type.</p>
      <ul>
        {lessons.map((lesson) => (
          <li key={lesson.id}>
            <a href={formatPlace('learn', lesson.id)}>
              <h2>{lesson.title}</h2>
              <p>{lesson.summary}</p>
              <Badge>{lesson.steps.length} steps</Badge>
            </a>
          </li>
        ))}
      </ul>
    </main>
  );
}

function Beside({ lesson }: { lesson: Lesson }) {
  return (
    <div className={css.beside}>
      <article className={css.text}>
        <a href={formatPlace('learn')} className={css.back}>
          All lessons
        </a>
        <h1>{lesson.title}</h1>
        <p>{lesson.summary}</p>
        <Button onClick={() => void openGallery(lesson.scenario)}>Start afresh</Button>
        <Steps lesson={lesson} />
      </article>
      <Lab />
    </div>
  );
}

/** A step that was once done stays done, even when a later step undoes what it asked for. */
function Steps({ lesson }: { lesson: Lesson }) {
  const mirror = useMirror((m) => m);
  const player = usePlayer((p) => p);
  const pane = usePreferences((p) => p.pane);
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const missing = useMemo(
    () => lesson.steps.map((step) => step.check({ mirror, player, pane })),
    [lesson, mirror, player, pane],
  );
  const first = lesson.steps.findIndex((_, index) => !done.has(index));
  useEffect(() => {
    if (first >= 0 && missing[first] === null) setDone((before) => new Set(before).add(first));
  }, [first, missing]);
  return (
    <>
      <ol className={css.steps}>
        {lesson.steps.map((step, index) => (
          <StepItem
            key={step.title}
            step={step}
            state={done.has(index) ? 'done' : index === first ? 'now' : 'later'}
            missing={missing[index] ?? null}
          />
        ))}
      </ol>
      {first < 0 ? (
        <p className={css.finished}>That is all of it. The lab stays as it is: go on and break something.</p>
      ) : null}
    </>
  );
}

function StepItem({ step, state, missing }: { step: Step; state: 'done' | 'now' | 'later'; missing: string | null }) {
  return (
    <li className={css.step} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <h2>
        {state === 'done' ? <Check size={16} aria-label="Done" /> : <Circle size={14} aria-label="Not done" />}{' '}
        {step.title}
      </h2>
      {state === 'later' ? null : (
        <>
          {step.text}
          {step.commands ? <Commands commands={step.commands} /> : null}
          {state === 'now' && missing !== null ? (
            <p className={css.missing} aria-live="polite">
              {missing}
            </p>
          ) : null}
        </>
      )}
    </li>
  );
}

function Commands({ commands }: { commands: readonly string[] }) {
  const runAll = async () => {
    setPreference({ pane: 'terminal', sheet: 'panes' });
    for (const line of commands) {
      const { machine } = preferencesStore.getState();
      const { stdout, stderr, status } = await engine().run(line, machine);
      record({ from: 'typed', machine, line, stdout, stderr, status });
    }
  };
  return (
    <div className={css.commands}>
      <pre>{commands.join('\n')}</pre>
      <Button onClick={() => void runAll()}>Run in the terminal</Button>
    </div>
  );
}
