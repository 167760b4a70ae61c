/** What the page sees of the scenarios that this browser keeps. */
import type { Problem } from '../../engine/base';

/** How large a scenario is, and what its graph looks like from afar. */
export interface KeptAbout {
  readonly switches: number;
  readonly ports: number;
  readonly machines: number;
  /** Places in the units of the graph; not all of a large one. */
  readonly nodes: readonly { readonly kind: 'switch' | 'machine'; readonly x: number; readonly y: number }[];
  /** Between nodes, by their number. */
  readonly lines: readonly (readonly [number, number])[];
}

/** One scenario that this browser keeps. */
export interface KeptEntry {
  readonly id: string;
  readonly name: string;
  readonly release: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly changed: number;
  /** Where it came from: `new`, `gallery:ID`, `link:…`, `file`, `lesson:ID`, `copy`, `state`; empty where that is not known. */
  readonly origin: string;
  /** Nothing was changed in it since it was opened. */
  readonly untouched: boolean;
  /** Null in entries of older programs in which nothing was done since. */
  readonly about: KeptAbout | null;
  /** `here`: what this tab has open. `elsewhere`: another tab holds it now. */
  readonly open: 'here' | 'elsewhere' | null;
  /** Newest first; at most twenty. */
  readonly states: readonly KeptState[];
}

export interface KeptState {
  readonly id: number;
  /** When the document was made, in milliseconds since 1970. */
  readonly saved: number;
  /** How many actions came after it, up to the next newer state. */
  readonly actions: number;
  readonly bytes: number;
  /** Why it could not be opened, where that was tried; it can still be had as a file. */
  readonly problem: Problem | null;
}

/** One thing that two scenarios do not have the same. */
export interface ComparedThing {
  readonly name: string;
  /** Seen from the first scenario. */
  readonly how: 'added' | 'removed' | 'changed';
  /** Of a changed one, what is otherwise: "priority: 1000, then 1001". */
  readonly details: readonly string[];
}

export interface ComparedGroup {
  readonly title: string;
  readonly things: readonly ComparedThing[];
}

export interface KeptComparison {
  /** Scenario, switches, ports, ACLs, hypervisors: those in which something differs. */
  readonly groups: readonly ComparedGroup[];
  /** The northbound rows, by table. */
  readonly rows: readonly ComparedGroup[];
}
