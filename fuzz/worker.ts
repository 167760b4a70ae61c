/** The worker's part: draws inputs for one door, hands them in, and tells what failed, made smaller. */
import { setFlagsFromString, getHeapStatistics } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { Board } from './board';
import { chanceOf, type Chance } from './chance';
import { readCorpus } from './corpus';
import { Broken, type Case, type Door } from './door';
import { DOORS } from './doors';
import { shrink } from './shrink';

export interface Task {
  readonly door: string;
  readonly seed: number;
  /** The first span of inputs; those before are done. */
  readonly from: number;
  /** When to stop, as `Date.now()` counts. */
  readonly until: number;
  /** How many inputs more at most. */
  readonly inputs: number;
  /** Whether to run what failed once before anything else. */
  readonly corpus: boolean;
  readonly memory: SharedArrayBuffer;
}

export interface Failure {
  readonly kind: 'throw' | 'broken';
  /** The message without what differs from input to input. */
  readonly signature: string;
  readonly message: string;
  readonly stack: string;
  readonly found: Case;
}

export type Report =
  | { readonly type: 'failure'; readonly failure: Failure }
  | { readonly type: 'again'; readonly signature: string; readonly kind: Failure['kind'] }
  | { readonly type: 'slow'; readonly input: string; readonly seconds: number }
  | { readonly type: 'done'; readonly interesting: readonly string[] };

/** Inputs between two measurements of the heap. */
const HEAP_EVERY = 5_000;
/** The first measurement: tables that are made once are made by then. */
const HEAP_FIRST = 300;
/** Signatures of outcomes, and inputs for mutation, that a run remembers. */
const MOST_REMEMBERED = 400;
const SLOW_MICROSECONDS = 1_000_000;
/** A failure is made smaller for at most so many attempts and milliseconds. */
const SHRINK_ATTEMPTS = 1_500;
const SHRINK_MILLIS = 15_000;

export async function work(): Promise<void> {
  const task: unknown = workerData;
  if (!isTask(task)) throw new Error('No task.');
  const door = DOORS.find(({ id }) => id === task.door);
  if (door === undefined) throw new Error(`There is no door ${task.door}.`);
  await new Run(door, task).all();
}

/** What the watchdog sent. */
function isTask(data: unknown): data is Task {
  return typeof data === 'object' && data !== null && 'door' in data && 'memory' in data;
}

class Run {
  readonly #door: Door;
  readonly #task: Task;
  readonly #board: Board;
  readonly #pool: string[];
  readonly #outcomes = new Set<string>();
  readonly #signatures = new Set<string>();
  readonly #interesting: string[] = [];
  readonly #gc: () => void;
  #done = 0;
  #nextHeap = HEAP_FIRST;

  constructor(door: Door, task: Task) {
    this.#door = door;
    this.#task = task;
    this.#board = new Board(task.memory);
    this.#pool = Array.from(readCorpus(door.id).interesting);
    setFlagsFromString('--expose-gc');
    const gc: unknown = runInNewContext('gc');
    this.#gc = typeof gc === 'function' ? () => void Reflect.apply(gc, undefined, []) : () => undefined;
  }

