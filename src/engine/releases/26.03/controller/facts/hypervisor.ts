/** What a controller reads of its own hypervisor in Open_vSwitch: who it is, and what is plugged into br-int. */
import type { Uuid } from '../../../../base';
import type { Collection, Graph, Group, Source } from '../../../../derive';
import { getMapString, getOptionalNumber, getString, getUuids, type Row } from '../../../../ovsdb';
import { readMap } from './southbound';

export const INTEGRATION_BRIDGE = 'br-int';

/** Keys of Open_vSwitch.external_ids (ovn-controller(8), "Configuration"). */
export interface Settings {
  readonly systemId: string;
  /** The addresses of its own ends of tunnels; the first is used where nobody chose. */
  readonly encapIps: readonly string[];
  /** Bridges by the physical network that they lead to. */
  readonly bridgeMappings: ReadonlyMap<string, string>;
  readonly zoneRange: { readonly low: number; readonly high: number };
}

/** An interface that says which logical port it is. */
export interface Vif {
  readonly iface: Uuid;
  readonly logicalPort: string;
  readonly ofport: number;
  readonly version: string | undefined;
  /** By which of its own addresses the hypervisor is to send what comes from it. */
  readonly encapIp: string | undefined;
  /** Bytes of what the interface takes; 0 where nobody knows. */
  readonly mtu: number;
}

export type TunnelType = 'geneve' | 'vxlan';

export interface Tunnel {
  readonly chassis: string;
  readonly remoteIp: string | undefined;
  readonly localIp: string | undefined;
  readonly type: TunnelType;
  readonly ofport: number;
  /** To a hardware gateway, which speaks VXLAN without ports in it. */
  readonly isRamp: boolean;
  /** BFD says that the other end answers. */
  readonly isAlive: boolean;
}

/** One end of a pair of patch ports, by the localnet or l2gateway port that it stands for. */
export interface Patch {
  readonly logicalPort: string;
  readonly ofport: number;
}

export interface HypervisorFacts {
  readonly settings: () => Settings | undefined;
  /** The row of br-int, and by its name each connection tracking zone that is kept in it. */
  readonly bridge: () => Uuid | undefined;
  readonly zones: Collection<string, number>;
  readonly vifs: Group<string, Uuid, Vif>;
  readonly tunnels: Collection<Uuid, Tunnel>;
  readonly tunnelsTo: Group<string, Uuid, Tunnel>;
  readonly patches: Group<string, Uuid, Patch>;
  /** The sets of IPFIX collectors that br-int has. */
  readonly collectorSets: () => ReadonlySet<number>;
}

/** OpenFlow's highest number of a port. */
const MAX_PORT = 0xff00;

const ONLY = '';

export function hypervisorFacts(graph: Graph, ovs: Source): HypervisorFacts {
  const settings = graph
    .map('settings', ovs.table('Open_vSwitch', ['external_ids']), readSettings)
    .by('settings of this hypervisor', () => [ONLY]);
  const bridges = graph.map(
    'integration bridge',
    ovs.table('Bridge', ['name', 'ports', 'external_ids']),
    (row, uuid) =>
      getString(row, 'name') === INTEGRATION_BRIDGE
        ? { uuid, ports: getUuids(row, 'ports'), ids: readMap(row, 'external_ids') }
        : undefined,
  );
  const bridge = bridges.by('the integration bridge', () => [ONLY]);
  const zones = graph.flatMap('zones', bridges, ({ ids }) => readZones(ids));
  const onBridge = graph.flatMap('ports of br-int', bridges, ({ ports }) => ports.map((port) => [port, true] as const));
  const portRows = ovs.table('Port', ['name', 'interfaces', 'external_ids']);
  const ports = graph.map('ports', portRows, (row, uuid) =>
    onBridge.has(uuid) && getString(row, 'name') !== INTEGRATION_BRIDGE
      ? { interfaces: getUuids(row, 'interfaces'), ids: readMap(row, 'external_ids') }
      : undefined,
  );
  const portsByInterface = ports.by('ports by interface', ({ interfaces }) => interfaces);
  const interfaces = ovs.table('Interface', [
    'type',
    'ofport',
    'external_ids',
    'options',
    'other_config',
    'bfd',
    'bfd_status',
    'mtu',
  ]);
  const vifs = graph.map('VIFs', interfaces, (row, uuid) =>
    portsByInterface.has(uuid) ? readVif(row, uuid) : undefined,
  );
  const tunnels = graph.map('tunnels', interfaces, (row, uuid) => {
    const id = portsByInterface.first(uuid)?.ids.get('ovn-chassis-id');
    return id === undefined ? undefined : readTunnel(row, id, settings.first(ONLY)?.systemId);
  });
  const patches = graph.map('patch ports', interfaces, (row, uuid) => {
    const ids = portsByInterface.first(uuid)?.ids;
    const logicalPort = ids?.get('ovn-localnet-port') ?? ids?.get('ovn-l2gateway-port');
    const ofport = ofportOf(row);
    if (logicalPort === undefined || ofport === undefined || getString(row, 'type') !== 'patch') return undefined;
    return { logicalPort, ofport };
  });
  const collectors = graph
    .map('collector sets', ovs.table('Flow_Sample_Collector_Set', ['id', 'bridge']), (row) => ({
      id: getOptionalNumber(row, 'id') ?? 0,
      bridge: getString(row, 'bridge'),
    }))
    .by('collector sets of a bridge', ({ bridge: uuid }) => [uuid]);
  const collectorSets = graph.memo(
    'collector sets of br-int',
    () => new Set(collectors.values(bridge.keys(ONLY)[0] ?? ONLY).map(({ id }) => id)),
  );
  return {
    settings: () => settings.first(ONLY),
    bridge: () => bridge.keys(ONLY)[0],
    zones,
    vifs: vifs.by('VIFs by logical port', ({ logicalPort }) => [logicalPort]),
    tunnels,
    tunnelsTo: tunnels.by('tunnels by chassis', ({ chassis }) => [chassis]),
    patches: patches.by('patch ports by logical port', ({ logicalPort }) => [logicalPort]),
    collectorSets: () => collectorSets.get(ONLY),
  };
}

