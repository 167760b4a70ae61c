/**
 * Meters as the datapath in userspace has them (lib/dpif-netdev.c): a bucket for each band, which time fills and packets
 * empty; a packet that finds too little in one is dropped. Times are virtual.
 */
import type { Millis } from '../base';
import type { Meter } from '../openflow';

export interface MeterState {
  readonly since: Millis;
  /** When a packet last came. */
  readonly used: Millis;
  readonly packets: number;
  readonly bytes: number;
  readonly bands: readonly BandState[];
}

export interface BandState {
  /** Bits, or thousandths of packets. */
  readonly bucket: number;
  /** What it dropped. */
  readonly packets: number;
  readonly bytes: number;
}

/** Buckets are full at first. */
export function newMeter({ bands }: Meter, now: Millis): MeterState {
  const empty = { packets: 0, bytes: 0 };
  return { since: now, used: now, ...empty, bands: bands.map((band) => ({ bucket: capacity(band), ...empty })) };
}

/** The meter after a packet of so many bytes; `passes` is false if it was dropped. */
export function afterPacket(
  { bands, flags }: Meter,
  before: MeterState,
  bytes: number,
  now: Millis,
): { readonly state: MeterState; readonly passes: boolean } {
  const volume = flags.includes('pktps') ? 1000 : bytes * 8;
  const elapsed = Math.max(0, now - before.used);
  const filled = bands.map((band, index) =>
    Math.min(capacity(band), (before.bands[index]?.bucket ?? 0) + elapsed * band.rate),
  );
  const exceeded = bands.filter((_, index) => (filled[index] ?? 0) < volume);
  const [first] = exceeded.toSorted((a, b) => b.rate - a.rate);
  const after = bands.map((band, index): BandState => {
    const { packets = 0, bytes: sum = 0 } = before.bands[index] ?? {};
    const bucket = filled[index] ?? 0;
    const drops = band === first;
    return {
      bucket: bucket < volume ? bucket : bucket - volume,
      packets: packets + (drops ? 1 : 0),
      bytes: sum + (drops ? bytes : 0),
    };
  });
  const used = Math.max(before.used, now) as Millis;
  const state = { ...before, used, packets: before.packets + 1, bytes: before.bytes + bytes, bands: after };
  return { state, passes: first === undefined };
}

/** A burst that is not given is what comes in a second. */
function capacity({ rate, burst = 0 }: Meter['bands'][number]): number {
  return (burst === 0 ? rate : burst) * 1000;
}
