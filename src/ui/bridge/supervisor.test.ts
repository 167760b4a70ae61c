/** The supervisor with a worker of paper and a clock that the test winds. */
import { wrap } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Signal } from './signals';
import { LOOK, Supervisor } from './supervisor';
import type { Loss, WorkerEvents } from './supervisor';
import { callOf, returned } from './wire';
import type { Call } from './wire';

/** As much of the engine as is asked here. */
interface Engine {
  run(line: string, machine: string): { readonly status: number; readonly notes: readonly string[] };
  perform(edit: { readonly kind: string }): { readonly ok: boolean; readonly message: string | null };
  document(): string;
  openKept(entry: string): string;
}

class PaperWorker {
  readonly calls: Call[] = [];
  ended = false;
  constructor(readonly events: WorkerEvents) {}
  postMessage(message: unknown): void {
    const call = callOf(message);
    if (call) this.calls.push(call);
  }
  terminate(): void {
    this.ended = true;
  }
  say(signal: Signal): void {
    this.events.message(signal);
  }
  answer(value: unknown): void {
    const call = this.calls.shift();
    if (call) this.events.message(returned(call.id, value));
  }
}

let workers: PaperWorker[];
let losses: Loss[];
let hidden: boolean;

function watched() {
  const supervisor = new Supervisor({
    start: (events) => {
      const worker = new PaperWorker(events);
      workers.push(worker);
      return worker;
    },
    hidden: () => hidden,
    signal: () => undefined,
    lost: (loss) => losses.push(loss),
  });
  return { supervisor, engine: wrap<Engine>(supervisor.gate), direct: wrap<Engine>(supervisor.direct) };
}

const newest = (): PaperWorker => workers.at(-1)!;

/** Time goes by, and the worker says that it is alive as often as it does. */
async function alive(milliseconds: number): Promise<void> {
  for (let gone = 0; gone < milliseconds; gone += LOOK) {
    newest().say({ signal: 'alive' });
    await vi.advanceTimersByTimeAsync(LOOK);
  }
}

const silent = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout', 'clearTimeout', 'clearInterval', 'performance'] });
  workers = [];
  losses = [];
  hidden = false;
});
afterEach(() => void vi.useRealTimers());

describe('a worker that lives', () => {
  it('may take as long as it likes while it says so', async () => {
    const { supervisor, engine } = watched();
    supervisor.ready();
    const answer = engine.run('ovn-nbctl show', 'hv1');
    await alive(600_000);
    newest().answer({ status: 0, notes: [] });
    expect(await answer).toEqual({ status: 0, notes: [] });
    expect(losses).toEqual([]);
  });

  it('is not taken for stuck while the tab is hidden, nor at once when it is shown again', async () => {
    const { supervisor, engine } = watched();
    supervisor.ready();
    void engine.document();
    await alive(LOOK);
    hidden = true;
    await silent(3_600_000);
    hidden = false;
    await silent(4_000);
    expect(losses).toEqual([]);
  });

  it('is not taken for stuck by a clock that jumps', async () => {
    const { supervisor, engine } = watched();
    supervisor.ready();
    void engine.document();
    await alive(LOOK);
    await silent(4_500);
    // The computer slept: time is another, and no look took place.
    const slept = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000);
    await silent(LOOK);
    slept.mockRestore();
    await silent(4_000);
    expect(losses).toEqual([]);
  });

  it('may throw without being replaced', async () => {
    const { supervisor } = watched();
    supervisor.ready();
    await alive(LOOK);
    newest().events.error('Uncaught Error: planted');
    await alive(20_000);
    expect(losses).toEqual([]);
  });
});

