/** Tunnel keys of datapaths and ports: the lowest that nobody has or asks for, out of each space of keys. */
import type { Collection } from '../../../../derive';
import { TunnelKeys } from '../../../../northd';
import { getNumber, type Row } from '../../../../ovsdb';
import type { Pass } from './sync';

/** Keys in use, one space of them for each datapath, or one for all datapaths. */
export class KeySpaces {
  readonly #spaces = new Map<string, TunnelKeys>();
  /** What a run has given away so far. */
  #free = new Map<string, Iterator<number, void>>();
  #pass: Pass | undefined;

  /** Follows a table with a column `tunnel_key`. */
  constructor(rows: Pick<Collection<string, Row>, 'watch'>, spaceOf: (row: Row) => string) {
    rows.watch((before, after) => {
      if (before !== undefined) this.#space(spaceOf(before)).remove(getNumber(before, 'tunnel_key'));
      if (after !== undefined) this.#space(spaceOf(after)).add(getNumber(after, 'tunnel_key'));
    });
  }

  /** The next free key up to `max` that `isTaken` does not keep for somebody; undefined where there is none. */
  next(pass: Pass, space: string, max: number, isTaken: (key: number) => boolean): number | undefined {
    if (this.#pass !== pass) {
      this.#pass = pass;
      this.#free = new Map();
    }
    let free = this.#free.get(space);
    if (free === undefined) this.#free.set(space, (free = this.#space(space).free(max)));
    for (;;) {
      const key = free.next();
      if (key.done === true) return undefined;
      if (!isTaken(key.value)) return key.value;
    }
  }

  #space(name: string): TunnelKeys {
    let space = this.#spaces.get(name);
    if (space === undefined) this.#spaces.set(name, (space = new TunnelKeys()));
    return space;
  }
}
