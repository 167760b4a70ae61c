/**
 * The way of a packet through pipelines: tables, ports, patch ports, groups, and
 * what actions make of it. Follows ovn-trace(8): registers but the ports' go at the
 * end of ingress, a packet is not sent back where it came from unless it is looped
 * back on purpose, a chassisredirect port stands for its distributed port.
 */
import { simplify, Budget, DEFAULT_LIMIT, type Expr } from '../match';
import { formatTodayAction, type TodayAction } from '../actions';
import { cloneFlow, getNumber, setNumber, type FieldName, type Flow } from '../openflow';
import type { Direction } from '../logical';
import type { MulticastGroup, TracedDatapath, TracedPort } from './datapaths';
import type { FlowProgram } from './flow-program';
import { GrowingNode } from './nodes';
import { ESTABLISHED, TRACKED, type Backend, type TraceOptions } from './options';
import type { LogicalNetwork } from './logical-network';

/** What OVN leaves open is chosen by who asks for the trace. */
export interface Choices {
  /** An index below `count`, which is at least 2. */
  choose(what: 'flow' | 'backend' | 'member', count: number): number;
}

/** What connection tracking said. */
export interface TrackedState {
  readonly state: number;
  /** Where nobody chose the state. */
  readonly remark: string;
  /** How often it was asked before. */
  readonly asked: number;
}

/** Does the actions of a flow; given from outside, so that the walk knows no kind of action. */
export type Execute = (action: TodayAction, here: Here) => void;

/** A packet at a flow's actions. */
export interface Here {
  readonly walk: Walk;
  readonly datapath: TracedDatapath;
  readonly direction: Direction;
  readonly table: number;
  /** The packet; actions change it. */
  readonly flow: Flow;
  /** Where what happens is written down. */
  readonly node: GrowingNode;
  /** What push put aside. */
  readonly stack: bigint[];
}

const INPORT = 'reg14';
const OUTPORT = 'reg15';
const FLAGS = 'reg10';
const ALLOW_LOOPBACK = 1;
/** Those of a pipeline; they are 0 again where the next one begins. */
const REGISTERS = [
  'reg0',
  'reg1',
  'reg2',
  'reg3',
  'reg4',
  'reg5',
  'reg6',
  'reg7',
  'reg8',
  'reg9',
  FLAGS,
  'reg11',
  'reg12',
  'reg13',
] as const satisfies readonly FieldName[];

/** Packets that go round and round end here. */
const MAX_STEPS = 4096;
const MAX_DEPTH = 512;

export class Walk {
  readonly network: LogicalNetwork;
  readonly #options: TraceOptions;
  readonly #choices: Choices;
  readonly #execute: Execute;
  #steps = 0;
  #depth = 0;
  #ctStates = 0;
  /** Until a load balancer has used it. */
  backend: Backend | undefined;

  constructor(network: LogicalNetwork, options: TraceOptions, choices: Choices, execute: Execute) {
    this.network = network;
    this.#options = options;
    this.#choices = choices;
    this.#execute = execute;
    this.backend = options.backend;
  }

  /** The packet begins at an inport. */
  begin(datapath: TracedDatapath, flow: Flow): GrowingNode {
    const inport = this.portTitle(datapath, getNumber(flow, INPORT));
    const node = new GrowingNode('pipeline', `ingress(dp="${this.#datapathName(datapath)}", inport="${inport}")`);
    this.enter(datapath, 'ingress', 0, cloneFlow(flow), node);
    return node;
  }

