/**
 * The heart of a session: what is open, the one queue that everything which acts
 * goes through, and the updates that keep the page's mirror true.
 *
 * - An act is done, kept, and only then shown: what is on the screen is safe.
 * - An exception never leaves an act: it is taken back and answered with a problem.
 * - Long work returns to the event loop between its pieces, so that reads and `stop`
 *   come through while it goes on.
 */
import type { Problem, Result, Work } from '../../engine/base';
import { galleryScenario, openScenario } from '../../engine/scenario';
import type { Compression } from '../../engine/scenario';
import { wordsOf } from './action-log';
import type { LoggedAction } from './action-log';
import { caught } from './guard';
import { openOf, scenarioInfo } from './open-scenario';
import type { Open } from './open-scenario';
import type { Update } from './protocol';
import type { Signal } from './signals';
import { tracked } from './tracked';

/** What a session needs of its platform. */
export interface SessionPlatform {
  readonly compression: Compression;
  readonly post: (signal: Signal) => void;
  /** Milliseconds, from anywhere. */
  readonly clock: () => number;
  /** Lets what waits in the event loop have its turn. */
  readonly breathe: () => Promise<void>;
  /** Names the program, so that a log by another one is known. */
  readonly build: string;
}

/** A moment before an act, and what keeps the act after it. */
export interface Keeps<
  Before = { readonly branch: string; readonly position: number; readonly chance: number; readonly scenario: unknown },
> {
  before(): Before;
  /** Settles when it is safe, or cannot be soon; `cost` is how long it took. */
  acted(action: LoggedAction, before: Before, cost: number): Promise<void>;
}

/** A slice of long work, in milliseconds: others never wait longer than it and one piece. */
const SLICE = 40;
/** Between two signs of life from inside synchronous work. */
const PULSE = 250;
/** Work that lasts so long says how far it is, and says it again so often. */
const PROGRESS = 150;
/** What is shown while it is still being opened is shown anew so often. */
const SHOWN = 400;

export class SessionCore {
  readonly platform: SessionPlatform;
  listener: ((update: Update) => void) | undefined;
  /** Keeps what is done; undefined where nothing is. */
  keeps: Keeps | undefined;
  #open: Open | undefined;
  /** What was open before, while another is being opened and shown. */
  #before: { readonly open: Open | undefined } | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #stopping = false;
  #acting = false;
  #lastPulse = 0;

  constructor(platform: SessionPlatform) {
    this.platform = platform;
  }

  get open(): Open {
    this.#open ??= this.#watched(article());
    return this.#open;
  }

  /** What is open for good: while another is being opened, the one before. */
  get settled(): Open {
    return this.#before?.open ?? this.open;
  }

  /** What is shown is still being opened. */
  get opening(): boolean {
    return this.#before !== undefined;
  }

  /** Something is being done just now. */
  get acting(): boolean {
    return this.#acting;
  }

  /** True from `stop()` to the end of what was under way. */
  readonly stopped = (): boolean => this.#stopping;

  stop(): void {
    this.#stopping = true;
  }

