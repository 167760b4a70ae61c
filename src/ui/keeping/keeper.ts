/**
 * Keeps what is done in one tab, act by act. What is to be written waits in memory
 * until it is written; one transaction at a time takes all that waits. Nobody waits
 * for it longer than a second: then things go on unkept, which is said, and it is
 * tried again until it succeeds.
 */
import { Mute, reasonOf } from './database';
import type { Reason } from './database';
import { Patience } from './patience';
import type { ActionRecord, StateRecord } from './records';
import type { Face, KeeperPlatform, KeepingStatus, NewAction, NewState } from './keeper-types';
import type { Store, ReadEntry, Expected } from './store';
import type { Hold } from './tabs';

/** Nobody waits longer. */
const PATIENCE = 1_000;
/** What failed is tried again so much later. */
const RETRY = 10_000;
/** So long another tab may take to let go of an entry: one that is being loaded again does so at once. */
const HANDOVER = 700;

interface OpenEntry {
  id: string;
  name: string;
  about: string;
  origin: string;
  since: number | null;
  readonly release: string;
  expected: Expected | undefined;
  /** Numbers of the last action and the last state, stored or not. */
  last: number;
  state: number;
  /** The state that this session began from. */
  root: number;
  crossed: boolean;
  /** Nothing was done in it since it was begun. */
  untouched: boolean;
  hold: Hold | undefined;
  elsewhere: boolean;
  /** Settles once it is known whether another tab holds it. */
  decided: Promise<void>;
  pumping: Promise<void> | undefined;
  states: { readonly record: StateRecord; readonly text: string }[];
  actions: ActionRecord[];
}

export class Keeper {
  readonly #platform: KeeperPlatform;
  readonly #writer: string;
  #open: OpenEntry | undefined;
  #reason: Reason | null = null;
  /** Entries with something that is not yet written; those that were left are among them. */
  readonly #unwritten = new Set<OpenEntry>();
  #retrying = false;
  #told = '';
  readonly #patience: Patience;

