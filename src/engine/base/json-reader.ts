/** Reads JSON of unknown origin piece by piece; what is wrong is said with its path. */
import { err, ok, type Problem, type Result } from './result';

/** What a document is called that is not as expected at `path`, which is empty for all of it. */
export type Misfit = (path: string, message: string) => Problem;

/** What a text says in JSON; undefined for one that is not JSON. */
export function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** A value and where in the document it stands, e.g. `machines[0].rows`. */
export class JsonReader {
  constructor(
    readonly value: unknown,
    readonly misfit: Misfit,
    readonly path = '',
  ) {}

  get isAbsent(): boolean {
    return this.value === undefined;
  }

  field(name: string): JsonReader {
    const path = this.path === '' ? name : `${this.path}.${name}`;
    return this.at(isRecord(this.value) ? this.value[name] : undefined, path);
  }

  /** One element of a list; absent where there is none. */
  item(index: number): JsonReader {
    const list: readonly unknown[] = Array.isArray(this.value) ? this.value : [];
    return this.at(list[index], `${this.path}[${index}]`);
  }

  boolean(): Result<boolean> {
    return typeof this.value === 'boolean' ? ok(this.value) : this.wrong('true or false');
  }

  string(): Result<string> {
    return typeof this.value === 'string' ? ok(this.value) : this.wrong('a text');
  }

  number(): Result<number> {
    return typeof this.value === 'number' && Number.isFinite(this.value) ? ok(this.value) : this.wrong('a number');
  }

  /** An integer from `least` to `most`. */
  integer(least: number, most: number): Result<number> {
    const { value } = this;
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
    return fits ? ok(value) : this.wrong(`an integer from ${least} to ${most}`);
  }

  oneOf<T extends string>(choices: readonly T[]): Result<T> {
    const found = choices.find((choice) => choice === this.value);
    return found === undefined ? this.wrong(`one of ${choices.join(', ')}`) : ok(found);
  }

  list<T>(read: (item: JsonReader) => Result<T>): Result<readonly T[]> {
    if (!Array.isArray(this.value)) return this.wrong('a list');
    const items: T[] = [];
    for (let index = 0; index < this.value.length; index++) {
      const item = read(this.item(index));
      if (!item.ok) return item;
      items.push(item.value);
    }
    return ok(items);
  }

  /** An object as its entries, in the order of the text. */
  entries<T>(read: (item: JsonReader, key: string) => Result<T>): Result<readonly (readonly [string, T])[]> {
    if (!isRecord(this.value)) return this.wrong('an object');
    const entries: (readonly [string, T])[] = [];
    for (const key of Object.keys(this.value)) {
      const item = read(this.field(key), key);
      if (!item.ok) return item;
      entries.push([key, item.value]);
    }
    return ok(entries);
  }

  object(): Result<JsonReader> {
    return isRecord(this.value) ? ok(this) : this.wrong('an object');
  }

  /** Another value of the same document. */
  at(value: unknown, path: string): JsonReader {
    return new JsonReader(value, this.misfit, path);
  }

  wrong(expected: string): Result<never> {
    return err(this.misfit(this.path, `expected ${expected}`));
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
