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
  { id: 'checks', label: 'Checks' },
  { id: 'openstack', label: 'OpenStack' },
] as const;

export type PaneId = (typeof PANES)[number]['id'];

/** What 1rem is, in per cent of the browser's own type size. */
export const TYPE_SIZES = [100, 115, 130, 150] as const;
export type TypeSize = (typeof TYPE_SIZES)[number];

/** `system`: what the operating system asks for; `less`: nothing moves by itself. */
export type MotionChoice = 'system' | 'less';

/** Steps per second of the player, as multiples of two. */
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 8] as const;

export interface Preferences {
  readonly theme: Theme;
  readonly typeSize: TypeSize;
  readonly motion: MotionChoice;
  readonly speed: number;
  /** Keys of one character work outside of their own pane too: for the whole page that is `?`. */
  readonly characterKeys: boolean;
  readonly pane: PaneId;
  /** The hypervisor that panes and the terminal show. */
  readonly machine: string;
  /** Switches, ports and interfaces of OVN are called as Neutron and Nova call them. */
  readonly neutronLayer: boolean;
  /** Daemons act one event at a time, when somebody says so. */
  readonly stepping: boolean;
  /** Narrow screens: the sheet that covers the graph. */
  readonly sheet: 'none' | 'panes' | 'outline' | 'inspector';
}

const storageKey = 'ovn-playground.preferences';
const initial: Preferences = {
  theme: 'system',
  typeSize: 100,
  motion: 'system',
  speed: 1,
  characterKeys: true,
  pane: 'trace',
  machine: 'hv1',
  neutronLayer: true,
  stepping: false,
  sheet: 'none',
};

export const preferencesStore = createStore<Preferences>(() => ({ ...initial, ...read() }));

preferencesStore.subscribe(({ theme, typeSize, motion, speed, characterKeys, pane }) => {
  try {
    localStorage.setItem(storageKey, JSON.stringify({ theme, typeSize, motion, speed, characterKeys, pane }));
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
    return readPreferences(stored);
  } catch {
    return {};
  }
}

/** What of a stored value can be used; another version, or anybody, may have written it. */
export function readPreferences(stored: unknown): Partial<Preferences> {
  if (typeof stored !== 'object' || stored === null) return {};
  const found = new Map<string, unknown>(Object.entries(stored));
  const theme = (['system', 'light', 'dark'] as const).find((known) => known === found.get('theme'));
  const typeSize = TYPE_SIZES.find((known) => known === found.get('typeSize'));
  const motion = (['system', 'less'] as const).find((known) => known === found.get('motion'));
  const speed = SPEEDS.find((known) => known === found.get('speed'));
  const characterKeys = found.get('characterKeys');
  return {
    ...(theme === undefined ? {} : { theme }),
    ...(typeSize === undefined ? {} : { typeSize }),
    ...(motion === undefined ? {} : { motion }),
    ...(speed === undefined ? {} : { speed }),
    ...(typeof characterKeys === 'boolean' ? { characterKeys } : {}),
  };
}
