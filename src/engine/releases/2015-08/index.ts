/** OVN on 2015-08-03, the last day on which the table of logical flows was called Pipeline. */
import { actions2015_08 } from '../../actions';
import { controllersOf } from '../../controller';
import { symbols2015 } from '../../match';
import { DAYS_OF_SUMMER, DESIGNED, DESIGNED_CORRECTED, networkingOvn, OCTOBER } from '../../neutron';
import { editTable } from '../2015/edits';
import { LOGICAL_2015 } from '../2015/logical';
import { switchListsMembers } from '../2015/membership';
import { ACL_ACTIONS_2015, northboundOps } from '../2015/northbound-ops';
import { southboundModel } from '../2015/southbound';
import ovs from '../2015/open-vswitch.schema.json';
import type { Release } from '../release';
import { schemasOf } from '../schemas';
import { TRAITS_2015 } from '../2015/controller-parts';
import { CONTROLLER_RULES } from './controller-rules';
import { DIFFERENCES } from './differences';
import nb from './northbound.schema.json';
import { NORTHD_RULES } from './northd-rules';
import sb from './southbound.schema.json';
import { TOOLS } from './tools';

const northbound = northboundOps(switchListsMembers, {
  enabled: true,
  typeAndOptions: true,
  aclActions: ACL_ACTIONS_2015,
  aclDirections: false,
});

export const release2015_08 = {
  id: '2015-08',
  title: 'OVN of 3 August 2015',
  summary:
    'The first complete ovn-controller: tunnels, containers in VMs and OpenFlow. Ports can be disabled, and broadcasts reach ports with port security.',
  schemas: schemasOf({ nb, sb, ovs }),
  symbols: symbols2015(),
  northd: NORTHD_RULES,
  actions: actions2015_08,
  controller: { ...CONTROLLER_RULES, ...TRAITS_2015 },
  controllers: () => controllersOf(CONTROLLER_RULES),
  logical: LOGICAL_2015,
  tables: { binding: { table: 'Port_Binding' } },
  vswitch: { tags: 'one' },
  kept: ['Chassis', 'Encap'],
  stages: NORTHD_RULES.stages,
  northbound,
  southbound: southboundModel({ bindingTable: 'Port_Binding', chassisBy: 'reference' }),
  edits: editTable({ northbound, members: switchListsMembers, portSecurityCommand: true }),
  neutron: {
    drivers: DAYS_OF_SUMMER.map((day) => networkingOvn(day, northbound)),
    defaultDriver: 'ovn-2015-08-03',
    securityGroups: [DESIGNED, DESIGNED_CORRECTED, OCTOBER],
  },
  tools: TOOLS,
  differences: DIFFERENCES,
} as const satisfies Release;
