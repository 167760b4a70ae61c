/** Does the actions of a log again, as long as each leads where it led. */
import type { Work } from '../../engine/base';
import type { ActionRecord } from '../keeping';
import { readAction, wordsOf } from './action-log';
import { enact } from './enact';
import type { Open } from './open-scenario';
import type { Base } from './session-keeping';
import { whereOf } from './session-keeping';
import { tracked } from './tracked';

export interface Replay {
  /** What was done again, with where it led now. */
  readonly done: readonly Omit<ActionRecord, 'entry'>[];
  /** In words. */
  readonly leftOut: readonly string[];
  /** How many were not done, because the next one went otherwise. */
  readonly remaining: number;
  /** Where things stood after the action of number `mark`. */
  readonly marked: Base | undefined;
  /** What it threw, if it threw. */
  readonly thrown: unknown;
}

/** `position` is the entry's history at the state that `open` was opened from. */
export function* replay(
  open: Open,
  actions: readonly ActionRecord[],
  position: number,
  leaveOut: readonly number[],
  tell: (action: number, words: string) => void,
  mark?: number,
): Work<Replay> {
  const { deployment } = open;
  const offset = deployment.position - position;
  const done: Omit<ActionRecord, 'entry'>[] = [];
  const leftOut: string[] = [];
  let marked: Base | undefined;
  for (const [index, record] of actions.entries()) {
    const stored = readAction(record.action);
    const words = stored === undefined ? record.action : wordsOf(stored);
    if (leaveOut.includes(record.number)) {
      leftOut.push(words);
      continue;
    }
    tell(record.number, words);
    const before = deployment.mark();
    const { scenario } = open;
    const remaining = actions.length - index;
    const giveUp = (thrown: unknown): Replay => {
      deployment.takeBack(before);
      open.scenario = scenario;
      return { done, leftOut, remaining, marked, thrown };
    };
    if (stored === undefined) return giveUp(undefined);
    const action = stored.kind === 'goTo' ? { ...stored, position: stored.position + offset } : stored;
    try {
      yield* tracked(open, action, enact(open, action, NEVER));
    } catch (thrown) {
      return giveUp(thrown);
    }
    const now = { position: deployment.position - offset, chance: deployment.chance };
    // After something was left out, nothing leads where it led.
    const same = now.position === record.position && now.chance === record.chance;
    if (!same && leftOut.length === 0) return giveUp(undefined);
    const { number, build, cost } = record;
    done.push({ number, action: record.action, build, ...now, ...(cost === undefined ? {} : { cost }) });
    if (number === mark)
      marked = { ...whereOf(deployment), root: false, hadFuture: deployment.canRedo, deeds: open.trail.count };
    yield { what: 'actions', done: index + 1, total: actions.length };
  }
  return { done, leftOut, remaining: 0, marked, thrown: undefined };
}

const NEVER = () => false;
