/**
 * A lesson told as slides: what is to be done, then, when the speaker goes on, it is
 * done in the lab beside and what it has shown is said. For keys and clickers.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { isField } from '../actions';
import { Button } from '../kit';
import { Canvas } from '../lab';
import { Boundary } from '../safety';
import { roomStore } from '../state';
import { doDeeds } from './deeds';
import css from './lesson-slides.module.css';
import type { Lesson } from './lesson';
import { remembered } from './remembered';
import { slidesOf } from './slides';
import type { Slide } from './slides';

export function LessonSlides({ lesson }: { readonly lesson: Lesson }) {
  const slides = useMemo(() => slidesOf(lesson), [lesson]);
  const [at, setAt] = useState(0);
  const busy = useRef(false);
  const slide = slides[at];
  const go = async (to: number) => {
    const next = slides[to];
    if (next === undefined || busy.current) return;
    busy.current = true;
    try {
      // What was done before, by the speaker or by a slide, is not done again.
      if (to > at && next.kind === 'shown' && remembered(lesson.id).done <= next.number) await doDeeds(next.deeds);
      setAt(to);
    } finally {
      busy.current = false;
    }
  };
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useSlideKeys((by) => void latest.current(at + by));
  return (
    <main className={css.stage} tabIndex={-1}>
      <section className={css.slide} aria-live="polite" aria-label="Slide">
        {slide ? <SlideText lesson={lesson} slide={slide} /> : null}
      </section>
      <section className={css.graph} aria-label="Graph">
        <Boundary name="The graph">
          <Canvas key={lesson.id} />
        </Boundary>
      </section>
      <div className={css.bar} role="toolbar" aria-label="Slides">
        <Button icon aria-label="The slide before" aria-disabled={at === 0} onClick={() => void go(at - 1)}>
          <ChevronLeft size={18} aria-hidden />
        </Button>
        <span>
          {at + 1} of {slides.length}
        </span>
        <Button
          icon
          aria-label="The next slide"
          aria-disabled={at === slides.length - 1}
          onClick={() => void go(at + 1)}
        >
          <ChevronRight size={18} aria-hidden />
        </Button>
        <Button aria-label="Leave the slides" title="Leave the slides (Esc)" onClick={leave}>
          <X size={16} aria-hidden />
        </Button>
      </div>
    </main>
  );
}

function leave(): void {
  roomStore.setState({ presenting: false });
}

function SlideText({ lesson, slide }: { readonly lesson: Lesson; readonly slide: Slide }) {
  switch (slide.kind) {
    case 'title':
      return (
        <>
          <h1>{lesson.title}</h1>
          <p>{lesson.summary}</p>
        </>
      );
    case 'step': {
      const { step, number } = slide;
      return (
        <>
          <p className={css.count}>
            Step {number + 1} of {lesson.steps.length}
          </p>
          <h1>{step.title}</h1>
          {step.text}
          {step.prediction ? (
            <div className={css.question}>
              <p>{step.prediction.question}</p>
              <ul>
                {step.prediction.choices.map((choice) => (
                  <li key={choice}>{choice}</li>
                ))}
              </ul>
            </div>
          ) : null}
          {step.commands ? <pre>{step.commands.join('\n')}</pre> : null}
        </>
      );
    }
    case 'shown': {
      const { step, number } = slide;
      return (
        <>
          <p className={css.count}>
            Step {number + 1} of {lesson.steps.length}
          </p>
          <h1>{step.title}</h1>
          {step.prediction ? (
            <p>
              {step.prediction.question}{' '}
              <b>{step.prediction.choices[remembered(lesson.id).found[number] ?? step.prediction.answer]}.</b>
            </p>
          ) : null}
          <p className={css.learned}>{step.learned}</p>
        </>
      );
    }
    case 'end':
      return (
        <>
          <h1>That is all of it.</h1>
          {lesson.manual ? (
            <ul>
              {lesson.manual.map(({ page, says }) => (
                <li key={page + says}>
                  <code>man {page}</code>: {says}
                </li>
              ))}
            </ul>
          ) : null}
        </>
      );
  }
}

const KEYS: Readonly<Record<string, number>> = { ArrowRight: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, PageUp: -1 };

function useSlideKeys(go: (by: number) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
      const { target } = event;
      if (target instanceof Element && target.closest('[role="dialog"], [role="menu"]')) return;
      if (event.key === ' ' && target instanceof Element && target.closest('button')) return;
      const by = KEYS[event.key];
      if (by === undefined && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      if (by === undefined) leave();
      else go(by);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [go]);
}
