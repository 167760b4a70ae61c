/** What a hypervisor of OVN 26.03 is made of: its controller, and the schemas of the databases that it sees. It cannot be chosen on the page yet. */
import { parseSchema, type DatabaseSchema, type Json } from '../../ovsdb';
import { Controller, LogicalCompiler } from './controller';
import ovs from './open-vswitch.schema.json';
import sb from './southbound.schema.json';

export const hypervisor26_03 = {
  schemas: { sb: schemaOf(sb), ovs: schemaOf(ovs) },
  Controller,
  LogicalCompiler,
} as const;

function schemaOf(json: Json): DatabaseSchema {
  const schema = parseSchema(json);
  if (!schema.ok) throw new Error(`A schema of 26.03 does not parse: ${schema.error.message}`);
  return schema.value;
}
