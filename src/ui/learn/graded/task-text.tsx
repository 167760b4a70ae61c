/** The text of a task, what one's own lab is worth as far as the teacher shows it, and handing it in. */
import { useRef, useState } from 'react';
import { fileName, formatPlace, saveText, say } from '../../actions';
import { engine } from '../../bridge';
import type { TaskResult, TaskView } from '../../bridge';
import { Button, counted } from '../../kit';
import lesson from '../lesson-text.module.css';
import { Prose } from '../task/prose';
import css from './graded.module.css';

interface TaskTextProps {
  readonly task: TaskView;
  readonly student: string;
  readonly onAfresh: () => void;
  readonly onLab: (() => void) | null;
}

export function TaskText({ task, student, onAfresh, onLab }: TaskTextProps) {
  return (
    <section className={lesson.text} aria-label="Task">
      <header className={lesson.head}>
        <div className={lesson.line}>
          <a href={formatPlace('learn')}>All lessons</a>
          <Button look="quiet" onClick={onAfresh} title="A new lab from the beginning; the one you had stays kept">
            Start afresh
          </Button>
        </div>
        <h1>{task.title}</h1>
      </header>
      <div className={`${lesson.body ?? ''} ${css.task ?? ''}`} tabIndex={0}>
        <Prose text={task.text} />
        <p className={css.note}>
          Done by <b>{student}</b>.{task.personal ? ' The names and addresses in this lab are yours alone.' : ''}
        </p>
        {task.shows === 'nothing' ? null : <OwnResult task={task} student={student} />}
        <HandIn task={task} student={student} />
        {onLab ? (
          <Button look="primary" onClick={onLab}>
            Open the lab
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function OwnResult({ task, student }: Pick<TaskTextProps, 'task' | 'student'>) {
  const [result, setResult] = useState<TaskResult | null>(null);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const check = async () => {
    setBusy(true);
    try {
      const graded = await engine().gradeTask(task.file, student);
      setProblem(graded.ok ? '' : graded.error.message);
      setResult(graded.ok ? graded.value : null);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h2>How far it is</h2>
      <Button disabled={busy} onClick={() => void check()}>
        Check my work
      </Button>
      <div role="status">
        {busy ? 'Checking a copy of the lab…' : null}
        {result && !busy ? <Result result={result} /> : null}
      </div>
      {problem === '' ? null : (
        <p role="alert" className={css.bad}>
          {problem}
        </p>
      )}
    </>
  );
}

export function Result({ result: { points, possible, checks } }: { readonly result: TaskResult }) {
  return (
    <>
      <p>
        <b>
          {points} of {counted(possible, 'mark')}
        </b>
      </p>
      {checks.length > 0 ? (
        <ul className={css.checks}>
          {checks.map(({ name, passed, sentence }, index) => (
            <li key={index} data-passed={passed}>
              <span aria-hidden>{passed ? '✓' : '✕'}</span>
              <span>
                <span className="visually-hidden">{passed ? 'passed: ' : 'failed: '}</span>
                {name}
                {passed ? null : <span className={css.why}> {sentence}</span>}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function HandIn({ task, student }: Pick<TaskTextProps, 'task' | 'student'>) {
  const [answer, setAnswer] = useState<{ readonly file: string; readonly link: string | null } | null>(null);
  const [problem, setProblem] = useState('');
  const make = async () => {
    const made = await engine().answerTask(task.file, student);
    setProblem(made.ok ? '' : made.error.message);
    setAnswer(made.ok ? made.value : null);
  };
  const link = answer?.link == null ? null : `${location.href.split('#')[0] ?? ''}#/lab?${answer.link}`;
  return (
    <>
      <h2>Hand it in</h2>
      <p>
        Your lab as it is now becomes a link and a file: give one of them to your teacher. You can do so again later.
      </p>
      <Button look="primary" onClick={() => void make()}>
        {answer === null ? 'Hand in…' : 'Make it anew'}
      </Button>
      {answer === null ? null : (
        <div className={css.given}>
          {link === null ? (
            <p>This lab is too large for a link: give the file.</p>
          ) : (
            <GivenLink label="Link to hand in" link={link} />
          )}
          <Button onClick={() => saveText(fileName(`${task.title} ${student}`), answer.file)}>Save as a file</Button>
        </div>
      )}
      <p role="alert" className={css.bad}>
        {problem}
      </p>
    </>
  );
}

export function GivenLink({ label, link }: { readonly label: string; readonly link: string }) {
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      say('Link copied');
    } catch {
      field.current?.select();
      say('Press Ctrl+C to copy the link');
    }
  };
  return (
    <div className={css.link}>
      <input ref={field} className="mono" readOnly value={link} aria-label={label} />
      <Button onClick={() => void copy()}>Copy link</Button>
    </div>
  );
}
