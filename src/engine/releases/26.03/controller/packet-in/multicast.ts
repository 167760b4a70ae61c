/** igmp: who listens to which multicast group, learnt from IGMP (RFC 3376) and MLD (RFC 3810), as rows of IGMP_Group. */
import type { Uuid } from '../../../../base';
import { internetChecksum, readU16 } from '../../../../../packets';
import { getField, getNumber, RESERVED_PORTS, type OfAction } from '../../../../openflow';
import {
  getNumber as getInteger,
  getOptionalBoolean,
  getOptionalNumber,
  getString,
  getUuid,
  getUuids,
  type Row,
} from '../../../../ovsdb';
import { language26_03 } from '../../language';
import type { Handler } from './handler';
import { isIp, isIp6, PROTOCOL } from './headers';
import { memberships, type Membership } from './memberships';
import type { PinctrlRun, Received } from './run';
import { portByKey } from './southbound';
import { checksum6 } from './transport';
import type { Snooped } from './state';

const NOTHING: Snooped = { groups: new Map(), routers: new Map(), sequence: 0 };

/** Milliseconds after which a router is forgotten that asks no more. */
const ROUTER_LIFETIME = 180_000;

export const igmp: Handler<'igmp'> = (run, received) => {
  const { headers, flow } = received;
  const type = getNumber(headers, 'eth_type');
  if (!isIp(headers)) {
    run.warn(`IGMP action on non-IP packet (eth_type 0x${type.toString(16)})`);
    return;
  }
  const datapath = Number(getField(flow, 'metadata'));
  const settings = settingsOf(run).find(({ key }) => key === datapath);
  if (!settings?.isEnabled) return;
  if (!isIntact(received)) {
    run.warn(`multicast snooping received bad ${isIp6(headers) ? 'MLD' : 'IGMP'} checksum`);
    return;
  }
  const port = getNumber(flow, 'reg14');
  const said = memberships(received);
  const before = fresh(run.state.snooped.get(datapath), settings);
  const after = said.isFromRouter
    ? { ...before, routers: new Map(before.routers).set(port, run.now + ROUTER_LIFETIME) }
    : said.memberships.reduce((all, each) => learn(run, settings, all, port, each), before);
  run.change({ snooped: new Map(run.state.snooped).set(datapath, after) });
  if (said.goesTo !== undefined) forward(run, received, datapath, port, GROUPS[said.goesTo]);
};

/** Tunnel keys of multicast groups that every switch has: to all routers, and to all ports but those of routers. */
const GROUPS = { routers: 32770, everybody: 32772 } as const;
/** Bit of the flags: the packet has been looked at already. */
const SNOOPED = 1n << 22n;

function forward(run: PinctrlRun, { packet }: Received, datapath: number, inport: number, outport: number): void {
  const { registers, tables } = language26_03;
  const actions: readonly OfAction[] = [
    { type: 'set_field', field: 'metadata', value: BigInt(datapath) },
    { type: 'set_field', field: registers.inport, value: BigInt(inport) },
    { type: 'set_field', field: registers.outport, value: BigInt(outport) },
    { type: 'set_field', field: registers.flags, value: SNOOPED, mask: SNOOPED },
    { type: 'resubmit', port: RESERVED_PORTS.CONTROLLER, table: tables.output.ingress },
  ];
  run.packetOut(packet, actions);
}

function isIntact({ headers, packet, offsets }: Received): boolean {
  const { l3, l4 } = offsets;
  if (packet.length < l4 + 8) return false;
  return isIp6(headers)
    ? checksum6(packet, l3, l4, PROTOCOL.icmp6) === 0
    : internetChecksum(packet.subarray(l4, l3 + readU16(packet, l3 + 2))) === 0;
}

function learn(
  run: PinctrlRun,
  { tableSize, idleTime }: Settings,
  snooped: Snooped,
  port: number,
  { address, protocol, leaves }: Membership,
): Snooped {
  const groups = new Map(snooped.groups);
  const known = groups.get(address);
  if (leaves) {
    if (known !== undefined) {
      const ports = new Map(known.ports);
      ports.delete(port);
      groups.set(address, { ...known, ports });
    }
    return { ...snooped, groups };
  }
  // A router hears everything anyway.
  if (snooped.routers.has(port)) return snooped;
  if (known === undefined && groups.size >= tableSize) {
    const [oldest] = groups.keys();
    if (oldest !== undefined) groups.delete(oldest);
  }
  groups.delete(address);
  groups.set(address, { protocol, ports: new Map(known?.ports).set(port, run.now + idleTime) });
  return { ...snooped, groups };
}

