/** The page's end of the desk's worker. A new list ends whatever the old one still computes. */
import { releaseProxy, wrap, type Remote } from 'comlink';
import { startMatchWorker } from './match-client';
import type { DeskApi, MatchContext, MissingName, PasteReading, ProjectRule } from './match-protocol';

interface Running {
  readonly worker: Worker;
  readonly api: Remote<DeskApi>;
}

export class DeskClient {
  private running: Running | undefined;
  private asked = 0;
  private answered = 0;

  read(pasted: string | Uint8Array, name?: string): Promise<PasteReading> {
    return this.ask((api) => api.read(pasted, name));
  }

  /** Replaces the list; gives the names that its matches use and nobody defines. */
  setRules(list: readonly ProjectRule[], context: MatchContext): Promise<readonly MissingName[]> {
    // What is still being computed is of the old list.
    if (this.asked > this.answered) this.end();
    return this.ask((api) => api.setRules(list, context));
  }

  async ask<T>(question: (api: Remote<DeskApi>) => Promise<T>): Promise<T> {
    this.asked++;
    const answer = await question(this.api());
    this.answered++;
    return answer;
  }

  end(): void {
    const { running } = this;
    this.running = undefined;
    this.asked = 0;
    this.answered = 0;
    if (running === undefined) return;
    running.api[releaseProxy]();
    running.worker.terminate();
  }

  private api(): Remote<DeskApi> {
    if (this.running === undefined) {
      const worker = startMatchWorker();
      this.running = { worker, api: wrap<DeskApi>(worker) };
    }
    return this.running.api;
  }
}
