/** The tables of the logical pipeline in plain words. */
import type { StageInfo } from '../trace';

const LOOKUP: StageInfo = {
  tableId: 1,
  name: 'Destination lookup',
  text: 'Chooses the outport by the destination address. A broadcast or multicast gets every port of the switch in turn; an address that no port has goes to the ports that take unknown addresses, if there are any.',
};

const ACLS: StageInfo = {
  tableId: 2,
  name: 'ACLs',
  text: 'Lets through or drops by the switch’s ACLs, the highest priority first. What no ACL speaks of goes on.',
};

export const STAGES = {
  '2015-04': [
    {
      tableId: 0,
      name: 'Ingress port security',
      text: 'Drops VLAN-tagged packets and broadcast sources. What a port of the switch may send goes on; anything else is dropped.',
    },
    LOOKUP,
    ACLS,
    {
      tableId: 3,
      name: 'Egress port security',
      text: 'Hands the packet to its outport if the port may receive it. A port with port security receives only for its own addresses, so no broadcast ever reaches it.',
    },
  ],
  '2015-08': [
    {
      tableId: 0,
      name: 'Ingress port security',
      text: 'Drops VLAN-tagged packets and broadcast sources. What an enabled port of the switch may send goes on; anything else is dropped.',
    },
    LOOKUP,
    ACLS,
    {
      tableId: 3,
      name: 'Egress port security',
      text: 'Hands broadcasts and multicasts to the outport whatever its port security, and other packets if the port is enabled and may receive them.',
    },
  ],
} as const satisfies Record<string, readonly StageInfo[]>;
