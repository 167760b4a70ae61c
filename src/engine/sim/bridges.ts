/**
 * What ovs-vswitchd makes of its database: bridges and their ports, with an
 * OpenFlow port number for every interface. A pure function of the database and
 * of the bridges as they were.
 */
import { atomsOf, pairsOf, type DatabaseView } from '../ovsdb';
import type { Atom, ColumnValue, Row, RowEdit } from '../ovsdb';
import { isUuid, type LogRecord } from '../base';
import type { Uuid } from '../base';

/** The OpenFlow number of a bridge's own port. */
const LOCAL_OFPORT = 65534;

/** What an interface without a place in a bridge has in its `ofport` column. */
const NO_OFPORT = -1;
const LAST_OFPORT = 0xfeff;

/** The encapsulations that a port can have, by Interface.type. */
const TUNNEL_TYPES: ReadonlySet<string> = new Set(['geneve', 'vxlan', 'stt', 'gre']);

export interface PortConfig {
  readonly name: string;
  readonly ofport: number;
  /** Interface.type: `internal`, `dummy`, `geneve`..., or `` for a system device such as a VIF. */
  readonly type: string;
  readonly options: Readonly<Record<string, string>>;
  /** The row in the Interface table. */
  readonly interface: Uuid;
}

export interface BridgeConfig {
  readonly name: string;
  readonly failMode: string;
  readonly ports: readonly PortConfig[];
  /** The highest port number given out so far: numbers of ports that left are not used again soon. */
  readonly lastOfport: number;
}

export interface BridgesOutcome {
  readonly bridges: ReadonlyMap<string, BridgeConfig>;
  readonly edits: readonly RowEdit[];
  readonly log: readonly LogRecord[];
}

/** True for an interface that carries packets to other machines. */
export function isTunnel(port: PortConfig): boolean {
  return TUNNEL_TYPES.has(port.type);
}

/** Two ports that differ in nothing that a switch would have to open anew. */
export function isOfSameKind(a: PortConfig, b: PortConfig): boolean {
  return a === b || (a.type === b.type && JSON.stringify(a.options) === JSON.stringify(b.options));
}

/** Ports that have not changed are the same objects in both. */
export function sameBridge(a: BridgeConfig, b: BridgeConfig): boolean {
  return (
    a.failMode === b.failMode &&
    a.lastOfport === b.lastOfport &&
    a.ports.length === b.ports.length &&
    a.ports.every((port, index) => port === b.ports[index])
  );
}

export function configureBridges(ovs: DatabaseView, before: ReadonlyMap<string, BridgeConfig>): BridgesOutcome {
  const edits: RowEdit[] = [];
  const log: LogRecord[] = [];
  const bridges = new Map<string, BridgeConfig>();
  const placed = new Set<Uuid>();
  for (const row of ovs.rows('Bridge').values()) {
    if (!canBeBridge(text(row.name))) {
      const message = `ignoring bridge with invalid name "${text(row.name)}"`;
      log.push({ level: 'WARN', module: 'bridge', message });
      continue;
    }
    const config = configureBridge(ovs, row, before.get(text(row.name)), log);
    bridges.set(config.name, config);
    for (const port of config.ports) placed.add(port.interface);
    for (const port of config.ports) {
      const iface = ovs.row('Interface', port.interface);
      if (iface !== undefined && first(iface.ofport) !== port.ofport) {
        edits.push({ op: 'update', table: 'Interface', uuid: port.interface, row: { ofport: [port.ofport] } });
      }
    }
  }
  for (const iface of ovs.rows('Interface').values()) {
    if (!placed.has(iface._uuid) && first(iface.ofport) !== NO_OFPORT) {
      edits.push({ op: 'update', table: 'Interface', uuid: iface._uuid, row: { ofport: [NO_OFPORT] } });
    }
  }
  for (const root of ovs.rows('Open_vSwitch').values()) {
    if (typeof root.next_cfg === 'number' && root.cur_cfg !== root.next_cfg) {
      edits.push({ op: 'update', table: 'Open_vSwitch', uuid: root._uuid, row: { cur_cfg: root.next_cfg } });
    }
  }
  return { bridges, edits, log };
}

/** A bridge has files named after it, so its name may not lead into another directory. */
function canBeBridge(name: string): boolean {
  return !/[/\\]/.test(name);
}

