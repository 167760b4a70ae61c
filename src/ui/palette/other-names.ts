/**
 * Names that later releases of OVN gave to things, and what they are called here.
 * Only what people look for by name: what the terminal answers to a command of today
 * is its own affair.
 */
export interface OtherName {
  /** As it is called today. */
  readonly name: string;
  /** What it is called here. */
  readonly here: string;
  /** What to put at the prompt; names in it are examples. */
  readonly command: string;
  readonly words?: string;
}

const PIPELINE = 'ovsdb-client dump OVN_Southbound Pipeline table_id priority match actions';
const ACLS = 'ovsdb-client dump OVN_Northbound ACL priority match action log';
const SWITCHES = 'ovn-nbctl lswitch-list';
export const otherNames: readonly OtherName[] = [
  { name: 'ls-add', here: 'lswitch-add', command: 'ovn-nbctl lswitch-add sw1' },
  { name: 'ls-del', here: 'lswitch-del', command: 'ovn-nbctl lswitch-del sw1' },
  { name: 'ls-list', here: 'lswitch-list', command: SWITCHES },
  { name: 'lsp-add', here: 'lport-add', command: 'ovn-nbctl lport-add sw0 sw0-port3' },
  { name: 'lsp-del', here: 'lport-del', command: 'ovn-nbctl lport-del sw0-port3' },
  { name: 'lsp-list', here: 'lport-list', command: 'ovn-nbctl lport-list sw0' },
  {
    name: 'lsp-set-addresses',
    here: 'lport-set-macs',
    command: 'ovn-nbctl lport-set-macs sw0-port3 00:00:00:00:00:03',
  },
  { name: 'lsp-get-addresses', here: 'lport-get-macs', command: 'ovn-nbctl lport-get-macs sw0-port1' },
  {
    name: 'lsp-set-port-security',
    here: 'lport-set-port-security',
    command: 'ovn-nbctl lport-set-port-security sw0-port1 00:00:00:00:00:01',
  },
  { name: 'lsp-get-up', here: 'lport-get-up', command: 'ovn-nbctl lport-get-up sw0-port1' },
  { name: 'logical switch port', here: 'a logical port', command: 'ovn-nbctl lport-list sw0', words: 'lsp' },
  {
    name: 'Logical_Switch_Port',
    here: 'the table Logical_Port',
    command: 'ovsdb-client dump OVN_Northbound Logical_Port',
  },
  { name: 'acl-list', here: 'rows of the table ACL', command: ACLS },
  { name: 'acl-add', here: 'a row of the table ACL, drawn in the details of a switch', command: ACLS },
  { name: 'Logical_Flow', here: 'the table Pipeline', command: PIPELINE, words: 'logical flow' },
  { name: 'lflow-list', here: 'rows of the table Pipeline', command: PIPELINE, words: 'dump-flows' },
  {
    name: 'Port_Binding',
    here: 'Bindings in April 2015, Port_Binding in August',
    command: 'ovsdb-client dump OVN_Southbound Bindings',
  },
  { name: 'ovn-nbctl show', here: 'lswitch-list and lport-list', command: SWITCHES },
  { name: 'ovn-sbctl show', here: 'the table Chassis', command: 'ovsdb-client dump OVN_Southbound Chassis' },
  {
    name: 'ovn-trace',
    here: 'ofproto/trace, and the trace pane',
    command: 'ovs-appctl ofproto/trace br-int in_port=1',
  },
];
