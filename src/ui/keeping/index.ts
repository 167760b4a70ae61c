/**
 * What this browser keeps of a person's scenarios, in its IndexedDB.
 *
 * - An entry has an identity, up to twenty states (documents), and the log of actions
 *   that were done after the oldest of them. A state and the actions after it are what
 *   the entry is now; an action is a small record of its own.
 * - A write checks who wrote last. Where that was somebody else, nothing is overwritten:
 *   what is done here goes on as an entry of its own.
 * - What cannot be read is marked and stays.
 * - Nobody waits longer than a second. What could not be written waits in memory and is
 *   tried again.
 *
 * Knows nothing of the engine: documents and actions are texts.
 */
export { Keeper } from './keeper';
export type { Face, KeeperPlatform, KeepingStatus, NewAction, NewState } from './keeper-types';
export { Mute } from './database';
export type { Reason } from './database';
export type { ActionRecord, EntryRecord, StateRecord, StoredProblem } from './records';
export { Store } from './store';
export type { ReadEntry } from './store';
export { browserTabs } from './tabs';
export type { Hold, TabMessage, Tabs } from './tabs';
