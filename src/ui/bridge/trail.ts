/**
 * What undo and redo lead through: every act that changed something, with what it
 * changed as it was before and after. Whatever an act was (a command, a move on the
 * canvas, going to another moment), undoing it is putting that part back.
 */
import type { ScenarioExtras } from '../../engine/scenario';
import type { Deployment } from '../../engine/releases';
import type { LoggedAction } from './action-log';

interface Place {
  readonly branch: string;
  readonly position: number;
}

/** The part of what is open that an act changed. */
interface Part {
  readonly place?: Place;
  readonly extras?: Partial<ScenarioExtras>;
}

export interface Deed {
  /** Counts up; a deed of a document's time or before has no higher number than the count then. */
  readonly number: number;
  /** For a person, as after "Undo:". */
  readonly words: string;
  readonly before: Part;
  readonly after: Part;
}

export interface Moment extends Place {
  readonly scenario: ScenarioExtras;
}

/** What is open, as far as a deed changes it. */
interface Changing {
  readonly deployment: Deployment;
  scenario: ScenarioExtras;
}

/** The daemons' own doing belongs to the act that they follow. */
const FOLLOWS: ReadonlySet<LoggedAction['kind']> = new Set(['step', 'settle', 'setStepping']);
const TRAVELS: ReadonlySet<LoggedAction['kind']> = new Set(['takeBack', 'doAgain']);

/** All that a trail is: it is replaced, never changed. */
interface Standing {
  readonly past: readonly Deed[];
  readonly future: readonly Deed[];
  readonly count: number;
  readonly travelled: number;
}

export class Trail {
  #now: Standing = { past: [], future: [], count: 0, travelled: 0 };

  /** How many deeds there have been. */
  get count(): number {
    return this.#now.count;
  }

  /** The number of the deed that was last taken back or done again. */
  get travelled(): number {
    return this.#now.travelled;
  }

  get undo(): Deed | undefined {
    return this.#now.past.at(-1);
  }

  get redo(): Deed | undefined {
    return this.#now.future.at(-1);
  }

  mark(): Standing {
    return this.#now;
  }

  /** To a mark, where what was done since is taken back some other way. */
  restore(mark: Standing): void {
    this.#now = mark;
  }

  note(action: LoggedAction, words: string, before: Moment, now: Moment): void {
    const { kind } = action;
    if (TRAVELS.has(kind) || (kind === 'rename' && action.copied === true)) return;
    const [from, to] = changed(before, now);
    if (from.place === undefined && from.extras === undefined) return;
    const { past, count } = this.#now;
    if (FOLLOWS.has(kind)) {
      const last = past.at(-1);
      const longer = last === undefined ? [] : [{ ...last, after: { ...last.after, ...to } }];
      this.#now = { ...this.#now, past: [...past.slice(0, -1), ...longer], future: [] };
      return;
    }
    const deed = { number: count + 1, words, before: from, after: to };
    this.#now = { ...this.#now, past: [...past, deed], future: [], count: count + 1 };
  }

  takeBack(open: Changing): void {
    const { past, future } = this.#now;
    const deed = past.at(-1);
    if (deed === undefined) return;
    putBack(open, deed.before);
    this.#now = { ...this.#now, past: past.slice(0, -1), future: [...future, deed], travelled: deed.number };
  }

  doAgain(open: Changing): void {
    const { past, future } = this.#now;
    const deed = future.at(-1);
    if (deed === undefined) return;
    putBack(open, deed.after);
    this.#now = { ...this.#now, past: [...past, deed], future: future.slice(0, -1), travelled: deed.number };
  }
}

function changed(before: Moment, now: Moment): readonly [Part, Part] {
  const moved = before.branch !== now.branch || before.position !== now.position;
  const keys = (['name', 'packets', 'positions', 'checks'] as const).filter(
    (key) => before.scenario[key] !== now.scenario[key],
  );
  const part = (moment: Moment): Part => ({
    ...(moved ? { place: { branch: moment.branch, position: moment.position } } : {}),
    ...(keys.length > 0 ? { extras: Object.fromEntries(keys.map((key) => [key, moment.scenario[key]])) } : {}),
  });
  return [part(before), part(now)];
}

function putBack(open: Changing, { place, extras }: Part): void {
  const { deployment } = open;
  if (place !== undefined) {
    if (deployment.branch !== place.branch) deployment.switchBranch(place.branch);
    deployment.goTo(place.position);
  }
  // What travel renames along the way is as it was then, too.
  if (extras !== undefined) open.scenario = { ...open.scenario, ...extras };
}
