/** Actions that make flows of packets: the next hop of a connection, and the backend that a client keeps. */
import {
  formatIpv4,
  formatIpv6,
  parseIpv4,
  parseIpv6,
  wholeField,
  type FieldName,
  type LearnAction,
  type LearnSpec,
  type OfAction,
} from '../../openflow';
import type { TodayKind } from './kind';
import { FLAG_BITS } from './language';
import type { ActionReader } from './reader';

const PROTOCOLS = { tcp: 6, udp: 17, sctp: 132 } as const;
type Protocol = keyof typeof PROTOCOLS;
const PROTOCOL_WORDS = ['tcp', 'udp', 'sctp'] as const satisfies readonly Protocol[];

const ETH_TYPE = { 4: 0x0800n, 6: 0x86ddn } as const;
const SOURCE = { 4: 'ip_src', 6: 'ipv6_src' } as const;
const DESTINATION = { 4: 'ip_dst', 6: 'ipv6_dst' } as const;

function learning(table: number, specs: readonly LearnSpec[], more: Partial<LearnAction> = {}): LearnAction {
  return {
    type: 'learn',
    table,
    priority: 32768,
    cookie: 0n,
    idleTimeout: 0,
    hardTimeout: 0,
    finIdleTimeout: 0,
    finHardTimeout: 0,
    sendFlowRemoved: false,
    deleteLearned: true,
    limit: 0,
    specs,
    ...more,
  };
}

/** The new flow matches what the packet has in `from`. */
function as(to: FieldName, from: FieldName = to): LearnSpec {
  return { kind: 'match', to: wholeField(to), from: wholeField(from) };
}

function is(to: FieldName, value: bigint): LearnSpec {
  return { kind: 'match', to: wholeField(to), value };
}

function loadBit(field: FieldName, offset: number): LearnSpec {
  return { kind: 'load', to: { field, offset, bits: 1 }, value: 1n };
}

export interface CommitEcmpNhAction {
  readonly kind: 'commit_ecmp_nh';
  readonly version: 4 | 6;
  readonly protocol: Protocol;
}

export const commitEcmpNh: TodayKind<CommitEcmpNhAction> = {
  document: {
    form: 'commit_ecmp_nh(ipv6 = BOOLEAN, proto = PROTOCOL);',
    text: 'Remembers from which next hop the connection came, for its replies.',
  },
  form: 'statement',
  parse(reader) {
    reader.expect('(');
    expectParameter(reader, 'ipv6');
    const version = reader.acceptBoolean() ? 6 : 4;
    reader.expect(',');
    expectParameter(reader, 'proto');
    const protocol = readProtocol(reader);
    reader.expect(')');
    return { kind: 'commit_ecmp_nh', version, protocol };
  },
  format: ({ version, protocol }) => `commit_ecmp_nh(ipv6 = ${version === 6}, proto = ${protocol});`,
  encode({ version, protocol }, { language: { tables, registers } }): readonly OfAction[] {
    const [source, destination] = [SOURCE[version], DESTINATION[version]];
    const [from, to] = [`${protocol}_src`, `${protocol}_dst`] as const;
    const ethType = is('eth_type', ETH_TYPE[version]);
    const proto = is('nw_proto', BigInt(PROTOCOLS[protocol]));
    const bit = loadBit(registers.flags, FLAG_BITS.ecmpNextHop);
    // Packets of the same direction, with the address of the next hop; and replies, which look the other way.
    const same = [as('metadata'), as('eth_src'), ethType, as(source), as(destination), proto, as(from), as(to), bit];
    const replies = [
      as('metadata'),
      ethType,
      as(source, destination),
      as(destination, source),
      proto,
      as(from, to),
      as(to, from),
      bit,
    ];
    const times = { idleTimeout: 20, hardTimeout: 30 };
    return [learning(tables.ecmpNextHopMac, same, times), learning(tables.ecmpNextHop, replies, times)];
  },
};

/** Port 0: none was given. */
export interface Destination {
  readonly family: 4 | 6;
  readonly address: bigint;
  readonly port: number;
}

export interface CommitLbAffAction {
  readonly kind: 'commit_lb_aff';
  readonly vip: Destination;
  readonly backend: Destination;
  /** Given with the port of the service. */
  readonly protocol?: Protocol;
  /** Seconds without a packet. */
  readonly timeout: number;
}

