/** What running a deployment asks of a release. */
import type { ControllerRules } from '../controller';
import type { NorthdRules } from '../northd';
import type { DatabaseSchema } from '../ovsdb';

export interface SimRelease {
  /** To print and to save: nothing is decided by it. */
  readonly id: string;
  readonly schemas: { readonly nb: DatabaseSchema; readonly sb: DatabaseSchema; readonly ovs: DatabaseSchema };
  readonly northd: NorthdRules;
  readonly controller: ControllerRules;
}
