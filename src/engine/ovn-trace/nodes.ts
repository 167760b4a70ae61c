/** What a trace is made of: a tree of nodes, from which all three texts of ovn-trace(8) are printed. */
import type { Flow } from '../openflow';
import type { Direction } from '../logical';
import type { TracedDatapath, TracedPort } from './datapaths';
import type { FlowProgram } from './flow-program';

/**
 * - `pipeline`: the packet enters the ingress or egress pipeline of a datapath, or a multicast group.
 * - `table`: it meets a logical flow, or none, in one table.
 * - `action`: an action of the flow as it is written, or a note on what it came to.
 * - `modify`: a change of the packet that can be seen outside of the pipeline.
 * - `output`: it leaves, or does not, by a port.
 * - `transformation`: another packet goes on from here: a copy, an answer, what connection tracking made of it.
 * - `error`: what cannot be done, or is assumed.
 */
export type NodeKind = 'pipeline' | 'table' | 'action' | 'modify' | 'output' | 'transformation' | 'error';

export interface TraceNode {
  readonly kind: NodeKind;
  readonly text: string;
  readonly nodes: readonly TraceNode[];
  /** Its children are set in, however many there are: the copies that a multicast group makes. */
  readonly alwaysIndent: boolean;
  /** Of a `table`: where the packet was, and what it met. */
  readonly met?: Met;
  /** Of an `output`: the port by which the packet leaves its datapath. */
  readonly port?: TracedPort;
  /** Of a `transformation` that asked connection tracking: which of the chosen states it got, from 0. */
  readonly tracked?: number;
}

/** What a node may have besides its kind and text. */
export type NodeDetails = Partial<Pick<TraceNode, 'alwaysIndent' | 'met' | 'port' | 'tracked'>>;

export interface Met {
  readonly datapath: TracedDatapath;
  readonly direction: Direction;
  readonly table: number;
  /** Undefined where no flow matches, which drops the packet. */
  readonly flow: FlowProgram | undefined;
  /** Flows of the same priority that match too: OVN may take any. */
  readonly others: readonly FlowProgram[];
  /** Tables before this one that only passed the packet on, and were left out. */
  readonly passed: readonly FlowProgram[];
  /** The packet as it came. */
  readonly packet: Flow;
}

/** A node that is still being added to. */
export class GrowingNode implements TraceNode {
  readonly kind: NodeKind;
  readonly nodes: GrowingNode[] = [];
  readonly alwaysIndent: boolean;
  readonly met?: Met;
  readonly port?: TracedPort;
  readonly tracked?: number;
  #text: string | (() => string);

  constructor(
    kind: NodeKind,
    text: string | (() => string),
    { alwaysIndent = false, met, port, tracked }: NodeDetails = {},
  ) {
    this.kind = kind;
    this.#text = text;
    this.alwaysIndent = alwaysIndent;
    if (met !== undefined) this.met = met;
    if (port !== undefined) this.port = port;
    if (tracked !== undefined) this.tracked = tracked;
  }

  /** Written when it is first read. */
  get text(): string {
    if (typeof this.#text === 'function') this.#text = this.#text();
    return this.#text;
  }

  add(kind: NodeKind, text: string | (() => string), more?: NodeDetails): GrowingNode {
    const node = new GrowingNode(kind, text, more);
    this.nodes.push(node);
    return node;
  }
}
