/** `OVN_Northbound` of 2015-08: a switch owns its ports and ACLs, which go when nothing refers to them. */
import { ownSchema } from '../schema';
import {
  OPTIONAL_BOOLEAN,
  OPTIONAL_STRING,
  STRING_MAP,
  STRINGS,
  oneOf,
  optional,
  range,
  reference,
  references,
} from '../columns';

export const NORTHBOUND_SCHEMA = ownSchema({
  name: 'OVN_Northbound',
  version: '1.0.0',
  // The order is the one in which the real `ovsdb-client list-tables` prints them.
  tables: {
    Logical_Router: {
      columns: {
        name: { type: 'string' },
        ports: { type: references('Logical_Router_Port', 'weak') },
        default_gw: { type: OPTIONAL_STRING },
        external_ids: { type: STRING_MAP },
      },
      isRoot: true,
    },
    Logical_Port: {
      columns: {
        name: { type: 'string' },
        type: { type: 'string' },
        options: { type: STRING_MAP },
        parent_name: { type: OPTIONAL_STRING },
        tag: { type: optional(range(0, 4095)) },
        macs: { type: STRINGS },
        port_security: { type: STRINGS },
        up: { type: OPTIONAL_BOOLEAN },
        enabled: { type: OPTIONAL_BOOLEAN },
        external_ids: { type: STRING_MAP },
      },
      indexes: [['name']],
      isRoot: false,
    },
    Logical_Switch: {
      columns: {
        name: { type: 'string' },
        ports: { type: references('Logical_Port') },
        acls: { type: references('ACL') },
        router_port: { type: optional(reference('Logical_Router_Port')) },
        external_ids: { type: STRING_MAP },
      },
      isRoot: true,
    },
    ACL: {
      columns: {
        priority: { type: { key: range(1, 65535) } },
        match: { type: 'string' },
        action: { type: { key: oneOf('allow', 'allow-related', 'drop', 'reject') } },
        log: { type: 'boolean' },
        external_ids: { type: STRING_MAP },
      },
      isRoot: false,
    },
    Logical_Router_Port: {
      columns: {
        name: { type: 'string' },
        network: { type: 'string' },
        mac: { type: 'string' },
        external_ids: { type: STRING_MAP },
      },
      isRoot: false,
    },
  },
});