  /**
   * Opens in place of what is open: it is shown at once, and again and again while `rest`
   * goes on, or only when it is done where it is `quiet`. Where that ends in a problem or
   * throws, what was open before comes back.
   */
  async opens<T>(open: Open, rest: Work<Result<T>>, quiet = false): Promise<Result<T>> {
    const before = { open: this.#open };
    this.#before = before;
    this.#open = this.#watched(open);
    this.#acting = true;
    let done: Result<T> | undefined;
    try {
      if (!quiet) this.send(true);
      done = await (quiet ? this.drive(rest) : this.#finished(rest));
      return done;
    } finally {
      this.#before = undefined;
      this.#acting = false;
      if (done?.ok === true) this.send(quiet);
      else {
        this.#open = before.open;
        if (!quiet) this.send(true);
      }
    }
  }

  /** One after the other, whatever becomes of the one before. */
  enqueue<T>(body: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(body);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Does something that counts, then keeps what `logged` makes of it, then shows it. */
  act<T>(
    action: LoggedAction,
    work: (open: Open) => Work<T>,
    failed: (problem: Problem) => T,
    logged: (value: T) => LoggedAction = () => action,
  ): Promise<T> {
    return this.enqueue(() => this.#acted(action, work, logged, failed, true));
  }

  /** For calls without an answer: a problem is told by a signal. */
  do(
    action: LoggedAction,
    work: (open: Open) => Work<unknown>,
    logged: (value: unknown) => LoggedAction,
  ): Promise<void> {
    return this.enqueue(async () => {
      await this.#acted<unknown>(action, work, logged, () => undefined, false);
    });
  }

  /** Does something that nobody needs to do again: it changes counters at most. */
  touch<T>(words: string, body: (open: Open) => T, failed: (problem: Problem) => T): Promise<T> {
    return this.enqueue(() => this.#guarded(words, (open) => atOnce(() => body(open)), undefined, failed, true));
  }

  /** Long work that changes nothing of what is open; undefined where `stop()` came before its end. */
  ponder<T>(words: string, work: (open: Open) => Work<T>, failed: (problem: Problem) => T): Promise<T | undefined> {
    return this.enqueue(async () => {
      this.#stopping = false;
      this.#acting = true;
      try {
        return (await this.#slices(work(this.open), () => !this.#stopping, this.platform.post))?.value;
      } catch (thrown) {
        return failed(this.mistake(words, thrown, { answered: true, fatal: false }));
      } finally {
        this.#stopping = false;
        this.#acting = false;
      }
    });
  }

  /** Answers a question; an exception becomes `failed`. */
  read<T>(words: string, body: (open: Open) => T, failed: (problem: Problem) => T): T {
    try {
      return body(this.open);
    } catch (thrown) {
      return failed(this.mistake(words, thrown, { answered: true, fatal: false }));
    }
  }

  mistake(words: string, thrown: unknown, how: { readonly answered: boolean; readonly fatal: boolean }): Problem {
    const { problem, report } = caught(words, thrown, { fatal: how.fatal, build: this.platform.build });
    this.platform.post({ signal: 'mistake', mistake: { words, message: problem.message, report, ...how } });
    return problem;
  }

  /** Tells the page what changed. */
  send(full: boolean): void {
    if (!this.listener) return;
    const { open } = this;
    const detail = full ? open.builder.full() : open.builder.take();
    const { printed } = open;
    open.printed = '';
    const { undo, redo } = open.trail;
    this.listener({
      full,
      scenario: scenarioInfo(open),
      ...detail,
      printed,
      undo: undo?.words ?? null,
      redo: redo?.words ?? null,
    });
  }

  /** Does work in slices, and says how far it is. */
  async drive<T>(work: Work<T>): Promise<T> {
    for (;;) {
      const done = await this.#slices(work, ALWAYS, this.platform.post);
      if (done !== undefined) return done.value;
    }
  }

  /** `drive`, and shows what has come of it so far. */
  async #finished<T>(work: Work<T>): Promise<T> {
    const { clock, post } = this.platform;
    let shown = clock();
    const show = () => {
      if (clock() - shown < SHOWN) return true;
      this.send(false);
      shown = clock();
      return true;
    };
    for (;;) {
      const done = await this.#slices(work, show, post);
      if (done !== undefined) return done.value;
    }
  }

  /** Does work in slices as long as it is to go on; undefined when it was given up. Says nothing. */
  async driveWhile<T>(work: Work<T>, goesOn: () => boolean): Promise<T | undefined> {
    return (await this.#slices(work, goesOn, () => undefined))?.value;
  }

  async #slices<T>(
    work: Work<T>,
    goesOn: () => boolean,
    post: SessionPlatform['post'],
  ): Promise<{ readonly value: T } | undefined> {
    const { clock, breathe } = this.platform;
    let slice = clock();
    let told = slice;
    let progressing = false;
    try {
      for (;;) {
        const piece = work.next();
        if (piece.done === true) return { value: piece.value };
        const now = clock();
        if (now - told >= PROGRESS) {
          told = now;
          progressing = true;
          post({ signal: 'progress', progress: piece.value });
        }
        if (now - slice < SLICE) continue;
        await breathe();
        if (!goesOn()) return undefined;
        slice = clock();
      }
    } finally {
      if (progressing) post({ signal: 'progress', progress: null });
    }
  }

  /** A sign of life from inside synchronous work. */
  readonly pulse = (): void => {
    const now = this.platform.clock();
    if (now - this.#lastPulse < PULSE) return;
    this.#lastPulse = now;
    this.platform.post({ signal: 'alive' });
  };

  #acted<T>(
    action: LoggedAction,
    work: (open: Open) => Work<T>,
    logged: (value: T) => LoggedAction,
    failed: (problem: Problem) => T,
    answered: boolean,
  ): Promise<T> {
    return this.#guarded(wordsOf(action), (open) => tracked(open, action, work(open)), logged, failed, answered);
  }

  async #guarded<T>(
    words: string,
    work: (open: Open) => Work<T>,
    logged: ((value: T) => LoggedAction) | undefined,
    failed: (problem: Problem) => T,
    answered: boolean,
  ): Promise<T> {
    const { open } = this;
    const { deployment, scenario, following, printed, trail } = open;
    const { automatic } = deployment;
    const mark = deployment.mark();
    const done = trail.mark();
    this.#stopping = false;
    this.#acting = true;
    try {
      const before = this.keeps?.before();
      const began = this.platform.clock();
      const value = await this.drive(work(open));
      if (before !== undefined && logged !== undefined) {
        await this.keeps?.acted(logged(value), before, this.platform.clock() - began);
      }
      this.send(false);
      return value;
    } catch (thrown) {
      let fatal = false;
      try {
        deployment.takeBack(mark);
        Object.assign(open, { scenario, following, printed });
        trail.restore(done);
        deployment.automatic = automatic;
        this.send(true);
      } catch {
        fatal = true;
      }
      return failed(this.mistake(words, thrown, { answered, fatal }));
    } finally {
      this.#stopping = false;
      this.#acting = false;
    }
  }

  #watched(open: Open): Open {
    open.deployment.pulse = this.pulse;
    return open;
  }
}

/** Work of one piece. */
export function* atOnce<T>(body: () => T): Work<T> {
  yield* [];
  return body();
}

const ALWAYS = () => true;

/** What is open before anything was opened. */
function article(): Open {
  const document = galleryScenario('article');
  const opened = document === undefined ? undefined : openScenario(document);
  if (opened?.ok !== true) throw new Error('The article of our own gallery does not open.');
  return openOf(opened.value);
}
