/**
 * The symbols of an ACL in a deployment with `acl_ct_translation` (ovn-nb(5),
 * NB_Global, options): those of today, but TCP, UDP, SCTP and their ports are
 * what connection tracking knows of the connection, which it knows of every
 * fragment. Only an ordinary packet has the others, such as `tcp.flags`.
 */
import type { SymbolSpec } from './symbols';
import { SYMBOLS_TODAY } from './symbols-today';

const TRACKED = [
  {
    name: 'ct_proto',
    field: 'ct_nw_proto',
    needs: 'ct.trk',
    meaning: 'The protocol of the connection in its first direction: 6 is TCP, 17 UDP, 132 SCTP.',
  },
  { name: 'tcp', predicate: 'ct.trk && !ct.inv && ct_proto == 6', meaning: 'A connection of TCP.' },
  { name: 'tcp.src', field: 'ct_tp_src', needs: 'tcp', meaning: "The connection's first source port." },
  { name: 'tcp.dst', field: 'ct_tp_dst', needs: 'tcp', meaning: "The connection's first destination port." },
  { name: 'udp', predicate: 'ct.trk && !ct.inv && ct_proto == 17', meaning: 'A connection of UDP.' },
  { name: 'udp.src', field: 'ct_tp_src', needs: 'udp', meaning: "The connection's first source port." },
  { name: 'udp.dst', field: 'ct_tp_dst', needs: 'udp', meaning: "The connection's first destination port." },
  { name: 'sctp', predicate: 'ct.trk && !ct.inv && ct_proto == 132', meaning: 'A connection of SCTP.' },
  { name: 'sctp.src', field: 'ct_tp_src', needs: 'sctp', meaning: "The connection's first source port." },
  { name: 'sctp.dst', field: 'ct_tp_dst', needs: 'sctp', meaning: "The connection's first destination port." },
] as const satisfies readonly SymbolSpec[];

const REPLACED: ReadonlySet<string> = new Set(TRACKED.map(({ name }) => name));

export const SYMBOLS_ACL: readonly SymbolSpec[] = [
  ...SYMBOLS_TODAY.filter(({ name }) => !REPLACED.has(name)),
  ...TRACKED,
];
