/**
 * Watches over the engine's worker and replaces it when it is dead or stuck. To the
 * page it is one endpoint that lives for ever: calls that wait when a worker is lost
 * are answered here, calls made while the next one is brought up wait at the gate.
 *
 * A worker says at least every half second that it is alive. It is stuck when ten
 * looks in a row, half a second apart, found it silent. Looks that come late prove
 * nothing (a hidden tab, a sleeping computer, a busy page), so the counting begins
 * anew; while the tab is hidden nobody counts.
 */
import { isActing, wordsOf } from './call-words';
import { isSignal } from './signals';
import type { Signal } from './signals';
import type { Call } from './wire';
import { answered, callOf, returned, thrown } from './wire';

/** Milliseconds between two looks. */
export const LOOK = 500;
/** Silent looks in a row after which a worker is stuck: five seconds. */
const STUCK = 10;
/** As many after an uncaught error of the worker, which may or may not have been its end. */
const SUSPECT = 4;
/** As many before a new worker's first word; its script may have to come over a slow network. */
const STARTING = 120;
/** A look this late, in milliseconds, says more about the page than about the worker. */
const LATE = 1000;
/** How long a worker that was asked to stop may take to say that it heard, in milliseconds. */
const STOPPING = 2000;
const REMEMBERED = 20;

export type Cause = 'stuck' | 'died' | 'stopped';

/** A message that stands for one that has been given already. */
export const SAID = '';

/** What calls reject with when their worker was replaced; it has been said already. */
export const ENGINE_REPLACED = 'EngineReplaced';

export interface SupervisedWorker {
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): void;
}

export interface WorkerEvents {
  message(data: unknown): void;
  error(detail: string): void;
  /** Something arrived that could not be read: whoever waits for it would wait for ever. */
  unreadable(): void;
}

/** A call as reports show it. */
export interface Remembered {
  readonly words: string;
  /** Milliseconds from the call to its answer; null while there is none. */
  readonly took: number | null;
}

export interface Loss {
  readonly cause: Cause;
  /** What the worker said before its end. */
  readonly detail: string;
  /** The call that the worker was at, in words; null when nobody waited for anything. */
  readonly culprit: string | null;
  /** Whether the next worker was still being brought up. */
  readonly reopening: boolean;
  /** The last actions, oldest first. */
  readonly actions: readonly Remembered[];
  /** How long the culprit had been waited for, in milliseconds. */
  readonly waited: number;
}

export interface Surroundings {
  start(events: WorkerEvents): SupervisedWorker;
  hidden(): boolean;
  /** What the worker tells besides its answers. */
  signal(signal: Signal): void;
  /** A worker is lost and the next one started; brings it up and calls `ready`. */
  lost(loss: Loss): void;
}

interface Pending extends Call {
  readonly since: number;
  readonly gated: boolean;
  readonly note: { readonly words: string; took: number | null };
}

