/** Commands of the match lab and of the lessons. */
import { press } from '../commands';
import type { Command } from '../commands';

function inMatchLab(id: string, name: string, words: string, ...names: readonly string[]): Command {
  const run = () => press({ place: 'match', names: names.length === 0 ? [name] : names });
  return { id: `match.${id}`, name, group: 'Match lab', words, ...(names.length === 0 ? {} : { buttons: names }), run };
}

export const matchCommands: readonly Command[] = [
  inMatchLab('paste', 'Paste anything', 'acl lflow-list address set rows import', 'Paste…'),
  {
    ...inMatchLab('undo', 'Undo in the match lab', 'back'),
    keys: ['Ctrl+Z'],
    place: 'match',
  },
  {
    ...inMatchLab('redo', 'Redo in the match lab', 'again'),
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    place: 'match',
  },
  inMatchLab('make', 'Make a packet that matches', 'generate example', 'Make one that matches'),
  inMatchLab('fail', 'Make a packet that just fails', 'generate near miss counterexample', 'One that just fails'),
  inMatchLab('write', 'Write a packet to try', 'microflow test', 'Write one'),
  inMatchLab('drop', 'Delete this packet', 'remove test'),
];

export const lessonCommands: readonly Command[] = [
  {
    id: 'lesson.open',
    name: 'Open a lesson or task…',
    group: 'Lessons',
    words: 'task teacher load',
    buttons: ['Open a lesson or task…'],
    run: () => press({ place: 'learn', names: ['Open a lesson or task…'] }),
  },
  {
    id: 'lesson.progress',
    name: 'Save my progress',
    group: 'Lessons',
    words: 'lessons done export file keep',
    buttons: ['Save my progress'],
    run: () => press({ place: 'learn', names: ['Save my progress'] }),
  },
  {
    id: 'lesson.afresh',
    name: 'Start the lesson afresh',
    group: 'Lessons',
    words: 'restart begin again',
    buttons: ['Start afresh'],
    unless: () => (/^#\/learn\/./.test(location.hash) ? null : 'no lesson is open'),
    run: () => press({ place: 'learn', names: ['Start afresh'] }),
  },
];
