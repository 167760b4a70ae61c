/** What differs between the controllers of the releases, as data. */
import { actions2015_04, actions2015_08, type ActionDialect } from '../actions';
import { LOGICAL_2015, type LogicalVocabulary } from '../logical';
import { symbols2015, type SymbolTable } from '../match';
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

const BINDING = {
  logicalPort: 'logical_port',
  tunnelKey: 'tunnel_key',
  datapath: 'logical_datapath',
  parent: 'parent_port',
  tag: 'tag',
  chassis: 'chassis',
} as const;

/**
 * The controllers of 2015 spoke OpenFlow 1.3, in which their Open vSwitch could
 * not say the time to live: a flow that was to test it matches any.
 */
const LOST_IN_OPENFLOW_13: readonly FieldName[] = ['nw_ttl'];

/**
 * 2015-04: registers its chassis and claims bindings. Tunnels and flows are what
 * the article announces as the next steps, done as 2015-08 came to do them;
 * vxlan tunnels are ours, because the article's own chassis has no other type.
 */
export const controller2015_04: ControllerRules = {
  logical: LOGICAL_2015,
  binding: { ...BINDING, table: 'Bindings', chassisBy: 'name' },
  encapTypes: [],
  tunnelTypes: ['geneve', 'stt', 'vxlan'],
  claimsContainers: false,
  registersWithoutBridge: false,
  lostFields: LOST_IN_OPENFLOW_13,
  dialect: actions2015_04,
  symbols: symbols2015(),
};

export const controller2015_08: ControllerRules = {
  logical: LOGICAL_2015,
  binding: { ...BINDING, table: 'Port_Binding', chassisBy: 'reference' },
  encapTypes: ['geneve', 'stt', 'vxlan'],
  tunnelTypes: ['geneve', 'stt'],
  claimsContainers: true,
  registersWithoutBridge: true,
  lostFields: LOST_IN_OPENFLOW_13,
  dialect: actions2015_08,
  symbols: symbols2015(),
};
