/** A drop by what no rule of a security group allows: told in the words of Neutron, with the rule that would help. */
import { formatCommand, type RowRef } from '../base';
import { allOf, aclOrigin, type AclOrigin } from '../neutron';
import { formatIpv4, formatIpv6, getField, getNumber, type Flow } from '../openflow';
import { NEUTRON, NORTHBOUND } from '../sim';
import { extract } from '../vswitch';
import { listOf } from './lists';
import type { Reasoned } from './verdict-context';
import type { Deployment } from './release';

/** Undefined where the ACL is nobody's group, or is a rule by itself. */
export function explainByGroups(
  deployment: Deployment,
  cause: RowRef,
  where: string,
  bytes: Uint8Array,
): Reasoned | undefined {
  const { release, nb } = deployment;
  const neutron = deployment.database(NEUTRON);
  const acl = cause.db === NORTHBOUND && cause.table === 'ACL' ? nb.row('ACL', cause.uuid) : undefined;
  const rules = release.neutron;
  if (acl === undefined || neutron === undefined || rules === undefined) return undefined;
  const origin = aclOrigin(neutron, rules, acl);
  if (origin === undefined || origin.rules.length > 0) return undefined;
  const { groups, direction } = origin;
  const packet = packetOf(extract(bytes, 0, release.vswitch.tags));
  const names = listOf(groups.map(({ name, id }) => name || id));
  const of = `no rule of ${groups.length === 1 ? 'group' : 'the groups'} ${names}`;
  const end = direction === 'ingress' ? `from ${packet.source}` : `to ${packet.destination}`;
  const unique = (name: string) => allOf(neutron, 'Security_Group').filter((group) => group.name === name).length === 1;
  return {
    sentence: `${where}: ${of} allows ${packet.words} ${end}.`,
    causes: [cause, ...groups.map(({ id }) => ({ db: NEUTRON, table: 'Security_Group', uuid: id }))],
    fixes: ruleFor(origin, packet, unique),
  };
}

interface Packet {
  /** E.g. `tcp/22`. */
  readonly words: string;
  readonly source: string;
  readonly destination: string;
  /** Undefined for what is not IP, and no rule can speak of. */
  readonly ethertype: 'IPv4' | 'IPv6' | undefined;
  readonly protocol: string;
  readonly port: number | undefined;
}

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmp' };
const IPV6 = 0x86dd;
const IPV4 = 0x0800;
const ARP = 0x0806;

function packetOf(flow: Flow): Packet {
  const type = getNumber(flow, 'eth_type');
  const ethertype = type === IPV4 ? 'IPv4' : type === IPV6 ? 'IPv6' : undefined;
  const address = (v4: 'ip_src' | 'ip_dst', v6: 'ipv6_src' | 'ipv6_dst') =>
    ethertype === 'IPv6' ? formatIpv6(getField(flow, v6)) : formatIpv4(getField(flow, v4));
  const number = getNumber(flow, 'nw_proto');
  const protocol = PROTOCOLS[number] ?? String(number);
  const port = protocol === 'tcp' || protocol === 'udp' ? getNumber(flow, `${protocol}_dst`) : undefined;
  const ip = port === undefined ? (PROTOCOLS[number] ?? `IP protocol ${number}`) : `${protocol}/${port}`;
  return {
    words: ethertype === undefined ? (type === ARP ? 'ARP' : `Ethernet type 0x${type.toString(16)}`) : ip,
    source: address('ip_src', 'ipv6_src'),
    destination: address('ip_dst', 'ipv6_dst'),
    ethertype,
    protocol,
    port,
  };
}

/** A rule that lets the packet through and, where the mapping compares prefixes rightly, only from or to this end. */
function ruleFor(
  { groups, direction, mapping }: AclOrigin,
  { ethertype, protocol, port, words, source, destination }: Packet,
  unique: (name: string) => boolean,
): NonNullable<Reasoned['fixes']> {
  const [group] = groups;
  if (group === undefined || ethertype === undefined || mapping.prefixes.length === 0) return [];
  const end = direction === 'ingress' ? source : destination;
  const narrow = mapping.prefixes.includes(direction);
  const prefix = narrow ? ['--remote-ip-prefix', `${end}/${ethertype === 'IPv4' ? 32 : 128}`] : [];
  const range = port === undefined ? [] : ['--port-range-min', String(port), '--port-range-max', String(port)];
  const whom = `${direction === 'ingress' ? 'from' : 'to'} ${narrow ? end : 'anywhere'}`;
  const name = group.name !== '' && unique(group.name) ? group.name : group.id;
  const what = ['--direction', direction, '--ethertype', ethertype, '--protocol', protocol, ...range, ...prefix, name];
  return [
    {
      label: `Let group ${group.name || group.id} allow ${words} ${whom}`,
      commands: [formatCommand(['neutron', 'security-group-rule-create', ...what])],
    },
  ];
}
