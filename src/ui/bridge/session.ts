/**
 * One person's session with the engine, put together from its parts: what acts
 * (`session-acts`), what asks (`session-reads`), what opens and keeps
 * (`session-opening`). Knows no platform; the worker and the tests hand in what it needs.
 */
import type { EngineApi } from './protocol';
import { sessionActs } from './session-acts';
import { SessionCore } from './session-core';
import type { SessionPlatform } from './session-core';
import { sessionOpening } from './session-opening';
import { sessionReads } from './session-reads';

/** Tests have no use for the rest of the platform: no clock goes, nobody listens. */
export function createSession({
  compression,
  ...rest
}: Pick<SessionPlatform, 'compression'> & Partial<SessionPlatform>): EngineApi {
  const core = new SessionCore({
    compression,
    post: () => undefined,
    clock: () => 0,
    breathe: () => Promise.resolve(),
    build: 'test',
    ...rest,
  });
  return {
    subscribe(tell) {
      core.listener = tell;
      core.send(true);
    },
    ...sessionReads(core),
    ...sessionActs(core),
    ...sessionOpening(core),
  };
}
