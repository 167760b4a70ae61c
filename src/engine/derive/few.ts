/** Sets that nearly always have one member, without a set for it. */
import type { Value } from './order';

export type Few<T> = T | Set<T> | undefined;

export function withMember<T extends Value>(few: Few<T>, member: T): Few<T> {
  if (few === undefined || few === member) return member;
  if (few instanceof Set) return few.add(member);
  return new Set([few, member]);
}

export function withoutMember<T extends Value>(few: Few<T>, member: T): Few<T> {
  if (few === member) return undefined;
  if (!(few instanceof Set)) return few;
  few.delete(member);
  return few.size === 0 ? undefined : few;
}
