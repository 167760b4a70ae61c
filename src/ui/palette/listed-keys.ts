/** All keys of the page by the place where they work. */
import type { KeyPlace, ListedKey } from '../commands';
import { allCommands } from './all-commands';

/** The headings of the list of keys, in its order. */
export const places: readonly { readonly place: KeyPlace; readonly title: string; readonly note: string }[] = [
  { place: 'page', title: 'Everywhere', note: 'Those of one character only outside of fields.' },
  { place: 'graph', title: 'Graph', note: 'While a card or a port has the focus.' },
  { place: 'outline', title: 'Outline', note: '' },
  { place: 'trace', title: 'Trace', note: 'In its pane and in the details of a step, except while you type.' },
  { place: 'steps', title: 'Tree of steps', note: '' },
  { place: 'tables', title: 'Tables', note: 'Pipeline, OpenFlow, databases, timeline, log and matrix.' },
  { place: 'terminal', title: 'Terminal', note: '' },
  { place: 'match', title: 'Match lab', note: 'Undo and redo outside of the editor, which has its own.' },
  { place: 'packet', title: 'Packet editor', note: 'In the tree of headers and in the bytes.' },
  { place: 'dialogs', title: 'Dialogs', note: '' },
  { place: 'present', title: 'Presentation', note: 'As the keys of a clicker.' },
];

/** Every key of a place with what it does. */
export function keyList(place: KeyPlace): readonly ListedKey[] {
  const own = allCommands.flatMap(({ keys, name, place: at = 'page' }) =>
    keys !== undefined && at === place ? [{ place, keys, name }] : [],
  );
  return [...own, ...listedKeys.filter((key) => key.place === place)];
}

/** What widgets do by themselves, by the patterns for trees, grids and dialogs. */
const listedKeys: readonly ListedKey[] = [
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
