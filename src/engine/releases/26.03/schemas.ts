/** The databases of OVN 26.03, as its ovsdb-servers say them. */
import { withPlainDigits } from '../../ovsdb';
import { ownSchema } from '../schemas';
import nb from './northbound.schema.json';
import sb from './southbound.schema.json';

export const SCHEMAS = { nb: withPlainDigits(ownSchema(nb)), sb: withPlainDigits(ownSchema(sb)) };
