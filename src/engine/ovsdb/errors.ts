/** The errors of RFC 7047 section 3.1, as values. */
import { err } from '../base';
import { jsonText } from './json';
import type { Json, OvsdbError } from './types';

export interface Failure {
  readonly ok: false;
  readonly error: OvsdbError;
}

export function fail(code: string, message: string): Failure {
  return err({ code, message });
}

/** An error about a piece of JSON; `code` where it is more specific than "syntax error". */
export function syntaxFailure(json: unknown, message: string, code = 'syntax error'): Failure {
  return err({ code, message, syntax: jsonText(json) });
}

export function duplicateUuid(uuid: unknown): Failure {
  return syntaxFailure(
    uuid,
    'This UUID would duplicate a UUID already present within the table or deleted within the same transaction.',
    'duplicate uuid',
  );
}

export function errorToJson(error: OvsdbError): Json {
  return {
    details: error.message,
    error: error.code,
    ...(error.syntax === undefined ? {} : { syntax: error.syntax }),
  };
}
