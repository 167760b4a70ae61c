/** The databases of OVN 26.03, as its ovsdb-servers say them. */
import { asToday } from '../../ovsdb';
import { ownSchema } from '../schemas';
import nb from './northbound.schema.json';
import sb from './southbound.schema.json';

export const SCHEMAS = { nb: asToday(ownSchema(nb)), sb: asToday(ownSchema(sb)) };
