/**
 * `_version` (RFC 7047 section 3.2): a UUID that differs when the row does. It is
 * computed from the row's content, so it costs nothing until somebody asks; a row
 * that gets its old values back gets its old version back, unlike in ovsdb-server.
 */
import { uuidFromContent, type Uuid } from '../base';
import { jsonText } from './json';
import type { Row } from './types';

export function rowVersion(row: Row): Uuid {
  return uuidFromContent(jsonText(row));
}
