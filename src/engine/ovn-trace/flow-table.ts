/**
 * One table of a datapath's pipeline: its logical flows by falling priority, kept
 * so that a packet is compared with few of them.
 *
 * Each flow is filed under one of the equalities that it demands of every packet
 * (all bits of eth.dst, a prefix of ip4.dst, an outport …): that by which the
 * flows of the table differ most. What demands none is compared always.
 */
import type { Expr, IsResident } from '../match';
import { FIELDS, type Flow } from '../openflow';
import { matcherOf, maskedWords, type MaskedWords, type Matcher, type PortNumbers } from './matcher';
import type { FlowProgram } from './flow-program';

/** A logical flow in one datapath. */
export interface TableFlow {
  readonly program: FlowProgram;
  readonly matches: Matcher;
}

export class FlowTable {
  readonly #programs: FlowProgram[] = [];
  readonly #ports: PortNumbers;
  /** Made when a packet first comes by. */
  #filed: Filed | undefined;

  constructor(ports: PortNumbers) {
    this.#ports = ports;
  }

  add(program: FlowProgram): void {
    this.#programs.push(program);
    this.#filed = undefined;
  }

  /** By falling priority; of equal ones in the order in which they came. Also those that no packet meets, since they do not compile. */
  get programs(): readonly FlowProgram[] {
    return this.#programs.toSorted((a, b) => b.row.priority - a.row.priority);
  }

  /**
   * The flows of the highest priority that match: OVN does not define which of several is taken. `isResident`: which ports
   * are on the hypervisor where the packet is; left out, all are.
   */
  lookup(flow: Flow, isResident?: IsResident): readonly TableFlow[] {
    const filed = (this.#filed ??= file(this.programs, this.#ports));
    let best: readonly Numbered[] = NONE;
    for (const group of filed.groups) {
      const here = group.flows.get(group.read(flow));
      if (here !== undefined) best = better(best, here, flow, isResident);
    }
    return better(best, filed.rest, flow, isResident);
  }
}

interface Numbered extends TableFlow {
  readonly priority: number;
}

const NONE: readonly Numbered[] = [];

/** `flows` are by falling priority. */
function better(
  best: readonly Numbered[],
  flows: readonly Numbered[],
  packet: Flow,
  isResident: IsResident | undefined,
): readonly Numbered[] {
  for (const flow of flows) {
    const [first] = best;
    if (first !== undefined && flow.priority < first.priority) return best;
    if (flow.matches(packet, isResident))
      best = first === undefined || flow.priority > first.priority ? [flow] : [...best, flow];
  }
  return best;
}

type Key = number | string;

interface Group {
  readonly read: (flow: Flow) => Key;
  readonly flows: Map<Key, Numbered[]>;
}

interface Filed {
  readonly groups: readonly Group[];
  readonly rest: readonly Numbered[];
}

/** An equality that a flow demands: which bits, and of which value. */
interface Demand {
  readonly bits: string;
  readonly words: MaskedWords;
  readonly key: Key;
}

function file(programs: readonly FlowProgram[], ports: PortNumbers): Filed {
  const flows = programs.flatMap((program) => {
    const { meaning } = program;
    if (meaning === undefined) return [];
    const { expr } = meaning;
    const flow: Numbered = { program, priority: program.row.priority, matches: matcherOf(expr, ports) };
    return [{ flow, demands: demandsOf(expr, ports) }];
  });
  const different = new Map<string, Set<Key>>();
  for (const { bits, key } of flows.flatMap(({ demands }) => demands)) {
    const keys = different.get(bits);
    if (keys === undefined) different.set(bits, new Set([key]));
    else keys.add(key);
  }
  const groups = new Map<string, Group>();
  const rest: Numbered[] = [];
  for (const { flow, demands } of flows) {
    const most = mostTelling(demands, different);
    if (most === undefined) {
      rest.push(flow);
      continue;
    }
    let group = groups.get(most.bits);
    if (group === undefined) groups.set(most.bits, (group = { read: readerOf(most.words), flows: new Map() }));
    const others = group.flows.get(most.key);
    if (others === undefined) group.flows.set(most.key, [flow]);
    else others.push(flow);
  }
  return { groups: Array.from(groups.values()), rest };
}

/** An equality that all flows share tells nothing: looking it up costs as much as comparing. */
function mostTelling(demands: readonly Demand[], different: ReadonlyMap<string, ReadonlySet<Key>>): Demand | undefined {
  let best: Demand | undefined;
  let most = 1;
  for (const demand of demands) {
    const count = different.get(demand.bits)?.size ?? 0;
    if (count > most) [best, most] = [demand, count];
  }
  return best;
}

function demandsOf(expr: Expr, ports: PortNumbers): readonly Demand[] {
  const demands: Demand[] = [];
  for (const term of expr.kind === 'and' ? expr.terms : [expr]) {
    if ((term.kind !== 'number' && term.kind !== 'string') || term.relop !== '==') continue;
    const words =
      term.kind === 'number' ? maskedWords(term) : portWords(term.symbol.field, ports.lookupPort(term.text));
    if (words === undefined || words.impossible || words.words.length === 0) continue;
    demands.push({
      bits: words.words.map((word, i) => `${word}/${words.masks[i] ?? 0}`).join(),
      words,
      key: keyOf(words),
    });
  }
  return demands;
}

function portWords(field: keyof typeof FIELDS | undefined, key: number | undefined): MaskedWords | undefined {
  if (field === undefined || key === undefined) return undefined;
  return { words: [FIELDS[field].word], masks: [0xffffffff], values: [key], impossible: false };
}

function keyOf({ values }: MaskedWords): Key {
  const [only = 0] = values;
  return values.length === 1 ? only : values.join();
}

function readerOf({ words, masks }: MaskedWords): (flow: Flow) => Key {
  const [word = 0] = words;
  const [mask = 0] = masks;
  const read = (flow: Flow, at: number, bits: number) => ((flow[at] ?? 0) & bits) >>> 0;
  if (words.length === 1) return (flow) => read(flow, word, mask);
  return (flow) => words.map((at, i) => read(flow, at, masks[i] ?? 0)).join();
}
