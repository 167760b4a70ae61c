/**
 * The page's end of the bridge. `engine()` is the same for ever, whatever becomes of
 * the worker behind it: calls wait while a worker is brought up, and are answered
 * when one is lost. What to open in a worker is the page's business: it hands in an
 * opener once, and is told how each opening ended.
 */
import { wrap } from 'comlink';
import { embedding, KEEPS_NOTHING } from './embedding';
import { engineStore, printedStore } from './engine-status';
import { locked } from './locked';
import type { EngineClient, Update, WorkerApi } from './protocol';
import { planAfterFailing, planAfterLoss } from './recovery';
import type { Plan } from './recovery';
import { ENGINE_REPLACED, Supervisor } from './supervisor';
import type { Loss, Remembered, WorkerEvents } from './supervisor';
import type { Mistake, Signal } from './signals';
import type { Problem } from './protocol';

export interface Opener<Opened> {
  /** Opens what the plan says, with a client that does not wait for this very opening. */
  open(client: EngineClient, plan: Plan): Promise<Opened>;
  /** A worker stands in the place of a lost one; `losses` has the first of them and those since. */
  revived(opened: Opened, losses: readonly Loss[]): void;
  /** Not even what comes with the page opens. */
  gone(losses: readonly Loss[]): void;
  mistake(mistake: Mistake): void;
  told(problem: Problem): void;
  /** A document that the page holds for the case that the browser keeps nothing. */
  held(): string | null;
}

let supervisor: Supervisor | undefined;
let client: EngineClient | undefined;
let direct: EngineClient | undefined;
let listener: ((update: Update) => void) | undefined;
let replaying: number | null = null;
let losses: Loss[] = [];
let told: Pick<Opener<unknown>, 'mistake' | 'told'> | undefined;
let lost: ((loss: Loss) => void) | undefined;

function supervised(): Supervisor {
  supervisor ??= new Supervisor({
    start: startWorker,
    hidden: () => document.hidden,
    signal: take,
    lost: (loss) => {
      losses = [...losses, loss];
      engineStore.setState({ phase: 'opening', progress: null });
      lost?.(loss);
    },
  });
  return supervisor;
}

/** Starts the first worker, which reads its script while the page reads its own. */
export function beginEngine(): void {
  supervised();
}

function startWorker(events: WorkerEvents) {
  const name = embedding.part === null ? 'engine' : KEEPS_NOTHING;
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name });
  worker.addEventListener('message', ({ data }) => events.message(data));
  worker.addEventListener('error', ({ message }) => events.error(message || 'The worker could not be started.'));
  worker.addEventListener('messageerror', () => events.unreadable());
  return worker;
}

function take(signal: Signal): void {
  switch (signal.signal) {
    case 'alive':
      return;
    case 'progress':
      engineStore.setState({ progress: signal.progress });
      return;
    case 'printed':
      printedStore.setState({ run: signal.run, pieces: signal.pieces });
      return;
    case 'update':
      listener?.(signal.update);
      return;
    case 'keeping':
      engineStore.setState({ keeping: signal.keeping });
      return;
    case 'kept-changed':
      engineStore.setState(({ listChanges }) => ({ listChanges: listChanges + 1 }));
      return;
    case 'replaying':
      replaying = signal.action;
      return;
    case 'told':
      told?.told(signal.problem);
      return;
    case 'mistake':
      told?.mistake(signal.mistake);
      return;
  }
}

export function engine(): EngineClient {
  client ??= embedding.readonly ? locked(wrap<WorkerApi>(supervised().gate)) : wrap<WorkerApi>(supervised().gate);
  return client;
}

/** Keeps `tell` informed of everything that happens in the engine, in this worker and those after it. */
export async function subscribe(tell: (update: Update) => void): Promise<void> {
  listener = tell;
  if (engineStore.getState().phase === 'running') await resubscribe();
}

async function resubscribe(): Promise<void> {
  direct ??= wrap<WorkerApi>(supervised().direct);
  await direct.subscribe();
}

/** Brings up the first worker with what `plan` says, and from then on every other. */
export async function openEngine<Opened>(opener: Opener<Opened>, plan: Plan): Promise<Opened | undefined> {
  const watched = supervised();
  direct ??= wrap<WorkerApi>(watched.direct);
  const through = direct;
  told = opener;
  const known = () => {
    const { keeping } = engineStore.getState();
    const held = opener.held();
    // Where nothing can be written, what is stored is older than what the page holds.
    return { entry: keeping?.state === 'unkept' && held !== null ? null : (keeping?.entry ?? null), held };
  };
  const bringUp = async (first: Plan): Promise<Opened | undefined> => {
    for (let next = first; next.kind !== 'nothing';) {
      replaying = null;
      try {
        const opened = await opener.open(through, next);
        await resubscribe();
        engineStore.setState({ phase: 'running' });
        watched.ready();
        return opened;
      } catch (error) {
        const hung = isReplaced(error) && losses.at(-1)?.cause !== 'stopped';
        next = planAfterFailing(next, hung ? replaying : null, known());
      }
    }
    engineStore.setState({ phase: 'gone' });
    opener.gone(losses);
    return undefined;
  };
  // A worker that is lost while it is brought up ends the calls of `bringUp`, which then goes on with another plan.
  lost = (loss) => {
    if (loss.reopening) return;
    const since = losses.length - 1;
    void bringUp(planAfterLoss(known())).then((opened) => {
      if (opened !== undefined) opener.revived(opened, losses.slice(since));
    });
  };
  return bringUp(plan);
}

/**
 * Asks the engine to end what takes long. One that is too busy to hear is replaced
 * after two seconds, and what it was at is left out.
 */
export function stopEngine(): void {
  const watched = supervised();
  direct ??= wrap<WorkerApi>(watched.direct);
  // A worker that is replaced meanwhile has stopped, too.
  void watched.stopping(direct.stop()).catch(() => undefined);
}

/** The last actions with their times. */
export function engineLog(): readonly Remembered[] {
  return supervisor?.log ?? [];
}

export function isReplaced(error: unknown): error is Error {
  return error instanceof Error && error.name === ENGINE_REPLACED;
}
