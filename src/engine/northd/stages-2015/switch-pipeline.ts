/** The pipeline of a switch of 2015, stage by stage. */
import type { LogRecord } from '../../base';
import { startsWithEthernet } from '../addresses';
import type { PortFacts, SwitchStage } from '../switch-stage';

import { acls } from './acls';
import { destinationLookup, UNKNOWN } from './destination-lookup';
import { allowedAddresses } from './port-security';
import { portSecurityEgress } from './port-security-egress';
import { portSecurityIngress } from './port-security-ingress';

/** In the order of their tables. */
export const SWITCH_PIPELINE: readonly SwitchStage[] = [
  portSecurityIngress,
  destinationLookup,
  acls,
  portSecurityEgress,
];

/** What a port's row says that cannot be used, as ovn-northd logs it. */
export function portComplaints(port: PortFacts): readonly LogRecord[] {
  const complain = (text: string, column: string): LogRecord => ({
    level: 'INFO',
    module: 'ovn_northd',
    message: `${port.name}: invalid syntax '${text}' in ${column} column`,
    about: port.ref,
  });
  const macs = port.macs.filter((mac) => mac !== UNKNOWN && !startsWithEthernet(mac));
  return [
    ...macs.map((mac) => complain(mac, 'macs')),
    ...allowedAddresses(port).invalid.map((member) => complain(member, 'port_security')),
  ];
}
