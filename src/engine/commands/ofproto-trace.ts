/**
 * `ovs-appctl ofproto/trace` as ovs-vswitchd reads it (ofproto-dpif.c,
 * parse_flow_and_packet): a bridge and an OpenFlow flow, or a datapath flow with or
 * without the datapath's name; then nothing, a packet in hexadecimal, or -generate. Where the switch tracks connections,
 * --ct-next says what it is to find.
 */
import { err, ok, type Millis, type Result } from '../base';
import {
  getField,
  getNumber,
  looksLikeDatapathFlow,
  parseDatapathFlow,
  parseExactFlow,
  setField,
  setNumber,
  type Flow,
} from '../openflow';
import {
  composePacket,
  datapathPorts,
  extract,
  formatTrace,
  formatTrace2015,
  type Bridge,
  type LearnedFlow,
  type Switch,
} from '../vswitch';
import { readCtNext } from './ct-next';
import type { ToolRelease } from './host';

/** What is printed, and the flows that the packet has taught. */
export interface FlowTrace {
  readonly text: string;
  readonly learned: readonly LearnedFlow[];
}

/** Problems have the daemon's words. Without a packet nothing is learned. */
export function traceText(
  release: ToolRelease,
  machine: Switch,
  given: readonly string[],
  now: Millis,
): Result<FlowTrace, string> {
  const modern = release.tools.modernSwitch;
  const told = modern ? readCtNext(given) : ok({ rest: given, states: [] });
  if (!told.ok) return told;
  const asked = readArguments(told.value.rest);
  if (!asked.ok) return asked;
  const { flowText, place, packet, learns } = asked.value;
  const found = looksLikeDatapathFlow(flowText)
    ? inDatapath(release, machine, flowText, place)
    : inBridge(release, machine, flowText, place);
  if (!found.ok) return found;
  const { bridge, flow } = found.value;
  const traced = machine.trace(bridge.name, getNumber(flow, 'in_port'), packet ?? composePacket(flow), {
    now,
    learns,
    ctNext: told.value.states,
    flow: packet === undefined ? flow : fieldsOfPacket(flow, packet, machine),
  });
  if (!traced.ok) return err(traced.error.message);
  const numbers = datapathPorts(machine.bridges());
  const datapathPort = ({ bridge: name, port }: { readonly bridge: string; readonly port: number }) =>
    String(numbers.numberOf(name, port) ?? port);
  const text = modern
    ? formatTrace(traced.value, { datapathPort, modern })
    : formatTrace2015(traced.value, { datapathPort });
  return ok({ text, learned: learns ? traced.value.learned : [] });
}

interface Asked {
  readonly flowText: string;
  /** The bridge or datapath; undefined when none is named. */
  readonly place: string | undefined;
  /** Undefined: the trace runs on the flow as given, for which a generated packet stands as well as none. */
  readonly packet: Uint8Array | undefined;
  /** With a packet, given or generated, the switch learns from it. */
  readonly learns: boolean;
}

const GENERATE: ReadonlySet<string> = new Set(['-generate', '--generate']);

function readArguments(given: readonly string[]): Result<Asked, string> {
  const last = given.at(-1) ?? '';
  const hex = GENERATE.has(last) ? undefined : packetOf(last);
  if (hex !== undefined && !hex.ok && given.length === 3) return hex;
  const packet = hex?.ok ? hex.value : undefined;
  const rest = GENERATE.has(last) || packet !== undefined ? given.slice(0, -1) : given;
  const [first, second, ...more] = rest;
  if (first === undefined || more.length > 0) return err('Syntax error');
  return ok({
    flowText: second ?? first,
    place: second === undefined ? undefined : first,
    packet,
    learns: rest !== given,
  });
}

const ETHERNET_HEADER = 14;

function packetOf(text: string): Result<Uint8Array, string> {
  const digits = text.replaceAll(/\s/g, '');
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return err('Trailing garbage in packet data');
  if (digits.length < 2 * ETHERNET_HEADER) return err('Packet data too short for Ethernet');
  return ok(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}

interface Place {
  readonly bridge: Bridge;
  readonly flow: Flow;
}

function inBridge(
  release: ToolRelease,
  machine: Switch,
  text: string,
  name: string | undefined,
): Result<Place, string> {
  const ports = machine.bridge(name ?? '')?.ports;
  const flow = parseExactFlow(text, (port) => ports?.named(port)?.ofport);
  if (!flow.ok) return err(`${release.tools.badFlow}: ${flow.error.message}`);
  if (name === undefined) return err('Must specify bridge name');
  const bridge = machine.bridge(name);
  return bridge ? ok({ bridge, flow: flow.value }) : err('Unknown bridge name');
}

/** All bridges of a machine share one datapath, `system@ovs-system`. */
function inDatapath(
  release: ToolRelease,
  machine: Switch,
  text: string,
  name: string | undefined,
): Result<Place, string> {
  const isThere = machine.bridges().length > 0 && (name === undefined || /^(?:ovs-)?system$/.test(name));
  const read = parseDatapathFlow(text);
  // What is no datapath flow is taken for one of OpenFlow.
  if (!read.ok) return inBridge(release, machine, text, name);
  if (!isThere) return err('Cannot find the datapath');
  const { flow, port } = read.value;
  const at = datapathPorts(machine.bridges()).find(port ?? '');
  if (at === undefined) return err('Invalid datapath flow');
  // A tunnelled packet comes in at the tunnel that its outer header fits.
  const outer = { id: getField(flow, 'tun_id'), src: getField(flow, 'tun_src'), dst: getField(flow, 'tun_dst') };
  const place = at.port.tunnel === undefined ? at : machine.tunnelPort(at.port.type, outer);
  if (place === undefined) return err('Invalid datapath flow');
  setNumber(flow, 'in_port', place.port.ofport);
  return ok({ bridge: place.bridge, flow });
}

/** What a packet brings along beside its bytes; registers and metadata begin empty. */
const BESIDE_PACKET = ['in_port', 'tun_id', 'tun_src', 'tun_dst', 'pkt_mark', 'recirc_id', 'dp_hash'] as const;

function fieldsOfPacket(given: Flow, packet: Uint8Array, { tags }: Switch): Flow {
  const flow = extract(packet, 0, tags);
  for (const field of BESIDE_PACKET) setField(flow, field, getField(given, field));
  return flow;
}
