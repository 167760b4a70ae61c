/** Tunnels to the other chassis (controller/encaps.c of OVN): one port of br-int for each pair of addresses. */
import type { LogRecord } from '../../../../base';
import {
  getBoolean,
  getMapString,
  getString,
  getStrings,
  getUuids,
  valuesEqual,
  type DatabaseView,
  type Row,
} from '../../../../ovsdb';
import { flag, readMap } from '../facts/southbound';
import type { BridgePorts, Pairs } from './bridge-ports';
import type { ChassisSettings } from './settings';

export const TUNNEL_ID = 'ovn-chassis-id';

/** Leaves exactly the tunnels that there are to be: one that is right stays, another gives its name to the one in its place. */
export function planTunnels(
  { sb, ovs }: { readonly sb: DatabaseView; readonly ovs: DatabaseView },
  settings: ChassisSettings,
  own: Row,
  ports: BridgePorts,
): readonly LogRecord[] {
  const { bridge } = settings;
  if (bridge === undefined) return [];
  const held = new Map<string, Row>();
  const names = new Set<string>();
  for (const uuid of getUuids(bridge, 'ports')) {
    const port = ovs.row('Port', uuid);
    if (port === undefined) continue;
    names.add(getString(port, 'name'));
    const id = getMapString(port, 'external_ids', TUNNEL_ID);
    if (id === undefined) continue;
    if (held.has(id)) ports.remove(bridge, uuid);
    else held.set(id, port);
  }
  const log: LogRecord[] = [];
  const all = Array.from(sb.rows('Chassis').values(), (row) => chassisOf(sb, row));
  const self = chassisOf(sb, own);
  for (const other of all) {
    if (other.name === self.name || !sharesZone(self, other) || (other.isRemote && !self.isInterconn)) continue;
    const type = PREFERRED.find((each) => [self, other].every(({ encaps }) => encaps.some((end) => end.type === each)));
    if (type === undefined) {
      const about = { db: sb.schema.name, table: 'Chassis', uuid: other.row._uuid };
      log.push({ level: 'INFO', module: 'encaps', message: `No supported encaps for '${other.name}'`, about });
      continue;
    }
    for (const remote of other.encaps.filter((end) => end.type === type))
      for (const local of self.encaps.filter((end) => end.type === type)) {
        const id = `${other.name}@${remote.ip}%${local.ip}`;
        const options = tunnelOptions(sb, settings, other, remote, local);
        const port = held.get(id);
        held.delete(id);
        if (port !== undefined && isRight(ovs, port, type, options)) continue;
        if (port !== undefined) ports.remove(bridge, port._uuid);
        const name = port === undefined ? freeName(other.name, names) : getString(port, 'name');
        names.add(name);
        const otherConfig: Pairs = other.isVtep ? [['is-vtep', 'true']] : [];
        ports.add(bridge, { name, type, options, otherConfig, ids: [[TUNNEL_ID, id]] });
      }
  }
  for (const port of held.values()) ports.remove(bridge, port._uuid);
  return log;
}

/** Takes all tunnels off br-int. */
export function removeTunnels(ovs: DatabaseView, bridge: Row, ports: BridgePorts): void {
  for (const uuid of getUuids(bridge, 'ports')) {
    const port = ovs.row('Port', uuid);
    if (port !== undefined && getMapString(port, 'external_ids', TUNNEL_ID) !== undefined) ports.remove(bridge, uuid);
  }
}

const PREFERRED = ['geneve', 'vxlan'] as const;

interface End {
  readonly type: string;
  readonly ip: string;
  readonly options: ReadonlyMap<string, string>;
}

interface Chassis {
  readonly row: Row;
  readonly name: string;
  readonly encaps: readonly End[];
  readonly zones: readonly string[];
  readonly isRemote: boolean;
  readonly isInterconn: boolean;
  readonly isVtep: boolean;
}

function chassisOf(sb: DatabaseView, row: Row): Chassis {
  const config = readMap(row, 'other_config');
  return {
    row,
    name: getString(row, 'name'),
    encaps: getUuids(row, 'encaps').flatMap((uuid) => {
      const encap = sb.row('Encap', uuid);
      if (encap === undefined) return [];
      return { type: getString(encap, 'type'), ip: getString(encap, 'ip'), options: readMap(encap, 'options') };
    }),
    zones: getStrings(row, 'transport_zones'),
    isRemote: flag(config, 'is-remote'),
    isInterconn: flag(config, 'is-interconn'),
    isVtep: flag(config, 'is-vtep'),
  };
}

/** Tunnels are made within a transport zone, or between those that have none. */
function sharesZone(self: Chassis, other: Chassis): boolean {
  if (self.zones.length === 0 && other.zones.length === 0) return true;
  return other.zones.some((zone) => self.zones.includes(zone));
}

function tunnelOptions(sb: DatabaseView, settings: ChassisSettings, other: Chassis, remote: End, local: End): Pairs {
  const options = new Map([
    ['remote_ip', remote.ip],
    ['local_ip', local.ip],
    ['key', 'flow'],
  ]);
  const csum = remote.options.get('csum');
  if (csum === 'true' || csum === 'false') options.set('csum', csum);
  const port = remote.options.get('dst_port');
  if (port !== undefined) options.set('dst_port', port);
  const tos = settings.get('ovn-encap-tos') ?? 'none';
  if (tos !== 'none') options.set('tos', tos);
  const df = settings.get('ovn-encap-df_default');
  if (df !== undefined) options.set('df_default', df);
  const [global] = sb.rows('SB_Global').values();
  if (global !== undefined && getBoolean(global, 'ipsec')) {
    options.set('remote_name', other.name);
    for (const key of ['ipsec_encapsulation', 'ipsec_forceencaps'])
      if (flag(readMap(global, 'options'), key)) options.set(key, 'yes');
  }
  return Array.from(options).sort(([a], [b]) => (a < b ? -1 : 1));
}

function isRight(ovs: DatabaseView, port: Row, type: string, options: Pairs): boolean {
  const interfaces = getUuids(port, 'interfaces').flatMap((uuid) => ovs.row('Interface', uuid) ?? []);
  const [only] = interfaces;
  if (only === undefined || interfaces.length !== 1 || getString(only, 'type') !== type) return false;
  return only.options !== undefined && valuesEqual(only.options, options);
}

/** `ovn-`, six bytes of the chassis' name at most, and the first number that makes it unique on br-int. */
function freeName(chassis: string, taken: ReadonlySet<string>): string {
  for (let n = 0; ; n++) {
    const name = `ovn-${chassis.slice(0, 6)}-${n.toString(16)}`;
    if (!taken.has(name)) return name;
  }
}
