/** What a command is. Each button of the page is one, and so is each key that does something. */

/** Where a key works. A key means one thing in one place; the page's own work everywhere. */
export type KeyPlace =
  'page' | 'graph' | 'outline' | 'trace' | 'steps' | 'tables' | 'terminal' | 'match' | 'packet' | 'dialogs' | 'present';

/** The headings of the palette, in its order. */
export const GROUPS = ['Trace', 'Graph', 'Panes', 'Match lab', 'Lessons', 'Scenario', 'Page', 'Settings'] as const;
export type Group = (typeof GROUPS)[number];

export interface Command {
  /** `place.what`; never changes, since tests and buttons name it. */
  readonly id: string;
  /** What it does, as an order: "Add a switch". */
  readonly name: string;
  readonly group: Group;
  /** Other words that somebody may look for it by. */
  readonly words?: string;
  /** Names of its buttons on the page, where they differ from `name`. */
  readonly buttons?: readonly string[];
  /** As `keys.ts` writes them; the first is the one that is shown beside it. */
  readonly keys?: readonly string[];
  /** Where the keys work; the whole page when it is left out. */
  readonly place?: KeyPlace;
  /** The key means the same while somebody types. */
  readonly inFields?: boolean;
  /** Why it cannot be done now; null when it can. */
  readonly unless?: () => string | null;
  readonly run: () => unknown;
}

/** A key that belongs to a part of the page itself, listed so that nobody has to guess it. */
export interface ListedKey {
  readonly place: KeyPlace;
  readonly keys: readonly string[];
  readonly name: string;
}
