/**
 * One person's session with the engine, put together from its parts: what acts
 * (`session-acts`), what asks (`session-reads`), what opens (`session-opening`) and what
 * is kept of it (`session-keeping`). Knows no platform; the worker and the tests hand
 * in what it needs.
 */
import { Keeper, Store } from '../keeping';
import type { Tabs } from '../keeping';
import type { EngineApi } from './protocol';
import { sessionActs } from './session-acts';
import { SessionCore } from './session-core';
import type { SessionPlatform } from './session-core';
import { SessionKeeping } from './session-keeping';
import { sessionLibrary } from './session-library';
import { sessionOpening } from './session-opening';
import { sessionReads } from './session-reads';
import { sessionTasks } from './session-tasks';
import { sessionWindows } from './session-windows';

/** What keeping needs of the platform besides a database. */
export interface KeepingPlatform {
  readonly tabs: Tabs;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly after: (ms: number) => Promise<void>;
  readonly newId: () => string;
}

/** Without a platform no clock goes, nobody listens, and nothing is kept. */
export function createSession({
  compression,
  keeping: kept,
  ...rest
}: Pick<SessionPlatform, 'compression'> &
  Partial<SessionPlatform> & { readonly keeping?: KeepingPlatform }): EngineApi {
  const core = new SessionCore({
    compression,
    post: () => undefined,
    clock: () => 0,
    breathe: () => Promise.resolve(),
    build: 'test',
    ...rest,
  });
  const keeping = kept && keepingOf(core, kept);
  core.keeps = keeping;
  return {
    subscribe(tell) {
      core.listener = tell;
      core.send(true);
    },
    ...sessionReads(core),
    ...sessionWindows(core),
    ...sessionActs(core),
    ...sessionTasks(core),
    ...sessionOpening(core, keeping),
    ...sessionLibrary(core, keeping?.keeper),
  };
}

function keepingOf(core: SessionCore, { tabs, now, after, newId }: KeepingPlatform): SessionKeeping {
  const { post } = core.platform;
  const tell = (code: string, message: string) => {
    post({ signal: 'told', problem: { code, message } });
  };
  const keeper: Keeper = new Keeper({
    store: new Store(now),
    tabs,
    now,
    after,
    newId,
    onStatus: (status) => {
      post({ signal: 'keeping', keeping: status });
    },
    onChanged: () => {
      post({ signal: 'kept-changed' });
    },
    onCopied: (name) => {
      keeping.copied(name);
      tell('copied', `This scenario is open in another tab: what you do here goes on in “${name}”.`);
    },
    onAlsoOpened: () => {
      tell('also-open', 'This scenario is now open in another tab too: what is done there goes on in a copy.');
    },
    document: () => keeping.document(),
  });
  const keeping = new SessionKeeping(core, keeper, { after, now });
  return keeping;
}
