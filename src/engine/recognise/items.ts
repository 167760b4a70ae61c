/** What a pasted text turned out to hold: plain data, each piece with its place in the text. */
import type { TextRange } from '../base';

/** A piece of the text: `text` is what it means, which escapes and quotes may make shorter than its place. */
export interface Excerpt {
  readonly text: string;
  readonly place: TextRange;
}

export type Direction = 'from-lport' | 'to-lport';

/** A row of the northbound table ACL, from wherever it was read. */
export interface Acl {
  /** The switch or port group that it belongs to, where the text says so. */
  readonly entity: string | null;
  readonly direction: Direction;
  readonly priority: number;
  readonly match: Excerpt;
  /** As OVN writes it: `allow`, `allow-related`, `allow-stateless`, `drop`, `reject`, `pass`. */
  readonly action: string;
  readonly tier: number;
  readonly name: string | null;
  /** Evaluated after load balancing, in a stage of its own. */
  readonly afterLb: boolean;
}

/** A logical flow: a row of the southbound table Logical_Flow, in 2015 of Pipeline. */
export interface LogicalFlow {
  readonly datapath: string | null;
  readonly pipeline: string | null;
  readonly table: number;
  readonly stage: string | null;
  readonly priority: number;
  readonly match: Excerpt;
  readonly actions: string;
}

export type Content =
  | { readonly kind: 'acl'; readonly acl: Acl }
  | { readonly kind: 'flow'; readonly flow: LogicalFlow }
  /** `name` is null for addresses that came without one. Only what are addresses are members. */
  | { readonly kind: 'address-set'; readonly name: string | null; readonly members: readonly string[] }
  | { readonly kind: 'port-group'; readonly name: string; readonly ports: readonly string[] }
  | { readonly kind: 'template'; readonly name: string; readonly value: string }
  /** `problem` is what was said about it, in a log or by the parser; null where nothing was. */
  | { readonly kind: 'match'; readonly match: Excerpt; readonly problem: string | null }
  | { readonly kind: 'microflow'; readonly microflow: Excerpt }
  /** The frame as hexadecimal digits. */
  | { readonly kind: 'packet'; readonly hex: string }
  | { readonly kind: 'capture'; readonly format: 'pcap' | 'pcapng' }
  | { readonly kind: 'scenario'; readonly name: string }
  | { readonly kind: 'command'; readonly line: string };

export type Item = Content & { readonly place: TextRange };
export type ItemKind = Item['kind'];

/** What was not understood, and why in one sentence. */
export interface Leftover {
  readonly place: TextRange;
  /** The beginning of what stands there. */
  readonly text: string;
  readonly reason: string;
}

/** Both lists in the order of the text. Items may lie inside each other, leftovers do not touch. */
export interface Recognised {
  readonly items: readonly Item[];
  readonly left: readonly Leftover[];
}
