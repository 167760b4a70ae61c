/** Commands that are at hand from the first screen on, and what buttons and keys take from them. */
import type { Command, KeyPlace } from './command';
import { ariaKeys, isPressed, keyText } from './keys';
import { labCommands } from './lab-commands';
import { pageCommands } from './page-commands';
import { traceCommands } from './trace-commands';

export const commands: readonly Command[] = [...traceCommands, ...labCommands, ...pageCommands];

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
