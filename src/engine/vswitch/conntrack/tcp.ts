/**
 * TCP as the tracker follows it: the state of each end, and which sequence numbers it may send (Guido van Rooij, "Real
 * Stateful TCP Packet Filtering in IP Filter"; conntrack-tcp.c). Sequence numbers are compared modulo 2^32.
 */
import type { Kept, TimeoutName, Verdict } from './keeping';
import type { TcpSegment } from './packet';

/** In the order in which an end goes through them; later ones compare greater. */
export const TCP_STATES = [
  'CLOSED',
  'LISTEN',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'CLOSE_WAIT',
  'FIN_WAIT_1',
  'CLOSING',
  'LAST_ACK',
  'FIN_WAIT_2',
  'TIME_WAIT',
] as const;

export type TcpStateName = (typeof TCP_STATES)[number];

export interface TcpState {
  readonly protocol: 'tcp';
  /** The end that began, and the other. */
  readonly ends: readonly [TcpEnd, TcpEnd];
}

export interface TcpEnd {
  readonly state: TcpStateName;
  /** The highest sequence number that it sent. */
  readonly sent: number;
  /** The highest that the other end has room for. */
  readonly allowed: number;
  /** The largest window that it offered, before scaling. */
  readonly window: number;
  /** By how many bits its windows are shifted; `liberal` when its SYN was not seen. */
  readonly scale?: number | 'liberal';
}

/** Connections may be picked up in the middle, but not by the answer to a first packet. */
export function mayBegin(segment: TcpSegment): boolean {
  return !isBad(segment) && !(segment.syn && segment.ack);
}

/** Combinations of flags that no sender means. */
function isBad({ syn, ack, fin, rst, psh, urg }: TcpSegment): boolean {
  if (syn ? rst || fin : !ack && !rst) return true;
  return !ack && (fin || psh || urg);
}

export function startTcp(segment: TcpSegment): TcpState {
  const { seq, length, syn, fin, scale } = segment;
  const window = Math.max(segment.window, 1);
  const first: TcpEnd = {
    state: 'SYN_SENT',
    sent: seq,
    allowed: u32(seq + length + 1 + (syn ? 1 : 0) + (fin ? 1 : 0)),
    window: syn && scale !== undefined ? Math.ceil(window / 2 ** scale) : window,
    ...(syn ? (scale === undefined ? {} : { scale }) : { scale: 'liberal' }),
  };
  const second: TcpEnd = {
    state: 'CLOSED',
    sent: 0,
    allowed: 1,
    window: 1,
    ...(syn ? {} : { scale: 'liberal' }),
  };
  return { protocol: 'tcp', ends: [first, second] };
}

type Draft = { -readonly [Key in keyof TcpEnd]: TcpEnd[Key] };

/** More than any window without scaling, and some. */
const MAX_SKEW = 0xffff + 1500;
const MAX_SCALE = 14;

