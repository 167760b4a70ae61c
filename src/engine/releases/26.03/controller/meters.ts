/** Meters that flows name: those of the table Meter, and those that an action describes in its name. */
export interface MeterBand {
  readonly action: string;
  readonly rate: number;
  /** 0 for none. */
  readonly burst: number;
}

/** A row of Meter with its bands. */
export interface MeterRow {
  readonly name: string;
  readonly unit: string;
  readonly bands: readonly MeterBand[];
}

export interface Meter {
  readonly id: number;
  /** As ovs-ofctl reads it behind `meter=N,`. */
  readonly text: string;
}

/** `__string: uuid UUID ` comes before the text of a meter that an action has described. */
const DESCRIBED = /^__string: uuid [0-9a-f-]{36} /;

/** Undefined for a name that no row has: the switch has no such meter then. */
export function meterOf(id: number, name: string, row: MeterRow | undefined): Meter | undefined {
  if (DESCRIBED.test(name)) return { id, text: name.replace(DESCRIBED, '') };
  if (row === undefined) return undefined;
  const unit = row.unit === 'pktps' ? 'pktps' : 'kbps';
  const bursts = row.bands.some(({ burst }) => burst !== 0);
  const bands = row.bands.map(({ rate, burst }) => `type=drop rate=${rate}${bursts ? ` burst_size=${burst}` : ''}`);
  return { id, text: `${unit} ${bursts ? 'burst ' : ''}stats bands=${bands.join(' ')}` };
}
