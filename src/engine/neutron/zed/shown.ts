/** What of an object the API does not show. */
export function without<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Omit<T, K> {
  const hidden: readonly PropertyKey[] = keys;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !hidden.includes(key))) as Omit<T, K>;
}
