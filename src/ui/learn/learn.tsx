/** The list of lessons, a lesson or a task beside its own lab, or the form to write one. */
import { Beside } from './beside';
import { GradedTask, TaskOfLink } from './graded/graded-task';
import { RecordTask } from './graded/record-task';
import { LessonList } from './lesson-list';
import { lessons } from './lessons';
import { useTasks } from './task/task-store';
import { WriteLesson } from './task/write-lesson';

export function Learn({ lesson }: { lesson: string }) {
  const tasks = useTasks();
  if (lesson === 'write') return <WriteLesson />;
  if (lesson === 'record') return <RecordTask />;
  if (lesson === 'task') return <TaskOfLink />;
  if (lesson.startsWith('task/')) return <GradedTask key={lesson} id={lesson.slice('task/'.length)} />;
  const chosen = [...lessons, ...tasks].find((candidate) => candidate.id === lesson);
  return chosen ? <Beside key={chosen.id} lesson={chosen} /> : <LessonList />;
}
