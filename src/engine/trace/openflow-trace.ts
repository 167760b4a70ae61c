/**
 * The OpenFlow half of a trace: the executions of the switches on a packet's way,
 * as a flat list of steps in the order in which they happened.
 *
 * Every copy ends in exactly one `deliver` or `drop` step. A table whose actions
 * neither output nor resubmit is followed by its `drop`.
 */
import { formatActions, formatMatch, getNumber } from '../openflow';
import type { FlowEntry } from '../openflow';
import type { FlowOrigin } from '../controller';
import type { RowRef } from '../northd';
import { INTEGRATION_BRIDGE } from '../sim';
import type { Deployment, Hop, OutputOutcome, PacketRun } from '../sim';
import { changesOf, extractWithOffsets, readSubfield, rewrite } from '../vswitch';
import type { Extracted, Output, Step, TableVisit } from '../vswitch';
import { fieldText, meaningOf, registersOf } from './meanings';
import type { Names } from './names';
import type { DropReason, FieldChange, RegisterValue, TraceFlow, TraceStep } from './types';

/** Steps with the visits they were made of, for who wants to know more than the page does. */
export interface OpenFlowTrace {
  readonly steps: readonly TraceStep[];
  /** By the index of a `table` step. */
  readonly visits: ReadonlyMap<number, TableVisit>;
}

export function traceOpenFlow(deployment: Deployment, names: Names, run: PacketRun): OpenFlowTrace {
  const walk = new Walk(deployment, names, run);
  walk.hop(0, null, 0);
  return { steps: walk.steps, visits: walk.visits };
}

type Draft = Partial<TraceStep> & Pick<TraceStep, 'kind' | 'machine' | 'text'>;

/** What the steps inside one switch have in common. */
interface Inside {
  readonly hop: Hop;
  readonly original: Extracted;
  readonly outcomes: ReadonlyMap<Output, OutputOutcome>;
}

class Walk {
  readonly steps: TraceStep[] = [];
  readonly visits = new Map<number, TableVisit>();
  readonly #deployment: Deployment;
  readonly #names: Names;
  readonly #run: PacketRun;
  /** What the actions so far have pushed; every bridge starts with nothing. */
  #stack: readonly RegisterValue[] = [];

  constructor(deployment: Deployment, names: Names, run: PacketRun) {
    this.#deployment = deployment;
    this.#names = names;
    this.#run = run;
  }

  hop(at: number, parent: number | null, depth: number): void {
    const hop = this.#run.hops[at];
    if (!hop) return;
    const kept = this.#stack;
    this.#stack = [];
    this.#enter(hop, parent, depth);
    this.#stack = kept;
  }