  /** Goes on in a table. Tables that only pass everything on are left out. */
  enter(datapath: TracedDatapath, direction: Direction, first: number, flow: Flow, node: GrowingNode): void {
    this.#steps += 1;
    this.#depth += 1;
    if (this.#steps > MAX_STEPS || this.#depth > MAX_DEPTH)
      node.add('error', '*** too many tables: the packet goes round');
    else this.#enter(datapath, direction, first, flow, node);
    this.#depth -= 1;
  }

  #enter(datapath: TracedDatapath, direction: Direction, first: number, flow: Flow, node: GrowingNode): void {
    const tables = datapath.flows[direction];
    const passed: FlowProgram[] = [];
    let table = first;
    let found = this.#lookup(datapath, direction, table, flow);
    while (found.program !== undefined && this.#onlyPassesOn(found.program)) {
      passed.push(found.program);
      table += 1;
      found = this.#lookup(datapath, direction, table, flow);
    }
    const { program, others } = found;
    const met = { datapath, direction, table, flow: program, others, passed, packet: cloneFlow(flow) };
    if (program === undefined) {
      const stage = tables.get(table)?.programs.find(({ row }) => row.stage !== undefined)?.row.stage;
      node.add('table', `${number(table)}${stage === undefined ? '' : `${stage}: `}no match (implicit drop)`, { met });
      return;
    }
    const here = node.add('table', () => this.#heading(program, table), { met });
    this.perform(program.meaning?.actions ?? [], { datapath, direction, table, flow, node: here });
  }

  /** Does actions to the packet, one after the other. */
  perform(actions: readonly TodayAction[], at: Omit<Here, 'walk' | 'stack'>): void {
    if (actions.length === 0) {
      at.node.add('action', 'drop;');
      return;
    }
    const here: Here = { ...at, walk: this, stack: [] };
    for (const action of actions) {
      at.node.add('action', () => this.#friendly(formatTodayAction(action)));
      this.#execute(action, here);
    }
  }

  #lookup(
    datapath: TracedDatapath,
    direction: Direction,
    table: number,
    flow: Flow,
  ): { readonly program: FlowProgram | undefined; readonly others: readonly FlowProgram[] } {
    const best = datapath.flows[direction].get(table)?.lookup(flow) ?? [];
    const taken = best.length > 1 ? this.choose('flow', best.length) : 0;
    return {
      program: best[taken]?.program,
      others: best.length > 1 ? best.flatMap(({ program }, i) => (i === taken ? [] : [program])) : [],
    };
  }

  /** It matches everything, and its only action is to go on in the next table. */
  #onlyPassesOn({ meaning, row }: FlowProgram): boolean {
    if (meaning?.actions.length !== 1) return false;
    const [only] = meaning.actions;
    return only?.kind === 'next' && only.table === row.table + 1 && this.#isAlways(meaning.expr);
  }

