/** The order of a schema's names as `ovsdb-client list-tables` and the like print them. */
import { hashOrder, hashText } from '../base';

/**
 * The order of a schema's names once it has come from its file to a client: it
 * is held as JSON (a hop `json`) and as a schema (a hop `schema`) in turn, each
 * time in a new hash table. `standard` names are those that only the schema has, such as
 * the columns `_uuid` and `_version`.
 */
export function schemaOrder(names: readonly string[], standard: readonly string[] = []): string[] {
  let order = [...names];
  for (const hop of ['json', 'schema', 'json', 'json', 'schema', 'json', 'json', 'schema']) {
    const plain = order.filter((name) => !standard.includes(name));
    order = hashOrder(hop === 'json' ? plain : [...standard, ...plain], hashText);
  }
  return order;
}
