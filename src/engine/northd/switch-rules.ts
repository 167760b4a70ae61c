/**
 * The rules of 2015: which Pipeline rows a logical switch, its ports and its ACLs
 * give. The releases differ in the language of actions and in a few rows; those
 * differences are a `SwitchDialect`.
 *
 * Tables: 0 ingress port security, 1 destination lookup, 2 ACLs, 3 egress port
 * security. Every function is pure; what it reads is in its parameters.
 */
import type { Uuid } from '../base';
import { isEthernet, parsePortSecurity } from './addresses';
import type { WantedRow } from './pipeline';
import type { LogRecord, RowRef } from './types';

/** How a release writes the rows. */
export interface SwitchDialect {
  /** Goes on to the next table, as an action on its own. */
  readonly next: string;
  readonly drop: string;
  /** One copy of a packet to one port: sets the outport and goes on to the next table. */
  forward(quotedPort: string): string;
  /** Table 3: hands the packet to the port that `outport` names. */
  deliver(quotedPort: string): string;
  /** The set of Ethernet addresses that port security allows. */
  addressSet(addresses: readonly string[]): string;
  /** Table 3: hands broadcasts and multicasts to every port, whatever its port security; absent where no such row exists. */
  readonly deliverBroadcast?: string;
}

export interface SwitchFacts {
  readonly ref: RowRef;
  readonly name: string;
}

export interface PortFacts {
  readonly ref: RowRef;
  readonly name: string;
  /** The name in JSON string quoting, as matches and actions write it. */
  readonly quoted: string;
  readonly macs: readonly string[];
  readonly portSecurity: readonly string[];
  /** False only for a port that was disabled. */
  readonly enabled: boolean;
}

export interface AclFacts {
  readonly ref: RowRef;
  readonly priority: number;
  readonly match: string;
  readonly action: string;
}

/** The names of the rules, in the order of the tables they fill. */
export const SWITCH_RULES = [
  'admission-vlan',
  'admission-multicast-source',
  'port-security-in',
  'admission-default',
  'l2-lookup-flood',
  'l2-lookup',
  'l2-lookup-unknown',
  'acl',
  'acl-default',
  'broadcast-delivery',
  'port-security-out',
] as const;
export type SwitchRule = (typeof SWITCH_RULES)[number];

/** The rows that every switch has, whatever is in it. */
export function switchRows(dialect: SwitchDialect, sw: SwitchFacts): readonly WantedRow[] {
  const row = rowsOf(sw);
  const nb = [sw.ref];
  const name = quote(sw.name);
  const rows = [
    row(
      'admission-vlan',
      0,
      100,
      'vlan.present',
      dialect.drop,
      `Switch ${name} drops packets with a VLAN tag: a logical switch has no VLANs of its own.`,
      nb,
    ),
    row(
      'admission-multicast-source',
      0,
      100,
      'eth.src[40]',
      dialect.drop,
      `Switch ${name} drops packets whose source is a broadcast or multicast address: nobody has such an address.`,
      nb,
    ),
    row('admission-default', 0, 0, '1', dialect.drop, `Switch ${name} drops what none of its ports may send.`, nb),
    row('acl-default', 2, 0, '1', dialect.next, `Switch ${name} lets through what no ACL speaks of.`, nb),
  ];
  if (dialect.deliverBroadcast !== undefined) {
    rows.push(
      row(
        'broadcast-delivery',
        3,
        100,
        'eth.dst[40]',
        dialect.deliverBroadcast,
        `Switch ${name} hands broadcasts and multicasts to a port whatever its port security says.`,
        nb,
      ),
    );
  }
  return rows;
}

/** The rows that depend on which ports the switch has; `ports` are newest first. */
export function floodRows(dialect: SwitchDialect, sw: SwitchFacts, ports: readonly PortFacts[]): readonly WantedRow[] {
  const row = rowsOf(sw);
  const unknown = ports.filter(isUnknown);
  const copies = (to: readonly PortFacts[]) => to.map(({ quoted }) => dialect.forward(quoted)).join(' ');
  const refs = (to: readonly PortFacts[]) => [sw.ref, ...to.map(({ ref }) => ref)];
  const rows = [
    row(
      'l2-lookup-flood',
      1,
      100,
      'eth.dst[40]',
      copies(ports),
      `Switch ${quote(sw.name)} floods broadcasts and multicasts to each of its ports.`,
      refs(ports),
    ),
  ];
  if (unknown.length > 0) {
    rows.push(
      row(
        'l2-lookup-unknown',
        1,
        0,
        '1',
        copies(unknown),
        `Switch ${quote(sw.name)} sends packets for addresses that it does not know to the ports with the address "unknown".`,
        refs(unknown),
      ),
    );
  }
  return rows;
}

