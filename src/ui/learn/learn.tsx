/** The list of lessons, or one lesson beside its own lab. */
import { Beside } from './beside';
import { LessonList } from './lesson-list';
import { lessons } from './lessons';

export function Learn({ lesson }: { lesson: string }) {
  const chosen = lessons.find((candidate) => candidate.id === lesson);
  return chosen ? <Beside key={chosen.id} lesson={chosen} /> : <LessonList />;
}
