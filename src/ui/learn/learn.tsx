/** The list of lessons, one lesson beside its own lab, or the form to write one. */
import { Beside } from './beside';
import { LessonList } from './lesson-list';
import { lessons } from './lessons';
import { useTasks } from './task/task-store';
import { WriteLesson } from './task/write-lesson';

export function Learn({ lesson }: { lesson: string }) {
  const tasks = useTasks();
  if (lesson === 'write') return <WriteLesson />;
  const chosen = [...lessons, ...tasks].find((candidate) => candidate.id === lesson);
  return chosen ? <Beside key={chosen.id} lesson={chosen} /> : <LessonList />;
}
