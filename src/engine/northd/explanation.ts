/** Why a row is there; and why a stage dropped a copy of a packet: what may be asked about the copy, and what is answered. */
import type { RowRef, Uuid } from '../base';

/** Why a derived row is there. */
export interface Provenance {
  /** A stable name of the rule that made the row, e.g. `port-security-in`. */
  readonly rule: string;
  /** One plain sentence. */
  readonly text: string;
  /** The northbound rows that the rule read, the most telling first. */
  readonly nb: readonly RowRef[];
}

/** A copy that ended in a stage. */
export interface DroppedCopy {
  /** How the sentence begins, e.g. `Dropped by hv1 in table 0`. */
  readonly where: string;
  /** Why the row is there that drops it; undefined where no row matched, or one that no northd wrote. */
  readonly reason: Provenance | undefined;
  readonly datapath: Uuid;
  readonly datapathName: string;
  /** Logical ports; empty where there is none. */
  readonly inport: string;
  readonly outport: string;
  /** Twelve hexadecimal digits in pairs, lower case, with colons. */
  readonly ethSrc: string;
  readonly ethDst: string;
  /** The northbound port of that name. */
  readonly port: (name: string) => { readonly uuid: Uuid; readonly portSecurity: readonly string[] } | undefined;
  readonly acl: (
    uuid: Uuid,
  ) => { readonly priority: number; readonly match: string; readonly action: string } | undefined;
  /**
   * What the copy met instead, e.g. `eth.src is 00:00:00:00:00:99`: of the stage's rows that are there because of this
   * northbound row, the first clause about a symbol that begins so and that failed.
   */
  failedClause(northbound: Uuid, symbols: string): string | undefined;
  /** What it has in a field of the logical language, e.g. `10.0.0.11` for `ip4.src`; undefined where it has no such field. */
  readonly value: (symbol: string) => string | undefined;
  /** Why the row is there that it met before in a stage of the same pipeline, by the name of the stage. */
  crossed(stage: string): Provenance | undefined;
}

export interface Explanation {
  /** One plain sentence. */
  readonly sentence: string;
  /** The northbound rows behind it, if any. */
  readonly causes?: readonly RowRef[];
  /** What would let the copy through, the narrowest first. */
  readonly remedies?: readonly Remedy[];
}

/** A change of the northbound database by what it means; how it is typed is the commands' to say. */
export type Remedy =
  | { readonly kind: 'allow-address'; readonly port: string; readonly address: string }
  | { readonly kind: 'lift-port-security'; readonly port: string }
  | { readonly kind: 'enable-port'; readonly port: string }
  /** Some port of the switch that has no address yet gets this one. */
  | { readonly kind: 'give-address'; readonly datapath: Uuid; readonly address: string }
  /** An ACL above that one lets this packet through, and few others. */
  | { readonly kind: 'allow-above'; readonly acl: Uuid }
  | { readonly kind: 'delete-acl'; readonly acl: Uuid }
  /** What no drawn edit does, as the commands that do it. */
  | { readonly kind: 'commands'; readonly label: string; readonly commands: readonly (readonly string[])[] };

export type Explain = (copy: DroppedCopy) => Explanation;

/** Why a stage drops: by the rule of the row that matched, and where no row matched. */
export interface StageDrops {
  readonly byRule: Readonly<Partial<Record<string, Explain>>>;
  readonly unmatched?: Explain;
}
