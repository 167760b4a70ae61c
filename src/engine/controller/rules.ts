/** What differs between the controllers of the releases, as data: each release is given with its own. */
import type { ActionDialect } from '../actions';
import type { LogicalVocabulary } from '../logical';
import type { SymbolTable } from '../match';
import type { FieldName } from '../openflow';

export interface ControllerRules {
  readonly logical: LogicalVocabulary;
  /** Columns of the table that binds logical ports to chassis. */
  readonly binding: {
    readonly table: string;
    readonly logicalPort: string;
    readonly tunnelKey: string;
    readonly datapath: string;
    readonly parent: string;
    readonly tag: string;
    readonly chassis: string;
    /** `name`: a string, empty when unbound. `reference`: an optional reference to the Chassis row. */
    readonly chassisBy: 'name' | 'reference';
  };
  /** Types that ovn-encap-type may list with commas, in the order of their rows; none: it is one type of any name. */
  readonly encapTypes: readonly string[];
  /** Encapsulations between hypervisors, the preferred first. */
  readonly tunnelTypes: readonly string[];
  /** Claims containers behind a VM that is plugged in here. */
  readonly claimsContainers: boolean;
  /** Registers its chassis as soon as it has a name, before there is an integration bridge. */
  readonly registersWithoutBridge: boolean;
  /** Fields that get lost between controller and switch, so that flows do not look at them. */
  readonly lostFields: readonly FieldName[];
  readonly dialect: ActionDialect;
  readonly symbols: SymbolTable;
}
