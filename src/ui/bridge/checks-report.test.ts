import { describe, expect, it } from 'vitest';
import { createSession } from './session';

const compression = {
  deflate: (bytes: Uint8Array) => Promise.resolve(bytes),
  inflate: (bytes: Uint8Array) => Promise.resolve(bytes),
};

async function article() {
  const session = createSession({ compression });
  const opened = await session.open({ kind: 'gallery', id: 'article' });
  if (!opened.ok) throw new Error(opened.error.message);
  return session;
}

const SUITE = `sw0-port1 reaches sw0-port2 by ping
after ovn-nbctl lport-del sw0-port2
sw0-port1 reaches sw0-port2 by arp
`;

describe('a suite run in the lab', () => {
  it('leaves the lab as it is, and shows packets as long as they are of the lab', async () => {
    const session = await article();
    const before = session.document();
    const answer = await session.runChecks(SUITE);
    if (answer?.ok !== true) throw new Error('It did not run.');
    const { rows, passed, failed, begins, junit } = answer.value;
    expect({ passed, failed, begins }).toEqual({ passed: 1, failed: 1, begins: false });
    expect(rows.map(({ kind, passed: good, line }) => [kind, good, line])).toEqual([
      ['check', true, 1],
      ['deed', true, 2],
      ['check', false, 3],
    ]);
    expect(rows.map(({ probes }) => probes.map(({ request }) => request !== null))).toEqual([[true], [], [false]]);
    expect(rows[2]?.sentence).toBe('Nobody is called sw0-port2.');
    expect(junit).toContain('<testsuite name="checks" tests="2" failures="1"');
    expect(session.document()).toBe(before);
  });

  it('says what cannot be read, and that the lab stands in place of its beginning', async () => {
    const session = await article();
    expect(await session.runChecks('a reachs b\nb is')).toMatchObject({
      ok: false,
      error: [{ range: { start: 2, end: 8 } }, { range: { start: 15, end: 15 } }],
    });
    expect(await session.runChecks('run lab.sh\nsw0-port1 reaches sw0-port2 by ping')).toMatchObject({
      ok: true,
      value: { begins: true, passed: 1 },
    });
  });

  it('is stopped between two steps', async () => {
    const session = createSession({
      compression,
      breathe: () => new Promise((done) => setTimeout(done)),
      clock: counting(),
    });
    const running = session.runChecks('sw0-port1 reaches sw0-port2 by ping\n'.repeat(30));
    await Promise.resolve();
    await Promise.resolve();
    session.stop();
    expect(await running).toBeUndefined();
  });

  it('has its text in the document', async () => {
    const session = await article();
    await session.setChecks(SUITE);
    const json = session.document();
    expect(JSON.parse(json)).toMatchObject({ checks: SUITE });
    await session.setChecks('');
    expect(JSON.parse(session.document())).not.toHaveProperty('checks');
  });
});

/** Each look at the clock is a second later, so that each piece is a slice of its own. */
function counting(): () => number {
  let now = 0;
  return () => (now += 1_000);
}
