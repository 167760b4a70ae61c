/**
 * What `ct` does with a packet (conntrack.c, process_one): finds its connection or begins one, says how it stands,
 * translates, and writes mark and label.
 */
import type { Millis } from '../../base';
import type { TrackConnection } from '../datapath/actions';
import { extractWithOffsets, type Extracted } from '../extract';
import { identityOf, type Connection } from './connection';
import { expiry } from './keeping';
import { replyTuple, translate } from './nat';
import { readPacket, type TrackedPacket } from './packet';
import { begin, proceed } from './protocols';
import { CT_STATE, type TrackedState } from './state';
import type { Draft, Found } from './table';
import { keyOf, reversed, type Tuple } from './tuple';

export type TrackRequest = Pick<TrackConnection, 'commit' | 'force' | 'zone' | 'mark' | 'label' | 'helper' | 'nat'>;

export interface Tracked {
  readonly state: TrackedState;
  readonly bytes: Uint8Array;
  readonly packet: Extracted;
}

const TRANSLATED = CT_STATE.snat | CT_STATE.dnat;

export function track(
  draft: Draft,
  request: TrackRequest,
  bytes: Uint8Array,
  packet: Extracted,
  before: TrackedState | undefined,
  now: Millis,
): Tracked {
  const read = readPacket(bytes, packet);
  if (read === undefined) {
    const state: TrackedState = { state: CT_STATE.inv | CT_STATE.trk, zone: request.zone, mark: 0, label: 0n };
    return { state, bytes, packet };
  }
  return new Tracking(draft, request, bytes, packet, read, before, now).run();
}

class Tracking {
  private state: number;
  private connection: Connection | undefined;
  private tuple: Tuple;

  constructor(
    private readonly draft: Draft,
    private readonly request: TrackRequest,
    private bytes: Uint8Array,
    private packet: Extracted,
    private readonly read: TrackedPacket,
    private readonly before: TrackedState | undefined,
    private readonly now: Millis,
  ) {
    // What another zone found says nothing here.
    this.state = before?.zone === request.zone ? before.state : 0;
    this.tuple = read.tuple;
  }

  run(): Tracked {
    const { nat, force, zone } = this.request;
    const known = this.known();
    if (known !== undefined) {
      this.connection = known.connection;
      if (nat !== undefined) this.translate(known.reply, this.before?.found?.related ?? false);
      return this.done(undefined, known.connection);
    }
    let found = this.lookup();
    if (found !== undefined && force && found.reply) {
      this.draft.remove(found.connection);
      found = undefined;
    }
    let begins = false;
    let reply = found?.reply ?? false;
    const through = found ?? this.original();
    if (through !== undefined) {
      this.connection = through.connection;
      begins = this.proceed(through);
      if (found !== undefined && nat !== undefined && !begins) this.translate(found.reply, this.read.related);
    } else if (this.read.related) this.state = CT_STATE.inv;
    else begins = true;
    if (begins) {
      reply = false;
      this.connection = undefined;
      if (this.draft.find(zone, this.tuple, this.now) === undefined) this.connection = this.begin();
    }
    return this.done(reply, this.connection);
  }

  /** The connection that was found before in this zone; only a translation or a change of the packet needs another look. */
  private known(): Found | undefined {
    const { found, zone } = this.before ?? {};
    if (found === undefined || zone !== this.request.zone || this.request.force) return undefined;
    if (found.tuple !== keyOf(zone, this.read.tuple)) return undefined;
    const connection = this.draft.get(found.identity);
    return connection && { connection, reply: found.reply };
  }

  /** A packet that is translated already is one of the other direction, turned around. */
  private lookup(): Found | undefined {
    const { zone } = this.request;
    const isTranslated = (this.state & TRANSLATED) !== 0;
    const found = this.draft.find(zone, isTranslated ? reversed(this.tuple) : this.tuple, this.now);
    if (!isTranslated || found === undefined) return found;
    const reply = !found.reply;
    this.tuple = reply ? found.connection.reply : found.connection.original;
    return { connection: found.connection, reply };
  }