  constructor(platform: KeeperPlatform) {
    this.#platform = platform;
    this.#patience = new Patience(platform.after);
    this.#writer = platform.newId();
    platform.tabs.onTold(({ kind, entry }) => {
      platform.onChanged();
      if (kind === 'opened' && entry === this.#open?.id && !this.#open.elsewhere) platform.onAlsoOpened();
    });
  }

  get status(): KeepingStatus {
    return {
      state: this.#reason === null ? 'kept' : 'unkept',
      reason: this.#reason,
      entry: this.#open?.id ?? null,
      elsewhere: this.#open?.elsewhere ?? false,
      since: this.#open?.since ?? null,
    };
  }

  /** Begins an entry of its own with a document, and what was done after it. */
  begin(
    entry: Face & { readonly release: string; readonly origin: string },
    state: NewState,
    actions: readonly Omit<ActionRecord, 'entry'>[] = [],
  ): Promise<void> {
    this.#leave();
    const open: OpenEntry = { ...this.#blank(this.#platform.newId(), entry), untouched: actions.length === 0 };
    this.#open = open;
    this.#hold(open);
    this.#addState(open, state);
    open.root = open.state;
    open.actions = actions.map((action) => ({ ...action, entry: open.id }));
    open.last = actions.at(-1)?.number ?? 0;
    const written = this.#flush(open);
    // Who waited for the store in vain just now has waited enough; what was opened is shown, with the sign.
    return this.#reason === 'mute' ? Promise.resolve() : written;
  }

  /** Goes on with an entry that was read, from its state `root` and everything after it. */
  resume({ entry }: ReadEntry, root: number): void {
    const from = entry.states.find(({ id }) => id === root);
    this.#leave();
    this.#open = {
      ...this.#blank(entry.id, { about: '', origin: '', ...entry }),
      since: from === undefined || from === entry.states[0] ? null : from.saved,
      expected: { counter: entry.counter, writer: entry.writer },
      last: entry.last,
      state: Math.max(0, ...entry.states.map(({ id }) => id)),
      root,
    };
    this.#hold(this.#open);
    this.#platform.tabs.tell({ kind: 'opened', entry: entry.id });
    this.#tell();
  }

  /** Appends an action; settles when it is stored, or after a second. */
  acted({ crosses, ...action }: NewAction, { name, about }: Face): Promise<void> {
    const open = this.#open;
    if (open === undefined) return Promise.resolve();
    open.name = name;
    open.about = about;
    open.last += 1;
    open.untouched = false;
    if (crosses) {
      open.crossed = true;
      open.states = open.states.map((state) =>
        state.record.id > open.root ? { ...state, record: { ...state.record, crossed: true } } : state,
      );
    }
    open.actions.push({ ...action, entry: open.id, number: open.last });
    return this.#flush(open);
  }

  /** Appends a document of what is now: later actions follow it. */
  addState(state: NewState): Promise<void> {
    const open = this.#open;
    if (open === undefined) return Promise.resolve();
    this.#addState(open, state);
    return this.#flush(open);
  }

  /** Appends a document that everything after it goes on from: what was done before does not lead to it. */
  rebase(state: NewState): Promise<void> {
    const open = this.#open;
    if (open === undefined) return Promise.resolve();
    this.#addState(open, state, true);
    open.root = open.state;
    open.since = null;
    return this.#flush(open);
  }

  /** An answer of the store within `patience`; a late one is `mute`. */
  async ask<T>(question: Promise<T>, patience = PATIENCE): Promise<T> {
    const late = this.#platform.after(patience).then(() => {
      throw new Mute();
    });
    return Promise.race([question, late]);
  }

  /** An answer of the store to somebody who opens what is kept. */
  askToOpen<T>(question: Promise<T>): Promise<T> {
    return this.#patience.ask(question);
  }

  /** Says that the store failed. */
  failed(thrown: unknown): void {
    this.#reason = reasonOf(thrown);
    this.#tell();
    if (this.#retrying) return;
    this.#retrying = true;
    void this.#platform.after(RETRY).then(() => {
      this.#retrying = false;
      // What has not answered yet may still do so.
      if (this.#reason !== 'mute') this.#platform.store.reset();
      for (const open of this.#unwritten) void this.#flush(open);
    });
  }

  get store(): Store {
    return this.#platform.store;
  }

  /** Who writes here, for what is written of entries that are not open. */
  get writer(): string {
    return this.#writer;
  }

  newId(): string {
    return this.#platform.newId();
  }

  now(): number {
    return this.#platform.now();
  }

  /** The list is another now: in this tab, and in others. */
  listChanged(entry: string): void {
    this.#changed('changed', entry);
  }

  heldEntries(): Promise<ReadonlySet<string>> {
    return this.ask(this.#platform.tabs.held());
  }

  #blank(
    id: string,
    { name, release, about, origin }: Face & { readonly release: string; readonly origin: string },
  ): OpenEntry {
    return {
      id,
      name,
      about,
      origin,
      since: null,
      release,
      expected: undefined,
      last: 0,
      state: 0,
      root: 0,
      crossed: false,
      untouched: false,
      hold: undefined,
      elsewhere: false,
      decided: Promise.resolve(),
      pumping: undefined,
      states: [],
      actions: [],
    };
  }

  #addState(open: OpenEntry, { text, position, build }: NewState, fresh = false): void {
    open.state += 1;
    open.states.push({
      text,
      record: {
        id: open.state,
        saved: this.#platform.now(),
        after: open.last,
        bytes: text.length,
        position,
        build,
        crossed: false,
        problem: null,
        ...(fresh ? { fresh } : {}),
      },
    });
  }

  #leave(): void {
    const open = this.#open;
    if (open === undefined) return;
    // What still waits is written after all, but nobody waits for it.
    void this.#flush(open).then(() => {
      open.hold?.release();
    });
  }

  #hold(open: OpenEntry): void {
    const hold = this.#platform.tabs.hold(open.id);
    open.hold = hold;
    const granted = hold.granted.then(() => true);
    open.decided = Promise.race([granted, this.#platform.after(HANDOVER).then(() => false)]).then((ours) => {
      open.elsewhere = !ours;
      if (open === this.#open) this.#tell();
      if (ours) return;
      void granted.then(() => {
        open.elsewhere = false;
        if (open === this.#open) this.#tell();
      });
    });
  }

  /** Settles when everything of the entry is written, or after a second. */
  #flush(open: OpenEntry): Promise<void> {
    if (!waits(open)) return Promise.resolve();
    this.#unwritten.add(open);
    open.pumping ??= this.#pump(open).finally(() => {
      open.pumping = undefined;
    });
    const written = open.pumping.then(() => {
      if (!waits(open)) this.#unwritten.delete(open);
      else if (this.#reason === null) return this.#flush(open);
      return undefined;
    });
    const late = this.#platform.after(PATIENCE).then(() => {
      if (waits(open) && this.#reason === null) this.failed(new Mute());
    });
    return Promise.race([written, late]);
  }

  async #pump(open: OpenEntry): Promise<void> {
    try {
      await open.decided;
      if (open.elsewhere) await this.#copy(open);
      const { states: allStates, actions: allActions, crossed } = open;
      const [states, actions] = [allStates.slice(), allActions.slice()];
      const fresh = open.expected === undefined;
      open.crossed = false;
      const expected = await this.#platform.store
        .write({
          entry: open.id,
          name: open.name,
          release: open.release,
          about: open.about,
          origin: open.origin,
          writer: this.#writer,
          now: this.#platform.now(),
          expected: open.expected,
          states,
          actions,
          root: open.root,
          crossed,
          untouched: open.untouched,
        })
        .catch((thrown: unknown) => {
          open.crossed ||= crossed;
          throw thrown;
        });
      if (expected === null) {
        await this.#copy(open);
        return;
      }
      open.expected = expected;
      open.states.splice(0, states.length);
      open.actions.splice(0, actions.length);
      this.#reason = null;
      this.#tell();
      if (fresh || states.length > 0) this.#changed('changed', open.id);
    } catch (thrown) {
      this.failed(thrown);
    }
  }

  /** Another tab has the entry: what is done here goes on as a copy. */
  async #copy(open: OpenEntry): Promise<void> {
    const [from, stored] = [open.id, open.last - open.actions.length];
    const id = this.#platform.newId();
    const name = `${open.name} (copy)`;
    const now = this.#platform.now();
    const there = await this.#platform.store.copy(from, open.root, stored, {
      id,
      name,
      release: open.release,
      about: open.about,
      origin: 'copy',
      created: now,
      changed: now,
      writer: this.#writer,
    });
    open.hold?.release();
    open.id = id;
    open.name = name;
    open.origin = 'copy';
    open.elsewhere = false;
    if (there) {
      open.expected = { counter: 1, writer: this.#writer };
      open.actions = open.actions.map((action) => ({ ...action, entry: id }));
    } else {
      // What is stored no longer leads here: the document as it is now does.
      open.expected = undefined;
      open.states = [];
      open.actions = [];
      this.#addState(open, this.#platform.document());
      open.root = open.state;
    }
    this.#hold(open);
    await open.decided;
    this.#platform.onCopied(name);
    this.#changed('copied', id);
  }

  #changed(kind: 'changed' | 'copied', entry: string): void {
    this.#platform.tabs.tell({ kind, entry });
    this.#platform.onChanged();
  }

  /** Tells the status when it has become another. */
  #tell(): void {
    const { status } = this;
    const text = JSON.stringify(status);
    if (text === this.#told) return;
    this.#told = text;
    this.#platform.onStatus(status);
  }
}

function waits({ states, actions }: OpenEntry): boolean {
  return states.length + actions.length > 0;
}
