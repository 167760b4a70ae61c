/** What `ovs-appctl dpctl/dump-conntrack`, `dpctl/ct-stats-show` and `dpctl/ct-get-limits` print (lib/ct-dpif.c, lib/dpctl.c). */
import type { Millis } from '../../base';
import type { Connection } from './connection';
import type { ConnectionTable } from './table';
import { TCP_STATES, type TcpEnd, type TcpState, type TcpStateName } from './tcp';
import { isIcmp, type Tuple } from './tuple';

export interface ConnectionTextOptions {
  /** Numbers, flags and both ends of TCP (`-m`). */
  readonly more?: boolean;
  /** For how long the connection is kept (`-s`). */
  readonly statistics?: boolean;
  readonly now: Millis;
}

/** One line, without its end. */
export function formatConnection(connection: Connection, options: ConnectionTextOptions): string {
  const { original, reply, zone, mark, label, state, expires, helper } = connection;
  const { more = false, statistics = false, now } = options;
  return [
    nameOf(original.proto),
    `orig=(${formatTuple(original)})`,
    `reply=(${formatTuple(reply)})`,
    ...(more ? ['id=0'] : []),
    ...(zone === 0 ? [] : [`zone=${zone}`]),
    ...(more ? ['status=0'] : []),
    ...(statistics ? [`timeout=${Math.max(0, Math.floor((expires - now) / 1000))}`] : []),
    ...(mark === 0 ? [] : [`mark=${mark}`]),
    ...(label === '0x0' ? [] : [`labels=${label}`]),
    ...(state.protocol === 'tcp' ? [`protoinfo=(${more ? bothEnds(state) : `state=${oneState(state)}`})`] : []),
    ...(helper === undefined ? [] : [`helper=${helper}`]),
  ].join(',');
}

/** IP protocols that have names in these texts. */
const NAMES: Readonly<Partial<Record<number, string>>> = {
  1: 'icmp',
  2: 'igmp',
  6: 'tcp',
  17: 'udp',
  33: 'dccp',
  58: 'icmpv6',
  132: 'sctp',
  136: 'udplite',
};

function nameOf(proto: number): string {
  return NAMES[proto] ?? String(proto);
}

function formatTuple(tuple: Tuple): string {
  const { src, dst, sport, dport, id = 0 } = tuple;
  const rest = isIcmp(tuple) ? `id=${id},type=${sport},code=${dport}` : `sport=${sport},dport=${dport}`;
  return `src=${src},dst=${dst},${rest}`;
}

/** The two ends as one state, in the words of the kernel's tracker, which has only one. */
function oneState({ ends: [a, b] }: TcpState): TcpStateName {
  const later = TCP_STATES.indexOf(a.state) >= TCP_STATES.indexOf(b.state) ? a.state : b.state;
  if (later === 'FIN_WAIT_2') return 'TIME_WAIT';
  return later === 'SYN_RECV' ? 'ESTABLISHED' : later;
}

function bothEnds({ ends: [a, b] }: TcpState): string {
  const [scaleA, scaleB] = [a, b].map(({ scale }) => (typeof scale === 'number' ? scale : 0));
  return [
    `state_orig=${a.state}`,
    `state_reply=${b.state}`,
    ...(scaleA === 0 && scaleB === 0 ? [] : [`wscale_orig=${scaleA}`, `wscale_reply=${scaleB}`]),
    `flags_orig=${flagsOf(a)}`,
    `flags_reply=${flagsOf(b)}`,
  ].join(',');
}

function flagsOf({ scale }: TcpEnd): string {
  if (scale === undefined) return '0';
  return scale === 'liberal' ? 'BE_LIBERAL' : 'WINDOW_SCALE';
}

/** In the order in which they are counted; ICMPv6 is only in the total. */
const COUNTED: readonly (readonly [label: string, name: string])[] = [
  ['TCP', 'tcp'],
  ['UDP', 'udp'],
  ['UDPLITE', 'udplite'],
  ['SCTP', 'sctp'],
  ['ICMP', 'icmp'],
  ['DCCP', 'dccp'],
  ['IGMP', 'igmp'],
];

/** How many connections there are, by protocol and, with `more`, by state of TCP; ends in a line feed. */
export function formatConnectionCounts(connections: readonly Connection[], more = false): string {
  const of = (name: string) => connections.filter(({ original }) => nameOf(original.proto) === name).length;
  const lines = ['Connections Stats:', `    Total: ${connections.length}`];
  for (const [label, name] of COUNTED) {
    if (of(name) > 0) lines.push(`  ${label}: ${of(name)}`);
    if (name === 'tcp' && of(name) > 0 && more) lines.push('    Conn per TCP states:', ...statesOf(connections));
  }
  const others = connections.filter(({ original }) => NAMES[original.proto] === undefined).length;
  if (others > 0) lines.push(`  Other: ${others}`);
  return `${lines.join('\n')}\n`;
}

function statesOf(connections: readonly Connection[]): readonly string[] {
  const states = connections.flatMap(({ state }) => (state.protocol === 'tcp' ? [oneState(state)] : []));
  return TCP_STATES.flatMap((name) => {
    const count = states.filter((state) => state === name).length;
    return count === 0 ? [] : [`\t  [${name}]=${count}`];
  });
}

/** The limits of all zones that have one, or of those that are asked for; ends in a line feed. */
export function formatZoneLimits(table: ConnectionTable, now: Millis, asked?: readonly number[]): string {
  const { zones, otherwise } = table.limits;
  const numbers = asked ?? Array.from(zones.keys()).sort((a, b) => a - b);
  const lines = numbers.map((zone) => {
    const limit = zones.get(zone) ?? otherwise ?? 0;
    return `zone=${zone},limit=${limit},count=${table.count(zone, now)}`;
  });
  return `${[`default limit=${otherwise ?? 0}`, ...lines].join('\n')}\n`;
}
