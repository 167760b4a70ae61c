/** Values of unknown origin as JSON. */
import type { Json } from '../ovsdb';

/** What is no JSON is null. */
export function asJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (Array.isArray(value)) return value.map(asJson);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asJson(item)])) : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
