/** What the panes of rows are narrowed to; other parts of the page set it to show something there. */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { Uuid } from '../bridge';

export interface PaneFilters {
  /** Texts that a row or flow has to have. */
  readonly pipeline: string;
  readonly openflow: string;
  readonly rows: string;
  /** One switch of the Pipeline; null is all. */
  readonly datapath: Uuid | null;
  readonly database: string;
  /** The table of each database, by the database's key. */
  readonly tables: Readonly<Record<string, string>>;
}

const paneFiltersStore = createStore<PaneFilters>(() => ({
  pipeline: '',
  openflow: '',
  rows: '',
  datapath: null,
  database: 'OVN_Northbound',
  tables: {},
}));

export const usePaneFilters = (): PaneFilters => useStore(paneFiltersStore);

export function setPaneFilters(change: Partial<PaneFilters>): void {
  paneFiltersStore.setState(change);
}
