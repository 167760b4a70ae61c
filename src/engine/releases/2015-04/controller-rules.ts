/**
 * ovn-controller of 2015-04: registers its chassis and claims bindings. Tunnels and flows
 * are what the article announces as the next steps, done as 2015-08 came to do them;
 * vxlan tunnels are ours, because the article's own chassis has no other type.
 */
import { actions2015_04 } from '../../actions';
import type { ControllerRules } from '../../controller';
import { symbols2015 } from '../../match';
import { BINDING_COLUMNS, LOST_IN_OPENFLOW_13 } from '../2015/controller-parts';
import { LOGICAL_2015 } from '../2015/logical';

export const CONTROLLER_RULES: ControllerRules = {
  logical: LOGICAL_2015,
  binding: { ...BINDING_COLUMNS, table: 'Bindings', chassisBy: 'name' },
  encapTypes: [],
  tunnelTypes: ['geneve', 'stt', 'vxlan'],
  claimsContainers: false,
  registersWithoutBridge: false,
  lostFields: LOST_IN_OPENFLOW_13,
  dialect: actions2015_04,
  symbols: symbols2015(),
};
