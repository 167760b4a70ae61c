/** What a menu of an entity consists of: words, and a deed as plain data. */
import type { DaemonStatus, RouterView, SwitchView } from '../../bridge';
import type { PaneFilters, PaneId } from '../../state';

export type Deed =
  | { readonly kind: 'rename' }
  | { readonly kind: 'addPort' }
  | { readonly kind: 'connect'; readonly router: RouterView; readonly sw: SwitchView }
  | { readonly kind: 'delete' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'copy' }
  /** A new packet that enters there: the value of an entry point. */
  | { readonly kind: 'send'; readonly entry: string }
  | { readonly kind: 'daemon'; readonly daemon: string; readonly status: DaemonStatus }
  | {
      readonly kind: 'show';
      readonly pane: PaneId;
      readonly filters: Partial<PaneFilters>;
      readonly machine?: string;
    }
  | { readonly kind: 'plug'; readonly port: string; readonly machine: string; readonly from: string | null }
  | { readonly kind: 'unplug'; readonly port: string; readonly machine: string };

export type MenuItem =
  | {
      readonly label: string;
      /** The key that does the same without the menu. */
      readonly keys?: string;
      readonly deed: Deed;
    }
  /** A menu of its own. */
  | { readonly label: string; readonly items: readonly MenuItem[] };

export interface Menu {
  readonly title: string;
  readonly items: readonly MenuItem[];
}