interface Settings {
  readonly datapath: Uuid;
  readonly key: number;
  readonly isEnabled: boolean;
  readonly tableSize: number;
  /** In milliseconds. */
  readonly idleTime: number;
  readonly sequence: number;
}

/** Of the datapaths that are here. */
function settingsOf({ view: { sb, isLocal } }: PinctrlRun): readonly Settings[] {
  return Array.from(sb.rows('IP_Multicast').values()).flatMap((row) => {
    const datapath = getUuid(row, 'datapath');
    const of = sb.row('Datapath_Binding', datapath);
    if (of === undefined || !isLocal(datapath)) return [];
    return {
      datapath,
      key: getInteger(of, 'tunnel_key'),
      isEnabled: getOptionalBoolean(row, 'enabled') ?? false,
      tableSize: getOptionalNumber(row, 'table_size') ?? 2048,
      idleTime: (getOptionalNumber(row, 'idle_timeout') ?? 300) * 1000,
      sequence: getInteger(row, 'seq_no'),
    };
  });
}

function fresh(snooped: Snooped | undefined, { sequence }: Settings): Snooped {
  return snooped?.sequence === sequence ? snooped : { ...NOTHING, sequence };
}

const ROUTERS = 'mrouters';

/** Forgets what has not been heard of for long, and makes the rows of this chassis say what is known. */
export function writeMulticast(run: PinctrlRun): void {
  const { sb, chassis: name, isLocal } = run.view;
  const chassis = sb.find('Chassis', 'name', name);
  if (chassis === undefined) return;
  const own = getUuid(chassis, '_uuid');
  const wanted = new Map<string, Wanted>();
  const state = new Map<number, Snooped>();
  for (const settings of settingsOf(run)) {
    if (!settings.isEnabled) continue;
    const { datapath, key } = settings;
    const snooped = withoutOld(run, fresh(run.state.snooped.get(key), settings));
    state.set(key, snooped);
    const row = (address: string, ports: Iterable<number>, protocol: string) =>
      wanted.set(`${datapath} ${address}`, {
        address,
        datapath,
        protocol,
        ports: Array.from(ports).flatMap((port) => portByKey(sb, key, port)?.uuid ?? []),
      });
    for (const [address, { ports, protocol }] of snooped.groups)
      if (ports.size > 0) row(address, ports.keys(), protocol);
    row(ROUTERS, snooped.routers.keys(), '');
  }
  if (state.size > 0 || run.state.snooped.size > 0) run.change({ snooped: state });
  for (const row of sb.rows('IGMP_Group').values()) {
    const datapath = getUuids(row, 'datapath')[0];
    if (datapath === undefined || !getUuids(row, 'chassis').includes(own) || !isLocal(datapath)) continue;
    const key = `${datapath} ${getString(row, 'address')}`;
    update(run, row, wanted.get(key));
    wanted.delete(key);
  }
  for (const { address, datapath, ports, protocol } of wanted.values()) {
    const row = { address, datapath: [datapath], chassis: [own], chassis_name: name, ports, protocol };
    run.edits.push({ op: 'insert', table: 'IGMP_Group', row });
  }
}

interface Wanted {
  readonly address: string;
  readonly datapath: Uuid;
  readonly protocol: string;
  readonly ports: readonly Uuid[];
}

function update(run: PinctrlRun, row: Row, wanted: Wanted | undefined): void {
  const uuid = getUuid(row, '_uuid');
  if (wanted === undefined) {
    run.edits.push({ op: 'delete', table: 'IGMP_Group', uuid });
    return;
  }
  const { ports, protocol } = wanted;
  const present = new Set(getUuids(row, 'ports'));
  const isSame = present.size === ports.length && ports.every((port) => present.has(port));
  if (!isSame || getString(row, 'protocol') !== protocol)
    run.edits.push({ op: 'update', table: 'IGMP_Group', uuid, row: { ports, protocol } });
}

function withoutOld(run: PinctrlRun, snooped: Snooped): Snooped {
  const living = (times: ReadonlyMap<number, number>) => {
    for (const at of times.values()) if (at > run.now) run.wake(at);
    return new Map(Array.from(times).filter(([, at]) => at > run.now));
  };
  const groups = Array.from(
    snooped.groups,
    ([address, group]) => [address, { ...group, ports: living(group.ports) }] as const,
  );
  return {
    ...snooped,
    groups: new Map(groups.filter(([, { ports }]) => ports.size > 0)),
    routers: living(snooped.routers),
  };
}