  async all(): Promise<void> {
    const { door, from, until, inputs, corpus, seed } = this.#task;
    if (corpus) {
      for (const { setup, inputs: kept } of readCorpus(door).failed) await this.#span(setup, kept);
    }
    for (let span = from; this.#done < inputs && Date.now() < until; span++) {
      const chance = chanceOf(seed, door, span);
      this.#board.set('spans', span);
      await this.#span(chance.pick(this.#door.setups), this.#draw(chance));
      if (this.#done >= this.#nextHeap) await this.#measure();
    }
    await this.#measure();
    tell({ type: 'done', interesting: this.#interesting });
  }

  /** The inputs of one span, as they are needed: what the first ones taught is known to the next. */
  *#draw(chance: Chance): Generator<string> {
    for (let left = this.#door.span; left > 0; left--) {
      if (this.#done >= this.#task.inputs || Date.now() >= this.#task.until) return;
      yield this.#door.draw(chance, this.#pool);
    }
  }

  /** Inputs that share a state. What failed ends the span: nobody knows what the state is worth then. */
  async #span(setup: string, drawn: Iterable<string>): Promise<void> {
    const inputs: string[] = [];
    this.#board.begin(setup);
    try {
      const visit = this.#door.open(setup);
      for (const input of drawn) {
        inputs.push(input);
        this.#board.append(input);
        this.#done += 1;
        this.#board.add('inputs');
        const before = process.cpuUsage();
        const said = visit.feed(input);
        const outcome = typeof said === 'string' ? said : await said;
        const { user, system } = process.cpuUsage(before);
        if (user + system > SLOW_MICROSECONDS) this.#slow(input, (user + system) / 1e6);
        this.#remember(outcome, input);
      }
      visit.end?.();
    } catch (thrown) {
      await this.#failed(thrown, { setup, inputs });
    }
  }

  #slow(input: string, seconds: number): void {
    this.#board.add('slow');
    tell({ type: 'slow', input: input.slice(0, 2_000), seconds });
  }

  #remember(outcome: string, input: string): void {
    if (this.#outcomes.size >= MOST_REMEMBERED || this.#outcomes.has(outcome)) return;
    this.#outcomes.add(outcome);
    this.#interesting.push(input);
    this.#pool.push(input);
    this.#board.set('seen', this.#outcomes.size);
  }

  async #failed(thrown: unknown, whole: Case): Promise<void> {
    const first = describe(thrown);
    if (this.#signatures.has(first.signature)) {
      tell({ type: 'again', signature: first.signature, kind: first.kind });
      return;
    }
    this.#signatures.add(first.signature);
    let attempts = 0;
    const end = Date.now() + SHRINK_MILLIS;
    const found = await shrink(
      whole,
      this.#door.form,
      async (candidate) => {
        attempts += 1;
        this.#board.add('ticks');
        return (await this.#outcome(candidate))?.signature === first.signature;
      },
      () => attempts < SHRINK_ATTEMPTS && Date.now() < end,
    );
    const again = await this.#outcome(found);
    tell({ type: 'failure', failure: { ...(again?.signature === first.signature ? again : first), found } });
  }

  /** How a case fails, undefined when it does not. */
  async #outcome({ setup, inputs }: Case): Promise<Omit<Failure, 'found'> | undefined> {
    try {
      const visit = this.#door.open(setup);
      for (const input of inputs) await visit.feed(input);
      visit.end?.();
      return undefined;
    } catch (thrown) {
      return describe(thrown);
    }
  }

  /** With no visit open, so that what is still held is held by the program itself. */
  async #measure(): Promise<void> {
    // What the platform frees, as zlib does after damaged input, it frees when the event loop comes round.
    for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    this.#gc();
    const kilobytes = Math.round(getHeapStatistics().used_heap_size / 1024);
    if (this.#board.get('heapFirst') === 0) this.#board.set('heapFirst', kilobytes);
    this.#board.set('heapLast', kilobytes);
    this.#board.set('heapMost', Math.max(kilobytes, this.#board.get('heapMost')));
    while (this.#nextHeap <= this.#done)
      this.#nextHeap = this.#nextHeap < HEAP_EVERY ? HEAP_EVERY : this.#nextHeap + HEAP_EVERY;
  }
}

function describe(thrown: unknown): Omit<Failure, 'found'> {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const kind = thrown instanceof Broken ? 'broken' : 'throw';
  const place = /at .*?([\w-]+\.ts):\d+/.exec(kind === 'throw' ? (error.stack ?? '') : '')?.[1] ?? '';
  const message = error.message.slice(0, 2_000);
  const plain = message.replace(/"(?:[^"\\]|\\.)*"|\S*\d\S*|[^\x20-\x7e]+/g, '_').replace(/(?<=: ).*/s, '');
  return {
    kind,
    signature: `${error.name} ${place} ${plain.slice(0, 80)}`,
    message,
    stack: (error.stack ?? '').slice(0, 3_000),
  };
}

function tell(report: Report): void {
  parentPort?.postMessage(report);
}
