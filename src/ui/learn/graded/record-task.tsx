/** The form in which a teacher records a task: its start, fault and solution are taken from the lab beside it. */
import { useState } from 'react';
import { fileName, formatPlace, saveText } from '../../actions';
import type { TaskView } from '../../bridge';
import { Button, SelectField, TextField } from '../../kit';
import { Lab } from '../../lab';
import { useLayout } from '../../state';
import beside from '../beside.module.css';
import { Area } from '../task/step-form';
import form from '../task/task.module.css';
import css from './graded.module.css';
import { change, make, takeChecks, takeStart, takeTyped, useRecording } from './recording';
import { GivenLink, Result } from './task-text';

export function RecordTask() {
  const phone = useLayout((layout) => layout.phone);
  if (phone)
    return (
      <main className={beside.opening}>
        <p>A task is recorded beside the lab: that needs a larger screen.</p>
        <a href={formatPlace('learn')}>All lessons</a>
      </main>
    );
  return (
    <div className={beside.beside}>
      <Form />
      <Lab beside />
    </div>
  );
}

const SHOWS: readonly { readonly value: TaskView['shows']; readonly label: string }[] = [
  { value: 'nothing', label: 'nothing' },
  { value: 'marks', label: 'the sum of their marks' },
  { value: 'checks', label: 'each check and why it fails' },
];

function Form() {
  const { title, text, shows, start, fault, solution, checks, made } = useRecording();
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const finish = async () => {
    setBusy(true);
    try {
      setProblem(await make());
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={form.form} aria-label="Record a task">
      <a href={formatPlace('learn')}>All lessons</a>
      <h1>Record a task</h1>
      <p>Students do it in a lab of their own and hand in a link or a file, which the command line grades.</p>
      <h2>The start</h2>
      <p>Prepare the lab as students are to find it, without the fault.</p>
      <Button onClick={() => void takeStart()}>
        {start === null ? 'Start from the lab as it is' : 'Take the lab again as the start'}
      </Button>
      <TextField label="Title" value={title} onChange={(event) => change({ title: event.target.value })} />
      <Area
        label="What is to be done: paragraphs, lists with -, `code`, **bold**"
        value={text}
        rows={4}
        onChange={(value) => change({ text: value })}
      />
      <h2>Hidden</h2>
      <p>Type or draw the fault in the lab and take it; then mend it, and take the solution.</p>
      <Commands
        what="fault"
        label="The fault, as commands; empty where there is a goal"
        value={fault}
        ready={start !== null}
      />
      <Commands what="solution" label="The solution, as commands" value={solution} ready={start !== null} />
      <Area
        label="The checks, as the Checks pane has them"
        value={checks}
        rows={5}
        onChange={(value) => change({ checks: value })}
      />
      <Button onClick={takeChecks}>Take those of the Checks pane</Button>
      <p>
        Not readable in the link or the file, but no secret either: who looks into this program finds them. It secures
        no examination.
      </p>
      {start === null ? null : <OwnWords />}
      <SelectField
        label="While they work, students see"
        value={shows}
        options={SHOWS}
        onChange={(value) => change({ shows: SHOWS.find((one) => one.value === value)?.value ?? 'marks' })}
      />
      <Button look="primary" disabled={busy || start === null} onClick={() => void finish()}>
        {busy ? 'Trying it…' : 'Try it and make the link'}
      </Button>
      <p role="alert" className={form.problem}>
        {problem}
      </p>
      {made === null ? null : <Made made={made} title={title} />}
    </section>
  );
}

interface CommandsProps {
  readonly what: 'fault' | 'solution';
  readonly label: string;
  readonly value: string;
  readonly ready: boolean;
}

function Commands({ what, label, value, ready }: CommandsProps) {
  return (
    <>
      <Area label={label} value={value} onChange={(text) => change({ [what]: text })} />
      <Button disabled={!ready} onClick={() => takeTyped(what)}>
        Take what I did as the {what}
      </Button>
    </>
  );
}

/** Names and addresses that each student has others of. */
function OwnWords() {
  const { words, own } = useRecording();
  const toggle = (word: string, chosen: boolean) =>
    change({ own: chosen ? [...own, word] : own.filter((one) => one !== word) });
  return (
    <details>
      <summary>Names and addresses of each student’s own ({own.length})</summary>
      <p>
        What is ticked is another for each student, made from the name. It changes in the texts and the checks, too.
      </p>
      <Button look="link" onClick={() => change({ own: own.length === words.length ? [] : words })}>
        {own.length === words.length ? 'None' : 'All of them'}
      </Button>
      <div className={css.choices} role="group" aria-label="Of each student’s own">
        {words.map((word) => (
          <label key={word}>
            <input
              type="checkbox"
              checked={own.includes(word)}
              onChange={(event) => toggle(word, event.target.checked)}
            />
            <span className="mono">{word}</span>
          </label>
        ))}
      </div>
    </details>
  );
}

function Made({
  made,
  title,
}: {
  readonly made: NonNullable<ReturnType<typeof useRecording>['made']>;
  readonly title: string;
}) {
  const { before, after, link, file } = made;
  const solved = after.points === after.possible;
  return (
    <div className={css.given} role="status">
      <h2>It can be given out</h2>
      <p>
        At the beginning {before.points} of {before.possible}, after the solution {after.points} of {after.possible}.
      </p>
      {solved ? null : <p className={css.bad}>The solution does not pass: {after.reason}</p>}
      {before.points === before.possible ? (
        <p className={css.bad}>Every check passes at the beginning already.</p>
      ) : null}
      {solved ? null : <Result result={after} />}
      <GivenLink label="Link of the task" link={`${location.href.split('#')[0] ?? ''}#/learn/task?${link}`} />
      <Button onClick={() => saveText(fileName(title).replace(/[.]ovn[.]json$/, '.task.json'), file)}>
        Save as a file
      </Button>
      <p>
        Keep the file.{' '}
        <code>npm run -s ovn -- grade {fileName(title).replace(/[.]ovn[.]json$/, '.task.json')} FILES…</code> grades
        what comes back.
      </p>
    </div>
  );
}
