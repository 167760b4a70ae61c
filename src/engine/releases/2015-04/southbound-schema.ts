/**
 * `OVN_Southbound` of 2015-04, with two columns that came in the week after:
 * `logical_datapath` and `tunnel_key` of Bindings, without which no two
 * hypervisors can agree on a tunnel.
 */
import { ownSchema } from '../schema';
import { OPTIONAL_STRING, STRING_MAP, STRINGS, optional, range, reference } from '../columns';

export const SOUTHBOUND_SCHEMA = ownSchema({
  name: 'OVN_Southbound',
  version: '1.0.0',
  // The order is the one in which the real `ovsdb-client list-tables` prints them.
  tables: {
    Encap: {
      columns: {
        type: { type: 'string' },
        options: { type: STRING_MAP },
        ip: { type: 'string' },
      },
    },
    Pipeline: {
      columns: {
        logical_datapath: { type: 'uuid' },
        table_id: { type: { key: range(0, 127) } },
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
        attached_port: { type: 'string' },
        vlan_map: { type: { key: range(0, 4095), value: 'string', min: 0, max: 'unlimited' } },
      },
    },
    Bindings: {
      columns: {
        logical_port: { type: 'string' },
        logical_datapath: { type: 'uuid' },
        tunnel_key: { type: { key: range(1, 65535) } },
        parent_port: { type: OPTIONAL_STRING },
        tag: { type: optional(range(0, 4095)) },
        chassis: { type: 'string' },
        mac: { type: STRINGS },
      },
      indexes: [['tunnel_key'], ['logical_port']],
      isRoot: true,
    },
  },
});
