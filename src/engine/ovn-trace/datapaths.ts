/** Datapaths, ports and groups of a southbound database, each found by name and by number. */
import { parseEthernet, parseIpv4, parseIpv6 } from '../openflow';
import type { DatapathKind, Direction } from '../logical';
import { entryIn, numberIn, pairsIn, textIn, textsIn } from '../database-file';
import type { Row } from '../ovsdb';
import type { SouthboundTables } from './tables';
import type { FlowTable } from './flow-table';
import { readPortSecurity, type AllowedAddresses } from './port-security';

/** A logical switch or router, as Datapath_Binding and what refers to it have it. */
export interface TracedDatapath {
  readonly uuid: string;
  /** Of its switch or router in the northbound database; its own when nothing says so. */
  readonly northbound: string;
  readonly kind: DatapathKind;
  readonly name: string;
  /** A second name, which says more to people than the first. */
  readonly name2: string | undefined;
  /** As a trace calls it. */
  readonly title: string;
  /** The tunnel key. */
  readonly key: number;
  readonly portsByKey: Map<number, TracedPort>;
  readonly groupsByKey: Map<number, MulticastGroup>;
  readonly groupsByName: Map<string, MulticastGroup>;
  /** MAC addresses by the key of `bindingKey`. */
  readonly macBindings: Map<string, bigint>;
  /** Keys of ports by MAC address. */
  readonly fdb: Map<bigint, number>;
  /** It has a port of type l3gateway. */
  gateway: boolean;
  readonly flows: Readonly<Record<Direction, Map<number, FlowTable>>>;
}

export interface TracedPort {
  readonly uuid: string;
  readonly name: string;
  readonly name2: string | undefined;
  readonly title: string;
  readonly type: string;
  readonly key: number;
  readonly datapath: TracedDatapath;
  readonly security: readonly AllowedAddresses[];
  /** The other end of a patch port. */
  peer: TracedPort | undefined;
  /** The distributed port that a chassisredirect port stands for. */
  distributed: TracedPort | undefined;
}

export interface MulticastGroup {
  readonly uuid: string;
  readonly name: string;
  readonly key: number;
  /** By name. */
  readonly ports: readonly TracedPort[];
}

export interface Topology {
  readonly datapaths: ReadonlyMap<string, TracedDatapath>;
  readonly ports: ReadonlyMap<string, TracedPort>;
}

export function readTopology(tables: SouthboundTables): Topology {
  const datapaths = new Map<string, TracedDatapath>();
  for (const row of tables.rows('Datapath_Binding')) datapaths.set(row._uuid, readDatapath(row));
  const ports = readPorts(tables, datapaths);
  readGroups(tables, datapaths, ports);
  readLearnt(tables, datapaths, ports);
  return { datapaths, ports };
}

function readDatapath(row: Row): TracedDatapath {
  const { kind, northbound } = readOrigin(row);
  const name = entryIn(row, 'external_ids', 'name') ?? northbound;
  const name2 = entryIn(row, 'external_ids', 'name2');
  return {
    uuid: row._uuid,
    northbound,
    kind,
    name,
    name2,
    title: shortenUuid(name2 ?? name),
    key: numberIn(row, 'tunnel_key') || 0,
    portsByKey: new Map(),
    groupsByKey: new Map(),
    groupsByName: new Map(),
    macBindings: new Map(),
    fdb: new Map(),
    gateway: false,
    flows: { ingress: new Map(), egress: new Map() },
  };
}

/** Columns of their own since 25.09, before that a key of external_ids. */
function readOrigin(row: Row): { readonly kind: DatapathKind; readonly northbound: string } {
  const type = textIn(row, 'type');
  const uuid = textIn(row, 'nb_uuid');
  if (type !== '' && uuid !== '') return { kind: type === 'logical-router' ? 'router' : 'switch', northbound: uuid };
  const router = entryIn(row, 'external_ids', 'logical-router');
  const northbound = entryIn(row, 'external_ids', 'logical-switch') ?? router ?? row._uuid;
  return { kind: router === undefined ? 'switch' : 'router', northbound };
}

