/**
 * The symbols of OVN in spring and summer 2015 (ovn-sb(5) of that time,
 * "Pipeline", column match): no connection tracking, and registers that
 * are fields of their own.
 */
import type { SymbolSpec } from './symbols';
import {
  ARP,
  ETHERNET,
  FRAGMENTS,
  ICMP4,
  ICMP6,
  IP6_HEADER,
  IP_HEADER,
  IP_PROTOCOL,
  LOGICAL_PORTS,
  ND_TARGET,
  TRANSPORT,
  VLAN,
} from './symbols-shared';

export const SYMBOLS_2015: readonly SymbolSpec[] = [
  ...LOGICAL_PORTS,
  { name: 'reg0', field: 'reg0', meaning: 'Scratch space of 32 bits that a logical pipeline may use as it likes.' },
  { name: 'reg1', field: 'reg1', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg2', field: 'reg2', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg3', field: 'reg3', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg4', field: 'reg4', meaning: 'Scratch space of 32 bits.' },
  { name: 'reg5', field: 'reg5', meaning: 'Scratch space of 32 bits.' },

  ...ETHERNET,
  ...VLAN,

  ...IP_PROTOCOL,
  {
    name: 'ip.dscp',
    field: 'nw_tos',
    needs: 'ip',
    meaning: 'The type of service byte; its upper 6 bits, the differentiated services code point, are looked at.',
  },
  ...IP_HEADER,
  ...ICMP4,
  ...IP6_HEADER,
  ...ICMP6,
  ...FRAGMENTS,

  ...ARP,
  {
    name: 'nd',
    predicate: 'icmp6.type == {135, 136} && icmp6.code == 0',
    meaning: 'An IPv6 neighbor solicitation or advertisement.',
  },
  ...ND_TARGET,
  {
    name: 'nd.sll',
    field: 'nd_sll',
    needs: 'nd && icmp6.type == 135',
    meaning: 'The Ethernet address of the one who asks.',
  },
  { name: 'nd.tll', field: 'nd_tll', needs: 'nd && icmp6.type == 136', meaning: 'The Ethernet address in the answer.' },

  ...TRANSPORT,
];
