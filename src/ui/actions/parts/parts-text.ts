/** Parts as the text that lies on the clipboard: JSON that says what it is. */
import type { MachinePart, Parts, PortPart, SwitchPart } from './parts';

const KIND = 'ovn-playground parts';

export function writeParts(parts: Parts): string {
  return JSON.stringify({ kind: KIND, ...parts }, null, 1);
}

/** Null for any other text. */
export function readParts(text: string): Parts | null {
  if (!looksLikeParts(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isParts(value) ? { switches: value.switches, ports: value.ports, machines: value.machines } : null;
  } catch {
    return null;
  }
}

export function looksLikeParts(text: string): boolean {
  return text.trimStart().startsWith('{') && text.includes(KIND);
}

type Check<T> = (value: unknown) => value is T;

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => Number.isInteger(value);
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const orNull =
  <T>(check: Check<T>) =>
  (value: unknown): value is T | null =>
    value === null || check(value);
const listOf =
  <T>(check: Check<T>) =>
  (value: unknown): value is readonly T[] =>
    Array.isArray(value) && value.every(check);
const shape =
  <T>(checks: { readonly [K in keyof T]: Check<T[K]> }) =>
  (value: unknown): value is T => {
    if (typeof value !== 'object' || value === null) return false;
    const fields = new Map<string, unknown>(Object.entries(value));
    return Object.entries<Check<unknown>>(checks).every(([name, check]) => check(fields.get(name)));
  };

const isPort = shape<PortPart>({
  name: isText,
  macs: listOf(isText),
  portSecurity: listOf(isText),
  enabled: orNull(isBoolean),
  parent: orNull(isText),
  tag: orNull(isNumber),
});
const isParts = shape<Parts>({
  switches: listOf(
    shape<SwitchPart>({
      name: isText,
      ports: listOf(isPort),
      acls: listOf(shape({ priority: isNumber, match: isText, action: isText, log: isBoolean })),
    }),
  ),
  ports: listOf(isPort),
  machines: listOf(
    shape<MachinePart>({ name: isText, encapTypes: listOf(isText), encapIp: orNull(isText), plugged: listOf(isText) }),
  ),
});
