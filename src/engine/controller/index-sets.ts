/** Sets of rows under a key, for indexes: no key has an empty set. */
import type { Uuid } from '../base';

export function include<K>(map: Map<K, Set<Uuid>>, key: K | undefined, uuid: Uuid): void {
  if (key === undefined) return;
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([uuid]));
  else set.add(uuid);
}

export function discard<K>(map: Map<K, Set<Uuid>>, key: K | undefined, uuid: Uuid): void {
  const set = key === undefined ? undefined : map.get(key);
  if (key === undefined || set === undefined) return;
  set.delete(uuid);
  if (set.size === 0) map.delete(key);
}
