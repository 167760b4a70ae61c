/**
 * The browser's database of kept scenarios: its schema, what older versions become,
 * and what its errors mean. Every wait for it has an end.
 */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { ActionRecord, EntryRecord } from './records';

export interface Schema extends DBSchema {
  entries: { key: string; value: EntryRecord };
  /** Documents, by entry and state. */
  texts: { key: [string, number]; value: string };
  actions: { key: [string, number]; value: ActionRecord };
  /** Of version 1. */
  documents: { key: string; value: string };
}

export type Database = IDBPDatabase<Schema>;

export const NAME = 'ovn-playground';
const VERSION = 2;

/** Why nothing is kept. */
export type Reason = 'denied' | 'full' | 'mute' | 'broken';

/** Thrown where an answer did not come in time. */
export class Mute extends Error {}

export function openDatabase(now: number, closed: () => void): Promise<Database> {
  return openDB<Schema>(NAME, VERSION, {
    upgrade(db, before, _, transaction) {
      db.createObjectStore('entries', { keyPath: 'id' });
      db.createObjectStore('texts');
      db.createObjectStore('actions', { keyPath: ['entry', 'number'] });
      // The transaction waits for what is asked of it; a failure aborts it, and the opening with it.
      if (before === 1)
        migrateDocuments(db, transaction, now).catch(() => {
          transaction.abort();
        });
    },
    // Another tab has a newer program: it must not wait for us.
    blocking(_before, _after, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
      closed();
    },
    terminated: closed,
  });
}

export function reasonOf(thrown: unknown): Reason {
  if (thrown instanceof Mute) return 'mute';
  const name = typeof thrown === 'object' && thrown !== null && 'name' in thrown ? thrown.name : '';
  if (name === 'QuotaExceededError') return 'full';
  if (name === 'SecurityError' || name === 'ReferenceError' || name === 'NotAllowedError') return 'denied';
  // Firefox refuses a database in a private window in these words.
  return name === 'InvalidStateError' ? 'denied' : 'broken';
}

/** Version 1 kept two documents: the one that was open, and the one before it. */
async function migrateDocuments(
  db: Database,
  transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>,
  now: number,
): Promise<void> {
  for (const [age, key] of ['current', 'previous'].entries()) {
    const text: unknown = await transaction.objectStore('documents').get(key);
    if (typeof text !== 'string') continue;
    const id = `migrated-${key}`;
    const changed = now - age;
    await transaction.objectStore('texts').put(text, [id, 1]);
    await transaction.objectStore('entries').put({
      id,
      ...describe(text),
      created: changed,
      changed,
      counter: 1,
      writer: '',
      last: 0,
      untouched: false,
      states: [
        { id: 1, saved: changed, after: 0, bytes: text.length, position: 0, build: '', crossed: false, problem: null },
      ],
    });
  }
  db.deleteObjectStore('documents');
}

/** Name and release as the document says them, if it can be read so far. */
export function describe(text: string): { readonly name: string; readonly release: string } {
  try {
    const document: unknown = JSON.parse(text);
    const member = (key: 'name' | 'release') => {
      if (typeof document !== 'object' || document === null || !(key in document)) return undefined;
      const value: unknown = Reflect.get(document, key);
      return typeof value === 'string' ? value : undefined;
    };
    return { name: member('name') ?? 'Unreadable', release: member('release') ?? '' };
  } catch {
    return { name: 'Unreadable', release: '' };
  }
}
