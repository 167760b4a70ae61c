/** The form in which a teacher writes a lesson: the start and the steps are taken from the lab beside it. */
import { useState } from 'react';
import { fileName, formatPlace, goToPlace, saveText } from '../../actions';
import { Button, TextField } from '../../kit';
import { Lab } from '../../lab';
import { useLayout } from '../../state';
import beside from '../beside.module.css';
import { addStep, draftStore, fileOf, takeStart, useDraft } from './draft';
import { readTask } from './read-task';
import { StepForm } from './step-form';
import { addTask } from './task-store';
import css from './task.module.css';

export function WriteLesson() {
  const phone = useLayout((layout) => layout.phone);
  if (phone)
    return (
      <main className={beside.opening}>
        <p>A lesson is written beside the lab: that needs a larger screen.</p>
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

function Form() {
  const draft = useDraft();
  const [problem, setProblem] = useState('');
  const grow = () =>
    setProblem(addStep() ? '' : 'Nothing was done since that could be checked: no port, no packet, no command.');
  const finish = (then: (text: string) => string) => {
    const text = fileOf(draft);
    const read = readTask(text);
    setProblem(read.ok ? then(text) : read.error.message);
  };
  return (
    <section className={css.form} aria-label="Write a lesson">
      <a href={formatPlace('learn')}>All lessons</a>
      <h1>Write a lesson</h1>
      <TextField
        label="Title"
        value={draft.title}
        onChange={(event) => draftStore.setState({ title: event.target.value })}
      />
      <TextField
        label="What it is about, in a sentence"
        value={draft.summary}
        onChange={(event) => draftStore.setState({ summary: event.target.value })}
      />
      <h2>The start</h2>
      <p>Prepare the lab as a student is to find it. A fault that is in it stays unsaid.</p>
      <Button onClick={() => void takeStart()}>
        {draft.start === null ? 'Start from the lab as it is' : 'Take the lab again as the start'}
      </Button>
      {draft.start === null ? null : (
        <p role="status">The start is taken. Go on in the lab: do what a student is to do.</p>
      )}
      <h2>The steps</h2>
      {draft.steps.map((step, index) => (
        // A step has no identity but its place: its title is being written.
        <StepForm key={index} step={step} number={index} />
      ))}
      <Button disabled={draft.start === null} onClick={grow}>
        Make a step of what I did
      </Button>
      <p role="alert" className={css.problem}>
        {problem}
      </p>
      <div className={css.row}>
        <Button
          look="primary"
          onClick={() =>
            finish((text) => {
              saveText(fileName(draft.title).replace(/[.]ovn[.]json$/, '.lesson.json'), text);
              return '';
            })
          }
        >
          Save as a file
        </Button>
        <Button
          onClick={() =>
            finish((text) => {
              const added = addTask(text);
              if (!added.ok) return added.error.message;
              goToPlace('learn', added.value.id);
              return '';
            })
          }
        >
          Try it
        </Button>
      </div>
    </section>
  );
}
