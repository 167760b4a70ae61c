/** How this person likes the page: kept in the browser, never in a link. */
import { createStore } from 'zustand/vanilla';

export type Theme = 'system' | 'light' | 'dark';

/** The panes below the graph, in the order of their tabs. */
export const PANES = [
  { id: 'trace', label: 'Trace' },
  { id: 'traffic', label: 'Traffic' },
  { id: 'pipeline', label: 'Pipeline' },
  { id: 'match', label: 'Match' },
  { id: 'openflow', label: 'OpenFlow' },
  { id: 'databases', label: 'Databases' },
  { id: 'timeline', label: 'Timeline' },
  { id: 'log', label: 'Log' },
  { id: 'terminal', label: 'Terminal' },
] as const;

export type PaneId = (typeof PANES)[number]['id'];

export interface Preferences {
  readonly theme: Theme;
  readonly pane: PaneId;
  /** The hypervisor that panes and the terminal show. */
  readonly machine: string;
  /** Daemons act one event at a time, when somebody says so. */
  readonly stepping: boolean;
  /** Narrow screens: the sheet that covers the graph. */
  readonly sheet: 'none' | 'panes' | 'outline' | 'inspector';
}

const storageKey = 'ovn-playground.preferences';
const initial: Preferences = { theme: 'system', pane: 'trace', machine: 'hv1', stepping: false, sheet: 'none' };

export const preferencesStore = createStore<Preferences>(() => ({ ...initial, ...read() }));

preferencesStore.subscribe(({ theme, pane }) => {
  try {
    localStorage.setItem(storageKey, JSON.stringify({ theme, pane }));
  } catch {
    // A browser that keeps nothing still shows the page.
  }
});

export function setPreference(change: Partial<Preferences>): void {
  preferencesStore.setState(change);
}

function read(): Partial<Preferences> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    const theme = 'theme' in stored ? stored.theme : undefined;
    return theme === 'light' || theme === 'dark' || theme === 'system' ? { theme } : {};
  } catch {
    return {};
  }
}
