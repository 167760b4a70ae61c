/**
 * Numbers for logical datapaths, local to a hypervisor: OpenFlow has 64 bits of
 * metadata, not room for a UUID. They count up as datapaths appear among the
 * bindings, and are never given again while the controller lives.
 */
import type { Uuid } from '../base';

export class DatapathNumbers {
  readonly #numbers: Map<Uuid, number>;
  #next: number;
  /** Grows with every change. */
  version = 0;

  constructor(numbers: readonly (readonly [Uuid, number])[] = [], next = 1) {
    this.#numbers = new Map(numbers);
    this.#next = next;
  }

  /** The number to come. */
  get next(): number {
    return this.#next;
  }

  entries(): readonly (readonly [Uuid, number])[] {
    return [...this.#numbers];
  }

  get(datapath: Uuid): number | undefined {
    return this.#numbers.get(datapath);
  }

  /** Gives the datapath a number; false when it had one. */
  add(datapath: Uuid): boolean {
    if (this.#numbers.has(datapath)) return false;
    this.#numbers.set(datapath, this.#next);
    this.#next++;
    this.version++;
    return true;
  }

  /** Forgets a datapath; false when it had no number. */
  delete(datapath: Uuid): boolean {
    const deleted = this.#numbers.delete(datapath);
    if (deleted) this.version++;
    return deleted;
  }

  /** Forgets all datapaths that `keep` does not want. */
  retain(keep: (datapath: Uuid) => boolean): void {
    for (const datapath of [...this.#numbers.keys()]) if (!keep(datapath)) this.delete(datapath);
  }
}
