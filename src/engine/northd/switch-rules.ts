/**
 * The rules of 2015: which Pipeline rows a logical switch, its ports and its ACLs
 * give. The releases differ in the language of actions and in a few rows; those
 * differences are a `SwitchDialect`.
 *
 * Tables: 0 ingress port security, 1 destination lookup, 2 ACLs, 3 egress port
 * security. Every function is pure; what it reads is in its parameters.
 */
import { parsePortSecurity, startsWithEthernet } from './addresses';
import type { WantedRow } from './pipeline';
import type { LogRecord, Provenance, RowRef } from './types';

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

/** The rules, in the order of the tables they fill: where their rows go, and with which priority. */
export const SWITCH_RULES = {
  'admission-vlan': { table: 0, priority: 100 },
  'admission-multicast-source': { table: 0, priority: 100 },
  'port-security-in': { table: 0, priority: 50 },
  'admission-default': { table: 0, priority: 0 },
  'l2-lookup-flood': { table: 1, priority: 100 },
  'l2-lookup': { table: 1, priority: 50 },
  'l2-lookup-unknown': { table: 1, priority: 0 },
  /** With the priority of the ACL. */
  acl: { table: 2, priority: undefined },
  'acl-default': { table: 2, priority: 0 },
  'broadcast-delivery': { table: 3, priority: 100 },
  'port-security-out': { table: 3, priority: 50 },
} as const;
export type SwitchRule = keyof typeof SWITCH_RULES;

/** The rows that every switch has, whatever is in it. */
export function switchRows(dialect: SwitchDialect, sw: SwitchFacts): readonly WantedRow[] {
  const { drop, next, deliverBroadcast } = dialect;
  const rows = [
    want(sw, 'admission-vlan', 'vlan.present', drop, () =>
      because(`Switch ${quote(sw.name)} drops packets with a VLAN tag: a logical switch has no VLANs of its own.`, sw),
    ),
    want(sw, 'admission-multicast-source', 'eth.src[40]', drop, () =>
      because(`Switch ${quote(sw.name)} drops packets from a broadcast or multicast address: nobody has one.`, sw),
    ),
    want(sw, 'admission-default', '1', drop, () =>
      because(`Switch ${quote(sw.name)} drops what none of its ports may send.`, sw),
    ),
    want(sw, 'acl-default', '1', next, () =>
      because(`Switch ${quote(sw.name)} lets through what no ACL speaks of.`, sw),
    ),
  ];
  if (deliverBroadcast !== undefined) {
    rows.push(
      want(sw, 'broadcast-delivery', 'eth.dst[40]', deliverBroadcast, () =>
        because(
          `Switch ${quote(sw.name)} delivers broadcasts and multicasts whatever the port security of a port.`,
          sw,
        ),
      ),
    );
  }
  return rows;
}

/** The rows that depend on which ports the switch has; `ports` are newest first. */
export function floodRows(dialect: SwitchDialect, sw: SwitchFacts, ports: readonly PortFacts[]): readonly WantedRow[] {
  const unknown = ports.filter(isUnknown);
  const copies = (to: readonly PortFacts[]) => to.map(({ quoted }) => dialect.forward(quoted)).join(' ');
  const rows = [
    want(sw, 'l2-lookup-flood', 'eth.dst[40]', copies(ports), () =>
      because(`Switch ${quote(sw.name)} floods broadcasts and multicasts to each of its ports.`, sw, ...ports),
    ),
  ];
  if (unknown.length > 0) {
    rows.push(
      want(sw, 'l2-lookup-unknown', '1', copies(unknown), () =>
        because(
          `Switch ${quote(sw.name)} sends packets for addresses that it does not know to the ports with the address "unknown".`,
          sw,
          ...unknown,
        ),
      ),
    );
  }
  return rows;
}

/** The rows of one port. */
export function portRows(dialect: SwitchDialect, sw: SwitchFacts, port: PortFacts): readonly WantedRow[] {
  const { quoted, enabled } = port;
  const { addresses } = allowedAddresses(port);
  const set = addresses.length === 0 ? undefined : dialect.addressSet(addresses);
  const constraint = (field: string) => (set === undefined ? '' : ` && ${field} == ${set}`);
  return [
    want(
      sw,
      'port-security-in',
      `inport == ${quoted}${constraint('eth.src')}`,
      enabled ? dialect.next : dialect.drop,
      () =>
        because(
          !enabled
            ? `Port ${quoted} is disabled: what it sends is dropped.`
            : set === undefined
              ? `Port ${quoted} has no port security, so it may send from any address.`
              : `Port security of ${quoted} lets it send only from ${addresses.join(', ')}.`,
          port,
          sw,
        ),
    ),
    ...port.macs
      .filter(startsWithEthernet)
      .map((mac) =>
        want(sw, 'l2-lookup', `eth.dst == ${mac}`, dialect.forward(quoted), () =>
          because(`Port ${quoted} has the address ${mac}.`, port, sw),
        ),
      ),
    want(
      sw,
      'port-security-out',
      `outport == ${quoted}${constraint('eth.dst')}`,
      enabled ? dialect.deliver(quoted) : dialect.drop,
      () =>
        because(
          !enabled
            ? `Port ${quoted} is disabled: nothing is delivered to it.`
            : set === undefined
              ? `Port ${quoted} has no port security, so it receives for any address.`
              : `Port security of ${quoted} lets it receive only for ${addresses.join(', ')}.`,
          port,
          sw,
        ),
    ),
  ];
}

export function aclRow(dialect: SwitchDialect, sw: SwitchFacts, acl: AclFacts): WantedRow {
  const allow = acl.action === 'allow' || acl.action === 'allow-related';
  return want(
    sw,
    'acl',
    acl.match,
    allow ? dialect.next : dialect.drop,
    () =>
      because(
        `An ACL of switch ${quote(sw.name)} with action ${acl.action} ${allow ? 'lets through' : 'drops'} what it matches.`,
        acl,
        sw,
      ),
    acl.priority,
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
  const macs = port.macs.filter((mac) => mac !== UNKNOWN && !startsWithEthernet(mac));
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

function want(
  sw: SwitchFacts,
  rule: SwitchRule,
  match: string,
  actions: string,
  why: WantedRow['why'],
  priority: number = SWITCH_RULES[rule].priority ?? 0,
): WantedRow {
  return {
    row: { logical_datapath: sw.ref.uuid, table_id: SWITCH_RULES[rule].table, priority, match, actions },
    rule,
    why,
  };
}

function because(text: string, ...rows: readonly { readonly ref: RowRef }[]): Omit<Provenance, 'rule'> {
  return { text, nb: rows.map(({ ref }) => ref) };
}
