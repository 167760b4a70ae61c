/** Reading recorded JSON: what is not as expected ends the run with its name. */

import { isRecord } from '../../engine/base';

/** A line of a file of cases that is not what such a line looks like. */
export class NotACase extends Error {}

export function field(value: unknown, name: string): unknown {
  if (!isRecord(value) || !Object.hasOwn(value, name)) throw new NotACase(`there is no '${name}' in ${excerpt(value)}`);
  return value[name];
}

export function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new NotACase(`not a list: ${excerpt(value)}`);
  return value;
}

export function asText(value: unknown): string {
  if (typeof value !== 'string') throw new NotACase(`not a text: ${excerpt(value)}`);
  return value;
}

export function asNumber(value: unknown): number {
  if (typeof value !== 'number') throw new NotACase(`not a number: ${excerpt(value)}`);
  return value;
}

/** The list in a field; empty where there is no such field. */
export function list(value: unknown, name: string): readonly unknown[] {
  return isRecord(value) && value[name] === undefined ? [] : asList(field(value, name));
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
