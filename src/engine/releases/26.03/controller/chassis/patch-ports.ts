/** Pairs of patch ports between br-int and the bridges of physical networks (controller/patch.c of OVN). */
import type { LogRecord } from '../../../../base';
import { getMapString, getString, getUuids, type DatabaseView, type Row } from '../../../../ovsdb';
import { INTEGRATION_BRIDGE, words } from '../facts/hypervisor';
import type { BridgePorts } from './bridge-ports';
import type { ChassisSettings } from './settings';

/** A logical port that leads to a physical network: a localnet port of a local datapath, or an l2gateway port bound here. */
export interface NetworkPort {
  readonly name: string;
  readonly type: 'localnet' | 'l2gateway';
  readonly network: string | undefined;
}

/** Leaves exactly the pairs that there are to be. */
export function planPatchPorts(
  ovs: DatabaseView,
  settings: ChassisSettings,
  wanted: readonly NetworkPort[],
  ports: BridgePorts,
): readonly LogRecord[] {
  const { bridge } = settings;
  if (bridge === undefined) return [];
  const log: LogRecord[] = [];
  const bridges = readMappings(ovs, settings.get('ovn-bridge-mappings'), log);
  const surplus = new Map(patchPorts(ovs, bridge).map((port) => [port.row._uuid, port]));
  for (const { name, type, network } of wanted) {
    if (network === undefined) {
      log.push({ level: 'ERR', module: 'patch', message: `${type} port '${name}' has no network name.` });
      continue;
    }
    const other = bridges.get(network);
    if (other === undefined) {
      log.push(notMapped(type, name, network));
      continue;
    }
    const [inner, outer] = [`patch-${INTEGRATION_BRIDGE}-to-${name}`, `patch-${name}-to-${INTEGRATION_BRIDGE}`];
    const id = `ovn-${type}-port`;
    for (const [on, own, peer] of [
      [bridge, inner, outer],
      [other, outer, inner],
    ] as const) {
      const there = portsOf(ovs, on).find((port) => peerOf(ovs, port) === peer);
      if (there !== undefined) surplus.delete(there._uuid);
      else ports.add(on, { name: own, type: 'patch', options: [['peer', peer]], ids: [[id, name]] });
    }
  }
  for (const { on, row } of surplus.values()) ports.remove(on, row._uuid);
  return log;
}

/** Those that a controller has made, on br-int and at their other ends. */
function patchPorts(ovs: DatabaseView, bridge: Row): readonly { readonly on: Row; readonly row: Row }[] {
  const own = portsOf(ovs, bridge).filter((row) =>
    ['ovn-localnet-port', 'ovn-l2gateway-port'].some((id) => getMapString(row, 'external_ids', id) !== undefined),
  );
  const peers = new Set(own.flatMap((port) => peerOf(ovs, port) ?? []));
  const others = Array.from(ovs.rows('Bridge').values()).filter(({ _uuid }) => _uuid !== bridge._uuid);
  return [
    ...own.map((row) => ({ on: bridge, row })),
    ...others.flatMap((on) =>
      portsOf(ovs, on)
        .filter((row) => peers.has(getString(row, 'name')))
        .map((row) => ({ on, row })),
    ),
  ];
}

function portsOf(ovs: DatabaseView, bridge: Row): readonly Row[] {
  return getUuids(bridge, 'ports').flatMap((uuid) => ovs.row('Port', uuid) ?? []);
}

/** The name of the port at the other end of a patch port. */
function peerOf(ovs: DatabaseView, port: Row): string | undefined {
  for (const uuid of getUuids(port, 'interfaces')) {
    const iface = ovs.row('Interface', uuid);
    const peer = iface !== undefined && getString(iface, 'type') === 'patch' && getMapString(iface, 'options', 'peer');
    if (peer) return peer;
  }
  return undefined;
}

/** Bridges by the physical network that they lead to. */
function readMappings(ovs: DatabaseView, text: string | undefined, log: LogRecord[]): ReadonlyMap<string, Row> {
  const bridges = new Map<string, Row>();
  for (const pair of words(text)) {
    const [network, name] = pair.split(':');
    if (!network || !name) {
      const message = `Invalid ovn-bridge-mappings configuration: '${text ?? ''}'`;
      log.push({ level: 'ERR', module: 'patch', message });
      break;
    }
    const bridge = ovs.find('Bridge', 'name', name);
    if (bridge !== undefined) bridges.set(network, bridge);
    else log.push({ level: 'WARN', module: 'patch', message: `Bridge '${name}' not found for network '${network}'` });
  }
  return bridges;
}

function notMapped(type: NetworkPort['type'], name: string, network: string): LogRecord {
  const text = `bridge not found for ${type} port '${name}' with network name '${network}'`;
  // A chassis need not have every physical network.
  return type === 'localnet'
    ? { level: 'INFO', module: 'patch', message: `${text}; skipping` }
    : { level: 'ERR', module: 'patch', message: text };
}
