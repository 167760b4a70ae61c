/** OVN on 2015-08-03, the last day on which the table of logical flows was called Pipeline. */
import { actions2015_08 } from '../../actions';
import { controller2015_08 } from '../../controller';
import { LOGICAL_2015 } from '../../logical';
import { symbols2015 } from '../../match';
import { switchListsMembers } from '../belonging';
import { northboundOps } from '../northbound-ops';
import { OPEN_VSWITCH_SCHEMA } from '../open-vswitch-schema';
import type { Release } from '../release';
import { southboundOps } from '../southbound';
import { NORTHBOUND_SCHEMA } from './northbound-schema';
import { NORTHD_RULES } from './northd-rules';
import { SOUTHBOUND_SCHEMA } from './southbound-schema';

export const release2015_08: Release = {
  id: '2015-08',
  title: 'OVN of 3 August 2015',
  summary:
    'The first complete ovn-controller: tunnels, containers in VMs and OpenFlow. Ports can be disabled, and broadcasts reach ports with port security.',
  schemas: { nb: NORTHBOUND_SCHEMA, sb: SOUTHBOUND_SCHEMA, ovs: OPEN_VSWITCH_SCHEMA },
  symbols: symbols2015(),
  northd: NORTHD_RULES,
  actions: actions2015_08,
  controller: controller2015_08,
  logical: LOGICAL_2015,
  vswitch: { tags: 'one' },
  tables: {
    binding: {
      table: 'Port_Binding',
      columns: [
        'logical_port',
        'chassis',
        'tunnel_key',
        'mac',
        'parent_port',
        'tag',
        'type',
        'options',
        'logical_datapath',
      ],
    },
    derived: ['Pipeline', 'Port_Binding', 'Chassis', 'Encap'],
  },
  stages: NORTHD_RULES.stages,
  northbound: northboundOps(switchListsMembers, { enabled: true, typeAndOptions: true }),
  southbound: southboundOps({ bindingTable: 'Port_Binding', chassisBy: 'reference' }),
};
