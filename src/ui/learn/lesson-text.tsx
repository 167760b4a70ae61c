/**
 * The text of a lesson: what is done folded to lines, the open step in view, what comes
 * later as titles at the foot, with the progress and the next lesson.
 */
import { ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { formatPlace } from '../actions';
import { Button } from '../kit';
import css from './lesson-text.module.css';
import type { Lesson } from './lesson';
import { lessons } from './lessons';
import type { ProgressWatch } from './progress';
import { DoneStep, OpenStep } from './steps';

interface LessonTextProps {
  readonly lesson: Lesson;
  readonly watch: ProgressWatch;
  /** Another scenario than the lesson's is open in the lab. */
  readonly strayed: boolean;
  readonly onReturn: () => void;
  readonly onAfresh: () => void;
  /** Goes to the lab where it is not beside the text. */
  readonly onLab: (() => void) | null;
}

export function LessonText({ lesson, watch, strayed, onReturn, onAfresh, onLab }: LessonTextProps) {
  const { done, missing, ticked } = useStore(watch.store);
  const { steps } = lesson;
  const step = steps[done];
  const body = useOpenStepInView(done);
  return (
    <section className={css.text} aria-label="Lesson">
      <header className={css.head}>
        <div className={css.line}>
          <a href={formatPlace('learn')}>All lessons</a>
          {done > 0 ? (
            <Button look="quiet" onClick={onAfresh} title="A new lab from the beginning; the one you had stays kept">
              Start afresh
            </Button>
          ) : null}
        </div>
        <h1>{lesson.title}</h1>
      </header>
      <div className={css.body} ref={body} tabIndex={-1}>
        {strayed ? <Strayed onReturn={onReturn} /> : null}
        {done === 0 ? <p className={css.summary}>{lesson.summary}</p> : null}
        <ol className={css.steps}>
          {steps.slice(0, done).map((one, index) => (
            <DoneStep key={one.title} lesson={lesson.id} step={one} number={index} fresh={index === ticked} />
          ))}
          {step ? <OpenStep key={step.title} lesson={lesson.id} step={step} number={done} missing={missing} /> : null}
        </ol>
        {step ? null : <Finish lesson={lesson} />}
      </div>
      <Foot lesson={lesson} done={done} onLab={onLab} />
      <p className="visually-hidden" role="status">
        {ticked === null
          ? ''
          : `Done: ${steps[ticked]?.title ?? ''}. ${step ? `Next: ${step.title}.` : 'That is all of it.'}`}
      </p>
    </section>
  );
}

/** Whenever a step is done, the next one is brought to where it is read, with what was just learned above it. */
function useOpenStepInView(done: number) {
  const body = useRef<HTMLDivElement>(null);
  const first = useRef(true);
  useEffect(() => {
    const box = body.current;
    const target = box?.querySelector('[data-fresh="true"], [aria-current="step"], [data-finish]');
    const calm = first.current || matchMedia('(prefers-reduced-motion: reduce)').matches;
    first.current = false;
    if (!box || !target || done === 0) return;
    const gap = target.getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
    box.scrollBy({ top: gap, behavior: calm ? 'instant' : 'smooth' });
  }, [done]);
  return body;
}

function Strayed({ onReturn }: { readonly onReturn: () => void }) {
  return (
    <div className={css.strayed} role="status">
      <p>Another scenario is open in the lab. The lesson waits.</p>
      <Button onClick={onReturn}>Back to the lesson’s lab</Button>
    </div>
  );
}

function Finish({ lesson }: { readonly lesson: Lesson }) {
  const next = nextOf(lesson);
  return (
    <div className={css.finished} data-finish>
      <h2>That is all of it.</h2>
      <p>The lab stays as it is: go on and break something. It is kept with this lesson.</p>
      {lesson.manual ? (
        <>
          <h3>To read next</h3>
          <ul>
            {lesson.manual.map(({ page, says }) => (
              <li key={page + says}>
                <code>man {page}</code>: {says}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {next ? (
        <p>
          <a href={formatPlace('learn', next.id)}>Next: {next.title}</a>
        </p>
      ) : null}
    </div>
  );
}

function Foot({ lesson, done, onLab }: Pick<LessonTextProps, 'lesson' | 'onLab'> & { readonly done: number }) {
  const { steps } = lesson;
  const next = nextOf(lesson);
  const later = steps.slice(done + 1);
  return (
    <footer className={css.foot}>
      {later.length > 0 ? (
        <ol className={css.later} start={done + 2} aria-label="Later steps" tabIndex={0}>
          {later.map(({ title }, index) => (
            <li key={title}>
              {done + 2 + index} {title}
            </li>
          ))}
        </ol>
      ) : null}
      <div className={css.line}>
        <progress value={done} max={steps.length} aria-label="Progress of this lesson" />
        <span className={css.count}>
          {done} of {steps.length}
        </span>
        {next ? (
          <a
            className={css.next}
            href={formatPlace('learn', next.id)}
            title={next.title}
            data-look={onLab ? 'short' : ''}
          >
            <span>Next: {next.title}</span> <ChevronRight size={14} aria-hidden />
          </a>
        ) : (
          <a className={css.next} href={formatPlace('learn')}>
            <span>All lessons</span> <ChevronRight size={14} aria-hidden />
          </a>
        )}
      </div>
      {onLab ? (
        <Button look="primary" className={css.lab} onClick={onLab}>
          Open the lab <ChevronRight size={16} aria-hidden />
        </Button>
      ) : null}
    </footer>
  );
}

function nextOf(lesson: Lesson): Lesson | undefined {
  const at = lessons.indexOf(lesson);
  return at < 0 ? undefined : lessons[at + 1];
}
