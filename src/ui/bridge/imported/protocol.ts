/**
 * What crosses between the page and the worker that holds the databases of a real
 * deployment: plain data, and the questions that are asked of it.
 */
import type { Progress } from '../../../engine/base';
import type { Part, Range } from '../windows-protocol';

export type Side = 'northbound' | 'southbound';

/** A row of one of both databases, with what people call it. */
export interface NamedRow {
  readonly side: Side;
  readonly table: string;
  readonly uuid: string;
  /** `web1`; of rows without a name what they say: `snat 172.16.1.1 for 10.0.0.0/24`. */
  readonly title: string;
}

/** A database that was found in the files. */
export interface FoundDatabase {
  /** By which it is chosen. */
  readonly index: number;
  /** With the archives that it was in. */
  readonly path: string;
  readonly side: Side;
  /** A sentence without its stop: `A server of a cluster`. */
  readonly form: string;
  /** `26.03.2`, `22.12 or later`; null where nothing tells. */
  readonly release: string | null;
  /** Milliseconds since 1970; null where the file does not say. */
  readonly changed: number | null;
  readonly rows: number;
  /** Names of some switches and routers. */
  readonly names: readonly string[];
  /** What is missing, and where. */
  readonly damage: readonly string[];
  readonly notes: readonly string[];
  /** Of a southbound one: the northbound one of the same deployment, of the same moment as far as one can tell. */
  readonly partner: number | null;
  /** The share of its datapaths whose switch or router is in `partner`. */
  readonly agreement: number | null;
}

export interface Found {
  readonly databases: readonly FoundDatabase[];
  /** Files that could not be read, and why. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** Files of a deployment for which there is no use here. */
  readonly others: readonly { readonly path: string; readonly what: string }[];
  /** What of archives was not unpacked. */
  readonly notes: readonly string[];
}

export interface Chosen {
  readonly northbound: number | null;
  readonly southbound: number | null;
}

export interface PortView {
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** As the databases say: empty for a VIF. */
  readonly type: string;
  /** Null where the southbound database is not there. */
  readonly key: number | null;
  /** `50:54:00:00:00:01 10.0.0.11`, `unknown`, `router`; of a router port its MAC with its networks. */
  readonly addresses: readonly string[];
  /** The other end, by the id of its datapath and its name. */
  readonly peer: { readonly datapath: string; readonly port: string } | null;
  /** The chassis where it is. */
  readonly chassis: string | null;
  /** Of a localnet port. */
  readonly network: string | null;
  readonly up: boolean | null;
  readonly rows: readonly NamedRow[];
}

export interface DatapathView {
  /** The UUID of its row in the southbound database, or in the northbound one where that is all there is. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly kind: 'switch' | 'router' | null;
  readonly key: number | null;
  readonly flows: number;
  readonly ports: readonly PortView[];
  readonly rows: readonly NamedRow[];
}

export interface ChassisView {
  readonly name: string;
  readonly title: string;
  readonly encaps: readonly string[];
  readonly ports: number;
  readonly row: NamedRow;
}

/** Things of one kind that the outline lists: NAT rules, load balancers. */
export interface Collection {
  readonly title: string;
  readonly rows: readonly (NamedRow & { readonly aside: string })[];
}

export interface DatabaseAbout {
  readonly side: Side;
  readonly path: string;
  readonly release: string | null;
  readonly schema: string | null;
  readonly damage: readonly string[];
  readonly changed: number | null;
}

export interface ImportedNetwork {
  readonly databases: readonly DatabaseAbout[];
  readonly datapaths: readonly DatapathView[];
  readonly chassis: readonly ChassisView[];
  readonly collections: readonly Collection[];
  readonly flows: number;
}

export interface TableView {
  readonly side: Side;
  readonly table: string;
  readonly rows: number;
  readonly columns: readonly string[];
}

/** A piece of a value: some of them lead to a row. */
export interface ValuePart {
  readonly text: string;
  readonly row: NamedRow | null;
}

/** A row of a table, with a text for each column. */
export interface RowLine {
  readonly row: NamedRow;
  readonly cells: readonly string[];
}

export interface RowDetails {
  readonly row: NamedRow;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly parts: readonly ValuePart[] }[];
  /** Rows that refer to it. */
  readonly users: readonly NamedRow[];
  /** What it was made from, or what was made from it, in the other database. */
  readonly related: readonly NamedRow[];
  /** How many logical flows were made because of it. */
  readonly flows: number;
}

export interface StageView {
  readonly pipeline: 'ingress' | 'egress';
  readonly table: number;
  readonly name: string;
  readonly flows: number;
  /** What the stage is for; null for a name that nobody described. */
  readonly text: string | null;
}

export interface FlowsQuestion {
  /** Of one datapath; null for all. */
  readonly datapath: string | null;
  readonly pipeline: 'ingress' | 'egress' | null;
  readonly table: number | null;
  /** Words that match, actions, stage or priority must have. */
  readonly text: string;
  /** Only those that were made because of this row of the northbound database. */
  readonly from: NamedRow | null;
}

