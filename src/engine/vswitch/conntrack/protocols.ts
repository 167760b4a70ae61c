/** How connections of each protocol begin and go on (conntrack-icmp.c, conntrack-other.c; `tcp.ts`). */
import { PROTO } from '../extract';
import type { Kept, Verdict } from './keeping';
import type { TrackedPacket } from './packet';
import { mayBegin, startTcp, updateTcp, type TcpState } from './tcp';
import { isIcmp, isQuery } from './tuple';

export type ProtocolState = TcpState | IcmpState | OtherState;

/** Whether an answer has been seen. */
export interface IcmpState {
  readonly protocol: 'icmp';
  readonly stage: 'first' | 'reply';
}

/** Protocols of which only the direction of packets is looked at: UDP, SCTP and all that are not named. */
export interface OtherState {
  readonly protocol: 'other';
  readonly stage: 'first' | 'multiple' | 'both';
}

/** The state of a connection that the packet begins; undefined when it cannot begin one. */
export function begin({ tuple, tcp }: TrackedPacket): Kept<ProtocolState> | undefined {
  if (isIcmp(tuple)) {
    if (!isQuery(tuple.family, tuple.sport)) return undefined;
    return { state: { protocol: 'icmp', stage: 'first' }, timeout: 'icmp-first' };
  }
  if (tuple.proto !== PROTO.TCP) return { state: { protocol: 'other', stage: 'first' }, timeout: 'other-first' };
  if (tcp === undefined || !mayBegin(tcp)) return undefined;
  return { state: startTcp(tcp), timeout: 'tcp-first' };
}

/** What the packet is to the connection, and what becomes of that. */
export function proceed(
  state: ProtocolState,
  { tcp }: TrackedPacket,
  reply: boolean,
): Kept<ProtocolState> & { readonly verdict: Verdict } {
  switch (state.protocol) {
    case 'tcp':
      return tcp === undefined ? { state, timeout: undefined, verdict: 'invalid' } : updateTcp(state, tcp, reply);
    case 'icmp': {
      const stage = reply ? 'reply' : state.stage;
      const verdict = stage === 'first' ? 'new' : 'established';
      return { state: { protocol: 'icmp', stage }, timeout: `icmp-${stage}`, verdict };
    }
    case 'other': {
      const stage = reply || state.stage === 'both' ? 'both' : 'multiple';
      const verdict = stage === 'both' ? 'established' : 'new';
      return { state: { protocol: 'other', stage }, timeout: `other-${stage}`, verdict };
    }
  }
}
