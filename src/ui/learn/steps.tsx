/** One step: open, with its hints and its question, or done, as a line that can be opened. */
import { Check, ChevronRight, Circle } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../kit';
import css from './steps.module.css';
import { doDeeds } from './deeds';
import type { Prediction, Step } from './lesson';
import { remember, remembered, useRemembered } from './remembered';
import { noteShown, shownBy } from './shown';

interface StepProps {
  readonly lesson: string;
  readonly step: Step;
  /** Its place among the steps, from 0. */
  readonly number: number;
}

interface DoneProps extends StepProps {
  /** It was done just now: what it has shown is told. */
  readonly fresh: boolean;
}

export function DoneStep({ lesson, step, number, fresh }: DoneProps) {
  const [open, setOpen] = useState(false);
  const { [number]: answer } = useRemembered(lesson).answers;
  const { [number]: found } = useRemembered(lesson).found;
  const shown = shownBy(lesson, number);
  const told = shown !== undefined || (step.prediction && answer !== undefined) || step.learned !== '';
  return (
    <li className={css.step} data-state="done" data-fresh={fresh}>
      <h2>
        <button type="button" className={css.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Check size={15} aria-label="Done" />
          <span>
            {number + 1} {step.title}
          </span>
          <ChevronRight size={14} aria-hidden className={css.turn} />
        </button>
      </h2>
      {open ? (
        <div className={css.told}>
          {step.text}
          {step.commands ? <pre>{step.commands.join('\n')}</pre> : null}
        </div>
      ) : null}
      {told && (fresh || open) ? (
        <div className={css.learned}>
          {shown === undefined ? null : <p>Shown to you: {shown}</p>}
          {step.prediction && answer !== undefined ? (
            <Answered prediction={step.prediction} answer={answer} found={found} />
          ) : null}
          {step.learned === '' ? null : <p>{step.learned}</p>}
        </div>
      ) : null}
    </li>
  );
}

interface AnsweredProps {
  readonly prediction: Prediction;
  readonly answer: number;
  readonly found: number | undefined;
}

function Answered({ prediction, answer, found = prediction.answer }: AnsweredProps) {
  const right = answer === found;
  return (
    <p data-right={right}>
      <strong>{right ? 'You said it.' : 'Not what you said.'}</strong> {prediction.question} {prediction.choices[found]}
      .
    </p>
  );
}

interface OpenProps extends StepProps {
  readonly missing: string | null;
}

export function OpenStep({ lesson, step, number, missing }: OpenProps) {
  const [hints, setHints] = useState(0);
  const [busy, setBusy] = useState(false);
  const deeds = step.show ?? [{ do: 'run', lines: step.commands ?? [] } as const];
  const showMe = async () => {
    setBusy(true);
    noteShown(lesson, number, deeds);
    try {
      await doDeeds(deeds);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className={css.step} data-state="now" aria-current="step">
      <h2>
        {number + 1} {step.title}
      </h2>
      {step.text}
      {step.prediction ? <Question lesson={lesson} number={number} prediction={step.prediction} /> : null}
      {step.commands ? <pre>{step.commands.join('\n')}</pre> : null}
      {step.hints.slice(0, hints).map((hint) => (
        <p key={hint} className={css.hint}>
          {hint}
        </p>
      ))}
      <div className={css.pinned}>
        {missing === null ? null : (
          <p className={css.missing} aria-live="polite">
            <Circle size={11} aria-hidden /> {missing}
          </p>
        )}
        <div className={css.help}>
          {hints < step.hints.length ? (
            <Button onClick={() => setHints(hints + 1)}>{hints === 0 ? 'Hint' : 'Another hint'}</Button>
          ) : null}
          <Button disabled={busy} onClick={() => void showMe()}>
            Show me
          </Button>
        </div>
      </div>
    </li>
  );
}

interface QuestionProps {
  readonly lesson: string;
  readonly number: number;
  readonly prediction: Prediction;
}

function Question({ lesson, number, prediction }: QuestionProps) {
  const chosen = useRemembered(lesson).answers[number];
  const choose = (choice: number) => remember(lesson, { answers: { ...remembered(lesson).answers, [number]: choice } });
  return (
    <fieldset className={css.question}>
      <legend>Before you do it: {prediction.question}</legend>
      {prediction.choices.map((choice, index) => (
        <Button key={choice} aria-pressed={chosen === index} onClick={() => choose(index)}>
          {choice}
        </Button>
      ))}
    </fieldset>
  );
}
