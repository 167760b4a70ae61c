/** A task beside the lab in which it is done; first of all it asks who does it. */
import { useEffect, useState } from 'react';
import { boot, formatPlace, goToPlace, openAsEntry, say, usePlace } from '../../actions';
import { engine } from '../../bridge';
import type { TaskView } from '../../bridge';
import { Button, TextField } from '../../kit';
import { Lab } from '../../lab';
import { Boundary } from '../../safety';
import { useLayout } from '../../state';
import beside from '../beside.module.css';
import { lastStudent, nameStudent, takeTask, useGraded } from './graded-store';
import type { GivenToMe } from './graded-store';
import css from './graded.module.css';
import { TaskText } from './task-text';

/** A link that was followed: the task in it is taken, and the address becomes that of the task. */
export function TaskOfLink() {
  const { params } = usePlace();
  const [problem, setProblem] = useState('');
  const link = `?start=${params.get('start') ?? ''}&task=${params.get('task') ?? ''}`;
  useEffect(() => {
    let wanted = true;
    void takeTask(link).then((taken) => {
      if (!wanted) return;
      if ('id' in taken) goToPlace('learn', `task/${taken.id}`);
      else setProblem(taken.message);
    });
    return () => {
      wanted = false;
    };
  }, [link]);
  return (
    <main className={beside.opening}>
      {problem === '' ? 'Opening the task…' : <p role="alert">{problem}</p>}
      <a href={formatPlace('learn')}>All lessons</a>
    </main>
  );
}

export function GradedTask({ id }: { readonly id: string }) {
  const given = useGraded().find((task) => task.id === id);
  if (!given)
    return (
      <main className={beside.opening}>
        <p>This browser has no such task. Follow the link that you were given, or open the file.</p>
        <a href={formatPlace('learn')}>All lessons</a>
      </main>
    );
  return given.student === null ? (
    <Who given={given} />
  ) : (
    <Doing key={given.student} given={given} student={given.student} />
  );
}

function Who({ given }: { readonly given: GivenToMe }) {
  const [name, setName] = useState(lastStudent());
  return (
    <main className={beside.opening}>
      <form
        className={css.who}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') nameStudent(given.id, name.trim());
        }}
      >
        <h1>{given.title}</h1>
        <TextField label="Your name" value={name} onChange={(event) => setName(event.target.value)} />
        <p>It stands in what you hand in. Names and addresses in the lab may follow from it, so keep to it.</p>
        <Button look="primary" type="submit" disabled={name.trim() === ''}>
          Begin
        </Button>
      </form>
    </main>
  );
}

type Begun = { readonly view: TaskView } | { readonly problem: string } | null;

function Doing({ given, student }: { readonly given: GivenToMe; readonly student: string }) {
  const phone = useLayout((layout) => layout.phone);
  const [begun, setBegun] = useState<Begun>(null);
  const [view, setView] = useState<'text' | 'lab'>('text');
  const { file } = given;
  useEffect(() => {
    let wanted = true;
    void begin(file, student, 'again').then((next) => {
      if (wanted) setBegun(next);
    });
    return () => {
      wanted = false;
    };
  }, [file, student]);
  if (begun === null) return <main className={beside.opening}>Opening the lab of this task…</main>;
  if ('problem' in begun)
    return (
      <main className={beside.opening}>
        <p role="alert">{begun.problem}</p>
        <a href={formatPlace('learn')}>All lessons</a>
      </main>
    );
  const afresh = async () => {
    const next = await begin(file, student, 'afresh');
    if (next !== null && 'problem' in next) say(next.problem, 'bad');
  };
  const text = (
    <Boundary name="The text of the task" of={given.id}>
      <TaskText
        task={begun.view}
        student={student}
        onAfresh={() => void afresh()}
        onLab={phone ? () => setView('lab') : null}
      />
    </Boundary>
  );
  if (!phone)
    return (
      <div className={beside.beside}>
        {text}
        <Lab beside />
      </div>
    );
  if (view === 'text') return <main className={beside.one}>{text}</main>;
  return (
    <div className={beside.under}>
      <div className={beside.strip}>
        <Button onClick={() => setView('text')}>Text</Button>
        <p>
          <strong>{given.title}</strong>
        </p>
      </div>
      <Lab beside />
    </div>
  );
}

/** The lab of a task is a scenario of its own, gone back to when the task is opened again. */
async function begin(file: string, student: string, how: 'again' | 'afresh'): Promise<Begun> {
  // What the page opens by itself at its start must not come after what was asked for.
  await boot();
  const view = await engine().readTask(file, student);
  if (!view.ok) return { problem: view.error.message };
  const json = await engine().beginTask(file, student);
  if (!json.ok) return { problem: json.error.message };
  const origin = `task:${view.value.id}:${student}`;
  return (await openAsEntry(origin, { kind: 'document', json: json.value }, how))
    ? { view: view.value }
    : { problem: 'The lab of this task does not open.' };
}
