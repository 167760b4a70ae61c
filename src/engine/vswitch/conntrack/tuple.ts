/** One direction of a connection: what packets of it have in common. */
import { PROTO } from '../extract';

export interface Tuple {
  readonly family: 4 | 6;
  /** IP protocol number. */
  readonly proto: number;
  /** Addresses as they are written. */
  readonly src: string;
  readonly dst: string;
  /** 0 for a protocol without ports; for ICMP the type and the code of its messages. */
  readonly sport: number;
  readonly dport: number;
  /** Of ICMP's queries. */
  readonly id?: number;
}

export function isIcmp({ proto, family }: Pick<Tuple, 'proto' | 'family'>): boolean {
  return proto === (family === 4 ? PROTO.ICMP : PROTO.ICMPV6);
}

/** Whether the ports of the protocol are translated with the addresses. */
export function hasPorts({ proto }: Tuple): boolean {
  return proto === PROTO.TCP || proto === PROTO.UDP || proto === PROTO.SCTP;
}

/** Queries and their answers: echo, timestamp and information (RFC 792), echo (RFC 4443). */
const ANSWERS: Readonly<Record<4 | 6, ReadonlyMap<number, number>>> = {
  4: new Map([
    [8, 0],
    [13, 14],
    [15, 16],
  ]),
  6: new Map([[128, 129]]),
};

export function isQuery(family: 4 | 6, type: number): boolean {
  return ANSWERS[family].has(type);
}

/** The type of the message in the other direction; undefined for one that is neither query nor answer. */
export function oppositeType(family: 4 | 6, type: number): number | undefined {
  for (const [query, answer] of ANSWERS[family]) {
    if (type === query) return answer;
    if (type === answer) return query;
  }
  return undefined;
}

/** The other direction. */
export function reversed(tuple: Tuple): Tuple {
  const { family, src, dst, sport, dport } = tuple;
  const turned = { ...tuple, src: dst, dst: src };
  return isIcmp(tuple)
    ? { ...turned, sport: oppositeType(family, sport) ?? sport }
    : { ...turned, sport: dport, dport: sport };
}

/** Equal for equal tuples in one zone. */
export function keyOf(zone: number, { family, proto, src, dst, sport, dport, id = 0 }: Tuple): string {
  return `${zone} ${family} ${proto} ${src} ${sport} ${dst} ${dport} ${id}`;
}
