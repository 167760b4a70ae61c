/** The parts of OVN 26.03 that are there: schemas and ovn-northd. It cannot be chosen on the page yet. */
import type { DatabaseSchema } from '../../ovsdb';
import type { NorthdRules } from '../../northd';
import { NORTHD_RULES } from './northd';
import { SCHEMAS } from './schemas';

export interface NorthdOfToday {
  readonly schemas: { readonly nb: DatabaseSchema; readonly sb: DatabaseSchema };
  readonly northd: NorthdRules;
}

export const northd26_03: NorthdOfToday = {
  schemas: SCHEMAS,
  northd: NORTHD_RULES,
};
