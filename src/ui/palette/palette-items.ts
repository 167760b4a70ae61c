/** What the palette lists for a text: commands and everything else that has a name, best first; pure. */
import { GROUPS, shownKey } from '../commands';
import type { Command } from '../commands';
import { ranked } from './rank';
import type { Findable } from './rank';

export interface PaletteItem extends Findable {
  readonly id: string;
  readonly group: string;
  /** The name by itself, when `name` says what kind of thing it is before. */
  readonly plain?: string;
  /** What tells it from others, at the end of the line. */
  readonly aside?: string;
  readonly key?: string;
  /** Why it cannot be chosen now. */
  readonly why?: string | null;
  /** The names of its buttons on the page. */
  readonly buttons?: readonly string[];
  readonly run: () => unknown;
}

export interface PaletteGroup {
  readonly title: string;
  readonly items: readonly PaletteItem[];
}

/** More are not read, and cost time to draw. */
const MOST = 60;

/** `why` it cannot be done now; null when it can. */
export function commandItem(command: Command, why: string | null): PaletteItem {
  const { id, group, name, words = '', buttons = [], run } = command;
  const key = shownKey(command);
  return {
    id,
    group,
    name,
    words: `${words} ${buttons.join(' ')}`,
    ...(key === undefined ? {} : { key }),
    why,
    buttons: [name, ...buttons],
    run,
  };
}

const order: readonly string[] = ['Trace', 'Send', 'Graph', 'Panes', 'Daemons', ...GROUPS, 'In the lab', 'Other names'];

/** Under headings where nothing is asked; in one list of what is meant, best first, otherwise. */
export function paletteGroups(items: readonly PaletteItem[], text: string): readonly PaletteGroup[] {
  if (text.trim() !== '') {
    const found = ranked(items.map(byPlainName), text).slice(0, MOST);
    return found.length === 0 ? [] : [{ title: 'Found', items: found.map(({ item }) => item) }];
  }
  return Array.from(new Set(order), (title) => {
    const own = items.filter(({ group }) => group === title);
    return { title, items: title === 'In the lab' ? own.slice(0, MOST) : own };
  })
    .filter((group) => group.items.length > 0)
    .sort((a, b) => Number(isOff(a)) - Number(isOff(b)));
}

/** Headings under which nothing can be chosen now come last. */
function isOff({ items }: PaletteGroup): boolean {
  return items.every(({ why }) => (why ?? null) !== null);
}

/** A port is found by its name, and by “Port” and its name. */
function byPlainName(item: PaletteItem): Findable & { readonly item: PaletteItem } {
  const { name, plain, words = '', ids = [] } = item;
  return {
    item,
    off: (item.why ?? null) !== null,
    name: plain ?? name,
    words: plain === undefined ? words : `${name} ${words}`,
    ids,
  };
}
