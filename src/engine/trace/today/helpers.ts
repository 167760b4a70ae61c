/** Tables that logical actions look something up in, and what is said of what they found. */
import { formatEthernet, formatIpv4, formatIpv6, getField, getNumber, type FieldName, type Flow } from '../../openflow';
import type { TableVisit } from '../../vswitch';
import { addressOf } from '../passes';
import type { TodayNetwork } from './network';

interface Found {
  readonly network: TodayNetwork;
  readonly visit: TableVisit;
  readonly before: Flow;
  readonly after: Flow;
}

type Says = (found: Found) => string;

/** By OpenFlow table. Their numbers have been the same since there are 34 stages of a switch's ingress. */
const SAYS: Readonly<Record<number, Says>> = {
  66: ({ before, after }) => {
    const mac = getField(after, 'eth_dst');
    const hop = nextHop(before);
    return mac === 0n ? `nobody’s MAC address is known for ${hop}` : `${hop} is at ${formatEthernet(mac)}`;
  },
  67: told('lookupMac', 'the neighbour is known already', 'the neighbour is not known yet'),
  68: told('lookupHairpin', 'the backend is the sender itself', 'the backend is somebody else'),
  69: told('lookupHairpin', 'a reply of the sender to itself', 'no reply of the sender to itself'),
  70: ({ before, after }) =>
    before === after ? 'the source stays as it is' : `the source becomes ${addressOf(after, 'src')}`,
  71: ({ network, after, before }) => {
    const port = network.portName(network.datapathOf(before), getNumber(after, 'reg15'));
    return port === ''
      ? `nobody has learnt where ${formatEthernet(getField(before, 'eth_dst'))} is`
      : `${formatEthernet(getField(before, 'eth_dst'))} was learnt behind ${port}`;
  },
  72: told('lookupFdb', 'where the sender is has been learnt', 'where the sender is has not been learnt yet'),
  73: told('portSecurity', 'port security refuses it', 'port security has nothing against it'),
  74: told(
    'portSecurity',
    'port security refuses the address that it announces',
    'port security has nothing against it',
  ),
  75: told('portSecurity', 'port security refuses it', 'port security has nothing against it'),
  76: ({ visit }) => (visit.entry ? 'where the connection came from is known' : 'where it came from is not known yet'),
  77: ({ visit }) => (visit.entry ? 'the way back is known' : 'no way back is known'),
  78: ({ visit }) => (visit.entry ? 'the client has a backend already' : 'the client has no backend yet'),
  79: ({ visit }) => (visit.entry ? 'that the neighbour is still in use is noted' : ''),
  81: original('ct_nw_dst'),
  82: original('ct_ipv6_dst'),
  83: ({ before }) => `the connection began for port ${getNumber(before, 'ct_tp_dst')}`,
  84: () => 'a copy goes to every other chassis',
  85: () => 'what connection tracking said is kept',
  86: ({ before }) => `the connection began with protocol ${getNumber(before, 'ct_nw_proto')}`,
  87: ({ visit }) => (visit.entry ? 'it was learnt behind a remote endpoint' : 'it is behind no remote endpoint'),
};

/** The tables of all of them. */
export const HELPERS: ReadonlySet<number> = new Set(Object.keys(SAYS).map(Number));

/** What came of looking something up. */
export function foundIn(network: TodayNetwork, visit: TableVisit): string {
  return SAYS[visit.table]?.({ network, visit, before: visit.before, after: visit.after }) ?? '';
}

/** Bits of the flags register in which tables answer. */
const FLAGS = { lookupMac: 6, lookupHairpin: 7, lookupFdb: 8, portSecurity: 12 } as const;

function told(flag: keyof typeof FLAGS, yes: string, no: string): Says {
  return ({ after }) => ((getNumber(after, 'reg10') >>> FLAGS[flag]) & 1 ? yes : no);
}

function original(field: Extract<FieldName, 'ct_nw_dst' | 'ct_ipv6_dst'>): Says {
  return ({ before }) => {
    const address = getField(before, field);
    return `the connection began for ${field === 'ct_nw_dst' ? formatIpv4(address) : formatIpv6(address)}`;
  };
}

const IPV6 = 0x86dd;

/** `get_arp` has it in reg0, `get_nd` in xxreg0. */
function nextHop(flow: Flow): string {
  return getNumber(flow, 'eth_type') === IPV6
    ? formatIpv6(getField(flow, 'xxreg0'))
    : formatIpv4(getField(flow, 'reg0'));
}