function configureBridge(
  ovs: DatabaseView,
  row: Row,
  before: BridgeConfig | undefined,
  log: LogRecord[],
): BridgeConfig {
  const name = text(row.name);
  const interfaces = interfacesOf(ovs, row, name, log);
  const known = new Map(before?.ports.map((port) => [port.interface, port]));
  const taken = new Set<number>();
  const numbers = new Map<Uuid, number>();
  // A port keeps the number it has; then explicit requests are met; then the rest get fresh numbers.
  const claims: readonly ((iface: Row) => number | undefined)[] = [
    (iface) => (text(iface.name) === name ? LOCAL_OFPORT : undefined),
    (iface) => usable(first(iface.ofport_request)),
    (iface) => known.get(iface._uuid)?.ofport,
    (iface) => usable(first(iface.ofport)),
  ];
  for (const claim of claims) {
    for (const iface of interfaces) {
      const wanted = numbers.has(iface._uuid) ? undefined : claim(iface);
      if (wanted === undefined || taken.has(wanted)) continue;
      taken.add(wanted);
      numbers.set(iface._uuid, wanted);
    }
  }
  let lastOfport = before?.lastOfport ?? 0;
  for (const number of taken) if (number !== LOCAL_OFPORT) lastOfport = Math.max(lastOfport, number);
  for (const iface of interfaces) {
    if (numbers.has(iface._uuid)) continue;
    const number = freeOfport(taken, lastOfport);
    lastOfport = number;
    taken.add(number);
    numbers.set(iface._uuid, number);
  }
  const ports = interfaces.map((iface) =>
    reuse(known.get(iface._uuid), {
      name: text(iface.name),
      ofport: numbers.get(iface._uuid) ?? NO_OFPORT,
      type: text(iface.type),
      options: optionsOf(iface),
      interface: iface._uuid,
    }),
  );
  return { name, failMode: String(first(row.fail_mode) ?? ''), ports, lastOfport };
}

function reuse(old: PortConfig | undefined, now: PortConfig): PortConfig {
  const same = old?.name === now.name && old.ofport === now.ofport && isOfSameKind(old, now);
  return same ? old : now;
}

/** The interfaces of a bridge that can be realized, in the order in which they were created. */
function interfacesOf(ovs: DatabaseView, bridge: Row, bridgeName: string, log: LogRecord[]): Row[] {
  const wanted = new Set<Uuid>();
  for (const port of references(bridge.ports)) {
    for (const iface of references(ovs.row('Port', port)?.interfaces)) wanted.add(iface);
  }
  const rows: Row[] = [];
  const tunnels = new Set<string>();
  for (const iface of inCreationOrder(ovs, wanted)) {
    if (TUNNEL_TYPES.has(text(iface.type))) {
      const options = optionsOf(iface);
      const identity = [text(iface.type), options.remote_ip, options.key, options.local_ip].join(' ');
      const problem =
        options.remote_ip === undefined
          ? `${text(iface.name)}: ${text(iface.type)} type requires valid 'remote_ip' argument`
          : tunnels.has(identity)
            ? `could not add network device ${text(iface.name)} to ofproto (File exists)`
            : undefined;
      if (problem !== undefined) {
        log.push({
          level: 'WARN',
          module: 'bridge',
          message: `bridge ${bridgeName}: ${problem}`,
          about: { db: 'Open_vSwitch', table: 'Interface', uuid: iface._uuid },
        });
        continue;
      }
      tunnels.add(identity);
    }
    rows.push(iface);
  }
  return rows;
}

/** Few interfaces are looked up, and only when all are wanted is the table walked. */
function inCreationOrder(ovs: DatabaseView, wanted: ReadonlySet<Uuid>): Row[] {
  const rows: Row[] = [];
  for (const [uuid, row] of ovs.rows('Interface')) if (wanted.has(uuid)) rows.push(row);
  return rows;
}

function freeOfport(taken: ReadonlySet<number>, last: number): number {
  for (let number = last + 1; number <= LAST_OFPORT; number++) if (!taken.has(number)) return number;
  for (let number = 1; number <= last; number++) if (!taken.has(number)) return number;
  return NO_OFPORT;
}

function usable(number: Atom | undefined): number | undefined {
  return typeof number === 'number' && number >= 1 && number <= LAST_OFPORT ? number : undefined;
}

function optionsOf(iface: Row): Readonly<Record<string, string>> {
  const options: Record<string, string> = {};
  for (const [key, value] of pairsOf(iface.options ?? [])) options[String(key)] = String(value);
  return options;
}

function text(value: ColumnValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function first(value: ColumnValue | undefined): Atom | undefined {
  return value === undefined ? undefined : atomsOf(value)[0];
}

function references(value: ColumnValue | undefined): readonly Uuid[] {
  return value === undefined ? [] : atomsOf(value).filter((atom) => typeof atom === 'string' && isUuid(atom));
}
