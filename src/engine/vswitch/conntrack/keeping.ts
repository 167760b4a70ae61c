/** What a packet does to a connection: whether it belongs, and for how long the connection is kept after it. */
import type { Millis } from '../../base';

/** In seconds: the defaults of the datapath in userspace (conntrack-tp.c). */
const TIMEOUTS = {
  'tcp-first': 30,
  'tcp-opening': 30,
  'tcp-established': 24 * 60 * 60,
  'tcp-closing': 15 * 60,
  'tcp-fin-wait': 45,
  'tcp-closed': 30,
  'other-first': 60,
  'other-multiple': 60,
  'other-both': 30,
  'icmp-first': 60,
  'icmp-reply': 30,
} as const;

export type TimeoutName = keyof typeof TIMEOUTS;

export function expiry(now: Millis, timeout: TimeoutName): Millis {
  return (now + TIMEOUTS[timeout] * 1000) as Millis;
}

/**
 * `established`: seen in both directions. `new`: still only in one. `again`: the connection has ended, and the packet
 * begins another. `invalid`: the packet is not of the connection.
 */
export type Verdict = 'established' | 'new' | 'again' | 'invalid';

export interface Kept<S> {
  readonly state: S;
  /** Undefined: no longer than before. */
  readonly timeout: TimeoutName | undefined;
}
