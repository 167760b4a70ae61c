/** One tunnel port on the integration bridge for every other chassis that can be reached. */
import type { Uuid, LogRecord } from '../base';
import { getString, getUuids, type Row, type RowEdit, type DatabaseView } from '../ovsdb';
import { encapsOf, freshUuid, type Encap } from './chassis';
import type { LocalIndex, LocalPort } from './local';
import type { ControllerRules } from './rules';

export interface TunnelPlan {
  readonly edits: readonly RowEdit[];
  /** The tunnels that the edits take away. */
  readonly removed: readonly LocalPort[];
  /** Names of chassis that offer nothing this release can use. */
  readonly unreachable: ReadonlySet<string>;
  readonly log: readonly LogRecord[];
}

/**
 * The edits that leave exactly one tunnel to each chassis but `own`. A tunnel
 * that is still right stays; one whose type or address changed is replaced.
 * A row of its former name is about to go. `known` are the chassis already
 * logged as unreachable.
 */
export function planTunnels(
  sb: DatabaseView,
  ovs: DatabaseView,
  rules: ControllerRules,
  local: LocalIndex,
  [own, former]: readonly [name: string, former: string | undefined],
  known: ReadonlySet<string>,
): TunnelPlan {
  const bridge = local.bridge === undefined ? undefined : ovs.row('Bridge', local.bridge);
  const unreachable = new Set<string>();
  if (bridge === undefined) return { edits: [], removed: [], unreachable, log: [] };
  const surplus = new Map(local.tunnels().map((port) => [port.uuid, port]));
  const missing: { readonly chassis: string; readonly encap: Encap }[] = [];
  const log: LogRecord[] = [];
  for (const row of sb.rows('Chassis').values()) {
    const chassis = getString(row, 'name');
    if (chassis === own || chassis === former) continue;
    const encap = preferredEncap(rules, encapsOf(sb, row));
    if (encap === undefined) {
      unreachable.add(chassis);
      if (!known.has(chassis)) log.push(noEncaps(sb, row, chassis));
      continue;
    }
    const present = [...surplus.values()].find((port) => isTunnel(port, chassis, encap));
    if (present === undefined) missing.push({ chassis, encap });
    else surplus.delete(present.uuid);
  }
  if (missing.length === 0 && surplus.size === 0) return { edits: [], removed: [], unreachable, log };

  const names = new Set([...ovs.rows('Port').values()].map((row) => getString(row, 'name')));
  const edits: RowEdit[] = [];
  const ports: Uuid[] = getUuids(bridge, 'ports').filter((uuid) => !surplus.has(uuid));
  for (const { chassis, encap } of missing) {
    const name = tunnelName(chassis, names);
    names.add(name);
    const port = addTunnel(ovs, edits, own, chassis, name, encap);
    ports.push(port);
  }
  edits.push({ op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports } });
  return { edits, removed: [...surplus.values()], unreachable, log };
}

/** The edit that takes every tunnel of OVN's off the integration bridge. */
export function removeTunnels(ovs: DatabaseView, local: LocalIndex): readonly RowEdit[] {
  const bridge = local.bridge === undefined ? undefined : ovs.row('Bridge', local.bridge);
  if (bridge === undefined) return [];
  const all = getUuids(bridge, 'ports');
  const ports = all.filter((uuid) => local.ports.get(uuid)?.tunnel === undefined);
  return ports.length === all.length ? [] : [{ op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports } }];
}

function preferredEncap(rules: ControllerRules, encaps: readonly Encap[]): Encap | undefined {
  for (const type of rules.tunnelTypes) {
    const encap = encaps.find((offered) => offered.type === type);
    if (encap !== undefined) return encap;
  }
  return undefined;
}

function isTunnel({ tunnel }: LocalPort, chassis: string, encap: Encap): boolean {
  return tunnel?.chassis === chassis && tunnel.type === encap.type && tunnel.remoteIp === encap.ip;
}

/** `ovn-`, six bytes of the chassis' name at most, and the first number that makes it unique. */
function tunnelName(chassis: string, taken: ReadonlySet<string>): string {
  for (let n = 0; ; n++) {
    const name = `ovn-${chassis.slice(0, 6)}-${n.toString(16)}`;
    if (!taken.has(name)) return name;
  }
}

function addTunnel(
  ovs: DatabaseView,
  edits: RowEdit[],
  own: string,
  chassis: string,
  name: string,
  encap: Encap,
): Uuid {
  const content = `${own}\n${chassis}\n${name}\n${encap.type}\n${encap.ip}`;
  const iface = freshUuid(ovs, 'Interface', content);
  const port = freshUuid(ovs, 'Port', content);
  const options = [
    ['key', 'flow'],
    ['remote_ip', encap.ip],
  ] as const;
  edits.push({ op: 'insert', table: 'Interface', uuid: iface, row: { name, type: encap.type, options } });
  const external = [['ovn-chassis-id', chassis]] as const;
  edits.push({ op: 'insert', table: 'Port', uuid: port, row: { name, interfaces: [iface], external_ids: external } });
  return port;
}

function noEncaps(sb: DatabaseView, row: Row, chassis: string): LogRecord {
  const about = { db: sb.schema.name, table: 'Chassis', uuid: row._uuid };
  return { level: 'INFO', module: 'chassis', message: `No supported encaps for '${chassis}'`, about };
}
