/** The ways to a lesson that is not among ours: a file, chosen or dropped, or writing one. */
import { useRef, useState } from 'react';
import { formatPlace, goToPlace, saveText, say } from '../../actions';
import { Button, counted } from '../../kit';
import { takeTask } from '../graded/graded-store';
import { isProgressFile, progressFile, takeProgress } from '../remembered';
import { addTask } from './task-store';
import css from './task.module.css';

export function OpenTask() {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState('');
  const [over, setOver] = useState(false);
  const read = async (file: File | undefined) => {
    if (!file) return;
    const text = await file.text().catch(() => null);
    if (text !== null && /"ovn-task"\s*:|[?&]start=[\w.-]+&task=/.test(text)) {
      const taken = await takeTask(text);
      if ('id' in taken) goToPlace('learn', `task/${taken.id}`);
      else setProblem(`${file.name}: ${taken.message}`);
      return;
    }
    if (text !== null && isProgressFile(text)) {
      const taken = takeProgress(text);
      setProblem(taken === null ? `${file.name} cannot be read.` : '');
      if (taken !== null) say(`Progress in ${counted(taken, 'lesson')} was taken`);
      return;
    }
    const added = text === null ? null : addTask(text);
    if (added?.ok === true) goToPlace('learn', added.value.id);
    else setProblem(added ? `${file.name}: ${added.error.message}` : `${file.name} cannot be read.`);
  };
  return (
    <div
      className={`${css.own ?? ''} ${over ? (css.over ?? '') : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void read(event.dataTransfer.files[0]);
      }}
    >
      <Button onClick={() => input.current?.click()}>Open a lesson or task…</Button>
      <a href={formatPlace('learn', 'write')}>Write a lesson</a>
      <a href={formatPlace('learn', 'record')}>Record a task</a>
      <Button look="link" onClick={() => saveText('my-lessons.progress.json', progressFile())}>
        Save my progress
      </Button>
      <span>A file can be dropped here as well, one of progress too.</span>
      <input
        ref={input}
        type="file"
        accept=".json,.txt"
        hidden
        aria-label="Lesson file"
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <p role="alert" className={css.bad}>
        {problem}
      </p>
    </div>
  );
}
