/** Of which part of the lab the help is shown. */
import { createStore } from 'zustand/vanilla';
import { openDialog } from '../actions';
import type { PaneId } from '../state';

/** What has a help text of its own. */
export type HelpedPart = PaneId | 'graph' | 'outline' | 'details';

export const partHelpStore = createStore<{ readonly part: HelpedPart }>(() => ({ part: 'trace' }));

export function openHelp(part: HelpedPart): void {
  partHelpStore.setState({ part });
  openDialog('part-help');
}
