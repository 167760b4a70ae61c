/** A trace as sections and steps: the tree of ovn-trace laid flat in the order in which things happen. */
import type { Met, TracedPort, TraceNode } from '../../../engine/ovn-trace';
import type { Outcome, TraceSection, TraceStep } from './protocol';

export interface LaidOut {
  readonly sections: readonly TraceSection[];
  readonly steps: readonly TraceStep[];
  /** Of each step: what it met. */
  readonly met: readonly Met[];
  /** Where the packet, or a copy of it, leaves the network. */
  readonly leaves: readonly Leaving[];
}

export interface Leaving {
  readonly port: TracedPort;
  readonly step: number;
  /** It is no copy of the packet but an answer to it, made on the way. */
  readonly isAnswer: boolean;
}

/** `chosen`: how many states of connection tracking the person chose. */
export function layOut(root: TraceNode, chosen: number): LaidOut {
  const laying = new Laying(chosen);
  laying.node(root, 0, false);
  return laying.finished();
}

type Growing = { -readonly [Key in keyof TraceStep]: TraceStep[Key] } & { outcomes: Outcome[] };

/** What a node's children stand in: its section and step, and whether the packet is an answer. */
const ANSWERS =
  /^(?:arp|icmp4|icmp6|icmp4_error|icmp6_error|nd_na|nd_na_router|tcp_reset|sctp_abort|reject|put_dhcp_opts|dns_lookup)\b/;
/** Below these, what follows is always set in. */
const ENDS: ReadonlySet<TraceNode['kind']> = new Set<TraceNode['kind']>(['output', 'action', 'error']);

class Laying {
  private readonly sections: TraceSection[] = [];
  private readonly steps: Growing[] = [];
  private readonly met: Met[] = [];
  private readonly leaves: Leaving[] = [];

  constructor(private readonly chosen: number) {}

  finished(): LaidOut {
    return { sections: this.sections, steps: this.steps, met: this.met, leaves: this.leaves };
  }

  node(node: TraceNode, level: number, isAnswer: boolean, step?: Growing): void {
    switch (node.kind) {
      case 'pipeline':
      case 'transformation':
        // What is logged is no packet that goes on.
        if (node.nodes.length === 0) {
          step?.outcomes.push({ kind: 'action', text: node.text });
          break;
        }
        this.section(node, level);
        this.children(node, level, isAnswer || (node.kind === 'transformation' && ANSWERS.test(node.text)), step);
        break;
      case 'table': {
        const made = this.step(node, level);
        this.children(node, level, isAnswer, made);
        this.judge(node, made);
        break;
      }
      default:
        if (node.port?.peer === undefined && node.port !== undefined && step !== undefined) {
          this.leaves.push({ port: node.port, step: step.index, isAnswer });
          step.tone = isAnswer ? 'answer' : 'deliver';
        }
        step?.outcomes.push({ kind: node.kind, text: node.text });
        this.children(node, level, isAnswer, step);
    }
  }

  /** The last child stands where its parent does, as in the text of the program; copies are set in. */
  private children({ nodes }: TraceNode, level: number, isAnswer: boolean, step: Growing | undefined): void {
    const last = nodes.at(-1);
    for (const child of nodes) {
      const isSetIn = child !== last || child.alwaysIndent || ENDS.has(child.kind);
      this.node(child, level + (isSetIn ? 1 : 0), isAnswer, step);
    }
  }

  private section({ kind, text, tracked }: TraceNode, level: number): void {
    const word = /^(ingress|egress|multicast)\(/.exec(text)?.[1];
    this.sections.push({
      index: this.sections.length,
      kind: kind === 'pipeline' && word !== undefined ? pipelineOf(word) : 'transformation',
      text,
      datapath: null,
      ports: portsOf(text),
      level,
      tracked:
        tracked === undefined
          ? null
          : { asked: tracked, state: /ct_state=([\w|]+)/.exec(text)?.[1] ?? 'est|trk', chosen: tracked < this.chosen },
      first: this.steps.length,
    });
  }

  private step({ text, met }: TraceNode, level: number): Growing {
    if (met === undefined) throw new Error(`A table without what it met: ${text}`);
    const { flow, datapath, table, passed } = met;
    const section = this.sections.length - 1;
    const held = this.sections[section];
    if (held?.datapath === null)
      this.sections[section] = {
        ...held,
        datapath: { id: datapath.uuid, title: datapath.title, kind: datapath.kind },
      };
    const step: Growing = {
      index: this.steps.length,
      section,
      level,
      table,
      stage: flow?.row.stage ?? /^ *\d+\. (\w+):/.exec(text)?.[1] ?? '',
      flow: flow === undefined ? null : { uuid: flow.row.uuid, priority: flow.row.priority, match: flow.row.match },
      outcomes: [],
      passed: passed.map(({ row }) => `${row.table} ${row.stage ?? ''}`.trim()),
      tone: null,
    };
    this.steps.push(step);
    this.met.push(met);
    return step;
  }

  /** Where the packet goes on from a step there are nodes below it; where it does not, it was dropped, delivered or answered. */
  private judge(node: TraceNode, step: Growing): void {
    const isDropped =
      step.flow === null || step.outcomes.some(({ kind, text }) => kind === 'action' && text === 'drop;');
    if (isDropped && step.tone === null && !node.nodes.some(({ kind }) => kind === 'pipeline')) step.tone = 'drop';
  }
}

function pipelineOf(word: string): 'ingress' | 'egress' | 'multicast' {
  return word === 'multicast' || word === 'egress' ? word : 'ingress';
}

/** `ingress(dp="sw0", inport="a")` as words: `in by a`. */
function portsOf(text: string): string {
  const named = (what: string) => new RegExp(`${what}="([^"]*)"`).exec(text)?.[1];
  const [inport, outport, group] = [named('inport'), named('outport'), named('mcgroup')];
  if (group !== undefined) return `to the group ${group}`;
  if (text.startsWith('egress') && outport !== undefined) return `out by ${outport}`;
  return inport === undefined || inport === '' ? '' : `in by ${inport}`;
}