/** The rows of one port. */
export function portRows(dialect: SwitchDialect, sw: SwitchFacts, port: PortFacts): readonly WantedRow[] {
  const row = rowsOf(sw);
  const nb = [port.ref, sw.ref];
  const { quoted } = port;
  const { addresses } = allowedAddresses(port);
  const constraint = (field: string) =>
    addresses.length === 0 ? '' : ` && ${field} == ${dialect.addressSet(addresses)}`;
  const list = addresses.join(', ');
  const [from, to] = !port.enabled
    ? [
        `Port ${quoted} is disabled: what it sends is dropped.`,
        `Port ${quoted} is disabled: nothing is delivered to it.`,
      ]
    : addresses.length === 0
      ? [
          `Port ${quoted} has no port security, so it may send from any address.`,
          `Port ${quoted} has no port security, so it receives for any address.`,
        ]
      : [
          `Port security of ${quoted} lets it send only from ${list}.`,
          `Port security of ${quoted} lets it receive only for ${list}.`,
        ];
  return [
    row(
      'port-security-in',
      0,
      50,
      `inport == ${quoted}${constraint('eth.src')}`,
      port.enabled ? dialect.next : dialect.drop,
      from,
      nb,
    ),
    ...port.macs
      .filter((mac) => isEthernet(mac))
      .map((mac) =>
        row(
          'l2-lookup',
          1,
          50,
          `eth.dst == ${mac}`,
          dialect.forward(quoted),
          `Port ${quoted} has the address ${mac}.`,
          nb,
        ),
      ),
    row(
      'port-security-out',
      3,
      50,
      `outport == ${quoted}${constraint('eth.dst')}`,
      port.enabled ? dialect.deliver(quoted) : dialect.drop,
      to,
      nb,
    ),
  ];
}

export function aclRow(dialect: SwitchDialect, sw: SwitchFacts, acl: AclFacts): WantedRow {
  const allow = acl.action === 'allow' || acl.action === 'allow-related';
  const what = allow ? 'lets through' : 'drops';
  return rowsOf(sw)(
    'acl',
    2,
    acl.priority,
    acl.match,
    allow ? dialect.next : dialect.drop,
    `An ACL of switch ${quote(sw.name)} with action ${acl.action} ${what} what it matches.`,
    [acl.ref, sw.ref],
  );
}

/** What a port's row says that cannot be used, as ovn-northd logs it. */
export function portComplaints(port: PortFacts): readonly LogRecord[] {
  const complain = (text: string, column: string): LogRecord => ({
    level: 'INFO',
    module: 'ovn_northd',
    message: `${port.name}: invalid syntax '${text}' in ${column} column`,
    about: port.ref,
  });
  const macs = port.macs.filter((mac) => mac !== UNKNOWN && !isEthernet(mac));
  return [
    ...macs.map((mac) => complain(mac, 'macs')),
    ...allowedAddresses(port).invalid.map((member) => complain(member, 'port_security')),
  ];
}

/** Whether a port takes what is sent to addresses that no port has. */
export function isUnknown(port: PortFacts): boolean {
  return port.macs.includes(UNKNOWN);
}

/** In JSON string quoting, the one that matches and actions use for names. */
export function quote(name: string): string {
  return JSON.stringify(name);
}

const UNKNOWN = 'unknown';

function allowedAddresses(port: PortFacts): {
  readonly addresses: readonly string[];
  readonly invalid: readonly string[];
} {
  const addresses: string[] = [];
  const invalid: string[] = [];
  for (const text of port.portSecurity) {
    const member = parsePortSecurity(text);
    if (member === undefined) invalid.push(text);
    else if (member.eth !== undefined) addresses.push(member.eth);
  }
  return { addresses, invalid };
}

function rowsOf(sw: SwitchFacts) {
  const datapath: Uuid = sw.ref.uuid;
  return (
    rule: SwitchRule,
    tableId: number,
    priority: number,
    match: string,
    actions: string,
    text: string,
    nb: readonly RowRef[],
  ): WantedRow => ({ datapath, tableId, priority, match, actions, why: { rule, text, nb } });
}
