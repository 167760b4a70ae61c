/** A packet from text: the flow syntax of ofproto/trace, or a match that describes one packet (a microflow). */
import { err, ok } from '../base';
import type { Problem, Result } from '../base';
import { microflow } from '../match';
import { getNumber, newFlow, parseFlowKey, setField, setNumber } from '../openflow';
import type { Flow } from '../openflow';
import type { Release } from '../releases';
import { composePacket } from '../vswitch';

export interface PacketText {
  readonly bytes: Uint8Array;
  /** The logical port that a microflow says the packet comes from. */
  readonly inport?: string;
}

/** What a packet starts with when nobody says so (RFC 1700's recommended default). */
const TTL = 64;

/** Text with `==` or `&&` is a microflow, anything else a flow; the problem is that of the language it was read in. */
export function packetOfText(release: Release, text: string): Result<PacketText> {
  if (text.trim() === '') return err({ code: 'empty', message: 'There is nothing to read.' });
  return looksLikeMatch(text) ? ofMicroflow(release, text) : ofFlow(text);
}

export function ofFlow(text: string): Result<PacketText> {
  const flow = parseFlowKey(text.trim());
  return flow.ok ? ok({ bytes: compose(flow.value) }) : flow;
}

export function ofMicroflow({ symbols }: Release, text: string): Result<PacketText> {
  const read = microflow(text, { symbols });
  if (!read.ok) return read;
  const flow = newFlow();
  for (const [name, value] of read.value.numbers) {
    const field = symbols.symbols.get(name)?.field;
    if (field === undefined) return err(noField(name));
    setField(flow, field, value);
  }
  const inport = read.value.strings.get('inport');
  return ok({ bytes: compose(flow), ...(inport === undefined ? {} : { inport }) });
}

function compose(flow: Flow): Uint8Array {
  const type = getNumber(flow, 'eth_type');
  if ((type === 0x0800 || type === 0x86dd) && getNumber(flow, 'nw_ttl') === 0) setNumber(flow, 'nw_ttl', TTL);
  return composePacket(flow);
}

function looksLikeMatch(text: string): boolean {
  return /==|&&|\b(eth|ip|ip4|ip6|tcp|udp|arp|icmp4)\.|\binport\b/.test(text);
}

function noField(name: string): Problem {
  return { code: 'no-field', message: `A packet has no place for ${name}.` };
}
