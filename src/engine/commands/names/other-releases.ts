/**
 * What people know by the names of other releases, and what it is called here.
 * Sources: ovn-nbctl(8), ovn-sbctl(8) and NEWS of Open vSwitch 2.4 to 2.6 and of OVN 26.03.
 */
import type { ToolRelease } from '../host';

export interface OtherName {
  readonly program: string;
  readonly name: string;
  /** What it is called here; the arguments are the same. Looked for in the order given. */
  readonly here?: readonly string[];
  /** When the name came, where it has no counterpart. */
  readonly came?: string;
  /** What does it here instead. */
  readonly instead?: string;
  /** A command that does so, as it can be typed. */
  readonly type?: string;
}

/** A table of another release, and what it is called here. */
export interface OtherTable {
  readonly database: 'OVN_Northbound' | 'OVN_Southbound';
  readonly name: string;
  /** What it may be called here, looked for in the order given. */
  readonly here: readonly string[];
}

const nb = (name: string, ...here: readonly string[]): OtherName => ({ program: 'ovn-nbctl', name, here });

const RENAMED: readonly OtherName[] = [
  nb('ls-add', 'lswitch-add'),
  nb('ls-del', 'lswitch-del'),
  nb('ls-list', 'lswitch-list'),
  nb('lsp-add', 'lport-add'),
  nb('lsp-del', 'lport-del'),
  nb('lsp-list', 'lport-list'),
  nb('lsp-get-parent', 'lport-get-parent'),
  nb('lsp-get-tag', 'lport-get-tag'),
  nb('lsp-set-addresses', 'lport-set-macs'),
  nb('lsp-get-addresses', 'lport-get-macs'),
  nb('lport-set-addresses', 'lport-set-macs'),
  nb('lport-get-addresses', 'lport-get-macs'),
  nb('lsp-set-port-security', 'lport-set-port-security'),
  nb('lsp-get-port-security', 'lport-get-port-security'),
  nb('lsp-get-up', 'lport-get-up'),
  nb('lsp-set-enabled', 'lport-set-enabled'),
  nb('lsp-get-enabled', 'lport-get-enabled'),
  nb('lsp-set-type', 'lport-set-type'),
  nb('lsp-get-type', 'lport-get-type'),
  nb('lsp-set-options', 'lport-set-options'),
  nb('lsp-get-options', 'lport-get-options'),
  { program: 'ovn-sbctl', name: 'lsp-bind', here: ['lport-bind'] },
  { program: 'ovn-sbctl', name: 'lsp-unbind', here: ['lport-unbind'] },
];

const rows = (table: string) => `rows are read with: ovsdb-client dump OVN_Northbound ${table}`.trimEnd();
const ACLS =
  'a row of the table ACL is written with: ovsdb-client transact, or drawn on the switch; ' +
  'ovsdb-client dump OVN_Northbound ACL lists them';

const ABSENT: readonly OtherName[] = [
  ...['acl-add', 'acl-del', 'acl-list'].map((name) => ({
    program: 'ovn-nbctl',
    name,
    came: 'with Open vSwitch 2.5',
    instead: ACLS,
    type: 'ovsdb-client dump OVN_Northbound ACL priority match action log',
  })),
  ...['list', 'find', 'get'].map((name) => ({
    program: 'ovn-nbctl',
    name,
    came: 'later in 2015',
    instead: rows('[TABLE]'),
    type: 'ovsdb-client dump OVN_Northbound',
  })),
  ...['set', 'add', 'remove', 'clear', 'create', 'destroy'].map((name) => ({
    program: 'ovn-nbctl',
    name,
    came: 'later in 2015',
    instead: 'rows are changed with: ovsdb-client transact',
  })),
  ...['lr-add', 'lr-del', 'lr-list', 'lrp-add', 'lrp-del', 'lr-route-add', 'lr-nat-add', 'lr-policy-add'].map(
    (name) => ({ program: 'ovn-nbctl', name, came: 'in 2016', instead: 'there are no logical routers yet' }),
  ),
  ...['lb-add', 'ls-lb-add', 'pg-add', 'meter-add', 'dhcp-options-create', 'qos-add', 'ha-chassis-group-add'].map(
    (name) => ({ program: 'ovn-nbctl', name, came: 'after 2015', instead: 'there is nothing like it yet' }),
  ),
  ...['sync', 'init'].map((name) => ({
    program: 'ovn-nbctl',
    name,
    came: 'after 2015',
    instead: 'nothing has to be waited for: the daemons have settled when a command ends',
  })),
  ...['lflow-list', 'dump-flows'].map((name) => ({
    program: 'ovn-sbctl',
    name,
    came: 'with Open vSwitch 2.5',
    instead: 'logical flows are rows of the table Pipeline: ovn-sbctl list Pipeline',
    type: 'ovsdb-client dump OVN_Southbound Pipeline table_id priority match actions',
  })),
  {
    program: 'ovn-nbctl',
    name: 'show',
    came: 'in the summer of 2015',
    instead: 'ovn-nbctl lswitch-list, ovn-nbctl lport-list and ovsdb-client dump OVN_Northbound list what there is',
    type: 'ovn-nbctl lswitch-list',
  },
];