describe('a worker that is lost', () => {
  it('is stuck after five silent seconds; who waited is answered, and the first that acts did it', async () => {
    const { supervisor, engine } = watched();
    supervisor.ready();
    await alive(1000);
    const document = engine.document().catch((error: unknown) => error);
    const run = engine.run('ovn-nbctl hang', 'hv1');
    const after = engine.run('ovn-nbctl later', 'hv2');
    const perform = engine.perform({ kind: 'createSwitch' });
    await silent(4_500);
    expect(losses).toEqual([]);
    await silent(1_000);
    expect(losses).toMatchObject([{ cause: 'stuck', culprit: 'ovn-nbctl hang', reopening: false }]);
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
    expect(await run).toMatchObject({ status: 130, machine: 'hv1' });
    expect((await run).notes[0]).toContain('“ovn-nbctl hang” did not end');
    expect((await after).notes[0]).toContain('Not done');
    expect(await perform).toEqual({ ok: false, commands: [], message: '' });
    expect(await document).toMatchObject({ name: 'EngineReplaced' });
  });

  it('is missed even when nobody waits for anything', async () => {
    const { supervisor } = watched();
    supervisor.ready();
    await alive(LOOK);
    await silent(6_000);
    expect(losses).toMatchObject([{ cause: 'stuck', culprit: null }]);
  });

  it('is dead at once when its script cannot be read, and soon when it is silent after an error', async () => {
    watched();
    newest().events.error('404');
    expect(losses).toMatchObject([{ cause: 'died', detail: '404' }]);
    await alive(LOOK);
    newest().events.error('out of memory');
    await silent(3_000);
    expect(losses).toHaveLength(2);
  });

  it('is dead at once when an answer cannot be read', async () => {
    watched();
    await alive(LOOK);
    newest().events.unreadable();
    expect(losses).toMatchObject([{ cause: 'died' }]);
  });

  it('is replaced when it says itself that it cannot go on', () => {
    watched();
    const mistake = { words: 'x', message: 'A mistake.', report: 'stack', answered: true, fatal: true };
    newest().say({ signal: 'mistake', mistake });
    expect(losses).toMatchObject([{ cause: 'died', detail: 'stack' }]);
  });

  it('says nothing any more', async () => {
    const { supervisor, engine } = watched();
    supervisor.ready();
    await alive(LOOK);
    const first = newest();
    const answer = engine.run('x', 'hv1');
    await silent(6_000);
    first.answer({ status: 0, notes: [] });
    first.events.error('late');
    expect(await answer).toMatchObject({ status: 130 });
    expect(losses).toHaveLength(1);
  });
});

describe('the gate', () => {
  it('holds calls until a worker has been brought up, but not those that bring it up', async () => {
    const { supervisor, engine, direct } = watched();
    const run = engine.run('x', 'hv1');
    void direct.openKept('latest');
    expect(newest().calls.map(({ name }) => name)).toEqual(['openKept']);
    newest().answer('opened');
    supervisor.ready();
    expect(newest().calls.map(({ name }) => name)).toEqual(['run']);
    newest().answer({ status: 0, notes: [] });
    expect(await run).toEqual({ status: 0, notes: [] });
  });

  it('holds them when opening hangs too, and says that it was while reopening', async () => {
    const { supervisor, engine, direct } = watched();
    const run = engine.run('x', 'hv1');
    await alive(LOOK);
    const opening = direct.openKept('latest').catch((error: unknown) => error);
    await silent(6_000);
    expect(losses).toMatchObject([{ culprit: 'opening what was kept', reopening: true }]);
    expect(await opening).toMatchObject({ name: 'EngineReplaced' });
    supervisor.ready();
    newest().answer({ status: 0, notes: [] });
    expect(await run).toEqual({ status: 0, notes: [] });
  });
});

describe('stopping', () => {
  it('waits for a worker that hears', async () => {
    const { supervisor, engine } = watched();
    supervisor.ready();
    void engine.run('long', 'hv1');
    await supervisor.stopping(Promise.resolve());
    await alive(10_000);
    expect(losses).toEqual([]);
  });

  it('replaces a worker that does not hear within two seconds', async () => {
    const { supervisor, engine } = watched();
    supervisor.ready();
    void engine.run('long', 'hv1');
    void supervisor.stopping(new Promise(() => undefined));
    await alive(1_500);
    expect(losses).toEqual([]);
    await alive(500);
    expect(losses).toMatchObject([{ cause: 'stopped', culprit: 'long' }]);
  });

  it('is what ended a worker that was silent already', async () => {
    const { supervisor, engine } = watched();
    supervisor.ready();
    await alive(LOOK);
    void engine.run('long', 'hv1');
    await silent(4_000);
    void supervisor.stopping(new Promise(() => undefined));
    await silent(1_500);
    expect(losses).toMatchObject([{ cause: 'stopped', culprit: 'long' }]);
  });

  it('gives up at once what is opened in a new worker', () => {
    const { supervisor, direct } = watched();
    void direct.openKept('latest').catch(() => undefined);
    void supervisor.stopping(Promise.resolve());
    expect(losses).toMatchObject([{ cause: 'stopped', reopening: true }]);
  });
});

it('remembers the last twenty actions with their times', async () => {
  const { supervisor, engine } = watched();
  supervisor.ready();
  for (let n = 0; n < 30; n += 1) void engine.run(`command ${n}`, 'hv1');
  void engine.document();
  await alive(LOOK);
  for (let n = 0; n < 29; n += 1) newest().answer({ status: 0, notes: [] });
  expect(supervisor.log).toHaveLength(20);
  expect(supervisor.log.at(0)).toMatchObject({ words: 'command 10' });
  expect(supervisor.log.at(-2)?.took).toBeGreaterThan(0);
  expect(supervisor.log.at(-1)).toEqual({ words: 'command 29', took: null });
});