function readSettings(row: Row): Settings | undefined {
  const ids = readMap(row, 'external_ids');
  const systemId = ids.get('system-id');
  if (systemId === undefined) return undefined;
  // A key may be one hypervisor's among several that share a database: `ovn-encap-ip-HV1`.
  const get = (key: string) => ids.get(`${key}-${systemId}`) ?? ids.get(key);
  return {
    systemId,
    encapIps: defaultFirst(words(get('ovn-encap-ip')).sort(), get('ovn-encap-ip-default')),
    bridgeMappings: new Map(
      words(get('ovn-bridge-mappings')).flatMap((pair): (readonly [string, string])[] => {
        const [network, bridge] = pair.split(':');
        return network && bridge ? [[network, bridge]] : [];
      }),
    ),
    zoneRange: readRange(get('ct-zone-range')),
  };
}

function defaultFirst(ips: readonly string[], first: string | undefined): readonly string[] {
  const at = first === undefined ? -1 : ips.indexOf(first);
  if (at <= 0) return ips;
  return ips.map((ip, i) => (i === 0 ? (ips[at] ?? ip) : i === at ? (ips[0] ?? ip) : ip));
}

const MAX_ZONE = 65535;

/** `LOW-HIGH`; what is no number there leaves the whole range. */
function readRange(text: string | undefined): Settings['zoneRange'] {
  const [low = NaN, high = NaN] = (text ?? '').split('-').map((word) => Number.parseInt(word, 10));
  if (!(low >= 1)) return { low: 1, high: MAX_ZONE };
  return { low, high: high <= MAX_ZONE ? high : MAX_ZONE };
}

/** The words of a list with commas. */
export function words(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((word) => word !== '');
}

const ZONE = 'ct-zone-';

function readZones(ids: ReadonlyMap<string, string>): (readonly [string, number])[] {
  return Array.from(ids).flatMap(([key, value]): (readonly [string, number])[] => {
    const user = key.startsWith(ZONE) ? key.slice(ZONE.length) : '';
    return user !== '' && /^\d+$/.test(value) ? [[user, Number(value)]] : [];
  });
}

function readVif(row: Row, iface: Uuid): Vif | undefined {
  const logicalPort = getMapString(row, 'external_ids', 'iface-id');
  const ofport = getOptionalNumber(row, 'ofport') ?? 0;
  if (logicalPort === undefined || ofport <= 0) return undefined;
  const version = getMapString(row, 'external_ids', 'iface-id-ver');
  const encapIp = getMapString(row, 'external_ids', 'encap-ip');
  return { iface, logicalPort, ofport, version, encapIp, mtu: getOptionalNumber(row, 'mtu') ?? 0 };
}

/** `CHASSIS@REMOTE%LOCAL`, the last part only where there are several addresses to begin a tunnel with. */
function readTunnel(row: Row, id: string, ownName: string | undefined): Tunnel | undefined {
  const type = getString(row, 'type');
  const ofport = ofportOf(row);
  const [, chassis, remoteIp, localIp] = /^([^@]+)(?:@([^%]*)(?:%(.*))?)?$/.exec(id) ?? [];
  if ((type !== 'geneve' && type !== 'vxlan') || ofport === undefined || chassis === undefined) return undefined;
  if (chassis === ownName || remoteIp === undefined) return undefined;
  return {
    chassis,
    remoteIp,
    localIp,
    type,
    ofport,
    isRamp: getMapString(row, 'other_config', 'is-vtep') === 'true',
    isAlive: getMapString(row, 'bfd', 'enable') === 'true' && getMapString(row, 'bfd_status', 'state') === 'up',
  };
}

function ofportOf(row: Row): number | undefined {
  const ofport = getOptionalNumber(row, 'ofport') ?? 0;
  return ofport >= 1 && ofport <= MAX_PORT ? ofport : undefined;
}