  /** By the tuple with which the connection of a translated packet began. */
  private original(): Found | undefined {
    const { original } = this.before ?? {};
    if ((this.state & TRANSLATED) === 0 || original === undefined || this.request.nat !== undefined) return undefined;
    // The fields of a flow have no place for the number of a query.
    const { id } = this.tuple;
    const found = this.draft.find(this.request.zone, id === undefined ? original : { ...original, id }, this.now);
    return found && { connection: found.connection, reply: false };
  }

  /** True when the packet begins another connection. */
  private proceed({ connection, reply }: Found): boolean {
    if (this.read.related) {
      this.state |= CT_STATE.rel | (reply ? CT_STATE.rpl : 0);
      return false;
    }
    const { state, timeout, verdict } = proceed(connection.state, this.read, reply);
    if (verdict === 'again') {
      this.draft.remove(connection);
      return true;
    }
    const expires = timeout === undefined ? connection.expires : expiry(this.now, timeout);
    this.connection = { ...connection, state, expires };
    this.draft.put(this.connection);
    if (verdict === 'invalid') this.state = CT_STATE.inv;
    else if (verdict === 'new') this.state |= CT_STATE.new;
    else this.state = (this.state & ~CT_STATE.new) | CT_STATE.est | (reply ? CT_STATE.rpl : 0);
    return false;
  }

  private begin(): Connection | undefined {
    const { commit, zone, nat, helper } = this.request;
    const first = begin(this.read);
    if (first?.timeout === undefined) {
      this.state = CT_STATE.inv;
      return undefined;
    }
    this.state = CT_STATE.new;
    if (!commit || this.isFull(zone)) return undefined;
    const reply = nat === undefined ? reversed(this.tuple) : replyTuple(this.draft, zone, this.tuple, nat, this.now);
    // With all ports and addresses taken the packet goes on as it is.
    if (reply === undefined) return undefined;
    const connection: Connection = {
      zone,
      original: this.tuple,
      reply,
      ...(nat?.type === undefined ? {} : { nat: nat.type }),
      mark: 0,
      label: '0x0',
      state: first.state,
      since: this.now,
      expires: expiry(this.now, first.timeout),
      ...(helper === undefined ? {} : { helper }),
    };
    this.draft.put(connection);
    this.connection = connection;
    this.translate(false, false);
    return connection;
  }

  private isFull(zone: number): boolean {
    const { zones, otherwise } = this.draft.limits;
    const limit = zones.get(zone) ?? otherwise;
    return limit !== undefined && this.draft.count(zone, this.now) >= limit;
  }

  private translate(reply: boolean, related: boolean): void {
    const { connection } = this;
    if (connection?.nat === undefined || (this.state & TRANSLATED) !== 0) return;
    this.state |= (connection.nat === 'src') === reply ? CT_STATE.dnat : CT_STATE.snat;
    const { bytes } = translate(this.bytes, this.packet, connection, reply, related);
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    this.packet = extractWithOffsets(bytes, 0);
  }

  /** `reply`: the direction, to be kept with the packet; undefined when it is kept already. */
  private done(reply: boolean | undefined, connection: Connection | undefined): Tracked {
    const { zone, mark, label, nat } = this.request;
    let marked = { mark: connection?.mark ?? 0, label: BigInt(connection?.label ?? 0) };
    if (connection !== undefined && (mark !== undefined || label !== undefined)) {
      marked = {
        mark: mark === undefined ? marked.mark : Number(written(BigInt(marked.mark), mark)),
        label: label === undefined ? marked.label : written(marked.label, label),
      };
      this.draft.put({ ...connection, mark: marked.mark, label: `0x${marked.label.toString(16)}` });
    }
    const found =
      connection === undefined || nat !== undefined
        ? undefined
        : {
            identity: identityOf(connection),
            tuple: keyOf(zone, this.read.tuple),
            reply: reply ?? this.before?.found?.reply ?? false,
            related: this.read.related,
          };
    const original = connection?.original ?? this.tuple;
    const state: TrackedState = {
      state: this.state | CT_STATE.trk,
      zone,
      ...marked,
      original,
      ...(found === undefined ? {} : { found }),
    };
    return { state, bytes: this.bytes, packet: this.packet };
  }
}

function written(value: bigint, { value: bits, mask }: { readonly value: bigint; readonly mask: bigint }): bigint {
  return (value & ~mask) | bits;
}
