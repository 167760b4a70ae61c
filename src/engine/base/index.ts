/**
 * What every layer of the engine leans on: results as values, problems with a
 * place in the text, injected chance and time, UTF-8, base64url, JSON of unknown
 * origin read piece by piece, words quoted for a shell.
 *
 * Invariant: nothing here (or above, in the engine) reads a clock, a source of
 * randomness or the DOM; all three are handed in.
 */
export { fromBase64url, toBase64url } from './base64url';
export { isRecord, JsonReader, parseJson } from './json-reader';
export type { Misfit } from './json-reader';
export { allOk, optional, orNull, withoutAbsent } from './read-fields';
export type { LogRecord, RowRef } from './log';
export { err, exhaustive, ok } from './result';
export type { Problem, Result, TextRange } from './result';
export { hashOrder, hashText } from './hash-order';
export { createRandom, isUuid, nextUuid, uuidFromContent, ZERO_UUID } from './random';
export type { RandomSource, Uuid } from './random';
export { compareText, utf8Decode, utf8Encode } from './text';
export { formatCommand, shellQuote } from './shell-quote';
export type { Millis } from './time';
export { counting, finishWork, partOf, PULSE_UNITS } from './work';
export type { Progress, Pulse, Work } from './work';
