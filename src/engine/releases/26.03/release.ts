/** OVN 26.03.2 with Open vSwitch 3.7, of June 2026, as it can be played. */
import { symbolsToday } from '../../match';
import type { Release } from '../release';
import { controllersOfToday, datapathNumbers } from './controller';
import { DIFFERENCES } from './differences';
import { EDITS } from './edits';
import { hypervisor26_03 } from './hypervisor';
import { language26_03 } from './language';
import { LOGICAL } from './logical';
import { northbound26_03, southbound26_03 } from './model';
import { NORTHD_RULES } from './northd';
import { SCHEMAS } from './schemas';
import { TOOLS } from './tools';

export const release26_03 = {
  id: '26.03',
  title: 'OVN of June 2026 (26.03)',
  summary:
    'Today’s OVN: routers and NAT, load balancers, connection tracking, DHCP, gateways and all that came in eleven years.',
  schemas: { ...SCHEMAS, ovs: hypervisor26_03.schemas.ovs },
  symbols: symbolsToday(),
  today: { actions: language26_03 },
  northd: NORTHD_RULES,
  controller: { claimsContainers: true, registersWithoutBridge: false, followsItself: true, datapathNumbers },
  controllers: controllersOfToday,
  logical: LOGICAL,
  tables: { binding: { table: 'Port_Binding' } },
  vswitch: {},
  kept: ['Chassis', 'Chassis_Private', 'Encap', 'MAC_Binding', 'FDB'],
  stages: NORTHD_RULES.stages,
  northbound: northbound26_03,
  southbound: southbound26_03,
  edits: EDITS,
  tools: TOOLS,
  differences: DIFFERENCES,
} as const satisfies Release;
