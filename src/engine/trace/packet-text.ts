/**
 * A packet from text and back: the flow syntax of ofproto/trace, and matches that
 * describe one packet (microflows), as ovn-trace takes them. What a text does not
 * say of a packet is filled in as Open vSwitch's own tools do.
 */
import { err, ok } from '../base';
import type { Problem, Result } from '../base';
import { formatMicroflow, microflow } from '../match';
import {
  formatFlowKey,
  getField,
  getNumber,
  looksLikeDatapathFlow,
  newFlow,
  parseDatapathFlow,
  parseFlowKey,
  setField,
  setNumber,
  withoutStatistics,
} from '../openflow';
import type { Flow, PortNames } from '../openflow';
import type { TraceRelease } from './release';
import { composePacket, extract } from '../vswitch';

export interface PacketText {
  readonly bytes: Uint8Array;
  /** The logical port that a microflow says the packet comes from. */
  readonly inport?: string;
  /** The number of the port that a flow says it comes in by. */
  readonly inPort?: number;
}

/** What numbers and names of ports mean where the flow is from. */
export interface FlowPlaces {
  readonly ports?: PortNames;
  /** The OpenFlow number of a port of the datapath. */
  readonly datapathPorts?: PortNames;
}

export type PacketLanguage = 'microflow' | 'flow';

/** What a packet starts with when nobody says so (RFC 1700's recommended default). */
const TTL = 64;

/**
 * Without a language, text with `==` or `&&` is a microflow, anything else a flow. The problem is that of the
 * language, its range a part of the whole text. The command around it, as people copy it, is passed over.
 */
export function packetOfText(
  release: TraceRelease,
  text: string,
  { language, ports, datapathPorts }: { readonly language?: PacketLanguage } & FlowPlaces = {},
): Result<PacketText> {
  const bare = withoutCommand(text);
  if (bare.trim() === '') return err({ code: 'empty', message: 'There is nothing to read.' });
  const as = language ?? (looksLikeMatch(bare) ? 'microflow' : 'flow');
  return as === 'microflow'
    ? ofMicroflow(release, bare)
    : ofFlow(bare, { ...(ports && { ports }), ...(datapathPorts && { datapathPorts }) });
}

/** A datapath flow is read as well, a line of dump-flows as a whole. */
function ofFlow(text: string, { ports, datapathPorts }: FlowPlaces = {}): Result<PacketText> {
  if (looksLikeDatapathFlow(text)) return ofDatapathFlow(text, datapathPorts);
  const read = parseFlowKey(text, ports ? { ports } : {});
  if (!read.ok) return read;
  const inPort = getNumber(read.value, 'in_port');
  const bytes = compose(read.value, /\b(nw_ttl|ip_ttl)\s*=/.test(text));
  return ok({ bytes, ...(inPort === 0 ? {} : { inPort }) });
}

function ofDatapathFlow(text: string, places: PortNames | undefined): Result<PacketText> {
  const read = parseDatapathFlow(withoutStatistics(text));
  if (!read.ok) return read;
  const { flow, port } = read.value;
  const inPort = port === undefined ? undefined : places?.(port);
  return ok({ bytes: compose(flow, /\b(?:ttl|hlimit)=/.test(text)), ...(inPort === undefined ? {} : { inPort }) });
}

function ofMicroflow({ symbols }: TraceRelease, text: string): Result<PacketText> {
  const read = microflow(text, { symbols });
  if (!read.ok) return read;
  const flow = newFlow();
  for (const [name, value] of read.value.numbers) {
    const field = symbols.symbols.get(name)?.field;
    if (field === undefined) return err(noField(name));
    setField(flow, field, value);
  }
  const inport = read.value.strings.get('inport');
  const bytes = compose(flow, read.value.numbers.has('ip.ttl'));
  return ok({ bytes, ...(inport === undefined ? {} : { inport }) });
}

/** The packet in both languages, less what they have no words for: lengths, checksums, payload. */
export function textsOfPacket(
  { symbols, vswitch }: TraceRelease,
  bytes: Uint8Array,
  from: { readonly inport?: string; readonly inPort?: number } = {},
): Readonly<Record<PacketLanguage, string>> {
  const flow = extract(bytes, 0, vswitch.tags);
  const numbers = new Map<string, bigint>();
  for (const { name, width, field } of symbols.symbols.values()) {
    const value = field === undefined || width === 0 ? undefined : getField(flow, field);
    if (value !== undefined && (value !== 0n || SAID_ANYWAY.test(name))) numbers.set(name, value);
  }
  const strings = new Map(from.inport === undefined ? [] : [['inport', from.inport]]);
  if (from.inPort !== undefined) setNumber(flow, 'in_port', from.inPort);
  return {
    microflow: formatMicroflow({ numbers, strings }, symbols),
    flow: formatFlowKey(flow).replace('in_port=ANY,', ''),
  };
}

/** What a microflow does not mention is 0; of these it is better to see it. */
const SAID_ANYWAY = /\.(src|dst|spa|tpa|ttl|type|op)$/;

function compose(flow: Flow, saysTtl: boolean): Uint8Array {
  const type = getNumber(flow, 'eth_type');
  if (!saysTtl && (type === 0x0800 || type === 0x86dd) && getNumber(flow, 'nw_ttl') === 0)
    setNumber(flow, 'nw_ttl', TTL);
  return composePacket(flow);
}

/** The text with its command and the quotes around it blanked, so that ranges stay those of the whole. */
function withoutCommand(text: string): string {
  const command = /^\s*(?:(?:ovs-appctl\s+)?ofproto\/trace\s+(?:[\w.-]+\s+)?|ovn-trace\s+(?:[\w.-]+\s+)?)?(?=['"]?)/;
  const start = command.exec(text)?.[0].length ?? 0;
  const quoted = /^(['"])([\s\S]*)\1\s*$/.exec(text.slice(start));
  if (quoted?.[2] === undefined) return ' '.repeat(start) + text.slice(start);
  return `${' '.repeat(start + 1)}${quoted[2]}`;
}

function looksLikeMatch(text: string): boolean {
  return /==|&&|\b(eth|ip|ip4|ip6|tcp|udp|arp|icmp4)\.|\binport\b/.test(text);
}

function noField(name: string): Problem {
  return { code: 'no-field', message: `A packet has no place for ${name}.` };
}
