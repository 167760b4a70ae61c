/** The watchdog: runs one door in a worker, replaces a worker that is stuck or dead, and goes on behind what did it. */
import { Worker } from 'node:worker_threads';
import { Board } from './board';
import type { Case } from './door';
import type { Failure, Report, Task } from './worker';

export interface Finding {
  readonly kind: Failure['kind'] | 'hang' | 'crash' | 'growth';
  readonly message: string;
  readonly stack: string;
  readonly found: Case | undefined;
  /** How often it was met. */
  count: number;
}

export interface DoorResult {
  readonly door: string;
  readonly inputs: number;
  readonly slow: number;
  readonly slowest: readonly { readonly input: string; readonly seconds: number }[];
  readonly heapFirst: number;
  readonly heapLast: number;
  readonly findings: readonly Finding[];
  readonly interesting: readonly string[];
}

export interface WatchOptions {
  readonly door: string;
  readonly seed: number;
  readonly until: number;
  readonly inputs: number;
  /** The file that this program is, whose other half is the worker. */
  readonly program: string;
}

/** Without an answer for so long, and with so much processor time, an input hangs. */
const HANG_WALL = 30_000;
const HANG_CPU = 10_000_000;
const LOOK_EVERY = 250;
/** Megabytes that the heap may have grown between the first measurement and the last. */
const GROWTH = 12;
/** A door where everything hangs need not be tried for ever. */
const MOST_HANGS = 5;

export async function watchDoor(options: WatchOptions): Promise<DoorResult> {
  const board = new Board();
  const findings = new Map<string, Finding>();
  const slowest: { input: string; seconds: number }[] = [];
  let interesting: readonly string[] = [];
  let from = 0;
  let lost = 0;
  for (let first = true; lost < MOST_HANGS; first = false) {
    const task: Task = {
      door: options.door,
      seed: options.seed,
      from,
      until: options.until,
      inputs: options.inputs - board.get('inputs'),
      corpus: first,
      memory: board.memory,
    };
    const end = await one(options.program, task, board, (report) => {
      if (report.type === 'failure') note(findings, report.failure.signature, { ...report.failure, count: 1 });
      else if (report.type === 'again') again(findings, report.signature);
      else if (report.type === 'slow') slowest.push(report);
      else interesting = report.interesting;
    });
    if (end.kind === 'done') break;
    if (board.get('ticks') === 0) throw new Error(`The worker did not begin: ${end.message}`);
    lost += 1;
    from = board.get('spans') + 1;
    const found = board.read();
    note(findings, `${end.kind} ${found.inputs.at(-1) ?? ''}`, { ...end, found, count: 1 });
  }
  const [heapFirst, heapLast] = [board.get('heapFirst') / 1024, board.get('heapLast') / 1024];
  if (heapLast - heapFirst > GROWTH) {
    const message = `the heap grew from ${heapFirst.toFixed(1)} to ${heapLast.toFixed(1)} MB`;
    note(findings, 'growth', { kind: 'growth', message, stack: '', found: undefined, count: 1 });
  }
  return {
    door: options.door,
    inputs: board.get('inputs'),
    slow: board.get('slow'),
    slowest: slowest.toSorted((a, b) => b.seconds - a.seconds).slice(0, 3),
    heapFirst,
    heapLast,
    findings: Array.from(findings.values()),
    interesting,
  };
}

type End =
  { readonly kind: 'done' } | { readonly kind: 'hang' | 'crash'; readonly message: string; readonly stack: string };

/** One worker until it is done, dead or stuck. */
function one(program: string, task: Task, board: Board, hear: (report: Report) => void): Promise<End> {
  return new Promise((resolve) => {
    const worker = new Worker(program, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: 2_048 } });
    let ticks = -1;
    let since = Date.now();
    let cpu = process.cpuUsage();
    const finish = (end: End) => {
      clearInterval(timer);
      void worker.terminate().then(() => {
        resolve(end);
      });
    };
    const timer = setInterval(() => {
      if (board.get('ticks') !== ticks) {
        ticks = board.get('ticks');
        since = Date.now();
        cpu = process.cpuUsage();
        return;
      }
      const { user, system } = process.cpuUsage(cpu);
      const wall = Date.now() - since;
      if (wall < HANG_WALL || user + system < HANG_CPU) return;
      const seconds = (micros: number) => (micros / 1e6).toFixed(0);
      finish({
        kind: 'hang',
        message: `no answer for ${seconds(wall * 1000)} s (${seconds(user + system)} s of processor time)`,
        stack: '',
      });
    }, LOOK_EVERY);
    worker.on('message', (report: Report) => {
      hear(report);
      if (report.type === 'done') finish({ kind: 'done' });
    });
    worker.on('error', (error) => {
      finish({ kind: 'crash', message: error.message, stack: error.stack ?? '' });
    });
  });
}

function note(findings: Map<string, Finding>, signature: string, finding: Finding): void {
  if (findings.has(signature)) again(findings, signature);
  else findings.set(signature, finding);
}

function again(findings: Map<string, Finding>, signature: string): void {
  const finding = findings.get(signature);
  if (finding) finding.count += 1;
}
