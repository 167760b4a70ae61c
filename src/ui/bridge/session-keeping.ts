/**
 * What a session keeps: each act as an entry of the log, and now and then, when
 * nothing else is to be done, a whole document. Knows where in its history each
 * document stands, and so which later acts can be done again after it.
 */
import { documentText, exporting, exportScenario, writing } from '../../engine/scenario';
import type { Work } from '../../engine/base';
import type { ScenarioExtras } from '../../engine/scenario';
import { aboutOf } from './about';
import type { Deployment } from '../../engine/releases';
import type { ActionRecord, Keeper, NewState } from '../keeping';
import type { LoggedAction } from './action-log';
import type { Open } from './open-scenario';
import type { Keeps, SessionCore } from './session-core';

/** A moment of a deployment's history. */
export interface Where {
  readonly branch: string;
  readonly position: number;
  readonly chance: number;
}

/** With what belongs to the scenario besides, which never changes in place. */
interface Before extends Where {
  readonly scenario: ScenarioExtras;
}

/** A moment that a document was made of. */
export interface Base extends Where {
  /** The deployment was opened from it: it has no past. */
  readonly root: boolean;
  /** History went on after it when the document was made. */
  readonly hadFuture: boolean;
  /** How many deeds there had been: those cannot be taken back from the document. */
  readonly deeds: number;
}

/** A document is due after so many actions, or when doing them again would last so long (milliseconds). */
const LONG_LOG = 200;
const EXPENSIVE_LOG = 2_000;
/** An act so long after the last document also makes one due: older states are there to be gone back to. */
const OLD_STATE = 600_000;
/** Nothing was done for so long: the session is idle. */
const IDLE = 1_500;

/** What is kept even if history is where it was. */
const BESIDES_HISTORY: readonly LoggedAction['kind'][] = ['rename', 'setStepping'];

export class SessionKeeping implements Keeps<Before> {
  readonly #core: SessionCore;
  readonly keeper: Keeper;
  readonly #after: (ms: number) => Promise<void>;
  readonly #now: () => number;
  #base: Base | undefined;
  /** History of the deployment minus history of the entry. */
  #offset = 0;
  #actions = 0;
  #cost = 0;
  #crossed = false;
  #saved = 0;
  #acts = 0;

  constructor(
    core: SessionCore,
    keeper: Keeper,
    { after, now }: { after: (ms: number) => Promise<void>; now: () => number },
  ) {
    this.#core = core;
    this.keeper = keeper;
    this.#after = after;
    this.#now = now;
  }