/** One end of the bridge, as comlink wants it. */
class Gate extends EventTarget {
  constructor(private readonly send: (message: unknown, transfer: Transferable[]) => void) {
    super();
  }
  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.send(message, transfer);
  }
  deliver(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

export class Supervisor {
  /** For everybody: waits while a worker is brought up. */
  readonly gate = new Gate((message, transfer) => {
    if (this.open) this.send(message, transfer, true);
    else this.waiting.push({ message, transfer });
  });
  /** For whoever brings a worker up. */
  readonly direct = new Gate((message, transfer) => this.send(message, transfer, false));

  private worker: SupervisedWorker;
  private generation = 0;
  private open = false;
  private waiting: { readonly message: unknown; readonly transfer: Transferable[] }[] = [];
  private readonly pending = new Map<string, Pending>();
  private actions: Pending['note'][] = [];
  private heard = false;
  private detail = '';
  private silent = 0;
  private toStop = false;
  private looked = performance.now();

  constructor(private readonly around: Surroundings) {
    this.worker = this.start();
    setInterval(() => this.look(), LOOK);
  }

  /** The worker has been brought up: what waited goes on. */
  ready(): void {
    this.open = true;
    const { waiting } = this;
    this.waiting = [];
    for (const { message, transfer } of waiting) this.gate.postMessage(message, transfer);
  }

  /** The last actions, oldest first. */
  get log(): readonly Remembered[] {
    return this.actions;
  }

  /**
   * The worker was asked to stop what it is at: one that does not even hear that within two seconds is replaced, and so
   * is one that still opens something then. What it opens to replace a lost one is given up at once.
   */
  async stopping(heard: Promise<unknown>): Promise<void> {
    const head = this.head();
    const { generation } = this;
    const giveUp = () => {
      if (generation === this.generation) this.lose('stopped');
    };
    if (!this.open) {
      giveUp();
      return;
    }
    this.toStop = true;
    let deaf = true;
    setTimeout(() => {
      if (deaf || (head !== undefined && head === this.head() && head.name.startsWith('open'))) giveUp();
    }, STOPPING);
    try {
      await heard;
    } finally {
      deaf = false;
      this.toStop = false;
    }
  }

  /** What the worker is at, as far as anybody waits for it. */
  private head(): Pending | undefined {
    const calls = [...this.pending.values()];
    return calls.find(({ name }) => isActing(name)) ?? calls[0];
  }

  private start(): SupervisedWorker {
    this.generation += 1;
    const { generation } = this;
    this.heard = false;
    this.detail = '';
    this.silent = 0;
    this.toStop = false;
    const current = (body: () => void) => {
      if (generation === this.generation) body();
    };
    return this.around.start({
      message: (data) => current(() => this.take(data)),
      error: (detail) =>
        current(() => {
          this.detail = detail;
          // A script that cannot be read never says anything; any other error may leave the worker alive.
          if (!this.heard) this.lose('died');
        }),
      unreadable: () => current(() => this.lose('died')),
    });
  }

  private send(message: unknown, transfer: Transferable[], gated: boolean): void {
    const call = callOf(message);
    if (call) {
      const note = { words: wordsOf(call), took: null };
      this.pending.set(call.id, { ...call, since: performance.now(), gated, note });
      if (isActing(call.name)) this.actions = [...this.actions.slice(1 - REMEMBERED), note];
    }
    this.worker.postMessage(message, transfer);
  }

  private take(data: unknown): void {
    this.heard = true;
    this.silent = 0;
    const call = this.pending.get(answered(data) ?? '');
    if (call) {
      this.pending.delete(call.id);
      call.note.took = performance.now() - call.since;
      (call.gated ? this.gate : this.direct).deliver(data);
    } else if (isSignal(data)) {
      this.around.signal(data);
      if (data.signal === 'mistake' && data.mistake.fatal) {
        this.detail = data.mistake.report;
        this.lose('died');
      }
    }
    // Whatever else there is, e.g. answers to comlink's own messages, finds its way by its id.
    else this.gate.deliver(data);
  }

  private look(): void {
    const now = performance.now();
    const late = now - this.looked > LOOK + LATE;
    this.looked = now;
    if (late || this.around.hidden()) {
      this.silent = 0;
      return;
    }
    this.silent += 1;
    const patience = !this.heard ? STARTING : this.detail === '' ? STUCK : SUSPECT;
    if (this.silent > patience) this.lose(this.detail === '' ? 'stuck' : 'died');
  }

  private lose(why: Cause): void {
    // Silence after a wish to stop is that wish coming true.
    const cause = why === 'stuck' && this.toStop ? 'stopped' : why;
    this.worker.terminate();
    const calls = [...this.pending.values()];
    const culprit = this.head();
    const loss: Loss = {
      cause,
      detail: this.detail,
      culprit: culprit?.note.words ?? null,
      reopening: !this.open,
      actions: this.actions.map((note) => ({ ...note })),
      waited: culprit ? performance.now() - culprit.since : 0,
    };
    this.pending.clear();
    this.open = false;
    this.worker = this.start();
    this.around.lost(loss);
    for (const call of calls)
      (call.gated ? this.gate : this.direct).deliver(answerFor(call, call === culprit ? cause : null));
  }
}

/** What a call gets in the stead of an answer; a call that only waited behind another was not begun. */
function answerFor({ id, name, args, note }: Pending, cause: Cause | null): object {
  const why =
    cause === null
      ? 'Not done: the engine was started anew.'
      : `“${note.words}” ${ENDS[cause]}, so the engine was started anew without it.`;
  switch (name) {
    case 'run':
      return returned(id, {
        status: 130,
        stdout: '',
        stderr: '',
        notes: [why],
        machine: typeof args[1] === 'string' ? args[1] : '',
        following: false,
      });
    case 'perform':
    case 'performAll':
      return returned(id, { ok: false, commands: [], message: SAID });
    default:
      return thrown(id, ENGINE_REPLACED, why);
  }
}

/** How a call came to its end, after its name. */
export const ENDS: Readonly<Record<Cause, string>> = {
  stuck: 'did not end',
  died: 'ended the engine',
  stopped: 'was stopped',
};
