/**
 * The page's end of the match lab's worker. Only the newest analysis counts: an
 * older one that still runs is waited for a moment, then its worker is ended.
 */
import { releaseProxy, wrap, type Remote } from 'comlink';
import type { MatchAnalysis, MatchApi, MatchContext, MatchRequest } from './match-protocol';

/** How long the worker may be busy with an old text before it is replaced, in milliseconds. */
const PATIENCE = 250;

interface Running {
  readonly worker: Worker;
  readonly api: Remote<MatchApi>;
}

export class MatchClient {
  private running: Running | undefined;
  private context: MatchContext | undefined;
  private busy: { readonly since: number; readonly done: Promise<unknown> } | undefined;
  private newest = 0;

  /** What texts mean from now on; a worker that is started later is told too. */
  setContext(context: MatchContext): void {
    this.context = context;
    if (this.running !== undefined) void this.running.api.setContext(context);
  }

  /** The analysis, or undefined when a newer one was asked for meanwhile or `cancel` was called. */
  async analyse(request: MatchRequest): Promise<MatchAnalysis | undefined> {
    const mine = ++this.newest;
    if (this.busy !== undefined) {
      await Promise.race([this.busy.done, sleep(this.busy.since + PATIENCE - performance.now())]);
      if (mine !== this.newest) return undefined;
      if (this.busy !== undefined) this.end();
    }
    const answer = this.api().analyse(request);
    const busy = { since: performance.now(), done: answer };
    this.busy = busy;
    // An answer of a worker that was ended never comes; the newer call has taken over by then.
    try {
      const analysis = await answer;
      return mine === this.newest ? analysis : undefined;
    } finally {
      if (this.busy === busy) this.busy = undefined;
    }
  }

  /** Ends whatever is being computed. */
  cancel(): void {
    this.newest++;
    this.end();
  }

  /** The worker for the questions that are asked once: completions, packets, comparisons. */
  api(): Remote<MatchApi> {
    if (this.running === undefined) {
      const worker = startMatchWorker();
      this.running = { worker, api: wrap<MatchApi>(worker) };
      if (this.context !== undefined) void this.running.api.setContext(this.context);
    }
    return this.running.api;
  }

  private end(): void {
    this.busy = undefined;
    const { running } = this;
    this.running = undefined;
    if (running === undefined) return;
    running.api[releaseProxy]();
    running.worker.terminate();
  }
}

/** Another worker of the match lab. */
export function startMatchWorker(): Worker {
  return new Worker(new URL('./match-worker.ts', import.meta.url), { type: 'module', name: 'match' });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, milliseconds));
  });
}
