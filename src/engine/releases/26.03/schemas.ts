/** The databases of OVN 26.03, as its ovsdb-servers say them. */
import { ownSchema } from '../schemas';
import nb from './northbound.schema.json';
import sb from './southbound.schema.json';

export const SCHEMAS = { nb: ownSchema(nb), sb: ownSchema(sb) };
