/** Values of columns as RFC 7047, 5.1, writes them, of unknown origin. */

export type Value = unknown;

/** The members of a set, the one value of a scalar; UUIDs as their text. What is neither text, number nor boolean is none. */
export function atomsOf(value: Value): readonly string[] {
  const [tag, inner] = listOf(value) ?? [];
  if (tag === undefined) return isAtom(value) ? [String(value)] : [];
  if (tag === 'uuid') return typeof inner === 'string' ? [inner] : [];
  return (tag === 'set' ? (listOf(inner) ?? []) : []).flatMap((item) => (isAtom(item) ? [String(item)] : uuidOf(item)));
}

/** The only value; undefined for an empty set. */
export function textOf(value: Value): string | undefined {
  return atomsOf(value)[0];
}

export function pairsOf(value: Value): readonly (readonly [string, string])[] {
  const [tag, pairs] = listOf(value) ?? [];
  return (tag === 'map' ? (listOf(pairs) ?? []) : []).flatMap((pair) => {
    const [key, held] = listOf(pair) ?? [];
    return isAtom(key) && isAtom(held) ? [[String(key), String(held)] as const] : [];
  });
}

/** The value that a difference makes of another one: in a set what is in one of both, in a map what it says. */
export function changed(before: Value, difference: Value): Value {
  if (Array.isArray(before) && before[0] === 'map') {
    const pairs = new Map(pairsOf(before));
    for (const [key, value] of pairsOf(difference)) {
      if (pairs.get(key) === value) pairs.delete(key);
      else pairs.set(key, value);
    }
    return ['map', [...pairs]];
  }
  const items = new Map(itemsOf(before));
  for (const [key, item] of itemsOf(difference)) {
    if (!items.delete(key)) items.set(key, item);
  }
  return ['set', [...items.values()]];
}

function itemsOf(value: Value): readonly (readonly [string, unknown])[] {
  const [tag, inner] = listOf(value) ?? [];
  const items = tag === 'set' ? (listOf(inner) ?? []) : [value];
  return items.map((item) => [JSON.stringify(item), item]);
}

/** An array of anything; undefined for what is none. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function uuidOf(item: unknown): readonly string[] {
  return Array.isArray(item) && item[0] === 'uuid' && typeof item[1] === 'string' ? [item[1]] : [];
}

function isAtom(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
