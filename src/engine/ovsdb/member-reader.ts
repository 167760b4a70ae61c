/** Reading the members of a JSON object in the way, and with the complaints, of OVS's own parser. */
import { compareText } from '../base';
import { syntaxFailure, fail, type Failure } from './errors';
import { isArray, isObject } from './json';

/** RFC 7047 section 3.1, `<id>`. */
const ID = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

/** Remembers the first thing that was wrong; later reads then give values that do not matter. */
export class MemberReader {
  readonly #members: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();
  #failure: Failure | undefined;

  constructor(
    readonly json: unknown,
    /** What is being parsed, for the message. */
    private readonly what: string,
  ) {
    this.#members = isObject(json) ? json : {};
    if (!isObject(json)) this.#failure = fail('syntax error', `Parsing ${what} failed: Object expected.`);
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  raise(message: string): void {
    this.#failure ??= syntaxFailure(this.json, `Parsing ${this.what} failed: ${message}`);
  }

  id(name: string): string | undefined {
    return this.#member(name, isId, true);
  }

  optionalId(name: string): string | undefined {
    return this.#member(name, isId, false);
  }

  string(name: string): string | undefined {
    return this.#member(name, isString, true);
  }

  optionalString(name: string): string | undefined {
    return this.#member(name, isString, false);
  }

  optionalInteger(name: string): number | undefined {
    return this.#member(name, isInteger, false);
  }

  optionalNumber(name: string): number | undefined {
    return this.#member(name, isNumber, false);
  }

  boolean(name: string): boolean | undefined {
    return this.#member(name, isBoolean, true);
  }

  optionalBoolean(name: string): boolean | undefined {
    return this.#member(name, isBoolean, false);
  }

  array(name: string): readonly unknown[] | undefined {
    return this.#member(name, isArray, true);
  }

  optionalArray(name: string): readonly unknown[] | undefined {
    return this.#member(name, isArray, false);
  }

  object(name: string): Readonly<Record<string, unknown>> | undefined {
    return this.#member(name, isObject, true);
  }

  stringOrObject(name: string): unknown {
    return this.#member(name, isStringOrObject, true);
  }

  optionalStringOrObject(name: string): unknown {
    return this.#member(name, isStringOrObject, false);
  }

  optionalIntegerOrString(name: string): number | string | undefined {
    return this.#member(name, isIntegerOrString, false);
  }

  /** A member of any kind; undefined where it is absent. */
  any(name: string): unknown {
    this.#read.add(name);
    return Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
  }

  /** What went wrong, also members that nobody asked for. */
  finish(): Failure | undefined {
    const unread = Object.keys(this.#members).filter((name) => !this.#read.has(name));
    const [first] = unread.sort(compareText);
    if (first !== undefined) {
      const others = unread.length - 1;
      this.raise(
        others === 0
          ? `Member '${first}' is present but not allowed here.`
          : `Member '${first}' and ${others} other member${others > 1 ? 's' : ''} are present but not allowed here.`,
      );
    }
    return this.#failure;
  }

  #member<T>(name: string, is: (value: unknown) => value is T, required: boolean): T | undefined {
    if (this.#failure !== undefined && !isObject(this.json)) return undefined;
    const value = Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
    this.#read.add(name);
    if (value === undefined) {
      if (required) this.raise(`Required '${name}' member is missing.`);
      return undefined;
    }
    if (is(value)) return value;
    this.raise(`Type mismatch for member '${name}'.`);
    return undefined;
  }
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isIntegerOrString = (value: unknown): value is number | string => isInteger(value) || isString(value);
const isStringOrObject = (value: unknown): value is string | Readonly<Record<string, unknown>> =>
  isString(value) || isObject(value);
