/**
 * Schemas are the JSON that an ovsdb-server of that day would print (RFC 7047
 * section 3.2), read by the same parser that reads everybody's. Their tables stand
 * in the order in which the real `ovsdb-client list-tables` prints them.
 */
import { parseSchema, type DatabaseSchema, type Json } from '../ovsdb';

/** The three databases of a release; a schema that does not parse is a mistake of ours. */
export function schemasOf(json: Readonly<Record<'nb' | 'sb' | 'ovs', Json>>) {
  return { nb: ownSchema(json.nb), sb: ownSchema(json.sb), ovs: ownSchema(json.ovs) };
}

/** One schema; one that does not parse is a mistake of ours. */
export function ownSchema(json: Json): DatabaseSchema {
  const schema = parseSchema(json);
  if (!schema.ok) throw new Error(`A schema of a release does not parse: ${schema.error.message}`);
  return schema.value;
}
