/** What a keeper is told, tells, and needs. */
import type { Reason } from './database';
import type { Store } from './store';
import type { Tabs } from './tabs';

export interface KeepingStatus {
  readonly state: 'kept' | 'unkept';
  readonly reason: Reason | null;
  readonly entry: string | null;
  readonly elsewhere: boolean;
  /** The history that is here begins then (milliseconds since 1970), and states from before are kept; null when it is all here. */
  readonly since: number | null;
}

/** What an entry is called and what a list tells of it. */
export interface Face {
  readonly name: string;
  readonly about: string;
}

export interface NewState {
  readonly text: string;
  /** In the entry's history. */
  readonly position: number;
  readonly build: string;
}

export interface NewAction {
  readonly action: string;
  readonly position: number;
  readonly chance: number;
  readonly build: string;
  readonly cost: number;
  /** It reached back before the newest state. */
  readonly crosses: boolean;
}

export interface KeeperPlatform {
  readonly store: Store;
  readonly tabs: Tabs;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** After so many milliseconds. */
  readonly after: (ms: number) => Promise<void>;
  /** A name that nobody else has. */
  readonly newId: () => string;
  readonly onStatus: (status: KeepingStatus) => void;
  /** The list of entries is another now. */
  readonly onChanged: () => void;
  /** What was done went on as an entry of its own, because another tab has the old one. */
  readonly onCopied: (name: string) => void;
  /** Another tab has opened what this one holds. */
  readonly onAlsoOpened: () => void;
  /** The document as it is now, where what is stored does not lead to it. */
  readonly document: () => NewState;
}