/** Programs that are typed out of habit, by the name of the program; `name` is empty. */
const PROGRAMS: readonly OtherName[] = [
  ['sudo', 'type the command by itself, nobody needs to be root'],
  ['ovn-appctl', 'daemons are asked with: ovs-appctl -t DAEMON COMMAND'],
  ['ping', 'packets are sent with: send PORT'],
  ['arping', 'packets are sent with: send PORT'],
  ['ip', 'interfaces and addresses of virtual machines are not simulated; packets are sent with: send PORT'],
  ['tcpdump', 'a packet is followed by sending it: send PORT; traces are captured on the page'],
  ['ovs-dpctl', 'there is no datapath beside the flow tables: ovs-ofctl dump-flows br-int'],
  ['ovn-ctl', 'the daemons run already; ovn-northd and ovn-controller start them again'],
  ['systemctl', 'the daemons run already; ovn-northd and ovn-controller start them again'],
  ['ovn-detrace', 'the trace on the page says of every flow where it comes from'],
  ['ovsdb-tool', 'databases live in memory: ovsdb-client dump prints one'],
  ['awk', 'the filters that there are: grep, sort, uniq, head, tail, wc, cut, tr'],
  ['sed', 'the filters that there are: grep, sort, uniq, head, tail, wc, cut, tr'],
  ['xargs', 'a loop does it: for x in $(…); do …; done'],
].map(([program = '', instead = '']) => ({ program, name: '', instead }));

export const OTHER_TABLES: readonly OtherTable[] = [
  { database: 'OVN_Northbound', name: 'Logical_Switch_Port', here: ['Logical_Port'] },
  { database: 'OVN_Southbound', name: 'Logical_Flow', here: ['Pipeline'] },
  { database: 'OVN_Southbound', name: 'Port_Binding', here: ['Port_Binding', 'Bindings'] },
  { database: 'OVN_Southbound', name: 'Bindings', here: ['Port_Binding', 'Bindings'] },
];

export const OTHER_NAMES: readonly OtherName[] = [...RENAMED, ...ABSENT, ...PROGRAMS];

/** The names of 2015, for those who type them today. */
export const FORMER_NAMES: readonly OtherName[] = RENAMED.flatMap(({ program, name, here = [] }) =>
  here.map((former) => ({ program, name: former, here: [name] })),
).filter(({ name }) => !RENAMED.some((entry) => entry.name === name));

/** What a program's unknown command is called elsewhere; a former name counts where its present one is known. */
export function otherNameOf(program: string, name: string, known: readonly string[]): OtherName | undefined {
  const matches = (entry: OtherName) => entry.program === program && entry.name === name;
  return (
    OTHER_NAMES.find(matches) ??
    FORMER_NAMES.find((entry) => matches(entry) && entry.here?.some((here) => known.includes(here)) === true)
  );
}

/** What the table is called in a release; undefined where it has nothing like it. */
export function tableHere({ schemas }: ToolRelease, { database, here }: OtherTable): string | undefined {
  const { tables } = schemas[database === 'OVN_Northbound' ? 'nb' : 'sb'];
  return here.find((name) => tables.has(name));
}
