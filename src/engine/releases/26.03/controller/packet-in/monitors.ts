/** Services that this chassis checks: rows of Service_Monitor whose port is here. */
import { formatEthernet, formatIpv4, formatIpv6, getField, getNumber, type Flow } from '../../../../openflow';
import {
  getBoolean,
  getMapString,
  getNumber as getInteger,
  getOptionalBoolean,
  getOptionalString,
  getString,
  getStrings,
  getUuid,
  type Row,
} from '../../../../ovsdb';
import type { Uuid } from '../../../../base';
import { parseIp, parsePortAddresses } from '../facts/addresses';
import { isIp6 } from './headers';
import type { PinctrlRun } from './run';
import { datapathKey, portNamed } from './southbound';

export type ServiceProtocol = 'tcp' | 'udp' | 'icmp';

export interface Monitor {
  readonly row: Uuid;
  readonly key: string;
  readonly status: string | undefined;
  readonly protocol: ServiceProtocol;
  readonly version: 4 | 6;
  readonly datapath: number;
  /** The key of the port that the check goes to. */
  readonly outport: number;
  readonly ip: string;
  readonly port: number;
  readonly mac: string;
  readonly sourceIp: string;
  readonly sourceMac: string;
  /** In milliseconds. */
  readonly interval: number;
  readonly timeout: number;
  /** So many checks in a row make it online, or offline. */
  readonly successes: number;
  readonly failures: number;
}

export function monitorsOf(run: PinctrlRun): readonly Monitor[] {
  const chassis = run.view.sb.find('Chassis', 'name', run.view.chassis);
  if (chassis === undefined) return [];
  const own = getUuid(chassis, '_uuid');
  return Array.from(run.view.sb.rows('Service_Monitor').values()).flatMap((row) => monitorOf(run, row, own) ?? []);
}

/** Under which a check is found again when its answer comes. */
export function monitorKey(
  datapath: number,
  port: number,
  ip: string,
  protocol: ServiceProtocol,
  transportPort: number,
): string {
  return `${datapath} ${port} ${ip} ${protocol} ${transportPort}`;
}

/** Who sent the packet, or who it was for. */
export function addressIn(headers: Flow, which: 'src' | 'dst'): string {
  return isIp6(headers)
    ? formatIpv6(getField(headers, `ipv6_${which}`))
    : formatIpv4(BigInt(getNumber(headers, `ip_${which}`)));
}

function monitorOf(run: PinctrlRun, row: Row, own: Uuid): Monitor | undefined {
  const { sb } = run.view;
  const port = portNamed(sb, getString(row, 'logical_port'));
  if (port === undefined || getBoolean(row, 'remote') || !isHere(port.row, own)) return undefined;
  const protocol = readProtocol(getOptionalString(row, 'protocol'));
  const type = getOptionalString(row, 'type') ?? 'load-balancer';
  if (type === 'network-function' ? protocol !== 'icmp' : type === 'load-balancer' && protocol === 'icmp')
    return undefined;
  const [ip, source] = [parseIp(getString(row, 'ip')), parseIp(getString(row, 'src_ip'))];
  const datapath = datapathKey(sb, port.datapath);
  if (ip === undefined || source?.version !== ip.version || datapath === undefined) return undefined;
  const input = type === 'network-function' ? portNamed(sb, getString(row, 'logical_input_port')) : port;
  if (input === undefined || !isBound(input.row, own)) return undefined;
  const mac = type === 'network-function' ? getString(row, 'mac') : macOf(port.row, ip);
  if (mac === undefined || mac === '') return undefined;
  const seconds = (key: string, usual: number) => integer(row, key, usual) * 1000;
  const text = ({ version, value }: typeof ip) => (version === 4 ? formatIpv4(value) : formatIpv6(value));
  const ownKey = getInteger(port.row, 'tunnel_key');
  return {
    row: getUuid(row, '_uuid'),
    key: monitorKey(datapath, ownKey, text(ip), protocol, getInteger(row, 'port')),
    status: getOptionalString(row, 'status'),
    protocol,
    version: ip.version,
    datapath,
    outport: getInteger(input.row, 'tunnel_key'),
    ip: text(ip),
    port: getInteger(row, 'port'),
    mac,
    sourceIp: text(source),
    sourceMac: getString(row, 'src_mac'),
    interval: seconds('interval', 5),
    timeout: seconds('timeout', 3),
    successes: integer(row, 'success_count', 1),
    failures: integer(row, 'failure_count', 1),
  };
}

function isHere(port: Row, own: Uuid): boolean {
  return isBound(port, own) && getOptionalBoolean(port, 'up') !== false;
}

function isBound(port: Row, own: Uuid): boolean {
  return getOptionalString(port, 'chassis') === own;
}

function readProtocol(text: string | undefined): ServiceProtocol {
  return text === 'udp' || text === 'icmp' ? text : 'tcp';
}

/** The address that goes with the IP address, or the first of a port that says no IP addresses. */
function macOf(port: Row, ip: { readonly version: 4 | 6; readonly value: bigint }): string | undefined {
  for (const text of getStrings(port, 'mac')) {
    const addresses = parsePortAddresses(text);
    if (addresses === undefined) continue;
    const { mac, ips } = addresses;
    if (ips.length === 0 || ips.some(({ version, value }) => version === ip.version && value === ip.value))
      return formatEthernet(mac);
  }
  return undefined;
}

/** As smap_get_int reads it. */
function integer(row: Row, key: string, usual: number): number {
  const read = Number.parseInt(getMapString(row, 'options', key) ?? '', 10);
  return Number.isNaN(read) ? usual : read;
}
