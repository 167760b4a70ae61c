/**
 * Reversible state. Everything of a deployment that is not a database or a flow
 * table lives in `JournaledMap`s; whatever changes reports a `Step` that can be
 * taken back and taken again, and the steps of one occurrence are kept with its
 * history entry. Time travel is nothing but taking steps back and again.
 */

export interface Step {
  undo(): void;
  redo(): void;
}

export class Journal {
  #steps: Step[] | undefined;

  get isOpen(): boolean {
    return this.#steps !== undefined;
  }

  open(): void {
    if (this.#steps !== undefined) throw new Error('An occurrence began inside another one.');
    this.#steps = [];
  }

  record(step: Step): void {
    if (this.#steps === undefined) throw new Error('State changed outside of any occurrence.');
    this.#steps.push(step);
  }

  close(): readonly Step[] {
    const steps = this.#steps;
    if (steps === undefined) throw new Error('No occurrence is open.');
    this.#steps = undefined;
    return steps;
  }
}

/**
 * A map whose changes can be taken back. Values are immutable. `restore` is told
 * of every change, in both directions of time, and keeps in step what is derived
 * from the map.
 */
export class JournaledMap<V> {
  readonly #journal: Journal;
  readonly #values = new Map<string, V>();
  readonly #restore: (key: string, value: V | undefined) => void;

  constructor(journal: Journal, restore: (key: string, value: V | undefined) => void = () => undefined) {
    this.#journal = journal;
    this.#restore = restore;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  entries(): IterableIterator<[string, V]> {
    return this.#values.entries();
  }

  /** Takes over what another map holds, as if it had always been so. */
  adopt(values: Iterable<readonly [string, V]>): void {
    for (const [key, value] of values) this.#put(key, value);
  }

  set(key: string, after: V | undefined): void {
    const before = this.#values.get(key);
    if (before === after) return;
    this.#put(key, after);
    this.#journal.record({
      undo: () => {
        this.#put(key, before);
      },
      redo: () => {
        this.#put(key, after);
      },
    });
  }

  #put(key: string, value: V | undefined): void {
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
    this.#restore(key, value);
  }
}

/** Undoes `steps`, newest first. */
export function undoSteps(steps: readonly Step[]): void {
  for (let i = steps.length - 1; i >= 0; i--) steps[i]?.undo();
}

export function redoSteps(steps: readonly Step[]): void {
  for (const step of steps) step.redo();
}
