/** Schemas are written as the JSON of RFC 7047 and read by the same parser that reads everybody's. */
import type { DatabaseSchema, Json } from '../ovsdb';
import { parseSchema } from '../ovsdb';

/** Reads a schema of ours; one that does not parse is a mistake of ours. */
export function ownSchema(json: Json): DatabaseSchema {
  const schema = parseSchema(json);
  if (!schema.ok) throw new Error(`A schema of a release does not parse: ${schema.error.message}`);
  return schema.value;
}
