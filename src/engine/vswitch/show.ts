/** What ovs-ofctl show and dump-ports-desc print of a bridge, dpif/show of all, and fdb/show of what one learned. */
import type { Millis } from '../base';
import { formatEthernet, RESERVED_PORTS } from '../openflow';
import type { Bridge } from './bridge';
import { datapathPorts } from './datapath-ports';
import { isTunnel, type Port } from './ports';

/** True for the ports whose device somebody has brought up. */
export type IsUp = (port: Port) => boolean;

/** `ovs-ofctl show BRIDGE`, over OpenFlow 1.0 or 1.3; the latter lists no ports and no actions. */
export function formatShow(bridge: Bridge, isUp: IsUp, modern = false): string {
  const mac = bridge.ports.named(bridge.name)?.mac ?? 0n;
  const version = modern ? ' (OF1.3)' : '';
  const head = [
    `OFPT_FEATURES_REPLY${version} (xid=0x2): dpid:${mac.toString(16).padStart(16, '0')}`,
    'n_tables:254, n_buffers:256',
  ];
  if (modern)
    return [
      ...head,
      'capabilities: FLOW_STATS TABLE_STATS PORT_STATS GROUP_STATS QUEUE_STATS',
      'OFPST_PORT_DESC reply (OF1.3) (xid=0x3):',
      ...bridge.ports.list().flatMap((port) => describePort(port, isUp)),
      'OFPT_GET_CONFIG_REPLY (OF1.3) (xid=0x5): frags=normal miss_send_len=0',
      '',
    ].join('\n');
  return [
    ...head,
    'capabilities: FLOW_STATS TABLE_STATS PORT_STATS QUEUE_STATS ARP_MATCH_IP',
    'actions: output enqueue set_vlan_vid set_vlan_pcp strip_vlan mod_dl_src mod_dl_dst mod_nw_src mod_nw_dst mod_nw_tos mod_tp_src mod_tp_dst',
    ...bridge.ports.list().flatMap((port) => describePort(port, isUp)),
    'OFPT_GET_CONFIG_REPLY (xid=0x4): frags=normal miss_send_len=0',
    '',
  ].join('\n');
}

/** `ovs-ofctl dump-ports-desc BRIDGE`. */
export function formatPortsDesc(bridge: Bridge, isUp: IsUp): string {
  return [
    'OFPST_PORT_DESC reply (xid=0x2):',
    ...bridge.ports.list().flatMap((port) => describePort(port, isUp)),
    '',
  ].join('\n');
}

/** `ovs-appctl dpif/show` of 2015: the bridges and their ports by name. */
export function formatDatapath(bridges: readonly Bridge[]): string {
  const numbers = datapathPorts(bridges);
  const byName = (a: { readonly name: string }, b: { readonly name: string }) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
  const texts = [...bridges].sort(byName).map(({ name, ports }) => {
    const lines = [...ports.list()].sort(byName).map((port) => {
      const number = numbers.numberOf(name, port.ofport);
      return `\t\t${port.name} ${port.ofport}/${number ?? 'none'}: (${typeOf(port)}${optionsOf(port)})\n`;
    });
    return `\t${name}:\n${lines.join('')}`;
  });
  return `system@ovs-system: hit:0 missed:0\n${texts.join('')}`;
}

/** The device that the sandbox opens for an interface's type. */
function typeOf({ type }: Port): string {
  return { '': 'system', internal: 'dummy' }[type] ?? type;
}

function optionsOf({ options }: Port): string {
  const pairs = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 ? '' : `: ${pairs.map(([name, value]) => `${name}=${value}`).join(', ')}`;
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

/** A dummy device is down until it is brought up; tunnels and patch ports, which are no devices, always are. */
function describePort(port: Port, isUp: IsUp): readonly string[] {
  const number = port.ofport === RESERVED_PORTS.LOCAL ? 'LOCAL' : String(port.ofport);
  const up = isTunnel(port) || port.type === 'patch' || isUp(port);
  return [
    ` ${number}(${port.name}): addr:${formatEthernet(port.mac)}`,
    `     config:     ${up ? '0' : 'PORT_DOWN'}`,
    `     state:      ${up ? '0' : 'LINK_DOWN'}`,
    '     speed: 0 Mbps now, 0 Mbps max',
  ];
}
