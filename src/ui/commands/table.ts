/** All commands and keys, and what buttons and lists take from them. */
import type { Command, KeyPlace, ListedKey } from './command';
import { ariaKeys, isPressed, keyText } from './keys';
import { graphCommands, paneCommands } from './lab-commands';
import { lessonCommands, listedKeys, matchCommands } from './other-commands';
import { pageCommands } from './page-commands';
import { traceCommands } from './trace-commands';

export const commands: readonly Command[] = [
  ...traceCommands,
  ...graphCommands,
  ...paneCommands,
  ...matchCommands,
  ...lessonCommands,
  ...pageCommands,
];

const byId = new Map(commands.map((command) => [command.id, command]));

export function commandNamed(id: string): Command {
  const found = byId.get(id);
  if (!found) throw new Error(`There is no command ${id}`);
  return found;
}

/** The command that a pressed key means in a place; undefined for none. */
export function commandAt(place: KeyPlace, event: KeyboardEvent): Command | undefined {
  return commands.find(
    (command) => (command.place ?? 'page') === place && command.keys?.some((key) => isPressed(key, event)) === true,
  );
}

/** The key that is shown beside a command; undefined when it has none. */
export function shownKey({ keys }: Command): string | undefined {
  return keys?.[0] === undefined ? undefined : keyText(keys[0]);
}

/** For the button of a command: its tooltip with the key, and what tests and screen readers know it by. */
export function commandProps(id: string, tooltip?: string) {
  const command = commandNamed(id);
  const key = shownKey(command);
  const text = tooltip ?? command.name;
  return {
    'data-command': id,
    title: key === undefined ? text : `${text} (${key})`,
    ...(command.keys === undefined ? {} : { 'aria-keyshortcuts': ariaKeys(command.keys) }),
  };
}

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
  const own = commands.flatMap(({ keys, name, place: at = 'page' }) =>
    keys !== undefined && at === place ? [{ place, keys, name }] : [],
  );
  return [...own, ...listedKeys.filter((key) => key.place === place)];
}
