/** What crosses between the match lab and its worker: plain data only. */
import type { Problem, Result, TextRange } from '../../engine/base';

export type { TextRange };

export type SymbolChoice = '2015' | 'today';

/** A logical port and its number in the port registers. */
export interface LabPort {
  readonly name: string;
  readonly key: number;
}

/** All that a text means something by. Sent once, and again when it changes. */
export interface MatchContext {
  readonly symbols: SymbolChoice;
  readonly addressSets: Readonly<Record<string, readonly string[]>>;
  readonly portGroups: Readonly<Record<string, readonly string[]>>;
  readonly ports: readonly LabPort[];
}

export interface TestPacket {
  readonly id: string;
  /** Empty for a packet that is called by what it is. */
  readonly name: string;
  /** A microflow expression, or bytes as hexadecimal digits. */
  readonly kind: 'microflow' | 'hex';
  readonly text: string;
  /** Of bytes, which do not say it themselves: the logical ports, empty for none. */
  readonly inport: string;
  readonly outport: string;
}

export interface MatchRequest {
  readonly text: string;
  readonly packets: readonly TestPacket[];
  /** The packet by which every part is coloured; null for none. */
  readonly focus: string | null;
}

export interface MatchProblem extends Problem {
  readonly severity: 'error' | 'warning';
  readonly range: TextRange;
}

/** How a node came to be in its stage. */
export type NodeChange = 'prerequisite' | 'expanded' | 'rewritten' | 'negated' | 'masked' | 'merged';

export interface StageNode {
  /** Unique in its stage; the place in a walk from the top. */
  readonly id: number;
  readonly label: string;
  readonly ranges: readonly TextRange[];
  /** One member of a set: its places are the field and the constant. */
  readonly member: boolean;
  readonly change: NodeChange | null;
  /** Whether it is true of the packet in focus; null without one. */
  readonly truth: boolean | null;
  readonly children: readonly StageNode[];
  /** Children that were left out, because nobody reads so many. */
  readonly omitted: number;
}

export type StageName = 'parse' | 'annotate' | 'simplify' | 'normalize';

export interface StageView {
  readonly name: StageName;
  readonly tree: StageNode;
  readonly text: string;
  /** One sentence on what the stage did. */
  readonly summary: string;
}

export interface FlowLine {
  readonly match: string;
  /** `conjunction(1, 0/2)`, or `actions` for a flow that carries the row's actions. */
  readonly actions: string;
  readonly ranges: readonly TextRange[];
  readonly member: boolean;
}

export interface ConjunctionView {
  readonly id: number;
  readonly clauses: readonly {
    readonly label: string;
    readonly flows: number;
    readonly ranges: readonly TextRange[];
  }[];
  /** Flows that it takes, the one that asks for all clauses included. */
  readonly flows: number;
  /** Flows that it would take without conjunctions. */
  readonly product: number;
}

/** A stretch of the source with the truth of the smallest part that it is. */
export interface TruthSpan extends TextRange {
  readonly truth: boolean;
}

export interface PacketResult {
  readonly id: string;
  /** What it is, in one line. */
  readonly summary: string;
  /** Null when it is no packet, or the expression does not compile. */
  readonly matches: boolean | null;
  readonly problem: Problem | null;
  /** Why, in one sentence. */
  readonly why: string;
  /** The parts that settle it. */
  readonly reasons: readonly { readonly part: string; readonly met: string; readonly ranges: readonly TextRange[] }[];
  /** What the packet has in the fields that the expression asks for. */
  readonly values: readonly { readonly symbol: string; readonly value: string }[];
}

export interface CompiledView {
  readonly stages: readonly StageView[];
  readonly flows: readonly FlowLine[];
  /** May be more than `flows` lists. */
  readonly flowCount: number;
  readonly conjunctions: readonly ConjunctionView[];
}

export interface MatchAnalysis {
  readonly text: string;
  /** Milliseconds in the worker. */
  readonly elapsed: number;
  readonly problems: readonly MatchProblem[];
  readonly compiled: CompiledView | null;
  readonly packets: readonly PacketResult[];
  /** The source coloured by the packet in focus; empty without one. */
  readonly spans: readonly TruthSpan[];
}

export interface Comparison {
  readonly equivalent: boolean;
  readonly sentence: string;
  /** A packet that tells them apart, as a microflow expression. */
  readonly counterexample: string | null;
}

export interface MadePacket {
  readonly text: string;
  readonly sentence: string;
}

export interface LabCompletion {
  readonly label: string;
  readonly kind: 'symbol' | 'port' | 'address-set' | 'port-group' | 'operator' | 'function';
  readonly detail: string;
  readonly documentation: string;
}

export interface HoverText {
  readonly range: TextRange;
  readonly title: string;
  readonly lines: readonly string[];
}

/** The worker's calls. Each is a pure function of its arguments and the last context. */
export interface MatchApi {
  setContext(context: MatchContext): void;
  analyse(request: MatchRequest): MatchAnalysis;
  compare(a: string, b: string): Result<Comparison>;
  make(text: string, kind: 'matching' | 'failing'): Result<MadePacket>;
  completions(text: string, offset: number): readonly LabCompletion[];
  hover(text: string, offset: number): HoverText | null;
}
