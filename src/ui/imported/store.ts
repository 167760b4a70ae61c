/** What is being opened, what is open, and the trace that is looked at. */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { beginOpening, imported } from '../bridge/imported';
import { placeStore } from '../actions';
import { refine } from './address';
import type { Chosen, Found, ImportedNetwork, Opening, TraceQuestion, TraceView } from '../bridge/imported';
import { onlyChoice } from './only-choice';

export type OpeningState =
  | { readonly phase: 'reading'; readonly names: string; readonly text: string; readonly share: number | null }
  | { readonly phase: 'choosing'; readonly found: Found }
  | { readonly phase: 'failed'; readonly text: string; readonly found: Found | null };

interface Real {
  readonly opening: OpeningState | null;
  readonly network: ImportedNetwork | null;
  /** Another number for each network: what was asked of the one before counts no more. */
  readonly version: number;
  readonly question: TraceQuestion;
  readonly trace: TraceView | null;
  readonly problem: string | null;
  readonly tracing: boolean;
  readonly step: number;
}

export const NO_QUESTION: TraceQuestion = { microflow: '', ct: [], lbDst: '', selectId: '' };

export const realStore = createStore<Real>(() => ({
  opening: null,
  network: null,
  version: 0,
  question: NO_QUESTION,
  trace: null,
  problem: null,
  tracing: false,
  step: 0,
}));

export const useReal = <T>(choose: (real: Real) => T): T => useStore(realStore, choose);

let opening: Opening | undefined;

/** Reads files. One pair, or one database alone, is opened at once; of several one chooses. */
export async function readFiles(files: readonly File[]): Promise<void> {
  cancelOpening();
  const names = files.map(({ name }) => name).join(', ');
  const tell = (text: string, share: number | null) => {
    if (opening === mine) realStore.setState({ opening: { phase: 'reading', names, text, share } });
  };
  const mine = beginOpening(
    ({ what, done, total }) => tell(what, total === null || total === 0 ? null : done / total),
    (message) => fail(mine, `The reading ended: ${message}`),
  );
  opening = mine;
  tell('reads', null);
  try {
    const found = await mine.read(files);
    if (opening !== mine) return;
    const only = onlyChoice(found);
    if (only !== null) await openChosen(only);
    else if (found.databases.length > 0) realStore.setState({ opening: { phase: 'choosing', found } });
    else {
      const text = 'There is nothing to open in it.';
      realStore.setState({ opening: { phase: 'failed', text, found } });
    }
  } catch (thrown) {
    fail(mine, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** Opens a pair of what was found; what was open before is closed only then. */
export async function openChosen(chosen: Chosen): Promise<void> {
  const mine = opening;
  if (mine === undefined) return;
  try {
    const network = await mine.open(chosen);
    if (opening !== mine) return;
    opening = undefined;
    realStore.setState(({ version }) => ({
      opening: null,
      network,
      version: version + 1,
      question: NO_QUESTION,
      trace: null,
      problem: null,
      step: 0,
    }));
  } catch (thrown) {
    fail(mine, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function fail(mine: Opening, text: string): void {
  if (opening !== mine) return;
  cancelOpening();
  realStore.setState({ opening: { phase: 'failed', text, found: null } });
}

/** What is open stays as it is. */
export function cancelOpening(): void {
  opening?.cancel();
  opening = undefined;
  realStore.setState({ opening: null });
}

/** Traces a packet, and shows the step that the verdict is about; `step` says another. */
export async function ask(question: TraceQuestion, step?: number): Promise<void> {
  realStore.setState({ question, tracing: true });
  showStep();
  const { version } = realStore.getState();
  const answer = await imported().trace(question);
  const now = realStore.getState();
  if (now.version !== version || now.question !== question) return;
  if (answer.ok) {
    const most = answer.value.steps.length - 1;
    const at = Math.max(0, Math.min(most, step ?? answer.value.verdict.step));
    realStore.setState({ trace: answer.value, problem: null, step: at, tracing: false });
  } else realStore.setState({ trace: null, problem: answer.message, tracing: false });
}

export function goToStep(step: number): void {
  const { trace } = realStore.getState();
  if (trace === null) return;
  realStore.setState({ step: Math.max(0, Math.min(trace.steps.length - 1, step)) });
  showStep();
}

/** What was selected gives way to the step. */
function showStep(): void {
  if (placeStore.getState().params.has('on')) refine({ on: '' });
}

/** What connection tracking says the `asked`th time; the trace is made again. Null leaves it to ovn-trace. */
export function chooseTracked(asked: number, state: string): void {
  const { question, trace, step } = realStore.getState();
  const told = trace?.sections.flatMap(({ tracked }) => tracked ?? []) ?? [];
  const ct = Array.from({ length: Math.max(question.ct.length, asked + 1) }, (_, index) => {
    const known = question.ct[index] ?? told.find((each) => each.asked === index)?.state.replaceAll('|', ',') ?? 'est';
    return index === asked ? state : known;
  });
  void ask({ ...question, ct: ct.map((each) => each.replace(/,?trk$/, '') || 'trk') }, step);
}
