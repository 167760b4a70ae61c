/** ovn-controller of 2015-08. */
import { actions2015_08 } from '../../actions';
import type { ControllerRules } from '../../controller';
import { symbols2015 } from '../../match';
import { BINDING_COLUMNS, LOST_IN_OPENFLOW_13 } from '../2015/controller-parts';
import { LOGICAL_2015 } from '../2015/logical';

export const CONTROLLER_RULES: ControllerRules = {
  logical: LOGICAL_2015,
  binding: { ...BINDING_COLUMNS, table: 'Port_Binding', chassisBy: 'reference' },
  encapTypes: ['geneve', 'stt', 'vxlan'],
  tunnelTypes: ['geneve', 'stt'],
  claimsContainers: true,
  registersWithoutBridge: true,
  lostFields: LOST_IN_OPENFLOW_13,
  dialect: actions2015_08,
  symbols: symbols2015(),
};
