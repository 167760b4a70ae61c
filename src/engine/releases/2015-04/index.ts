/**
 * OVN on 2015-04-21, the day of the article. Its southbound schema has two columns that
 * came in the week after, `logical_datapath` and `tunnel_key` of Bindings: without them
 * no two hypervisors can agree on a tunnel.
 */
import { actions2015_04 } from '../../actions';
import { controllersOf } from '../../controller';
import { symbols2015 } from '../../match';
import { DAYS_OF_SPRING, DESIGNED, DESIGNED_CORRECTED, networkingOvn, OCTOBER } from '../../neutron';
import { editTable } from '../2015/edits';
import { LOGICAL_2015 } from '../2015/logical';
import { memberNamesSwitch } from '../2015/membership';
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

const northbound = northboundOps(memberNamesSwitch, {
  enabled: false,
  typeAndOptions: false,
  aclActions: ACL_ACTIONS_2015,
  aclDirections: false,
});

export const release2015_04 = {
  id: '2015-04',
  title: 'OVN of 21 April 2015',
  summary:
    'The day of the article: ovn-northd fills the Pipeline table and ovn-controller registers its chassis and binds ports. Tunnels and OpenFlow, announced there as the next steps, are included.',
  schemas: schemasOf({ nb, sb, ovs }),
  symbols: symbols2015(),
  northd: NORTHD_RULES,
  actions: actions2015_04,
  controller: { ...CONTROLLER_RULES, ...TRAITS_2015 },
  controllers: () => controllersOf(CONTROLLER_RULES),
  logical: LOGICAL_2015,
  tables: { binding: { table: 'Bindings' } },
  vswitch: { tags: 'one' },
  kept: ['Chassis', 'Encap'],
  stages: NORTHD_RULES.stages,
  northbound,
  southbound: southboundModel({ bindingTable: 'Bindings', chassisBy: 'name' }),
  edits: editTable({
    northbound,
    members: memberNamesSwitch,
    portSecurityCommand: false,
    neverDisabled: 'Ports cannot be disabled in 2015-04.',
  }),
  neutron: {
    drivers: DAYS_OF_SPRING.map((day) => networkingOvn(day, northbound)),
    defaultDriver: 'ovn-2015-04-29',
    securityGroups: [DESIGNED, DESIGNED_CORRECTED, OCTOBER],
  },
  tools: TOOLS,
  differences: DIFFERENCES,
} as const satisfies Release;
