/** What crosses between the match lab and its worker: plain data only. */
import type { Problem, Result, TextRange } from '../../engine/base';

export type { TextRange };

/** The symbols that an expression may use: those of 2015, of today, and of today's ACLs with `acl_ct_translation`. */
export const SYMBOL_CHOICES = ['2015', 'today', 'acl'] as const;
export type SymbolChoice = (typeof SYMBOL_CHOICES)[number];

export function isSymbolChoice(value: unknown): value is SymbolChoice {
  return SYMBOL_CHOICES.some((choice) => choice === value);
}

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
  /** What `^name` stands for; none unless given. */
  readonly templates?: Readonly<Record<string, string>>;
}

/** Something that a match names and nobody has defined. */
export interface MissingName {
  readonly kind: 'address-set' | 'port-group' | 'template' | 'port';
  readonly name: string;
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
  /** Children of one junction that the trees show; the default is some dozens. */
  readonly shown?: number;
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
  /** As OVN prints it. */
  readonly label: string;
  /** With values as people write them. */
  readonly plain: string;
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
  /** The same with values as people write them. */
  readonly plain: string;
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
  readonly missing: readonly MissingName[];
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

/** An ACL or a logical flow of a list that was pasted. */
export interface ProjectRule {
  readonly kind: 'acl' | 'flow';
  /** Its switch, port group or datapath; empty where nothing said it. */
  readonly owner: string;
  /** `from-lport`, `to-lport`; of a flow its pipeline. */
  readonly direction: string;
  /** The tier of an ACL, the table of a flow. */
  readonly stage: number;
  readonly stageName: string;
  readonly afterLb: boolean;
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  readonly name: string;
}

/** What a pasted text holds. Long lists show their beginning; the counts are of all. */
export interface PasteReading {
  readonly rules: readonly ProjectRule[];
  readonly sets: readonly { readonly name: string | null; readonly members: readonly string[] }[];
  readonly groups: readonly { readonly name: string; readonly ports: readonly string[] }[];
  readonly templates: readonly { readonly name: string; readonly value: string }[];
  readonly matches: readonly { readonly text: string; readonly problem: string | null }[];
  readonly matchCount: number;
  readonly packets: readonly { readonly kind: TestPacket['kind']; readonly text: string }[];
  readonly packetCount: number;
  readonly commands: number;
  /** The commands that are of no other use, one a line. */
  readonly commandLines: string;
  readonly captures: number;
  readonly scenarios: readonly string[];
  readonly left: readonly { readonly line: number; readonly text: string; readonly reason: string }[];
  readonly leftCount: number;
  /** Nothing but one match, as it stands. */
  readonly isPlain: boolean;
  /** ACLs as a switch of 2015 takes them, with what they name written out. */
  readonly acls: readonly PlaceableAcl[];
  /** ACLs that it does not take: `with direction from-lport`, and how many. */
  readonly aclsLeftOut: readonly { readonly what: string; readonly count: number }[];
  /** A northbound database file; the rules, sets and groups above are its own then. */
  readonly network: DatabaseNetwork | null;
  /** `a gzip archive: unpack it first`: bytes in which nothing is read; null for a text. */
  readonly looks: string | null;
}

export interface PlaceableAcl {
  /** The switch that the text names; empty where it names none. */
  readonly owner: string;
  readonly priority: number;
  readonly match: string;
  readonly action: string;
}

/** What of a database file can be opened as a scenario. */
export interface DatabaseNetwork {
  /** The scenario's document. */
  readonly json: string;
  readonly switches: number;
  readonly ports: number;
  readonly acls: number;
  readonly writtenOut: number;
  readonly leftOut: readonly { readonly what: string; readonly count: number }[];
  /** What of the file is missing, and where, in whole sentences. */
  readonly damage: string | null;
}

/** Rules are named by their place in the list. */
export type RuleFate =
  | { readonly kind: 'acts' | 'empty' }
  | { readonly kind: 'shadowed'; readonly by: readonly number[]; readonly alone: boolean }
  | { readonly kind: 'repeats'; readonly of: number; readonly same: boolean }
  | { readonly kind: 'broken'; readonly message: string }
  | { readonly kind: 'undecided'; readonly reason: string };

export interface RuleJudgement {
  readonly fate: RuleFate;
  /** Of the same priority, with packets in common and another action. */
  readonly conflicts: readonly number[];
  readonly incomplete: boolean;
  /** Null when it does not compile, or is too much work to. */
  readonly flows: number | null;
}

export interface RuleCost {
  readonly flows: number;
  readonly clauses: readonly { readonly text: string; readonly flows: number }[];
  readonly conjunctions: readonly (readonly number[])[];
}

export interface RuleExplanation {
  readonly cost: RuleCost | null;
  readonly overlaps: readonly { readonly other: number; readonly winner: number | null; readonly agree: boolean }[];
  /** Rules that were not compared. */
  readonly more: number;
}

export type CheaperForm =
  | {
      readonly kind: 'found';
      readonly text: string;
      readonly flows: number;
      readonly sets: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly kind: 'none' | 'undecided' };

/** What each of some rules says of a packet; a problem where it is no packet. */
export type RuleAnswers =
  | {
      readonly kind: 'answers';
      readonly answers: readonly (
        { readonly kind: 'matches' | 'broken' } | { readonly kind: 'fails'; readonly at: string }
      )[];
    }
  | { readonly kind: 'problem'; readonly message: string };

/** The desk's calls; the list is the one that was set last. */
export interface DeskApi {
  /** `name` is the file's, for what is made of it. */
  read(pasted: string | Uint8Array, name?: string): PasteReading;
  setRules(list: readonly ProjectRule[], context: MatchContext): readonly MissingName[];
  judge(index: number): RuleJudgement;
  explain(index: number): RuleExplanation;
  cheaper(index: number): { readonly form: CheaperForm };
  answers(packet: TestPacket, indices: readonly number[]): { readonly said: RuleAnswers };
}