export interface FlowView {
  readonly uuid: string;
  readonly pipeline: 'ingress' | 'egress';
  readonly table: number;
  readonly stage: string;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
  /** What in the northbound database it was made from. */
  readonly from: readonly NamedRow[];
  /** Why it does not parse; null where it does. */
  readonly problem: string | null;
}

export interface FlowDetails extends FlowView {
  readonly text: string | null;
  readonly datapaths: readonly { readonly id: string; readonly title: string }[];
  /** The line of northd's source that made it, where the row says. */
  readonly source: string | null;
  readonly row: NamedRow;
}

export interface TraceQuestion {
  readonly microflow: string;
  /** One for each time that connection tracking is asked: `new`, `est,rpl`; empty for ovn-trace's own choice. */
  readonly ct: readonly string[];
  readonly lbDst: string;
  readonly selectId: string;
}

/** What happens in a stage besides going on. */
export interface Outcome {
  readonly kind: 'action' | 'modify' | 'output' | 'error';
  readonly text: string;
}

export interface TraceStep {
  readonly index: number;
  readonly section: number;
  /** How deep it is set in. */
  readonly level: number;
  readonly table: number;
  readonly stage: string;
  /** Null where no flow matched. */
  readonly flow: {
    readonly uuid: string;
    readonly priority: number;
    readonly match: string;
  } | null;
  readonly outcomes: readonly Outcome[];
  /** Stages before it that only passed the packet on: `1 apply_port_sec`. */
  readonly passed: readonly string[];
  readonly tone: 'drop' | 'deliver' | 'answer' | null;
}

export interface TraceSection {
  readonly index: number;
  /** `ingress`, `egress`, `multicast`; of a packet that begins anew the text of the program: `ct_next(…)`. */
  readonly kind: 'ingress' | 'egress' | 'multicast' | 'transformation';
  /** As the program prints it. */
  readonly text: string;
  /** Of a datapath: its id and what people call it. */
  readonly datapath: { readonly id: string; readonly title: string; readonly kind: 'switch' | 'router' } | null;
  /** `in by web1`, `out by web2`. */
  readonly ports: string;
  readonly level: number;
  /** Of connection tracking: which of the chosen states it is. */
  readonly tracked: { readonly asked: number; readonly state: string; readonly chosen: boolean } | null;
  /** The first of its steps; those of sections within it come after. */
  readonly first: number;
}

export interface Verdict {
  readonly tone: 'good' | 'bad' | 'mixed';
  /** `Delivered to web2`, `Dropped by sw0`. */
  readonly title: string;
  /** Why, in a sentence. */
  readonly text: string;
  /** What in the northbound database decided, with the step where it did. */
  readonly because: readonly { readonly row: NamedRow; readonly step: number; readonly what: string }[];
  /** The step to look at. */
  readonly step: number;
}

export interface TraceView {
  readonly question: TraceQuestion;
  readonly sections: readonly TraceSection[];
  readonly steps: readonly TraceStep[];
  readonly verdict: Verdict;
  readonly texts: Readonly<Record<'detailed' | 'summary' | 'minimal', string>>;
}

/** A flow that was tried before the one that was taken, or beside it. */
export interface Candidate {
  readonly flow: FlowView;
  /** Why it did not match: `ip4.dst == 10.0.0.0/24 is false: ip4.dst is 10.0.1.2`. */
  readonly why: string;
}

export interface StepDetails {
  readonly step: number;
  readonly datapath: { readonly id: string; readonly title: string };
  readonly stageText: string | null;
  readonly flow: FlowView | null;
  /** Why it matched. */
  readonly why: string;
  /** The packet as it came to this stage, as fields. */
  readonly packet: string;
  /** Flows of the stage with a higher priority that did not match; of a packet that nothing matched, all of them. */
  readonly before: readonly Candidate[];
  readonly moreBefore: number;
  /** Flows of the same priority that match too: OVN may take any. */
  readonly others: readonly FlowView[];
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

export type Tell = (progress: Progress) => void;

export interface ImportedApi {
  /** Reads files, archives among them. What was open in this worker is closed. */
  read(files: readonly File[], tell: Tell): Promise<Found>;
  /** Opens a pair of what was found, or one database alone. */
  open(chosen: Chosen, tell: Tell): ImportedNetwork;
  tables(): readonly TableView[];
  /** Rows that have `text` in one of their values, in their own order. */
  rows(side: Side, table: string, text: string, range: Range): Part<RowLine>;
  row(side: Side, table: string, uuid: string): RowDetails | null;
  /** What `ovn-nbctl show` or `ovn-sbctl show` prints. */
  show(side: Side): string;
  stages(datapath: string): readonly StageView[];
  flows(question: FlowsQuestion, range: Range): Part<FlowView>;
  flow(uuid: string): FlowDetails | null;
  trace(question: TraceQuestion): Answer<TraceView>;
  /** Of the trace that was asked for last. */
  step(index: number): StepDetails | null;
  /** What becomes of each of these packets: rows and columns of a table of who reaches whom. */
  verdicts(questions: readonly TraceQuestion[]): readonly Pick<Verdict, 'tone' | 'title' | 'text'>[];
}