function readPorts(
  tables: SouthboundTables,
  datapaths: ReadonlyMap<string, TracedDatapath>,
): ReadonlyMap<string, TracedPort> {
  const ports = new Map<string, TracedPort>();
  const rows = Array.from(tables.rows('Port_Binding'));
  for (const row of rows) {
    const name = textIn(row, 'logical_port');
    const datapath = datapaths.get(textIn(row, 'datapath'));
    if (datapath === undefined || ports.has(name)) continue;
    const name2 = entryIn(row, 'external_ids', 'name');
    const type = textIn(row, 'type');
    const port: TracedPort = {
      uuid: row._uuid,
      name,
      name2,
      title: shortenUuid(name2 ?? name),
      type,
      key: numberIn(row, 'tunnel_key') || 0,
      datapath,
      security: textsIn(row, 'port_security').flatMap((text) => readPortSecurity(text) ?? []),
      peer: undefined,
      distributed: undefined,
    };
    ports.set(name, port);
    datapath.portsByKey.set(port.key, port);
    if (type === 'l3gateway') datapath.gateway = true;
    const peer =
      type === 'patch' || type === 'l3gateway' ? ports.get(entryIn(row, 'options', 'peer') ?? '') : undefined;
    if (peer !== undefined) {
      port.peer = peer;
      peer.peer = port;
    }
  }
  for (const row of rows) {
    if (textIn(row, 'type') !== 'chassisredirect') continue;
    const port = ports.get(textIn(row, 'logical_port'));
    const distributed = ports.get(entryIn(row, 'options', 'distributed-port') ?? '');
    if (port !== undefined && distributed?.datapath === port.datapath) port.distributed = distributed;
  }
  return ports;
}

function readGroups(
  tables: SouthboundTables,
  datapaths: ReadonlyMap<string, TracedDatapath>,
  ports: ReadonlyMap<string, TracedPort>,
): void {
  const byUuid = new Map(Array.from(ports.values(), (port) => [port.uuid, port]));
  for (const row of tables.rows('Multicast_Group')) {
    const datapath = datapaths.get(textIn(row, 'datapath'));
    if (datapath === undefined) continue;
    const members = textsIn(row, 'ports').flatMap((uuid) => byUuid.get(uuid) ?? []);
    const group: MulticastGroup = {
      uuid: row._uuid,
      name: textIn(row, 'name'),
      key: numberIn(row, 'tunnel_key') || 0,
      ports: members.filter((port) => port.datapath === datapath).sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
    datapath.groupsByKey.set(group.key, group);
    datapath.groupsByName.set(group.name, group);
  }
}

/** What controllers have learnt: addresses of neighbours, and behind which port a MAC address is. */
function readLearnt(
  tables: SouthboundTables,
  datapaths: ReadonlyMap<string, TracedDatapath>,
  ports: ReadonlyMap<string, TracedPort>,
): void {
  for (const row of tables.rows('MAC_Binding')) {
    const port = ports.get(textIn(row, 'logical_port'));
    if (port?.datapath.uuid !== textIn(row, 'datapath')) continue;
    const ip = readIp(textIn(row, 'ip'));
    const mac = parseEthernet(textIn(row, 'mac'));
    if (ip !== undefined && mac !== undefined) port.datapath.macBindings.set(bindingKey(port.key, ip), mac);
  }
  const byKey = new Map(Array.from(datapaths.values(), (datapath) => [datapath.key, datapath]));
  for (const row of tables.rows('FDB')) {
    const mac = parseEthernet(textIn(row, 'mac'));
    if (mac !== undefined) byKey.get(numberIn(row, 'dp_key'))?.fdb.set(mac, numberIn(row, 'port_key'));
  }
}

/** An IPv4 address counts as the IPv6 address that it is mapped to. */
export function mappedIpv4(address: bigint): bigint {
  return 0xffff_0000_0000n | address;
}

export function bindingKey(port: number, ip: bigint): string {
  return `${port} ${ip}`;
}

/** An address as 128 bits. */
export function readIp(text: string): bigint | undefined {
  const ipv4 = parseIpv4(text);
  return ipv4 === undefined ? parseIpv6(text) : mappedIpv4(ipv4);
}

/** The virtual addresses of the load balancers, in the order of their rows. */
export interface VirtualAddress {
  readonly ip: bigint;
  /** As it is written, without its port. */
  readonly text: string;
  /** 0 where it stands for all ports. */
  readonly port: number;
}

export function readVirtualAddresses(tables: SouthboundTables): readonly VirtualAddress[] {
  const found: VirtualAddress[] = [];
  for (const row of tables.rows('Load_Balancer')) {
    for (const [vip] of pairsIn(row, 'vips')) {
      const bracketed = /^\[(.*)\](?::(\d+))?$/.exec(vip) ?? /^([\d.]+)(?::(\d+))?$/.exec(vip) ?? /^(.*)$/.exec(vip);
      const text = bracketed?.[1] ?? vip;
      const ip = readIp(text);
      if (ip !== undefined) found.push({ ip, text, port: Number(bracketed?.[2] ?? 0) });
    }
  }
  return found;
}

const UUID_LENGTH = 36;

/** Of a name that ends with a UUID, only its first six digits: as ovn-trace shows names to people. */
function shortenUuid(name: string): string {
  const end = name.slice(-UUID_LENGTH);
  const isUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(end);
  return isUuid ? name.slice(0, name.length - (UUID_LENGTH - 6)) : name;
}
