/**
 * Datapath actions as a translation adds them (lib/odp-util.c, commit_odp_actions): what the OpenFlow actions changed
 * waits until something looks at the packet, and then only what differs is set.
 *
 * Simplified: which bits of a partly written field are set follows from what actions wrote and read of it; that a
 * lookup looked at others is not counted.
 */
import { cloneFlow, FIELDS, getField, getNumber, newFlow, setField, WORD, type FieldName, type Flow } from '../../openflow';
import { ETH, PROTO } from '../extract';
import type { DatapathAction, WrittenField } from './actions';

export class DatapathComposer {
  /** The packet as the actions so far leave it. */
  base: Flow;
  /** The bits that actions wrote or read. */
  readonly touched: Flow = newFlow();
  /** An action that only ovs-vswitchd itself can carry out. */
  slow = false;
  private list: DatapathAction[] = [];

  constructor(flow: Flow) {
    this.base = cloneFlow(flow);
    // A datapath forgets the tunnel that a packet came out of.
    this.base.fill(0, WORD.tunId, WORD.metadata);
    this.base[WORD.tunMetadata0] = 0;
  }

  get actions(): readonly DatapathAction[] {
    return this.list;
  }

  /** How far the list is: nothing was added since if it is the same. */
  get length(): number {
    return this.list.length;
  }

  add(action: DatapathAction): void {
    this.list.push(action);
  }

  touch(field: FieldName, mask: bigint): void {
    setField(this.touched, field, getField(this.touched, field) | mask);
  }

  /** What `body` adds, as a list of its own. */
  nested(body: () => void): readonly DatapathAction[] {
    const outer = this.list;
    const inner: DatapathAction[] = [];
    this.list = inner;
    body();
    this.list = outer;
    return inner;
  }

  /** The actions become nothing. */
  clear(): void {
    this.list = [];
  }

  /** Sets what differs between the packet as it is in the datapath and `flow`. */
  commit(flow: Flow): void {
    const { base } = this;
    const type = getNumber(base, 'eth_type');
    const proto = getNumber(flow, 'nw_proto');
    this.set('eth', ['eth_src', 'eth_dst'], flow);
    if (proto !== 0) {
      if (type === ETH.IP) this.set('ipv4', ['ip_src', 'ip_dst', 'nw_tos', 'nw_ttl'], flow);
      if (type === ETH.IPV6) {
        this.set('ipv6', ['ipv6_src', 'ipv6_dst', 'ipv6_label', 'nw_tos', 'nw_ttl'], flow);
        if (proto === PROTO.ICMPV6) {
          this.slow = this.set('nd_ext', ['nd_reserved', 'nd_options_type'], flow) || this.slow;
          this.slow = this.set('nd', ['nd_target', 'nd_sll', 'nd_tll'], flow) || this.slow;
        }
      }
      if (type === ETH.ARP) {
        this.slow = this.set('arp', ['arp_spa', 'arp_tpa', 'arp_op', 'arp_sha', 'arp_tha'], flow) || this.slow;
      }
      this.commitTransport(flow, type, proto);
    }
    this.commitTags(flow);
    this.set('skb_priority', ['skb_priority'], flow);
    this.set('skb_mark', ['pkt_mark'], flow);
  }

  private commitTransport(flow: Flow, type: number, proto: number): void {
    if (type !== ETH.IP && type !== ETH.IPV6) return;
    const name = TRANSPORTS[proto];
    if (name !== undefined) this.set(name, ['tcp_src', 'tcp_dst'], flow);
    // Type and code are only set together.
    const icmp = type === ETH.IP && proto === PROTO.ICMP ? 'icmp' : proto === PROTO.ICMPV6 ? 'icmpv6' : undefined;
    if (icmp !== undefined) this.slow = this.set(icmp, ['icmp_type', 'icmp_code'], flow, true) || this.slow;
  }

  /** True when it set something. `whole`: all the fields, if any differs. */
  private set(header: string, fields: readonly FieldName[], flow: Flow, whole = false): boolean {
    const { base } = this;
    const differ = fields.filter((field) => getField(base, field) !== getField(flow, field));
    if (differ.length === 0) return false;
    const written = (whole ? fields : differ).map((field): WrittenField => {
      const ones = wholeMask(field);
      const difference = getField(base, field) ^ getField(flow, field);
      // What nobody is known to have touched has come from another flow altogether.
      const touched = getField(this.touched, field);
      const mask = whole || (difference & ~touched) !== 0n ? ones : touched;
      return { field, value: getField(flow, field) & mask, mask };
    });
    this.add({ type: 'set', header, fields: written });
    for (const field of differ) setField(base, field, getField(flow, field));
    return true;
  }

  /** Tags come off until what is left is the inner part of what is wanted, then go on again. */
  private commitTags(flow: Flow): void {
    const had = tagsOf(this.base);
    const wanted = tagsOf(flow);
    let same = 0;
    while (same < had.length && same < wanted.length && sameTag(had.at(-1 - same), wanted.at(-1 - same))) same += 1;
    for (let count = had.length - same; count > 0; count--) this.add({ type: 'pop_vlan' });
    for (const tag of wanted.slice(0, wanted.length - same).reverse()) this.add({ type: 'push_vlan', ...tag });
    this.base[WORD.vlanTpids] = flow[WORD.vlanTpids] ?? 0;
    for (const field of ['vlan_tci', 'vlan_tci1'] as const) setField(this.base, field, getField(flow, field));
  }
}

/** All the bits that a flow keeps of a field. */
export function wholeMask(field: FieldName): bigint {
  const { bits, stored } = FIELDS[field];
  return (1n << BigInt(Math.min(bits, stored))) - 1n;
}

const TRANSPORTS: Readonly<Record<number, string>> = {
  [PROTO.TCP]: 'tcp',
  [PROTO.UDP]: 'udp',
  [PROTO.SCTP]: 'sctp',
};

interface Tag {
  readonly tpid: number;
  readonly tci: number;
}

/** Outermost first. */
function tagsOf(flow: Flow): readonly Tag[] {
  const tpids = flow[WORD.vlanTpids] ?? 0;
  return [
    { tpid: tpids >>> 16 || ETH.VLAN, tci: getNumber(flow, 'vlan_tci') },
    { tpid: tpids & 0xffff || ETH.VLAN, tci: getNumber(flow, 'vlan_tci1') },
  ].filter(({ tci }) => (tci & 0x1000) !== 0);
}

function sameTag(a: Tag | undefined, b: Tag | undefined): boolean {
  return a?.tci === b?.tci && a?.tpid === b?.tpid;
}