export const commitLbAff: TodayKind<CommitLbAffAction> = {
  document: {
    form: 'commit_lb_aff(vip = "ADDRESS:PORT", backend = "ADDRESS:PORT", proto = PROTOCOL, timeout = SECONDS);',
    text: 'Remembers the backend of the client, which keeps it that long.',
  },
  form: 'statement',
  parse(reader) {
    reader.expect('(');
    const vip = readDestination(reader, 'vip');
    reader.cursor.take();
    reader.expect(',');
    const backend = readDestination(reader, 'backend');
    if (vip.family !== backend.family) reader.failSyntax('invalid protocol family');
    reader.cursor.take();
    reader.expect(',');
    let protocol: Protocol | undefined;
    if (vip.port !== 0) {
      expectParameter(reader, 'proto');
      protocol = readProtocol(reader);
      reader.expect(',');
    }
    expectParameter(reader, 'timeout');
    const timeout = reader.uint16('affinity timeout');
    reader.expect(')');
    return { kind: 'commit_lb_aff', vip, backend, timeout, ...(protocol === undefined ? {} : { protocol }) };
  },
  format({ vip, backend, protocol, timeout }) {
    const words = [
      `vip = "${formatDestination(vip)}"`,
      `backend = "${formatDestination(backend)}"`,
      ...(protocol === undefined ? [] : [`proto = ${protocol}`]),
      `timeout = ${timeout}`,
    ];
    return `commit_lb_aff(${words.join(', ')});`;
  },
  encode({ vip, backend, protocol, timeout }, { language: { tables, registers }, flowUuid, isSwitch }) {
    const { family } = vip;
    const { ip4, ip6, port } = registers.affinity;
    const kept = family === 4 ? ip4 : ip6[isSwitch ? 'switch' : 'router'];
    const specs: readonly LearnSpec[] = [
      as('metadata'),
      is('eth_type', ETH_TYPE[family]),
      as(SOURCE[family]),
      is(DESTINATION[family], vip.address),
      ...(protocol === undefined
        ? []
        : [is('nw_proto', BigInt(PROTOCOLS[protocol])), is(`${protocol}_dst`, BigInt(vip.port))]),
      loadBit(registers.flags, FLAG_BITS.affinity),
      { kind: 'load', to: wholeField(kept), value: backend.address },
      ...(backend.port === 0 ? [] : [loadPort(port, backend.port)]),
    ];
    const cookie = BigInt(`0x${flowUuid.slice(0, 8)}`);
    return [learning(tables.affinity, specs, { idleTimeout: timeout, cookie })];
  },
};

function loadPort(field: FieldName, port: number): LearnSpec {
  return { kind: 'load', to: { field, offset: 0, bits: 16 }, value: BigInt(port) };
}

function expectParameter(reader: ActionReader, word: string): void {
  if (!reader.acceptWord(word)) reader.failSyntax('invalid parameter');
  reader.expect('=');
}

function readProtocol(reader: ActionReader): Protocol {
  return PROTOCOL_WORDS.find((word) => reader.acceptWord(word)) ?? reader.failSyntax('invalid protocol');
}

/** The string stays under the cursor. */
function readDestination(reader: ActionReader, word: string): Destination {
  expectParameter(reader, word);
  const { type, text } = reader.cursor.token;
  return (type === 'string' ? parseDestination(text) : undefined) ?? reader.failSyntax('invalid parameter');
}

/** `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`; an IPv6 address without brackets has no port. */
export function parseDestination(text: string): Destination | undefined {
  const four = /^([\d.]+)(?::(\d+))?$/.exec(text);
  const six = /^\[([0-9a-f:.]+)\](?::(\d+))?$/i.exec(text) ?? /^([0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*)$/i.exec(text);
  const found = four ?? six;
  if (!found) return undefined;
  const address = (four ? parseIpv4 : parseIpv6)(found[1] ?? '');
  const port = Number(found[2] ?? 0);
  if (address === undefined || port > 65535) return undefined;
  return { family: four ? 4 : 6, address, port };
}

/** IPv6 addresses stand in brackets. */
function formatDestination({ family, address, port }: Destination): string {
  const text = family === 4 ? formatIpv4(address) : `[${formatIpv6(address)}]`;
  return port === 0 ? text : `${text}:${port}`;
}
