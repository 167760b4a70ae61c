/** What a person is told when the engine was lost and started anew: what did it, what is here, and a report. */
import { ENDS } from '../bridge';
import type { Loss, Mistake } from '../bridge';
import { openDialog } from './dialogs';
import { sayLasting } from './notices';
import type { Opened } from './opening';
import { reportOf } from './report';

export function sayRevived({ opening, plan, unreadable }: Opened, losses: readonly Loss[]): void {
  const lostWork = plan.kind === 'article' && (unreadable !== null || losses.length > 1);
  const text = [whatHappened(losses), whatIsHere(plan.kind, lostWork, opening.leftOut)].join(' ');
  sayLasting({
    key: 'lost-engine',
    tone: 'info',
    text,
    choices: lostWork ? [{ label: 'What is kept…', run: () => openDialog('kept') }] : [],
    report: reportOf({ what: text, details: losses.map(lossLine) }),
  });
}

/** What was kept is open again, without actions at which the engine hung when it did them again. */
export function sayLeftOut(leftOut: readonly string[]): void {
  const text = `${quoted(leftOut)} did not end when this scenario was opened, so it is open without. Everything else is here.`;
  sayLasting({
    key: 'lost-engine',
    tone: 'info',
    text,
    choices: [{ label: 'What is kept…', run: () => openDialog('kept') }],
    report: reportOf({ what: text, details: [] }),
  });
}

export function sayGone(losses: readonly Loss[]): void {
  const text = 'The engine does not start in this browser.';
  sayLasting({
    key: 'lost-engine',
    tone: 'bad',
    text,
    choices: [{ label: 'Reload', run: () => location.reload() }],
    report: reportOf({ what: text, details: losses.map(lossLine) }),
  });
}

/** An exception that the engine caught, having undone what met it. */
export function sayMistake({ words, message, report }: Mistake): void {
  sayLasting({
    key: 'engine-mistake',
    tone: 'info',
    text: message,
    choices: [],
    report: reportOf({ what: `${words}: ${message}`, details: ['', report] }),
  });
}

function quoted(words: readonly string[]): string {
  return words.map((one) => `“${one}”`).join(', ');
}

function whatHappened(losses: readonly Loss[]): string {
  const [first] = losses;
  if (!first?.culprit) return 'The engine ended unexpectedly and was started anew.';
  return `“${first.culprit}” ${ENDS[first.cause]}, so the engine was started anew without it.`;
}

function whatIsHere(kind: Opened['plan']['kind'], lostWork: boolean, leftOut: readonly string[]): string {
  if (lostWork) return 'Your scenario did not open again: it is still kept, and this is the network of the article.';
  if (kind === 'article') return 'Nothing was kept, so this is the network of the article.';
  if (leftOut.length === 0) return 'Everything before it is here.';
  return `Everything else is here, except ${quoted(leftOut)}, which did not end either.`;
}

function lossLine({ cause, culprit, detail, waited, reopening }: Loss): string {
  const at = culprit === null ? 'nothing that anybody waited for' : `“${culprit}” for ${Math.round(waited)} ms`;
  return `The worker ${ENDS_OF_WORKER[cause]} at ${at}${reopening ? ', while reopening' : ''}${detail === '' ? '' : `: ${detail}`}`;
}

const ENDS_OF_WORKER: Readonly<Record<Loss['cause'], string>> = {
  stuck: 'was silent',
  died: 'died',
  stopped: 'did not hear the wish to stop',
};
