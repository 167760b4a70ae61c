/** A recorded packet on its way through the recorded switches of all hypervisors, as the lab's own packets are told. */
import type { Millis } from '../../engine/base';
import { formatIpv4, parseExactFlow, getNumber } from '../../engine/openflow';
import type { OutputOutcome, PacketRun } from '../../engine/sim';
import { composePacket, type Execution, type Output, type StepPart, type TableVisit } from '../../engine/vswitch';
import { readSwitch } from './ofproto-trace';
import { asText, field, list } from './recorded-json';
import { INTEGRATION_BRIDGE, recordedSwitch, type RecordedSwitch } from './recorded-switch';

const now = 0 as Millis;

type Hop = PacketRun['hops'][number];
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class RecordedJourneys {
  readonly #json: unknown;
  readonly #switches = new Map<string, RecordedSwitch>();
  readonly #addresses: ReadonlyMap<string, string>;

  constructor(json: unknown) {
    this.#json = json;
    this.#addresses = new Map(
      list(json, 'chassis').map((one) => [asText(field(one, 'ip')), asText(field(one, 'name'))] as const),
    );
  }

  switchOf(chassis: string): RecordedSwitch {
    let sw = this.#switches.get(chassis);
    if (sw === undefined) this.#switches.set(chassis, (sw = recordedSwitch(readSwitch(this.#json, chassis))));
    return sw;
  }

  /** A packet as ofproto/trace writes it, from its in_port on; each connection is new. */
  run(chassis: string, text: string): PacketRun {
    const flow = parseExactFlow(text);
    if (!flow.ok) throw new Error(flow.error.message);
    const hops: Mutable<Hop>[] = [];
    this.#enter(hops, chassis, getNumber(flow.value, 'in_port'), composePacket(flow.value), { flow: flow.value });
    return { hops };
  }

  #enter(
    hops: Mutable<Hop>[],
    machine: string,
    inPort: number,
    bytes: Uint8Array,
    how: Pick<Parameters<RecordedSwitch['switch']['trace']>[3], 'flow' | 'tunnel'>,
    tunnel: Hop['tunnel'] = null,
  ): number {
    const { switch: sw, bridge } = this.switchOf(machine);
    const traced = sw.trace(bridge, inPort, bytes, { now, ...how });
    if (!traced.ok) throw new Error(traced.error.message);
    const outputs = allOutputs(traced.value);
    const execution: Execution = { ...traced.value, outputs };
    const outcomes: OutputOutcome[] = [];
    const index = hops.length;
    const name = sw.bridge(bridge)?.ports.get(inPort)?.name ?? String(inPort);
    hops.push({
      index,
      cause: null,
      machine,
      bridge,
      inPort: { name, ofport: inPort },
      tunnel,
      bytes,
      execution,
      outcomes,
    });
    for (const output of outputs) outcomes.push(this.#leave(hops, machine, output));
    return index;
  }

  #leave(hops: Mutable<Hop>[], machine: string, { tunnel, name, port, packet }: Output): OutputOutcome {
    const peer = tunnel === undefined ? undefined : this.#addresses.get(formatIpv4(tunnel.dst));
    if (tunnel === undefined || peer === undefined || hops.length > 64)
      return { kind: 'delivered', iface: name, ofport: port };
    const from = this.switchOf(peer).switch.bridge(INTEGRATION_BRIDGE)?.ports.named(`ovn-${machine}-0`)?.ofport;
    if (from === undefined) throw new Error(`${peer} has no tunnel to ${machine}`);
    const source = Array.from(this.#addresses).find(([, chassis]) => chassis === machine)?.[0] ?? '';
    const { id, option } = tunnel;
    const address = (text: string) => text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
    const metadata = { id, src: address(source), dst: tunnel.dst, ...(option === undefined ? {} : { option }) };
    const hop = this.#enter(
      hops,
      peer,
      from,
      packet,
      { tunnel: metadata },
      {
        type: tunnel.type,
        key: id,
        source,
        destination: formatIpv4(tunnel.dst),
        peer: machine,
        underlay: new Uint8Array(),
      },
    );
    return { kind: 'tunnelled', hop, peer, underlay: new Uint8Array() };
  }
}

/** What leaves in the end, also after connection tracking, which a trace does not list. */
function allOutputs({ root, passes }: Execution): readonly Output[] {
  return [root, ...passes.map((pass) => pass.root)].flatMap(({ table }) => [...outputsOf(table)]);
}

function* outputsOf(visit: TableVisit): Iterable<Output> {
  for (const { parts, outputs } of visit.steps) {
    for (const part of parts) yield* outputsOfPart(part);
    for (const output of outputs) {
      if (output.peer) yield* outputsOf(output.peer.table);
      else if (output.fate === 'sent' && output.request === undefined) yield output;
    }
  }
}

function* outputsOfPart(part: StepPart): Iterable<Output> {
  if (part.part === 'table') yield* outputsOf(part.visit);
  else if (part.part === 'actions')
    for (const { parts, outputs } of part.steps) {
      for (const inner of parts) yield* outputsOfPart(inner);
      for (const output of outputs) {
        if (output.peer) yield* outputsOf(output.peer.table);
        else if (output.fate === 'sent' && output.request === undefined) yield output;
      }
    }
}
