/**
 * The operations on kept scenarios, each one transaction. Whatever is written checks
 * in the same transaction who wrote last: nobody overwrites what he has not seen.
 */
import { openDatabase } from './database';
import type { Database } from './database';
import { isStale, trimmed } from './records';
import type { ActionRecord, EntryRecord, StateRecord, StoredProblem } from './records';

/** What the entry is expected to be before a write; undefined for one that does not exist yet. */
export interface Expected {
  readonly counter: number;
  readonly writer: string;
}

export interface Batch {
  readonly entry: string;
  readonly name: string;
  readonly release: string;
  readonly about: string;
  readonly origin: string;
  readonly writer: string;
  readonly now: number;
  readonly expected: Expected | undefined;
  readonly states: readonly { readonly record: StateRecord; readonly text: string }[];
  readonly actions: readonly ActionRecord[];
  /** The state that everything since then can be made from. */
  readonly root: number;
  /** An action reached back before every state but the root. */
  readonly crossed: boolean;
  readonly untouched: boolean;
}

/** An entry that begins. */
export type Beginning = Omit<EntryRecord, 'states' | 'last' | 'counter' | 'untouched'>;

export interface ReadEntry {
  readonly entry: EntryRecord;
  readonly actions: readonly ActionRecord[];
}

export class Store {
  #database: Promise<Database> | undefined;

  constructor(private readonly now: () => number) {}

