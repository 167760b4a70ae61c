/** What the API takes in a body, attribute by attribute, and in which words it refuses the rest (Neutron 2015.1). */
import { isUuid, ok, type Result } from '../base';
import { isMac, parseAddress, parsePrefix } from './addresses';
import { badRequest, type NeutronError } from './errors';
import { asJson } from './json';
import type { Json } from '../ovsdb';

export interface Attribute<T> {
  /** The error is the reason, without the attribute's name. */
  readonly read: (value: unknown) => Result<T, string>;
  readonly create: 'required' | 'allowed' | 'refused';
  readonly update: boolean;
}

type ValueOf<A> = A extends Attribute<infer T> ? T : never;
export type Given<A> = { readonly [K in keyof A]?: ValueOf<A[K]> };

export type Body = Readonly<Record<string, unknown>>;

/** The attributes of `{resource: {...}}`, each checked. */
export function readBody<A extends Readonly<Record<string, unknown>>>(
  body: unknown,
  resource: string,
  attributes: A,
  how: 'create' | 'update',
): Result<Given<A>, NeutronError> {
  const given = isBody(body) ? body[resource] : undefined;
  if (!isBody(given)) return badRequest(`Unable to find '${resource}' in request body`);
  const values: Record<string, unknown> = {};
  const known = Object.entries(attributes).map(([name, value]) => [name, value as Attribute<unknown>] as const);
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(attributes, name));
  for (const [name, { create, update }] of known) {
    const isGiven = given[name] !== undefined;
    if (how === 'create' && !isGiven && create === 'required') {
      return badRequest(`Failed to parse request. Required attribute '${name}' not specified`);
    }
    if (how === 'create' && isGiven && create === 'refused')
      return badRequest(`Attribute '${name}' not allowed in POST`);
    if (how === 'update' && isGiven && !update) return badRequest(`Cannot update read-only attribute ${name}`);
  }
  if (unknown.length > 0) return badRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`);
  for (const [name, { read }] of known) {
    if (given[name] === undefined) continue;
    const value = read(given[name]);
    if (!value.ok) return badRequest(`Invalid input for ${name}. Reason: ${value.error}.`);
    values[name] = value.value;
  }
  return ok(values as Given<A>);
}

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Rules = Pick<Attribute<unknown>, 'create' | 'update'>;

export const BOTH: Rules = { create: 'allowed', update: true };
export const ONCE: Rules = { create: 'allowed', update: false };
export const NEEDED: Rules = { create: 'required', update: false };

export const attribute = <T>(read: Attribute<T>['read'], rules: Rules): Attribute<T> => ({ ...rules, read });

// Kinds of values

export function text(value: unknown): Result<string, string> {
  return typeof value === 'string' ? ok(value) : reason(`'${shown(value)}' is not a valid string`);
}

export function boolean(value: unknown): Result<boolean, string> {
  if (value === true || value === 1 || (typeof value === 'string' && /^(true|1)$/i.test(value))) return ok(true);
  if (value === false || value === 0 || (typeof value === 'string' && /^(false|0)$/i.test(value))) return ok(false);
  return reason(`'${shown(value)}' cannot be converted to boolean`);
}

export function integer(value: unknown): Result<number, string> {
  const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number)
    ? ok(number)
    : reason(`'${shown(value)}' is not a integer`);
}

export function uuid(value: unknown): Result<string, string> {
  return typeof value === 'string' && isUuid(value) ? ok(value) : reason(`'${shown(value)}' is not a valid UUID`);
}

export function mac(value: unknown): Result<string, string> {
  return typeof value === 'string' && isMac(value)
    ? ok(value.toLowerCase())
    : reason(`'${shown(value)}' is not a valid MAC address`);
}

export function address(value: unknown): Result<string, string> {
  return typeof value === 'string' && parseAddress(value) !== undefined
    ? ok(value)
    : reason(`'${shown(value)}' is not a valid IP address`);
}

export function subnet(value: unknown): Result<string, string> {
  return typeof value === 'string' && value.includes('/') && parsePrefix(value) !== undefined
    ? ok(value)
    : reason(`'${shown(value)}' is not a valid IP subnet`);
}

export function oneOf<T extends string>(choices: readonly T[]) {
  return (value: unknown): Result<T, string> => {
    const found = choices.find((choice) => choice === value);
    return found === undefined
      ? reason(`'${shown(value)}' is not in [${choices.map((c) => `'${c}'`).join(', ')}]`)
      : ok(found);
  };
}

export function nullable<T>(read: (value: unknown) => Result<T, string>) {
  return (value: unknown): Result<T | null, string> => (value === null ? ok(null) : read(value));
}

export function list<T>(read: (value: unknown) => Result<T, string>) {
  return (value: unknown): Result<readonly T[], string> => {
    if (value === null) return ok([]);
    if (!Array.isArray(value)) return reason(`'${shown(value)}' is not a list`);
    const items: T[] = [];
    for (const item of value) {
      const done = read(item);
      if (!done.ok) return done;
      items.push(done.value);
    }
    return ok(items);
  };
}

export function dictionary(value: unknown): Result<Readonly<Record<string, Json>>, string> {
  if (value === null) return ok({});
  if (!isBody(value)) return reason(`'${shown(value)}' is not a dictionary`);
  return ok(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asJson(item)])));
}

/** An object whose members are texts, some of which may be missing. */
export function record<K extends string>(required: readonly K[], optional: readonly K[] = []) {
  return (value: unknown): Result<Partial<Record<K, string>>, string> => {
    if (!isBody(value)) return reason(`'${shown(value)}' is not a dictionary`);
    const names: readonly string[] = [...required, ...optional];
    const missing = required.find((name) => typeof value[name] !== 'string');
    const strange = Object.keys(value).find((name) => !names.includes(name));
    if (missing !== undefined || strange !== undefined) {
      return reason(`'${shown(value)}' does not have the keys ${names.join(', ')}`);
    }
    const entries = Object.entries(value).filter(([, item]) => typeof item === 'string');
    return ok(Object.fromEntries(entries) as Partial<Record<K, string>>);
  };
}

function reason(text: string) {
  return { ok: false, error: text } as const;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? 'None' : JSON.stringify(value);
}
