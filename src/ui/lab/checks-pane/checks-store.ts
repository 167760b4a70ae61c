/** The run of the suite and what came of it; it outlives the pane. The text itself is part of the scenario. */
import { createStore } from 'zustand/vanilla';
import { engine, stopEngine } from '../../bridge';
import type { ChecksReport, Problem } from '../../bridge';
import { mirrorStore, momentOf } from '../../state';
import type { Moment } from '../../state';

export interface Run {
  /** The text that was run, and what it was run in. */
  readonly text: string;
  readonly moment: Moment;
  readonly report: ChecksReport | null;
  readonly problems: readonly Problem[];
}

export const checksStore = createStore<{ readonly running: boolean; readonly run: Run | null }>(() => ({
  running: false,
  run: null,
}));

/** Keeps the text with the scenario, as an act that undo takes back. */
export async function keepText(text: string): Promise<void> {
  if (text !== (mirrorStore.getState().scenario.checks ?? '')) await engine().setChecks(text);
}

export async function runText(text: string): Promise<void> {
  checksStore.setState({ running: true });
  try {
    await keepText(text);
    const moment = momentOf(mirrorStore.getState());
    const answer = await engine().runChecks(text);
    if (answer === undefined) return;
    const run = answer.ok
      ? { text, moment, report: answer.value, problems: [] }
      : { text, moment, report: null, problems: answer.error };
    checksStore.setState({ run });
  } finally {
    checksStore.setState({ running: false });
  }
}

export function stopRun(): void {
  stopEngine();
}