  /** Forgets the connection, so that the next operation opens a new one. */
  readonly reset = (): void => {
    void this.#database?.then(
      (db) => {
        db.close();
      },
      () => undefined,
    );
    this.#database = undefined;
  };

  /** Those that are not thrown away, the last changed first. */
  async entries(): Promise<readonly EntryRecord[]> {
    const entries = await (await this.#open()).getAll('entries');
    return entries.filter(({ deleted }) => deleted === undefined).sort((a, b) => b.changed - a.changed);
  }

  /** An entry with the actions after its oldest state. */
  async read(id: string): Promise<ReadEntry | undefined> {
    const transaction = (await this.#open()).transaction(['entries', 'actions']);
    const entry = await transaction.objectStore('entries').get(id);
    if (entry === undefined) return undefined;
    return { entry, actions: await transaction.objectStore('actions').getAll(rangeOf(id)) };
  }

  async text(entry: string, state: number): Promise<string | undefined> {
    return (await this.#open()).get('texts', [entry, state]);
  }

  /** Marks a state that cannot be opened; it stays. */
  async setAside(id: string, state: number, problem: StoredProblem): Promise<void> {
    const transaction = (await this.#open()).transaction('entries', 'readwrite');
    const entry = await transaction.store.get(id);
    if (entry !== undefined) {
      const states = entry.states.map((one) => (one.id === state ? { ...one, problem } : one));
      await transaction.store.put({ ...entry, states });
    }
    await transaction.done;
  }

  /** Null when somebody else has written meanwhile: then nothing was written now. */
  async write(batch: Batch): Promise<Expected | null> {
    const transaction = (await this.#open()).transaction(['entries', 'texts', 'actions'], 'readwrite');
    const [entries, texts, actions] = [
      transaction.objectStore('entries'),
      transaction.objectStore('texts'),
      transaction.objectStore('actions'),
    ];
    const before = await entries.get(batch.entry);
    if (before?.counter !== batch.expected?.counter || before?.writer !== batch.expected?.writer) {
      await transaction.done;
      return null;
    }
    const old = (before?.states ?? []).map((state) =>
      batch.crossed && state.id > batch.root ? { ...state, crossed: true } : state,
    );
    const all = [...old, ...batch.states.map(({ record }) => record)];
    const states = batch.states.length === 0 ? all : trimmed(all, batch.root);
    const last = batch.actions.at(-1)?.number ?? before?.last ?? 0;
    const counter = (before?.counter ?? 0) + 1;
    const writes: Promise<unknown>[] = [
      entries.put({
        id: batch.entry,
        name: batch.name,
        release: batch.release,
        about: batch.about,
        origin: before?.origin ?? batch.origin,
        created: before?.created ?? batch.now,
        changed: batch.now,
        counter,
        writer: batch.writer,
        last,
        untouched: batch.untouched,
        states,
      }),
      ...batch.actions.map((action) => actions.put(action)),
      ...batch.states.map(({ record, text }) => texts.put(text, [batch.entry, record.id])),
    ];
    for (const gone of all) if (!states.includes(gone)) writes.push(texts.delete([batch.entry, gone.id]));
    if (all.length !== states.length) {
      const until = states[0]?.after ?? 0;
      if (until > 0) writes.push(actions.delete(IDBKeyRange.bound([batch.entry, 0], [batch.entry, until])));
    }
    const left = before === undefined ? (await entries.getAll()).filter((one) => isStale(one, batch.now)) : [];
    for (const { id } of left) writes.push(entries.delete(id), actions.delete(rangeOf(id)), texts.delete(rangeOf(id)));
    await Promise.all([...writes, transaction.done]);
    return { counter, writer: batch.writer };
  }

  /** Another name for an entry that nobody has open; false when it is gone. */
  rename(id: string, name: string, writer: string): Promise<boolean> {
    return this.#change(id, (entry) => ({ ...entry, name, writer, counter: entry.counter + 1 }));
  }

  /** Throws an entry away, or takes it back. */
  setDeleted(id: string, deleted: number | null): Promise<boolean> {
    return this.#change(id, (entry) => {
      const { deleted: before, ...rest } = entry;
      if (deleted === null) return before === undefined ? entry : rest;
      return { ...entry, deleted };
    });
  }

  async #change(id: string, change: (entry: EntryRecord) => EntryRecord): Promise<boolean> {
    const transaction = (await this.#open()).transaction('entries', 'readwrite');
    const entry = await transaction.store.get(id);
    if (entry !== undefined) await transaction.store.put(change(entry));
    await transaction.done;
    return entry !== undefined;
  }

  /** The whole of an entry once more, with all its states; false when it is gone. */
  async duplicate(from: string, to: Beginning): Promise<boolean> {
    const transaction = (await this.#open()).transaction(['entries', 'texts', 'actions'], 'readwrite');
    const [entries, texts, actions] = [
      transaction.objectStore('entries'),
      transaction.objectStore('texts'),
      transaction.objectStore('actions'),
    ];
    const entry = await entries.get(from);
    if (entry === undefined) {
      await transaction.done;
      return false;
    }
    const all = await actions.getAll(rangeOf(from));
    const writes: Promise<unknown>[] = [
      entries.put({ ...entry, ...to, counter: 1, untouched: false }),
      ...all.map((action) => actions.put({ ...action, entry: to.id })),
    ];
    for (const { id } of entry.states) {
      const text = await texts.get([from, id]);
      if (text !== undefined) writes.push(texts.put(text, [to.id, id]));
    }
    await Promise.all([...writes, transaction.done]);
    return true;
  }

  /**
   * Begins entry `to` with what entry `from` was after action `last`: its state
   * `root` and the actions from there. False when that is no longer there.
   */
  async copy(from: string, root: number, last: number, to: Beginning): Promise<boolean> {
    const transaction = (await this.#open()).transaction(['entries', 'texts', 'actions'], 'readwrite');
    const [entries, texts, actions] = [
      transaction.objectStore('entries'),
      transaction.objectStore('texts'),
      transaction.objectStore('actions'),
    ];
    const state = (await entries.get(from))?.states.find(({ id }) => id === root);
    const text = await texts.get([from, root]);
    if (state === undefined || text === undefined) {
      await transaction.done;
      return false;
    }
    const done = await actions.getAll(
      IDBKeyRange.bound([from, state.after + 1], [from, Math.max(last, state.after + 1)]),
    );
    const ours = done.filter(({ number }) => number <= last);
    const record: StateRecord = { ...state, crossed: false };
    await Promise.all([
      entries.put({ ...to, counter: 1, last, untouched: false, states: [record] }),
      texts.put(text, [to.id, root]),
      ...ours.map((action) => actions.put({ ...action, entry: to.id })),
      transaction.done,
    ]);
    return true;
  }

  async #open(): Promise<Database> {
    this.#database ??= openDatabase(this.now(), this.reset);
    try {
      return await this.#database;
    } catch (thrown) {
      this.#database = undefined;
      throw thrown;
    }
  }
}

function rangeOf(entry: string): IDBKeyRange {
  return IDBKeyRange.bound([entry, 0], [entry, Number.MAX_SAFE_INTEGER]);
}