  #enter(hop: Hop, parent: number | null, depth: number): void {
    const { machine, inPort: port, tunnel, execution } = hop;
    const outcomes = new Map(
      execution.outputs.flatMap((output, n) => (hop.outcomes[n] ? [[output, hop.outcomes[n]] as const] : [])),
    );
    const inside = { hop, original: extractWithOffsets(hop.bytes, port.ofport), outcomes };
    const common = {
      machine,
      port: { name: port.name, ofport: port.ofport },
      registers: registersOf(this.#names, machine, execution.flow),
    };
    const index = tunnel
      ? this.#add(parent, depth, hop.bytes, {
          kind: 'tunnel-in',
          ...common,
          tunnel: { key: Number(tunnel.key), type: tunnel.type, peer: tunnel.peer, underlay: tunnel.underlay },
          text: `${machine} takes the packet out of the ${tunnel.type} tunnel from ${tunnel.peer}, key ${tunnel.key.toString()}.`,
        })
      : this.#add(parent, depth, hop.bytes, {
          kind: 'inject',
          ...common,
          text: `The packet enters ${machine} at ${port.name}, port ${port.ofport} of ${hop.bridge}.`,
        });
    this.#visit(inside, execution.root.table, index, depth + 1);
    if (execution.error !== undefined) {
      this.#drop(
        inside,
        index,
        depth + 1,
        'resubmit-limit',
        'The switch gave up: the packet was resubmitted too deep or too often, and all its copies are dropped.',
        hop.bytes,
      );
    }
  }

  #visit(inside: Inside, visit: TableVisit, parent: number, depth: number): void {
    const { machine } = inside.hop;
    const flow = visit.entry === undefined ? undefined : this.#flow(machine, visit.entry);
    const index = this.#add(parent, depth, this.#bytes(inside, visit.before), {
      kind: 'table',
      machine,
      table: visit.table,
      ...(flow === undefined ? {} : { flow }),
      changes: visit.steps.flatMap((step) => this.#changes(machine, step)),
      registers: registersOf(this.#names, machine, visit.before),
      text:
        flow === undefined
          ? `No flow of table ${visit.table} on ${machine} matches.`
          : `Table ${visit.table} on ${machine}: ${flow.match || 'any packet'}, then ${flow.actions}.`,
    });
    this.visits.set(index, visit);
    if (visit.entry === undefined) {
      this.#drop(
        inside,
        index,
        depth + 1,
        'no-flow',
        `Dropped by ${machine}: no flow of table ${visit.table} matches.`,
        this.#bytes(inside, visit.before),
        visit,
      );
      return;
    }
    let went = false;
    for (const step of visit.steps) {
      this.#pushOrPop(machine, step);
      if (step.table) this.#visit(inside, step.table, index, depth + 1);
      for (const output of step.outputs) this.#output(inside, output, index, depth + 1);
      went ||= step.table !== undefined || step.outputs.length > 0;
    }
    if (!went) {
      this.#drop(
        inside,
        index,
        depth + 1,
        'drop-action',
        `Dropped by ${machine} in table ${visit.table}: the flow’s actions send it nowhere.`,
        this.#bytes(inside, visit.after),
        visit,
      );
    }
  }

  #output(inside: Inside, output: Output, parent: number, depth: number): void {
    const { machine } = inside.hop;
    if (output.peer) {
      const kept = this.#stack;
      this.#stack = [];
      this.#visit(inside, output.peer.table, parent, depth);
      this.#stack = kept;
      return;
    }
    if (output.fate === 'input-port') {
      this.#drop(
        inside,
        parent,
        depth,
        'output-to-ingress-port',
        `${machine} does not send a packet back out of the port it came in by.`,
        output.packet,
      );
    } else if (output.fate !== 'sent') {
      this.#drop(
        inside,
        parent,
        depth,
        'no-such-port',
        `${machine} has no port ${output.port} to send it to.`,
        output.packet,
      );
    } else {
      this.#leave(inside, output, parent, depth);
    }
  }

  #leave(inside: Inside, output: Output, parent: number, depth: number): void {
    const { machine } = inside.hop;
    const outcome = inside.outcomes.get(output);
    const port = { name: output.name, ofport: output.port };
    const registers = registersOf(this.#names, machine, output.flow);
    if (outcome?.kind === 'tunnelled' || (outcome?.kind === 'lost' && output.tunnel)) {
      const key = Number(output.tunnel?.id ?? 0n);
      const type = output.tunnel?.type ?? '';
      const to = outcome.peer === null ? '' : ` to ${outcome.peer}`;
      const index = this.#add(parent, depth, output.packet, {
        kind: 'tunnel-out',
        machine,
        port,
        registers,
        tunnel: { key, type, peer: outcome.peer ?? '', underlay: outcome.underlay ?? new Uint8Array() },
        text: `${machine} sends the packet through the ${type} tunnel${to}, key ${key}.`,
      });
      if (outcome.kind === 'tunnelled') this.hop(outcome.hop, index, depth + 1);
      else
        this.#drop(
          inside,
          index,
          depth + 1,
          'no-route',
          `Lost between hypervisors: ${outcome.sentence}`,
          output.packet,
        );
      return;
    }
    const ifaceId = this.#names.ifaceId(machine, output.name);
    const logicalPort = this.#names.portOutside(machine, output.name, output.flow);
    const container = logicalPort === ifaceId ? '' : `, for its container ${logicalPort ?? ''}`;
    this.#add(parent, depth, output.packet, {
      kind: outcome?.kind === 'delivered' ? 'deliver' : 'output',
      machine,
      port,
      registers,
      ...(logicalPort === undefined ? {} : { logicalPort }),
      text: `${machine} delivers the packet to ${output.name}${ifaceId === undefined ? '' : `, which is ${ifaceId}${container}`}.`,
    });
  }

  #drop(
    inside: Inside,
    parent: number,
    depth: number,
    reason: DropReason,
    text: string,
    bytes: Uint8Array,
    visit?: TableVisit,
  ): void {
    const { machine } = inside.hop;
    const flow = visit?.before ?? inside.hop.execution.flow;
    const outport = this.#names.bindingByKey.get(getNumber(flow, 'reg7'))?.logicalPort;
    this.#add(parent, depth, bytes, {
      kind: 'drop',
      machine,
      reason,
      registers: registersOf(this.#names, machine, flow),
      ...(outport === undefined ? {} : { logicalPort: outport }),
      text,
    });
  }

  #add(parent: number | null, depth: number, bytes: Uint8Array, draft: Draft): number {
    const index = this.steps.length;
    const stack = this.#stack.length === 0 ? {} : { stack: this.#stack };
    this.steps.push({ changes: [], registers: [], ...stack, ...draft, index, parent, depth, bytes });
    return index;
  }

  #pushOrPop(machine: string, { action, before }: Step): void {
    if (action.type === 'pop') this.#stack = this.#stack.slice(0, -1);
    if (action.type !== 'push') return;
    const { field } = action;
    const value = readSubfield(before, action);
    const port = this.#deployment.machines
      .get(machine)
      ?.bridges.get(INTEGRATION_BRIDGE)
      ?.portNumbered(Number(value))?.name;
    const meaning = field === 'in_port' ? port : meaningOf(this.#names, machine, field, value);
    const pushed = { field, value: fieldText(field, value), ...(meaning === undefined ? {} : { meaning }) };
    this.#stack = [...this.#stack, pushed];
  }

  #changes(machine: string, step: Step): readonly FieldChange[] {
    return changesOf(step).map(({ field, before, after }) => {
      const meaning = meaningOf(this.#names, machine, field, after);
      return {
        field,
        before: fieldText(field, before),
        after: fieldText(field, after),
        ...(meaning === undefined ? {} : { meaning }),
      };
    });
  }

  /** The packet as it is inside the switch, which a real one writes only when it leaves. */
  #bytes({ hop, original }: Inside, flow: TableVisit['before']): Uint8Array {
    return rewrite(hop.bytes, original, flow);
  }

  #flow(machine: string, entry: FlowEntry): TraceFlow {
    return traceFlow(this.#deployment, machine, entry);
  }
}

export function traceFlow(deployment: Deployment, machine: string, entry: FlowEntry): TraceFlow {
  const match = formatMatch(entry.match);
  const origin = originRow(deployment, machine, entry);
  return {
    id: `${entry.table},${entry.priority},${match}`,
    cookie: entry.cookie,
    table: entry.table,
    priority: entry.priority,
    match,
    actions: formatActions(entry.actions),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** The southbound row that the machine's controller made a flow from. */
export function originRow(deployment: Deployment, machine: string, entry: FlowEntry): RowRef | undefined {
  const given: (FlowEntry & { readonly origin?: FlowOrigin }) | undefined = deployment.machines
    .get(machine)
    ?.bridges.get(INTEGRATION_BRIDGE)
    ?.given(entry);
  const { tables } = deployment.release;
  const origin = given?.origin;
  if (origin?.pipeline !== undefined)
    return { db: 'OVN_Southbound', table: tables.pipeline.table, uuid: origin.pipeline };
  if (origin?.binding !== undefined) return { db: 'OVN_Southbound', table: tables.binding.table, uuid: origin.binding };
  return undefined;
}
