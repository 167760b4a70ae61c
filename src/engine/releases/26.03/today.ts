/** The parts of OVN 26.03 that are there: schemas and ovn-northd. It cannot be chosen on the page yet. */
import { parseSchema, type DatabaseSchema, type Json } from '../../ovsdb';
import type { NorthdRules } from '../../northd';
import nb from './northbound.schema.json';
import { NORTHD_RULES } from './northd';
import sb from './southbound.schema.json';

export interface NorthdOfToday {
  readonly schemas: { readonly nb: DatabaseSchema; readonly sb: DatabaseSchema };
  readonly northd: NorthdRules;
}

export const northd26_03: NorthdOfToday = {
  schemas: { nb: schemaOf(nb), sb: schemaOf(sb) },
  northd: NORTHD_RULES,
};

function schemaOf(json: Json): DatabaseSchema {
  const schema = parseSchema(json);
  if (!schema.ok) throw new Error(`A schema of 26.03 does not parse: ${schema.error.message}`);
  return schema.value;
}
