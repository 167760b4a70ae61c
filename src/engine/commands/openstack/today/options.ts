/** What an option of the `openstack` client puts into the body of a call. */
import { err, ok, type Result } from '../../../base';

/** How the client finds what people call by name. */
export interface Lookup {
  /** The id of the object of that name or id; a name that nobody has stays what it is. */
  id(collection: string, name: string): string;
  /** An object as the API shows it. */
  show(collection: string, id: string): Readonly<Record<string, unknown>>;
}

export interface Context {
  readonly lookup: Lookup;
  /** The object that is changed, as it is. */
  readonly current: Readonly<Record<string, unknown>>;
  /** Whether another option of the command was given. */
  readonly has: (flag: string) => boolean;
  readonly body: Record<string, unknown>;
}

export interface ClientOption {
  /** What stands for its value in the usage; absent for a flag. */
  readonly value?: string;
  /** Puts all values that it was given into the body. The error is the client's words. */
  readonly apply: (context: Context, values: readonly string[]) => Result<void, string>;
}

export type Options = Readonly<Record<string, ClientOption>>;

const DONE = ok(undefined);

/** A flag that says one thing. */
export function flag(attribute: string, value: unknown): ClientOption {
  return {
    apply: ({ body }) => {
      body[attribute] = value;
      return DONE;
    },
  };
}

export function text(attribute: string, value: string): ClientOption {
  return {
    value,
    apply: ({ body }, values) => {
      body[attribute] = values.at(-1);
      return DONE;
    },
  };
}

export function integer(attribute: string, value: string): ClientOption {
  return {
    value,
    apply: ({ body }, values) => {
      const given = values.at(-1) ?? '';
      if (!/^-?\d+$/.test(given)) return err(`invalid int value: '${given}'`);
      body[attribute] = Number(given);
      return DONE;
    },
  };
}

/** Another object, by name or id. */
export function named(attribute: string, collection: string, value: string): ClientOption {
  return {
    value,
    apply: ({ body, lookup }, values) => {
      body[attribute] = lookup.id(collection, values.at(-1) ?? '');
      return DONE;
    },
  };
}

/**
 * Several of something: what there is stays in front, unless `clear` is given too.
 * Whether it stays at all says `keeps`.
 */
export function several(
  attribute: string,
  value: string,
  read: (context: Context, value: string) => Result<unknown, string>,
  { clear, keeps = true }: { readonly clear?: string; readonly keeps?: boolean } = {},
): ClientOption {
  return {
    value,
    apply: (context, values) => {
      const items: unknown[] = [];
      for (const each of values) {
        const item = read(context, each);
        if (!item.ok) return item;
        items.push(item.value);
      }
      const held = context.current[attribute];
      const kept: readonly unknown[] =
        keeps && Array.isArray(held) && !(clear !== undefined && context.has(clear)) ? held : [];
      context.body[attribute] = [...kept.filter((each) => !items.includes(each)), ...items];
      return DONE;
    },
  };
}

/** Leaves none, unless new ones are given too. */
export function none(attribute: string): ClientOption {
  return {
    apply: ({ body }) => {
      body[attribute] ??= [];
      return DONE;
    },
  };
}

/** `a=1,b=2`, with other names for the keys. */
export function pairsOf(
  given: string,
  names: Readonly<Record<string, string>>,
): Result<Record<string, string>, string> {
  const entries: [string, string][] = [];
  for (const part of given.split(',')) {
    const equals = part.indexOf('=');
    const key = part.slice(0, Math.max(0, equals));
    const name = Object.hasOwn(names, key) ? names[key] : undefined;
    if (name === undefined)
      return err(
        `Invalid keys ${key === '' ? part : key} specified.\nValid keys are: ${Object.keys(names).join(', ')}`,
      );
    entries.push([name, part.slice(equals + 1)]);
  }
  return ok(Object.fromEntries(entries));
}
