/** What ovs-ofctl show and dump-ports-desc print of a bridge, and fdb/show of what it learned. */
import type { Millis } from '../base';
import { formatEthernet, RESERVED_PORTS } from '../openflow';
import type { Bridge } from './bridge';
import type { Port } from './ports';

/** `ovs-ofctl show BRIDGE`, over OpenFlow 1.0. */
export function formatShow(bridge: Bridge): string {
  const mac = bridge.ports.named(bridge.name)?.mac ?? 0n;
  return [
    `OFPT_FEATURES_REPLY (xid=0x2): dpid:${mac.toString(16).padStart(16, '0')}`,
    'n_tables:254, n_buffers:0',
    'capabilities: FLOW_STATS TABLE_STATS PORT_STATS QUEUE_STATS ARP_MATCH_IP',
    'actions: output enqueue set_vlan_vid set_vlan_pcp strip_vlan mod_dl_src mod_dl_dst mod_nw_src mod_nw_dst mod_nw_tos mod_tp_src mod_tp_dst',
    ...bridge.ports.list().flatMap(describePort),
    'OFPT_GET_CONFIG_REPLY (xid=0x4): frags=normal miss_send_len=0',
    '',
  ].join('\n');
}

/** `ovs-ofctl dump-ports-desc BRIDGE`. */
export function formatPortsDesc(bridge: Bridge): string {
  return ['OFPST_PORT_DESC reply (xid=0x2):', ...bridge.ports.list().flatMap(describePort), ''].join('\n');
}

/** `ovs-appctl fdb/show BRIDGE`; ages are in seconds. */
export function formatMacTable(bridge: Bridge, now: Millis): string {
  const rows = bridge.macs.list(now).map(({ vlan, mac, port, seen }) => {
    const name = port === RESERVED_PORTS.LOCAL ? 'LOCAL' : String(port);
    const age = String(Math.floor((now - seen) / 1000));
    return `${name.padStart(5)}  ${String(vlan).padStart(4)}  ${formatEthernet(mac)}  ${age.padStart(3)}`;
  });
  return [' port  VLAN  MAC                Age', ...rows, ''].join('\n');
}

function describePort(port: Port): readonly string[] {
  const number = port.ofport === RESERVED_PORTS.LOCAL ? 'LOCAL' : String(port.ofport);
  return [
    ` ${number}(${port.name}): addr:${formatEthernet(port.mac)}`,
    '     config:     0',
    '     state:      0',
    '     speed: 0 Mbps now, 0 Mbps max',
  ];
}
