/** `OVN_Northbound` of 2015-04: ports and ACLs point to their switch, and every row stays until it is deleted. */
import { ownSchema } from '../schema';
import { OPTIONAL_BOOLEAN, OPTIONAL_STRING, STRING_MAP, STRINGS, oneOf, optional, range, reference } from '../columns';

export const NORTHBOUND_SCHEMA = ownSchema({
  name: 'OVN_Northbound',
  version: '1.0.0',
  // The order is the one in which the real `ovsdb-client list-tables` prints them.
  tables: {
    Logical_Router: {
      columns: {
        ip: { type: 'string' },
        default_gw: { type: OPTIONAL_STRING },
        external_ids: { type: STRING_MAP },
      },
      isRoot: true,
    },
    Logical_Port: {
      columns: {
        lswitch: { type: { key: reference('Logical_Switch') } },
        name: { type: 'string' },
        parent_name: { type: OPTIONAL_STRING },
        tag: { type: optional(range(0, 4095)) },
        macs: { type: STRINGS },
        port_security: { type: STRINGS },
        up: { type: OPTIONAL_BOOLEAN },
        external_ids: { type: STRING_MAP },
      },
      indexes: [['name']],
      isRoot: true,
    },
    Logical_Switch: {
      columns: {
        name: { type: 'string' },
        router_port: { type: optional(reference('Logical_Router_Port')) },
        external_ids: { type: STRING_MAP },
      },
      isRoot: true,
    },
    ACL: {
      columns: {
        lswitch: { type: { key: reference('Logical_Switch') } },
        priority: { type: { key: range(1, 65535) } },
        match: { type: 'string' },
        action: { type: { key: oneOf('allow', 'allow-related', 'drop', 'reject') } },
        log: { type: 'boolean' },
        external_ids: { type: STRING_MAP },
      },
      isRoot: true,
    },
    Logical_Router_Port: {
      columns: {
        router: { type: { key: reference('Logical_Router') } },
        network: { type: 'string' },
        mac: { type: 'string' },
        external_ids: { type: STRING_MAP },
      },
      isRoot: true,
    },
  },
});
