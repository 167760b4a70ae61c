/** What running a deployment asks of a release. */
import type { ControllerTraits, MakeController } from '../controller';
import type { NeutronRules } from '../neutron';
import type { NorthdRules } from '../northd';
import type { DatabaseSchema } from '../ovsdb';
import type { SwitchOptions } from '../vswitch';

export interface SimRelease {
  /** To print and to save: nothing is decided by it. */
  readonly id: string;
  readonly schemas: { readonly nb: DatabaseSchema; readonly sb: DatabaseSchema; readonly ovs: DatabaseSchema };
  readonly northd: NorthdRules;
  readonly controller: ControllerTraits;
  /** What makes the ovn-controllers of one deployment. */
  readonly controllers: () => MakeController;
  /** What its Open vSwitch does in its own way. */
  readonly vswitch: SwitchOptions;
  /** The drivers of Neutron that fit its northbound schema; absent where there is none. */
  readonly neutron?: NeutronRules;
}
