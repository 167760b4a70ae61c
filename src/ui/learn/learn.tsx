/** The list of lessons, or one lesson beside the live lab. */
import { Check, Circle } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { formatPlace, openAsEntry, record } from '../actions';
import { engine } from '../bridge';
import { Badge, Button } from '../kit';
import { Lab } from '../lab';
import { Boundary } from '../safety';
import { preferencesStore, setPreference } from '../state';
import css from './learn.module.css';
import type { Lesson, Step } from './lesson';
import { lessons } from './lessons';
import { watchProgress } from './progress';

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
  const [attempt, setAttempt] = useState(0);
  const startAfresh = async () => {
    await openAsEntry(`lesson:${lesson.id}`, { kind: 'gallery', id: lesson.scenario }, 'afresh');
    setAttempt((before) => before + 1);
  };
  return (
    <div className={css.beside}>
      <section className={css.text} aria-label="Lesson">
        <a href={formatPlace('learn')} className={css.back}>
          All lessons
        </a>
        <h1>{lesson.title}</h1>
        <p>{lesson.summary}</p>
        <Button onClick={() => void startAfresh()}>Start afresh</Button>
        <Boundary name="The text of the lesson" of={lesson.id}>
          <Steps key={attempt} lesson={lesson} />
        </Boundary>
      </section>
      <Lab />
    </div>
  );
}

function Steps({ lesson }: { lesson: Lesson }) {
  const [progress] = useState(() => watchProgress(lesson));
  useEffect(() => progress.start(), [progress]);
  const { done, missing } = useStore(progress.store);
  return (
    <>
      <ol className={css.steps}>
        {lesson.steps.map((step, index) => (
          <StepItem
            key={step.title}
            step={step}
            state={index < done ? 'done' : index === done ? 'now' : 'later'}
            missing={index === done ? missing : null}
          />
        ))}
      </ol>
      {done === lesson.steps.length ? (
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
      const { stdout, stderr, status, notes, machine: next } = await engine().run(line, machine);
      record({ from: 'typed', machine, line, stdout, stderr, status, notes });
      if (next !== machine) setPreference({ machine: next });
    }
  };
  return (
    <div className={css.commands}>
      <pre>{commands.join('\n')}</pre>
      <Button onClick={() => void runAll()}>Run in the terminal</Button>
    </div>
  );
}
