/** What the ovn-controllers of both releases of 2015 share. */
import type { ControllerRules, ControllerTraits } from '../../controller';
import type { FieldName } from '../../openflow';

/** Columns of the table that binds ports, whatever its name. */
export const BINDING_COLUMNS = {
  logicalPort: 'logical_port',
  tunnelKey: 'tunnel_key',
  datapath: 'logical_datapath',
  parent: 'parent_port',
  tag: 'tag',
  chassis: 'chassis',
} as const satisfies Partial<ControllerRules['binding']>;

/**
 * The controllers of 2015 spoke OpenFlow 1.3, in which their Open vSwitch could
 * not say the time to live: a flow that was to test it matches any.
 */
export const LOST_IN_OPENFLOW_13: readonly FieldName[] = ['nw_ttl'];

export const TRAITS_2015 = {
  followsItself: false,
  /** Each controller gave out numbers of its own. */
  datapathNumbers: (_, memory) => memory?.datapaths ?? [],
} as const satisfies Partial<ControllerTraits>;