  #isAlways(expr: Expr): boolean {
    if (expr.kind === 'constant') return expr.value;
    if (expr.kind === 'number' || expr.kind === 'string') return false;
    const residents = (port: string) => port === '' || this.network.ports.has(port);
    const simple = simplify(expr, residents, new Budget(DEFAULT_LIMIT, undefined));
    return simple.kind === 'constant' && simple.value;
  }

  #heading({ row }: FlowProgram, table: number): string {
    const { stage, source, match, priority, uuid } = row;
    const from = source === undefined ? '' : `(${source})`;
    const where = [stage, from].filter((part) => part !== undefined && part !== '').join(' ');
    const lead = where === '' ? '' : `${where}: `;
    return `${number(table)}${lead}${this.#friendly(match)}, priority ${priority}, uuid ${uuid.slice(0, 8)}`;
  }

  choose(what: 'flow' | 'backend' | 'member', count: number): number {
    return count < 2 ? 0 : this.#choices.choose(what, count);
  }

  /** Which member of a `select` the person wants; 0 for any. */
  get selectId(): number {
    return this.#options.selectId;
  }

  /** What connection tracking says next, and a remark where nobody chose it. */
  nextCtState(): TrackedState {
    const asked = this.#ctStates;
    this.#ctStates += 1;
    const state = this.#options.ctStates[asked];
    if (state !== undefined) return { state, remark: '', asked };
    return { state: ESTABLISHED | TRACKED, remark: ' /* default (use --ct to customize) */', asked };
  }

  /** Goes on in another table, also of the other pipeline; what the actions after it do, they do to the same packet. */
  next({ datapath, direction, flow, node }: Here, pipeline: Direction, table: number): void {
    if (pipeline === direction) {
      this.enter(datapath, pipeline, table, flow, node);
      return;
    }
    const [name, register] = pipeline === 'ingress' ? (['inport', INPORT] as const) : (['outport', OUTPORT] as const);
    const port = this.portTitle(datapath, getNumber(flow, register) & 0xffff);
    this.enter(
      datapath,
      pipeline,
      table,
      flow,
      node.add('pipeline', `${pipeline}(dp="${this.#datapathName(datapath)}", ${name}="${port}")`),
    );
  }

  /** `output;`: to the port or group in outport. */
  output(here: Here): void {
    const { datapath, direction, flow, node } = here;
    const key = getNumber(flow, OUTPORT) & 0xffff;
    if (key === 0) {
      node.add('error', '*** output to null logical port');
      return;
    }
    const port = datapath.portsByKey.get(key);
    const group = datapath.groupsByKey.get(key);
    if (port === undefined && group === undefined) {
      node.add('error', `*** unknown port or multicast group ${key}`);
    }
    const name = port === undefined ? (group?.name ?? '(unnamed)') : this.#portName(port);
    if (direction === 'egress') this.#leave(here, port, name);
    else this.#toEgress(here, port, group, name);
  }

  /** Out of the datapath: to where the port leads. */
  #leave({ flow, node }: Here, port: TracedPort | undefined, name: string): void {
    const text = `/* output to "${name}", type "${port?.type ?? ''}" */`;
    node.add('output', text, port === undefined ? {} : { port });
    const peer = port?.peer;
    if (peer === undefined) {
      node.add('modify', `output("${name}")`);
      return;
    }
    const { datapath, key } = peer;
    const next = node.add(
      'pipeline',
      `ingress(dp="${this.#datapathName(datapath)}", inport="${this.#portName(peer)}")`,
    );
    const copy = cloneFlow(flow);
    setNumber(copy, INPORT, key);
    setNumber(copy, OUTPORT, 0);
    this.enter(datapath, 'ingress', 0, copy, next);
  }

  #toEgress(here: Here, port: TracedPort | undefined, group: MulticastGroup | undefined, name: string): void {
    const { datapath, flow, node } = here;
    const from = getNumber(flow, INPORT) & 0xffff;
    const inport = this.portTitle(datapath, from);
    const loops = (getNumber(flow, FLAGS) & ALLOW_LOOPBACK) !== 0;
    const copy = cloneFlow(flow);
    for (const register of REGISTERS) setNumber(copy, register, 0);
    const title = (out: string) => `egress(dp="${this.#datapathName(datapath)}", inport="${inport}", outport="${out}")`;
    if (group !== undefined) {
      const all = node.add('pipeline', `multicast(dp="${this.#datapathName(datapath)}", mcgroup="${group.name}")`);
      for (const member of group.ports) {
        if (member.key === from && !loops) {
          all.add('pipeline', title(this.#portName(member))).add('output', OMITTED);
          continue;
        }
        // The real program hands one packet to all ports: what the pipeline of one wrote the next one finds.
        setNumber(copy, OUTPORT, member.key);
        this.enter(
          datapath,
          'egress',
          0,
          copy,
          all.add('pipeline', title(this.#portName(member)), { alwaysIndent: true }),
        );
      }
      return;
    }
    let out = port;
    let outName = name;
    if (port?.type === 'chassisredirect') {
      out = port.distributed;
      if (out === undefined) {
        node.add('error', `*** output to type "${port.type}" port "${name}" with no or invalid distributed port`);
        return;
      }
      outName = this.#portName(out);
      node.add('output', `/* Replacing type "${port.type}" outport "${name}" with distributed port "${outName}". */`);
      setNumber(copy, OUTPORT, out.key);
    }
    if ((out !== undefined && out.key !== from) || loops) {
      this.enter(datapath, 'egress', 0, copy, node.add('pipeline', title(outName)));
    } else node.add('output', OMITTED);
  }

  #datapathName({ title, northbound }: TracedDatapath): string {
    return this.#options.friendlyNames ? title : northbound;
  }

  #portName({ title, name }: TracedPort): string {
    return this.#options.friendlyNames ? title : name;
  }

  #friendly(text: string): string {
    return this.#options.friendlyNames ? this.network.friendly(text) : text;
  }

  /** "" for 0, "(unnamed)" for a number that no port has. */
  portTitle(datapath: TracedDatapath, key: number): string {
    const port = datapath.portsByKey.get(key);
    if (port !== undefined) return this.#portName(port);
    return key === 0 ? '' : '(unnamed)';
  }
}

const OMITTED = '/* omitting output because inport == outport && !flags.loopback */';

function number(table: number): string {
  return `${String(table).padStart(2)}. `;
}