  /** Something was opened from a document: it gets an entry of its own. */
  async began(
    open: Open,
    text: string,
    origin: string,
    done: readonly Omit<ActionRecord, 'entry'>[] = [],
    start = open.deployment.position,
  ): Promise<void> {
    this.#begin(open.deployment, start, start);
    this.#actions = done.length;
    const entry = { name: open.scenario.name, about: aboutOf(open), release: open.deployment.release.id, origin };
    await this.keeper.begin(entry, { text, position: 0, build: this.#core.platform.build }, done);
    if (!open.deployment.automatic) await this.#log({ kind: 'setStepping', manual: true }, false, 0);
  }

  /**
   * An entry was opened from one of its states, at `start` in the deployment's history; `newest` is where its
   * newest state stands in what was done after it, if that is another one, and `actions` came after that.
   */
  resumed(open: Open, start: number, position: number, actions: number, newest?: Base): void {
    this.#begin(open.deployment, start, start - position);
    if (newest !== undefined) this.#base = newest;
    this.#actions = actions;
  }

  /** What is now, as a state, where nobody waits for rest; answers where it stands in the entry's history. */
  async keepState(text: string): Promise<number> {
    const state = this.#stateOf(text);
    await this.keeper.addState(state);
    return state.position;
  }

  /** The entry goes on from an earlier state, whose document it is; its history is at `position`. */
  async broughtBack({ deployment }: Open, text: string, position: number): Promise<void> {
    this.#begin(deployment, deployment.position, deployment.position - position);
    await this.keeper.rebase({ text, position, build: this.#core.platform.build });
    if (!deployment.automatic) await this.#log({ kind: 'setStepping', manual: true }, false, 0);
  }

  before(): Before {
    const { deployment, scenario } = this.#core.settled;
    return { ...whereOf(deployment), scenario };
  }

  async acted(action: LoggedAction, before: Before, cost: number): Promise<void> {
    const now = this.before();
    this.#acts += 1;
    const moved =
      now.branch !== before.branch ||
      now.position !== before.position ||
      now.chance !== before.chance ||
      now.scenario !== before.scenario;
    if (!moved && !BESIDES_HISTORY.includes(action.kind)) return;
    this.#cost += cost;
    await this.#log(action, this.#crosses(action, before, now), cost);
    this.#waitForRest();
  }

  /** The document as it is now, where what is stored does not lead here. */
  document(): NewState {
    const { deployment, scenario, trail } = this.#core.settled;
    this.#begin(deployment, deployment.position, this.#offset);
    this.#base = { ...whereOf(deployment), root: false, hadFuture: deployment.canRedo, deeds: trail.count };
    return this.#stateOf(documentText(exportScenario(deployment, scenario)));
  }

  /** What is done went on as a copy: so it is called. */
  copied(name: string): void {
    const { settled: open } = this.#core;
    open.scenario = { ...open.scenario, name };
    void this.#log({ kind: 'rename', name, copied: true }, false, 0);
  }

  async #log(action: LoggedAction, crosses: boolean, cost: number): Promise<void> {
    const { settled: open } = this.#core;
    const { deployment, scenario } = open;
    this.#actions += 1;
    this.#crossed ||= crosses;
    const told = action.kind === 'goTo' ? { ...action, position: action.position - this.#offset } : action;
    const record = {
      action: JSON.stringify(told),
      position: deployment.position - this.#offset,
      chance: deployment.chance,
      build: this.#core.platform.build,
      cost,
      crosses,
    };
    await this.keeper.acted(record, { name: scenario.name, about: aboutOf(open) });
  }

  #begin(deployment: Deployment, position: number, offset: number): void {
    this.#base = { ...whereOf(deployment), position, root: true, hadFuture: false, deeds: 0 };
    this.#offset = offset;
    this.#restarted();
  }

  #restarted(): void {
    this.#actions = 0;
    this.#cost = 0;
    this.#crossed = false;
    this.#saved = this.#now();
  }

  /** True for travel to what the newest document does not know of. */
  #crosses({ kind }: LoggedAction, before: Where, now: Where): boolean {
    const base = this.#base;
    if (base === undefined || base.root) return false;
    if (kind === 'takeBack' || kind === 'doAgain') return this.#core.settled.trail.travelled <= base.deeds;
    if (kind === 'switchBranch') return now.branch !== before.branch;
    if (kind !== 'undo' && kind !== 'redo' && kind !== 'goTo') return false;
    if (now.position < base.position) return true;
    return now.branch === base.branch && base.hadFuture && now.position > base.position;
  }

  #waitForRest(): void {
    const due =
      this.#crossed ||
      this.#actions >= LONG_LOG ||
      this.#cost >= EXPENSIVE_LOG ||
      this.#now() - this.#saved >= OLD_STATE;
    if (!due) return;
    const acts = this.#acts;
    void this.#after(IDLE).then(() => (acts === this.#acts ? this.saveDocument() : undefined));
  }

  /** Makes a document in slices; given up as soon as something is done. Whether events wait to be stepped is only in the log. */
  async saveDocument(): Promise<boolean> {
    const { settled: open } = this.#core;
    const { deployment, scenario, trail } = open;
    const acts = this.#acts;
    const untouched = () => acts === this.#acts && open === this.#core.settled && !this.#core.acting;
    if (!untouched() || !deployment.automatic) return false;
    try {
      const text = await this.#core.driveWhile(saving(deployment, scenario), untouched);
      if (text === undefined || !untouched()) return false;
      this.#base = { ...whereOf(deployment), root: false, hadFuture: deployment.canRedo, deeds: trail.count };
      this.#restarted();
      await this.keeper.addState(this.#stateOf(text));
      return true;
    } catch (thrown) {
      this.#core.mistake('save the scenario', thrown, { answered: false, fatal: false });
      return false;
    }
  }

  #stateOf(text: string): NewState {
    return {
      text,
      position: this.#core.settled.deployment.position - this.#offset,
      build: this.#core.platform.build,
    };
  }
}

function* saving(deployment: Deployment, extras: ScenarioExtras): Work<string> {
  return yield* writing(yield* exporting(deployment, extras));
}

export function whereOf({ branch, position, chance }: Deployment): Where {
  return { branch, position, chance };
}
