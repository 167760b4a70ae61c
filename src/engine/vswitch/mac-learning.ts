/** The MAC learning table behind NORMAL: which port an address was last seen at. */
import type { Millis } from '../base';

export interface MacEntry {
  /** 0 for untagged. */
  readonly vlan: number;
  readonly mac: bigint;
  readonly port: number;
  readonly seen: Millis;
}

/** ovs-vswitchd.conf.db(5): mac-aging-time 300 s, mac-table-size 8192. */
const AGING_MS = 300_000;
const MAX_ENTRIES = 8192;

export class MacTable {
  /** Least recently seen first. */
  private readonly entries = new Map<string, MacEntry>();

  /** Learns, and says whether the address is new or has moved. Group addresses are never a source. */
  learn(vlan: number, mac: bigint, port: number, now: Millis): boolean {
    if (isGroup(mac)) return false;
    const key = keyOf(vlan, mac);
    const old = this.entries.get(key);
    this.entries.delete(key);
    this.entries.set(key, { vlan, mac, port, seen: now });
    if (this.entries.size > MAX_ENTRIES) {
      const oldest = this.entries.keys().next();
      if (oldest.done !== true) this.entries.delete(oldest.value);
    }
    return old?.port !== port || now - old.seen >= AGING_MS;
  }

  lookup(vlan: number, mac: bigint, now: Millis): number | undefined {
    const entry = this.entries.get(keyOf(vlan, mac));
    return entry && now - entry.seen < AGING_MS ? entry.port : undefined;
  }

  /** What is known at `now`, least recently seen first. */
  list(now: Millis): readonly MacEntry[] {
    return [...this.entries.values()].filter((entry) => now - entry.seen < AGING_MS);
  }

  /** Forgets a port, or everything. */
  flush(port?: number): void {
    for (const [key, entry] of this.entries) if (port === undefined || entry.port === port) this.entries.delete(key);
  }
}

/** IEEE 802: the group bit is the lowest of the first byte. */
export function isGroup(mac: bigint): boolean {
  return ((mac >> 40n) & 1n) === 1n;
}

/** Addresses that a bridge never forwards (IEEE 802.1D table 7-10). */
export function isReserved(mac: bigint): boolean {
  return mac >> 4n === 0x0180c200000n;
}

function keyOf(vlan: number, mac: bigint): string {
  return `${vlan}/${mac.toString(16)}`;
}
