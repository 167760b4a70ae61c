/** What nobody caught is said once, quietly, with a report; the same again is not said again. */
import { reportOf, sayLasting } from '../actions';
import { ENGINE_REPLACED } from '../bridge';
import { isMissingPart } from './missing-part';

/** No mistake, only a browser saying that it lays out in two passes. */
const HARMLESS = 'ResizeObserver loop';
/** After so many different ones the page says no more: a storm helps nobody. */
const MOST = 5;

export function watchErrors(): void {
  const said = new Set<string>();
  const tell = (error: unknown) => {
    const words = error instanceof Error ? error.message : String(error);
    if (said.has(words) || said.size >= MOST || words.includes(HARMLESS)) return;
    said.add(words);
    if (isMissingPart(error)) {
      sayLasting({
        key: 'missing-part',
        tone: 'info',
        text: 'A part of the page could not be fetched: there is no network, or a newer version of the page.',
        choices: [{ label: 'Reload', run: () => location.reload() }],
      });
      return;
    }
    const text = 'Something went wrong in the page. What you made is still here.';
    sayLasting({ key: 'page-error', tone: 'info', text, choices: [], report: reportOf({ what: text, error }) });
  };
  window.addEventListener('error', (event) => tell(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => {
    const reason: unknown = event.reason;
    // The notice about the replaced engine says it for all calls that it took along.
    if (reason instanceof Error && reason.name === ENGINE_REPLACED) event.preventDefault();
    else tell(reason);
  });
}
