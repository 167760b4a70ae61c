/**
 * As much of comlink's messages as the supervisor reads and writes: which call a
 * message makes, which call a message answers, and answers in the worker's stead.
 */

/** One call that was sent to the engine. */
export interface Call {
  readonly id: string;
  /** A name of `EngineApi`. */
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Undefined for what is no call, e.g. comlink's own releases. */
export function callOf(message: unknown): Call | undefined {
  if (!isRecord(message) || message.type !== 'APPLY' || typeof message.id !== 'string') return undefined;
  const { path, argumentList } = message;
  if (!Array.isArray(path) || !Array.isArray(argumentList)) return undefined;
  const args = argumentList.map((value: unknown) =>
    isRecord(value) && value.type === 'RAW' ? value.value : undefined,
  );
  return { id: message.id, name: path.join('.'), args };
}

/** The id of the call that a message of the worker answers. */
export function answered(message: unknown): string | undefined {
  return isRecord(message) && typeof message.id === 'string' ? message.id : undefined;
}

export function returned(id: string, value: unknown): object {
  return { id, type: 'RAW', value };
}

/** The call rejects with an Error of this name. */
export function thrown(id: string, name: string, message: string): object {
  return { id, type: 'HANDLER', name: 'throw', value: { isError: true, value: { name, message } } };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
