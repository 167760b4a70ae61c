/** Commands of the match lab and of the lessons, and keys that belong to parts of the page. */
import type { Command, ListedKey } from './command';
import { press } from './press';

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
  inMatchLab('link', 'Copy a link to this match', 'share url address', 'Copy link'),
  inMatchLab('make', 'Make a packet that matches', 'generate example', 'Make one that matches'),
  inMatchLab('fail', 'Make a packet that just fails', 'generate near miss counterexample', 'One that just fails'),
  inMatchLab('write', 'Write a packet to try', 'microflow test', 'Write one'),
  inMatchLab('drop', 'Delete this packet', 'remove test'),
];

export const lessonCommands: readonly Command[] = [
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

/** What widgets do by themselves, by the patterns for trees, grids and dialogs. */
export const listedKeys: readonly ListedKey[] = [
  { place: 'graph', keys: ['Enter'], name: 'Selects what has the focus' },
  { place: 'graph', keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], name: 'Moves the selected card' },
  { place: 'graph', keys: ['F2'], name: 'Renames' },
  { place: 'graph', keys: ['Shift+F10', 'ContextMenu'], name: 'What else can be done with it' },
  { place: 'outline', keys: ['ArrowUp', 'ArrowDown'], name: 'The line above or below' },
  { place: 'outline', keys: ['ArrowRight'], name: 'Opens what is closed, else goes in' },
  { place: 'outline', keys: ['ArrowLeft'], name: 'Closes what is open, else goes out' },
  { place: 'outline', keys: ['Home', 'End'], name: 'The first or last line' },
  { place: 'outline', keys: ['Enter', 'Space'], name: 'Selects; sends a packet' },
  { place: 'outline', keys: ['F2'], name: 'Renames' },
  { place: 'outline', keys: ['Delete'], name: 'Deletes' },
  { place: 'outline', keys: ['Shift+F10', 'ContextMenu'], name: 'What else can be done with it' },
  { place: 'steps', keys: ['ArrowUp', 'ArrowDown'], name: 'The line above or below' },
  { place: 'steps', keys: ['ArrowRight'], name: 'Opens what is closed, else steps into it' },
  { place: 'steps', keys: ['ArrowLeft'], name: 'Closes what is open, else goes to what led there' },
  { place: 'steps', keys: ['Home', 'End'], name: 'The first or last line' },
  { place: 'steps', keys: ['*'], name: 'Opens everything beside this line' },
  { place: 'tables', keys: ['ArrowUp', 'ArrowDown'], name: 'The row above or below' },
  { place: 'tables', keys: ['PageUp', 'PageDown'], name: 'A screenful of rows' },
  { place: 'tables', keys: ['Home', 'End'], name: 'The first or last row' },
  { place: 'tables', keys: ['Enter'], name: 'Selects the row, and shows it in the details' },
  { place: 'terminal', keys: ['Tab'], name: 'Completes the word' },
  { place: 'terminal', keys: ['Shift+Tab'], name: 'Leaves the terminal' },
  { place: 'terminal', keys: ['ArrowUp', 'ArrowDown'], name: 'Lines that were typed before' },
  { place: 'terminal', keys: ['Ctrl+C'], name: 'Stops what runs, or gives the line up' },
  { place: 'terminal', keys: ['Ctrl+A', 'Ctrl+E'], name: 'The begin or end of the line' },
  { place: 'terminal', keys: ['Ctrl+U'], name: 'Deletes the line' },
  { place: 'terminal', keys: ['Ctrl+W'], name: 'Deletes the word before' },
  { place: 'match', keys: ['Ctrl+Space'], name: 'What may stand where the cursor is' },
  { place: 'packet', keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], name: 'Moves among fields or bytes' },
  { place: 'dialogs', keys: ['Escape'], name: 'Closes; the focus goes back to where it was' },
  { place: 'dialogs', keys: ['Tab', 'Shift+Tab'], name: 'The next or previous control' },
  { place: 'dialogs', keys: ['Enter'], name: 'Does what the main button says' },
  { place: 'present', keys: ['ArrowRight', 'PageDown', 'Space'], name: 'The next step; sends the first packet' },
  { place: 'present', keys: ['ArrowLeft', 'PageUp'], name: 'The step before' },
  { place: 'present', keys: ['Home', 'End'], name: 'The first or last step' },
  { place: 'present', keys: ['s'], name: 'Shows or hides the speaker notes' },
  { place: 'present', keys: ['Escape'], name: 'Leaves the presentation' },
];
