/** All lessons, with how far this person is with each. */
import { formatPlace } from '../actions';
import { Badge, Button } from '../kit';
import css from './list.module.css';
import type { Lesson } from './lesson';
import { forgetTask, useGraded } from './graded/graded-store';
import type { GivenToMe } from './graded/graded-store';
import { lessons } from './lessons';
import { useRemembered } from './remembered';
import { OpenTask } from './task/open-task';
import { removeTask, useTasks } from './task/task-store';

export function LessonList() {
  const tasks = useTasks();
  const graded = useGraded();
  return (
    <main className={css.list}>
      <h1>Lessons</h1>
      <p>
        Each lesson is a text beside a lab of its own. Its steps tick themselves off, whether you draw or type. Your own
        scenarios stay as they are. Networks to play with are in the <a href={formatPlace('gallery')}>gallery</a>.
      </p>
      <ul>
        {lessons.map((lesson, index) => (
          <Item key={lesson.id} lesson={lesson} number={index + 1} />
        ))}
      </ul>
      <h2>Of your own</h2>
      <p>
        What a teacher has written: lessons with steps that tick, and tasks that are handed in and graded. Both are
        files; a task may be a link.
      </p>
      {graded.length > 0 ? (
        <ul>
          {graded.map((task) => (
            <GradedItem key={task.id} task={task} />
          ))}
        </ul>
      ) : null}
      {tasks.length > 0 ? (
        <ul>
          {tasks.map((task, index) => (
            <Item
              key={task.id}
              lesson={task}
              number={lessons.length + index + 1}
              onRemove={() => removeTask(task.id)}
            />
          ))}
        </ul>
      ) : null}
      <OpenTask />
    </main>
  );
}

function GradedItem({ task: { id, title, student } }: { readonly task: GivenToMe }) {
  return (
    <li>
      <a href={formatPlace('learn', `task/${id}`)}>
        <h2>{title}</h2>
        <p>{student === null ? 'Not begun.' : `Done by ${student}.`}</p>
        <div className={css.state}>
          <Badge tone="accent">task</Badge>
          <span className={css.go}>{student === null ? 'Start' : 'Go on'} ▸</span>
        </div>
      </a>
      <Button
        look="quiet"
        className={css.remove}
        aria-label={`Remove ${title} from this list`}
        onClick={() => forgetTask(id)}
      >
        Remove
      </Button>
    </li>
  );
}

interface ItemProps {
  readonly lesson: Lesson;
  readonly number: number;
  readonly onRemove?: () => void;
}

function Item({ lesson, number, onRemove }: ItemProps) {
  const { done, finished } = useRemembered(lesson.id);
  const all = lesson.steps.length;
  const under = done > 0 && done < all;
  return (
    <li>
      <a href={formatPlace('learn', lesson.id)}>
        <h2>
          {number}. {lesson.title}
        </h2>
        <p>{lesson.summary}</p>
        <div className={css.state}>
          {finished && !under ? <Badge tone="good">done</Badge> : null}
          <Badge tone={under ? 'accent' : 'neutral'}>{under ? `${done} of ${all}` : `${all} steps`}</Badge>
          {under ? <progress value={done} max={all} aria-label={`Progress of ${lesson.title}`} /> : null}
          <span className={css.go}>{under ? 'Go on' : finished ? 'Look again' : 'Start'} ▸</span>
        </div>
      </a>
      {onRemove ? (
        <Button
          look="quiet"
          className={css.remove}
          aria-label={`Remove ${lesson.title} from this list`}
          onClick={onRemove}
        >
          Remove
        </Button>
      ) : null}
    </li>
  );
}
