/** A match that this packet meets and few others do: where it comes from, between whom, and for what. */
import { decode } from '../../packets';

/** From the inside out: what tells packets apart, and no port that a client chooses anew each time. */
const TELLING = ['ip4.src', 'ip4.dst', 'ip6.src', 'ip6.dst', 'tcp.dst', 'udp.dst', 'sctp.dst'];

/** `bytes`: the packet where it is to be let through. */
export function exactMatch(inport: string, bytes: Uint8Array): string {
  const fields = decode(bytes).flatMap((layer) => layer.fields);
  const outermost = (name: string) => fields.find((field) => field.name === name)?.value;
  const clauses = TELLING.flatMap((name) => {
    const value = outermost(name);
    return typeof value === 'string' || typeof value === 'number' ? [`${name} == ${value}`] : [];
  });
  const protocol = outermost('ip.proto');
  if (protocol === 1) clauses.push('icmp4');
  if (!clauses.some((clause) => clause.startsWith('ip'))) clauses.unshift(`eth.type == ${etherType(bytes)}`);
  return [`inport == ${JSON.stringify(inport)}`, ...clauses].join(' && ');
}

function etherType(bytes: Uint8Array): string {
  return `0x${(((bytes[12] ?? 0) << 8) | (bytes[13] ?? 0)).toString(16)}`;
}