export function updateTcp(
  before: TcpState,
  segment: TcpSegment,
  reply: boolean,
): Kept<TcpState> & { readonly verdict: Verdict } {
  const from: Draft = { ...before.ends[reply ? 1 : 0] };
  const to: Draft = { ...before.ends[reply ? 0 : 1] };
  const done = (verdict: Verdict, timeout?: TimeoutName) => {
    const state: TcpState = { protocol: 'tcp', ends: reply ? [to, from] : [from, to] };
    return { state, timeout, verdict };
  };
  const { syn, ack, fin, rst, length, seq: first } = segment;
  if (isBad(segment)) return { state: before, timeout: undefined, verdict: 'invalid' };
  if (syn && !ack) {
    if (atLeast(to, 'FIN_WAIT_2') && atLeast(from, 'FIN_WAIT_2')) {
      from.state = to.state = 'CLOSED';
      return done('again');
    }
    if (!atLeast(from, 'SYN_RECV')) {
      from.state = 'SYN_SENT';
      return done('new', 'tcp-first');
    }
  }
  let { window } = segment;
  let [shift, otherShift] = shifts(from, to, syn);
  let checksAcknowledgment = true;
  let end = u32(first + length + (syn ? 1 : 0) + (fin ? 1 : 0));
  if (!atLeast(from, 'SYN_SENT')) {
    // The first that is heard of this end.
    if (syn && typeof to.scale === 'number') {
      if (segment.scale === undefined) {
        to.window = (to.window << to.scale) & 0xffff;
        delete to.scale;
      } else {
        from.scale = segment.scale;
        shift = segment.scale;
        otherShift = to.scale;
        window = Math.ceil(window / 2 ** shift);
      }
    }
    from.sent = first;
    from.state = 'SYN_SENT';
    const room = u32(end + Math.max(1, to.window * 2 ** otherShift));
    if (from.allowed === 1 || isAtOrAfter(room, from.allowed)) {
      from.allowed = room;
      checksAcknowledgment = false;
    }
    from.window = Math.max(from.window, window);
  }
  const acknowledged = !ack || (segment.acknowledged === 0 && rst) ? to.sent : segment.acknowledged;
  let seq = first;
  if (seq === end) {
    // A segment without data may have any number.
    seq = from.sent;
    end = seq;
  }
  const slide = () => {
    from.window = Math.max(from.window, window);
    if (difference(end, from.sent) > 0) from.sent = end;
    const offered = window * 2 ** shift;
    if (isAtOrAfter(u32(acknowledged + offered), to.allowed)) to.allowed = u32(acknowledged + Math.max(offered, 1));
    if (fin && !atLeast(from, 'CLOSING')) from.state = 'CLOSING';
  };
  const skew = checksAcknowledgment ? difference(to.sent, acknowledged) : 0;
  const resets = !rst || Math.abs(difference(first, from.sent)) <= 1;
  const isInWindow =
    isAtOrAfter(from.allowed, end) &&
    isAtOrAfter(seq, u32(from.sent - to.window * 2 ** otherShift)) &&
    skew >= -MAX_SKEW &&
    skew <= MAX_SKEW * 2 ** shift &&
    resets;
  if (isInWindow) {
    slide();
    if (ack && to.state === 'SYN_SENT') to.state = 'ESTABLISHED';
    else if (ack && to.state === 'CLOSING') to.state = 'FIN_WAIT_2';
    if (rst) from.state = to.state = 'TIME_WAIT';
    return done('established', timeoutOf(from, to));
  }
  const isLoose = !atLeast(to, 'SYN_SENT') || atLeast(to, 'FIN_WAIT_2') || atLeast(from, 'FIN_WAIT_2');
  if (isLoose && isAtOrAfter(u32(from.allowed + MAX_SKEW), end) && isAtOrAfter(seq, u32(from.sent - MAX_SKEW))) {
    slide();
    if (rst) from.state = to.state = 'TIME_WAIT';
    return done('established');
  }
  return done('invalid');
}

function timeoutOf(a: TcpEnd, b: TcpEnd): TimeoutName {
  const both = (state: TcpStateName) => atLeast(a, state) && atLeast(b, state);
  if (both('FIN_WAIT_2')) return 'tcp-closed';
  if (both('CLOSING')) return 'tcp-fin-wait';
  if (!both('ESTABLISHED')) return 'tcp-opening';
  return atLeast(a, 'CLOSING') || atLeast(b, 'CLOSING') ? 'tcp-closing' : 'tcp-established';
}

/** Windows of a SYN are never scaled, others only if both ends said that they scale. */
function shifts(from: TcpEnd, to: TcpEnd, syn: boolean): [number, number] {
  if (syn) return [0, 0];
  if (typeof from.scale === 'number' && typeof to.scale === 'number') return [from.scale, to.scale];
  return from.scale === 'liberal' && to.scale === 'liberal' ? [MAX_SCALE, MAX_SCALE] : [0, 0];
}

function atLeast({ state }: TcpEnd, other: TcpStateName): boolean {
  return TCP_STATES.indexOf(state) >= TCP_STATES.indexOf(other);
}

function u32(value: number): number {
  return value >>> 0;
}

/** Of two sequence numbers, the shorter way round. */
function difference(a: number, b: number): number {
  return (a - b) | 0;
}

function isAtOrAfter(a: number, b: number): boolean {
  return difference(a, b) >= 0;
}
