/** OVN on 2015-04-21, the day of the article. */
import { actions2015_04 } from '../../actions';
import { controller2015_04 } from '../../controller';
import { LOGICAL_2015 } from '../../logical';
import { symbols2015 } from '../../match';
import { memberNamesSwitch } from '../belonging';
import { northboundOps } from '../northbound-ops';
import { OPEN_VSWITCH_SCHEMA } from '../open-vswitch-schema';
import type { Release } from '../release';
import { southboundOps } from '../southbound';
import { NORTHBOUND_SCHEMA } from './northbound-schema';
import { NORTHD_RULES } from './northd-rules';
import { SOUTHBOUND_SCHEMA } from './southbound-schema';

export const release2015_04: Release = {
  id: '2015-04',
  title: 'OVN of 21 April 2015',
  summary:
    'The day of the article: ovn-northd fills the Pipeline table and ovn-controller registers its chassis and binds ports. Tunnels and OpenFlow, announced there as the next steps, are included.',
  schemas: { nb: NORTHBOUND_SCHEMA, sb: SOUTHBOUND_SCHEMA, ovs: OPEN_VSWITCH_SCHEMA },
  symbols: symbols2015(),
  northd: NORTHD_RULES,
  actions: actions2015_04,
  controller: controller2015_04,
  logical: LOGICAL_2015,
  vswitch: { tags: 'one' },
  tables: {
    binding: {
      table: 'Bindings',
      columns: ['logical_port', 'chassis', 'mac', 'parent_port', 'tag', 'logical_datapath', 'tunnel_key'],
    },
    derived: ['Pipeline', 'Bindings', 'Chassis', 'Encap'],
  },
  stages: NORTHD_RULES.stages,
  northbound: northboundOps(memberNamesSwitch, { enabled: false, typeAndOptions: false }),
  southbound: southboundOps({ bindingTable: 'Bindings', chassisBy: 'name' }),
};
