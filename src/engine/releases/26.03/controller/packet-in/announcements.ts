/**
 * Addresses that a controller announces of itself (OVN's garp_rarp.c): those of its ports on switches with a physical
 * network, and of gateways that are here, as gratuitous ARP into the switch, and as neighbours of its other routers.
 *
 * Simplified: each is announced once, by who asks for it. OVN repeats them five times.
 */
import { concatBytes, encodeTrusted } from '../../../../../packets';
import { getMapString, getNumber, getString, getStrings, getUuid, type Row, type RowEdit } from '../../../../ovsdb';
import { formatEthernet, RESERVED_PORTS, type OfAction } from '../../../../openflow';
import { parsePortAddresses } from '../facts/addresses';
import { TABLES } from '../flows';
import type { PinctrlOut, PinctrlView } from './run';
import { datapathKey, macBinding, portNamed } from './southbound';

export interface Announcements {
  readonly outs: readonly PinctrlOut[];
  readonly sb: readonly RowEdit[];
}

export function announcements(view: PinctrlView): Announcements {
  const { sb } = view;
  const ports = Array.from(sb.rows('Port_Binding').values());
  const physical = new Set(ports.filter(({ type }) => type === 'localnet').map((row) => getUuid(row, 'datapath')));
  const announced = ports
    .filter((row) => physical.has(getUuid(row, 'datapath')) && view.isLocal(getUuid(row, 'datapath')))
    .flatMap((row) => addressesOf(view, row).map((address) => ({ row, ...address })));
  const edits = new Map<string, RowEdit>();
  for (const { row, mac, ip } of announced) {
    if (ip === undefined) continue;
    for (const router of routersBeside(view, row)) {
      const name = getString(router, 'logical_port');
      if (macBinding(sb, name, ip) !== undefined) continue;
      const values = { logical_port: name, ip, mac, datapath: getUuid(router, 'datapath'), timestamp: view.now };
      edits.set(`${name} ${ip}`, { op: 'insert', table: 'MAC_Binding', row: values });
    }
  }
  return { outs: announced.map((each) => announce(view, each)), sb: Array.from(edits.values()) };
}

interface Announced {
  readonly mac: string;
  /** Absent where there is none of IPv4. */
  readonly ip: string | undefined;
}

function addressesOf(view: PinctrlView, row: Row): readonly Announced[] {
  const type = getString(row, 'type');
  if (type === '') return isHere(view, row) ? read(getStrings(row, 'mac')[0] ?? '').slice(0, 1) : [];
  if (type !== 'patch' && !(type === 'l3gateway' && isHere(view, row))) return [];
  return getStrings(row, 'nat_addresses').flatMap((text) => {
    const resident = /is_chassis_resident\("([^"]*)"\)/.exec(text)?.[1];
    if (resident === undefined) return type === 'patch' ? [] : read(text);
    const port = portNamed(view.sb, resident);
    return port !== undefined && isHere(view, port.row) ? read(text) : [];
  });
}

function read(text: string): readonly Announced[] {
  const found = parsePortAddresses(text);
  if (found === undefined) return [];
  const mac = formatEthernet(found.mac);
  const ips = text.split(/\s+/).filter((word) => /^\d+\.\d+\.\d+\.\d+$/.test(word));
  return ips.length === 0 ? [{ mac, ip: undefined }] : ips.map((ip) => ({ mac, ip }));
}

function isHere({ sb, chassis }: PinctrlView, row: Row): boolean {
  const [uuid] = getStrings(row, 'chassis');
  const found = uuid === undefined ? undefined : sb.find('Chassis', 'name', chassis);
  return found !== undefined && found._uuid === uuid;
}

/** Ports of routers that are joined to the switch of a port by another port of it. */
function routersBeside({ sb }: PinctrlView, port: Row): readonly Row[] {
  return Array.from(sb.rows('Port_Binding').values()).flatMap((row) => {
    if (row.datapath !== port.datapath || row._uuid === port._uuid) return [];
    const peer = row.type === 'patch' || row.type === 'l3gateway' ? getMapString(row, 'options', 'peer') : undefined;
    const found = peer === undefined ? undefined : portNamed(sb, peer);
    return found === undefined ? [] : [found.row];
  });
}

const NOBODY = '00:00:00:00:00:00';
const EVERYBODY = 'ff:ff:ff:ff:ff:ff';

function announce({ sb }: PinctrlView, { row, mac, ip }: Announced & { readonly row: Row }): PinctrlOut {
  const arp = encodeTrusted([
    { protocol: 'ethernet', src: mac, dst: EVERYBODY },
    { protocol: 'arp', op: 1, sha: mac, spa: ip ?? '0.0.0.0', tha: NOBODY, tpa: ip ?? '0.0.0.0' },
  ]);
  const actions: readonly OfAction[] = [
    { type: 'set_field', field: 'metadata', value: BigInt(datapathKey(sb, getUuid(row, 'datapath')) ?? 0) },
    { type: 'set_field', field: 'reg14', value: BigInt(getNumber(row, 'tunnel_key')) },
    { type: 'resubmit', port: RESERVED_PORTS.CONTROLLER, table: TABLES.ingress },
  ];
  return { kind: 'packet-out', packet: ip === undefined ? reverse(arp, mac) : arp, actions };
}

/** Who has no address of IPv4 is announced by RARP, which names its MAC twice. */
function reverse(arp: Uint8Array, mac: string): Uint8Array {
  const own = Uint8Array.from(mac.split(':'), (byte) => Number.parseInt(byte, 16));
  const [type, before, operation] = [Uint8Array.of(0x80, 0x35), arp.subarray(14, 20), Uint8Array.of(0, 3)];
  const nowhere = new Uint8Array(4);
  return concatBytes([arp.subarray(0, 12), type, before, operation, own, nowhere, own, nowhere]);
}
