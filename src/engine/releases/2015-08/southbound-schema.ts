/** `OVN_Southbound` of 2015-08, the last day on which the table of logical flows was called Pipeline. */
import { ownSchema } from '../schema';
import { OPTIONAL_STRING, STRING_MAP, STRINGS, oneOf, optional, range, reference } from '../columns';

export const SOUTHBOUND_SCHEMA = ownSchema({
  name: 'OVN_Southbound',
  version: '1.0.0',
  // The order is the one in which the real `ovsdb-client list-tables` prints them.
  tables: {
    Encap: {
      columns: {
        type: { type: { key: oneOf('geneve', 'stt', 'vxlan') } },
        options: { type: STRING_MAP },
        ip: { type: 'string' },
      },
    },
    Pipeline: {
      columns: {
        logical_datapath: { type: 'uuid' },
        table_id: { type: { key: range(0, 31) } },
        priority: { type: { key: range(0, 65535) } },
        match: { type: 'string' },
        actions: { type: 'string' },
      },
      isRoot: true,
    },
    Chassis: {
      columns: {
        name: { type: 'string' },
        encaps: { type: { key: reference('Encap'), min: 1, max: 'unlimited' } },
        gateway_ports: { type: { key: 'string', value: reference('Gateway'), min: 0, max: 'unlimited' } },
      },
      indexes: [['name']],
      isRoot: true,
    },
    Gateway: {
      columns: {
        vlan_map: { type: { key: range(0, 4095), value: 'string', min: 0, max: 'unlimited' } },
      },
    },
    Port_Binding: {
      columns: {
        logical_port: { type: 'string' },
        type: { type: 'string' },
        options: { type: STRING_MAP },
        logical_datapath: { type: 'uuid' },
        tunnel_key: { type: { key: range(1, 65535) } },
        parent_port: { type: OPTIONAL_STRING },
        tag: { type: optional(range(0, 4095)) },
        chassis: { type: optional(reference('Chassis', 'weak')) },
        mac: { type: STRINGS },
      },
      indexes: [['tunnel_key'], ['logical_port']],
      isRoot: true,
    },
  },
});
