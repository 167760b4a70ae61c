/**
 * The OpenFlow half of a trace: the executions of the switches on a packet's way,
 * as a flat list of steps in the order in which they happened.
 *
 * Every copy ends in exactly one `deliver` or `drop` step. A table whose actions
 * neither output nor resubmit is followed by its `drop`.
 */
import { formatFieldValue, getField, getNumber, RESERVED_PORTS, type FieldName, type Flow } from '../openflow';
import type { Hop, OutputOutcome, PacketRun } from '../sim';
import { changesOf, readSubfield, rewrite } from '../vswitch';
import type { Extracted, Output, Pass, Step, TableVisit } from '../vswitch';
import type { Labels } from './labels';
import { passesOf, trackedSentence } from './passes';
import type { DropReason, FieldChange, RegisterValue, TraceStep } from './types';

/** Steps with the visits they were made of, for who wants to know more than the page does. */
export interface OpenFlowTrace {
  readonly steps: readonly TraceStep[];
  /** By the index of a `table` step. */
  readonly visits: ReadonlyMap<number, TableVisit>;
}

export function traceOpenFlow(labels: Labels, run: PacketRun): OpenFlowTrace {
  const walk = new Walk(labels, run);
  walk.hop(0, null, 0);
  walk.late();
  return { steps: walk.steps, visits: walk.visits };
}

/** Where a step goes in the tree. */
interface Place {
  readonly parent: number | null;
  readonly depth: number;
}

/** What the steps inside one switch have in common. */
interface Inside {
  readonly hop: Hop;
  readonly original: Extracted;
  readonly outcomes: ReadonlyMap<Output, OutputOutcome>;
  /** By the action that handed a copy to connection tracking: how that one came back. */
  readonly passes: ReadonlyMap<Step, Pass>;
}

const NO_CHANGES: readonly FieldChange[] = [];

const SENT: ReadonlySet<TraceStep['kind']> = new Set<TraceStep['kind']>(['output', 'deliver', 'tunnel-out']);

/** What connection tracking finds out or translates. */
const TRANSLATED = [
  'ct_state',
  'ct_mark',
  'ct_label',
  'ip_src',
  'ip_dst',
  'ipv6_src',
  'ipv6_dst',
  'tcp_src',
  'tcp_dst',
] as const satisfies readonly FieldName[];

class Walk {
  readonly steps: TraceStep[] = [];
  readonly visits = new Map<number, TableVisit>();
  readonly #labels: Labels;
  readonly #run: PacketRun;
  /** What the actions so far have pushed; every bridge starts with nothing. */
  #stack: readonly RegisterValue[] = [];

  constructor(labels: Labels, run: PacketRun) {
    this.#labels = labels;
    this.#run = run;
  }

  /** What a controller had kept waiting goes on: below the step that handed it over. */
  late(): void {
    for (const { index, cause, machine } of this.#run.hops) {
      if (index === 0 || cause !== null) continue;
      const asked = this.steps.findLast((step) => step.kind === 'packet-in' && step.machine === machine);
      this.hop(index, asked?.index ?? 0, (asked?.depth ?? 0) + 1);
    }
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
    const { machine, inPort, tunnel, execution, bytes } = hop;
    const outcomes = new Map<Output, OutputOutcome>();
    for (const [n, output] of execution.outputs.entries()) {
      const outcome = hop.outcomes[n];
      if (outcome) outcomes.set(output, outcome);
    }
    const inside = { hop, original: execution, outcomes, passes: passesOf(execution) };
    const place = this.#add({
      index: this.steps.length,
      parent,
      depth,
      kind: tunnel ? 'tunnel-in' : 'inject',
      machine,
      changes: NO_CHANGES,
      registers: this.#labels.registersOf(machine, execution.flow),
      bytes,
      text: tunnel
        ? `${machine} takes the packet out of the ${tunnel.type} tunnel from ${tunnel.peer}, key ${tunnel.key.toString()}.`
        : inPort.ofport === RESERVED_PORTS.CONTROLLER
          ? `The ovn-controller of ${machine} sends a packet.`
          : `The packet enters ${machine} at ${inPort.name}, port ${inPort.ofport} of ${hop.bridge}.`,
      port: { name: inPort.name, ofport: inPort.ofport },
      ...(tunnel && {
        tunnel: { key: Number(tunnel.key), type: tunnel.type, peer: tunnel.peer, underlay: tunnel.underlay },
      }),
    });
    this.#visit(inside, execution.root.table, place);
    if (execution.error === undefined) return;
    const text =
      'The switch gave up: the packet was resubmitted too deep or too often, and all its copies are dropped.';
    this.#drop(inside, place, 'resubmit-limit', text, bytes);
  }

  #visit(inside: Inside, visit: TableVisit, { parent, depth }: Place): void {
    const { machine } = inside.hop;
    const { table, entry, before } = visit;
    const flow = entry && this.#labels.flow(entry);
    const bytes = bytesOf(inside, before);
    const outport = this.#labels.outportOf(machine, before);
    this.visits.set(this.steps.length, visit);
    const place = this.#add({
      index: this.steps.length,
      parent,
      depth,
      kind: 'table',
      machine,
      changes: this.#changes(machine, visit.steps),
      registers: this.#labels.registersOf(machine, before),
      bytes,
      text: flow
        ? `Table ${table} on ${machine}: ${flow.match || 'any packet'}, then ${flow.actions}.`
        : `No flow of table ${table} on ${machine} matches.`,
      table,
      ...(flow && { flow }),
      ...(outport === undefined ? {} : { outport }),
    });
    const went = flow !== undefined && this.#actions(inside, visit.steps, place);
    // A table in which an action looks something up drops nothing, whatever it finds.
    if (went || this.#labels.isHelper(visit)) return;
    if (this.#labels.isTail(visit) && this.#hasSent(parent)) return;
    if (!flow) {
      this.#drop(inside, place, 'no-flow', `Dropped by ${machine}: no flow of table ${table} matches.`, bytes, before);
      return;
    }
    const text = `Dropped by ${machine} in table ${table}: the flow’s actions send it nowhere.`;
    this.#drop(inside, place, 'drop-action', text, bytesOf(inside, visit.after), before);
  }

  /** Whether a copy has gone out of the tables on the way to here. */
  #hasSent(table: number | null): boolean {
    let at = table;
    for (let above = this.steps[at ?? -1]; above?.kind === 'table'; above = this.steps[at ?? -1]) {
      const { index } = above;
      if (this.steps.some(({ parent, kind }) => parent === index && SENT.has(kind))) return true;
      at = above.parent;
    }
    return false;
  }

  /** Whether they lead anywhere. */
  #actions(inside: Inside, steps: readonly Step[], place: Place): boolean {
    let went = false;
    for (const step of steps) {
      this.#pushOrPop(inside.hop.machine, step);
      if (step.table) this.#visit(inside, step.table, place);
      went ||= step.table !== undefined && !this.#labels.isHelper(step.table);
      for (const part of step.parts)
        if (part.part === 'actions') went = this.#actions(inside, part.steps, place) || went;
      const pass = inside.passes.get(step);
      if (pass) this.#comeBack(inside, step, pass, place);
      for (const output of step.outputs)
        if (output.request === undefined) this.#output(inside, output, place);
        else this.#toController(inside, step, place, output);
      // A packet that waits for its controller has left the tables before anything is sent.
      const waits = step.action.type === 'controller' && step.outputs.length === 0;
      if (waits) this.#toController(inside, step, place);
      went ||= waits || pass !== undefined || step.outputs.length > 0;
    }
    return went;
  }

  /** A copy that connection tracking has looked at goes on. */
  #comeBack(inside: Inside, step: Step, pass: Pass, place: Place): void {
    const { machine } = inside.hop;
    const kept = this.#stack;
    const back = this.#add({
      index: this.steps.length,
      parent: place.parent,
      depth: place.depth,
      kind: 'conntrack',
      machine,
      changes: this.#differences(machine, step.before, pass.flow, TRANSLATED),
      registers: this.#labels.registersOf(machine, pass.flow),
      bytes: bytesOf(inside, pass.flow),
      text: trackedSentence(step.before, pass, (zone) => this.#labels.zone(machine, zone)),
      conntrack: { state: pass.ctState, zone: getNumber(pass.flow, 'ct_zone') },
    });
    this.#visit(inside, pass.root.table, back);
    this.#stack = kept;
  }

  #output(inside: Inside, output: Output, place: Place): void {
    const { machine } = inside.hop;
    if (output.peer) {
      const kept = this.#stack;
      this.#stack = [];
      this.#visit(inside, output.peer.table, place);
      this.#stack = kept;
    } else if (output.fate === 'sent') {
      this.#leave(inside, output, place);
    } else if (output.fate === 'input-port') {
      const text = `${machine} does not send a packet back out of the port it came in by.`;
      this.#drop(inside, place, 'output-to-ingress-port', text, output.packet);
    } else {
      const text = `${machine} has no port ${output.port} to send it to.`;
      this.#drop(inside, place, 'no-such-port', text, output.packet);
    }
  }

  #leave(inside: Inside, output: Output, { parent, depth }: Place): void {
    const { machine } = inside.hop;
    const outcome = inside.outcomes.get(output);
    const port = { name: output.name, ofport: output.port };
    const registers = this.#labels.registersOf(machine, output.flow);
    const bytes = output.packet;
    if (outcome?.kind === 'tunnelled' || (outcome?.kind === 'lost' && output.tunnel)) {
      const key = Number(output.tunnel?.id ?? 0n);
      const type = output.tunnel?.type ?? '';
      const to = outcome.peer === null ? '' : ` to ${outcome.peer}`;
      const place = this.#add({
        index: this.steps.length,
        parent,
        depth,
        kind: 'tunnel-out',
        machine,
        changes: NO_CHANGES,
        registers,
        bytes,
        text: `${machine} sends the packet through the ${type} tunnel${to}, key ${key}.`,
        port,
        tunnel: { key, type, peer: outcome.peer ?? '', underlay: outcome.underlay ?? new Uint8Array() },
      });
      if (outcome.kind === 'tunnelled') this.hop(outcome.hop, place.parent, place.depth);
      else this.#drop(inside, place, 'no-route', `Lost between hypervisors: ${outcome.sentence}`, bytes);
      return;
    }
    if (outcome?.kind === 'wired') {
      const { network, hosts } = outcome;
      const place = this.#add({
        index: this.steps.length,
        parent,
        depth,
        kind: hosts.length > 0 ? 'deliver' : 'output',
        machine,
        changes: NO_CHANGES,
        registers,
        bytes,
        text: `${machine} sends the packet to the physical network ${network}${hosts.length === 0 ? '' : `, where ${hosts.join(', ')} gets it`}.`,
        port,
        ...(hosts.length === 0 ? {} : { logicalPort: hosts.join(', ') }),
      });
      for (const hop of outcome.hops) this.hop(hop, place.parent, place.depth);
      return;
    }
    const ifaceId = this.#labels.ifaceId(machine, output.name);
    const logicalPort = this.#labels.portOutside(machine, output.name, output.flow);
    const container = logicalPort === ifaceId ? '' : `, for its container ${logicalPort ?? ''}`;
    this.#add({
      index: this.steps.length,
      parent,
      depth,
      kind: outcome?.kind === 'delivered' ? 'deliver' : 'output',
      machine,
      changes: NO_CHANGES,
      registers,
      bytes,
      text: `${machine} delivers the packet to ${output.name}${ifaceId === undefined ? '' : `, which is ${ifaceId}${container}`}.`,
      port,
      ...(logicalPort === undefined ? {} : { logicalPort }),
    });
  }

  /** A packet that ovn-controller is asked about, and what it sends at once because of it. */
  #toController(inside: Inside, { action, before }: Step, { parent, depth }: Place, output?: Output): void {
    const { machine } = inside.hop;
    if (action.type !== 'controller') return;
    const place = this.#add({
      index: this.steps.length,
      parent,
      depth,
      kind: 'packet-in',
      machine,
      changes: NO_CHANGES,
      registers: this.#labels.registersOf(machine, before),
      bytes: bytesOf(inside, before),
      text: this.#labels.packetIn(machine, action),
    });
    const outcome = output && inside.outcomes.get(output);
    if (outcome?.kind === 'to-controller') for (const hop of outcome.answers) this.hop(hop, place.parent, place.depth);
  }

  /** `flow`: the packet where it was dropped; left out, as it came to this switch. */
  #drop(
    { hop: { machine, execution } }: Inside,
    { parent, depth }: Place,
    reason: DropReason,
    text: string,
    bytes: Uint8Array,
    flow: Flow = execution.flow,
  ): void {
    const outport = this.#labels.outportOf(machine, flow);
    this.#add({
      index: this.steps.length,
      parent,
      depth,
      kind: 'drop',
      machine,
      changes: NO_CHANGES,
      registers: this.#labels.registersOf(machine, flow),
      bytes,
      text,
      reason,
      ...(outport === undefined ? {} : { logicalPort: outport }),
    });
  }

  /** Adds a step, and says where those go that it leads to. */
  #add(step: TraceStep): Place {
    this.steps.push(this.#stack.length === 0 ? step : { ...step, stack: this.#stack });
    return { parent: step.index, depth: step.depth + 1 };
  }

  #pushOrPop(machine: string, { action, before }: Step): void {
    if (action.type === 'pop') this.#stack = this.#stack.slice(0, -1);
    if (action.type !== 'push') return;
    const { field } = action;
    const value = readSubfield(before, action);
    const meaning =
      field === 'in_port'
        ? this.#labels.portNumbered(machine, Number(value))
        : this.#labels.meaningOf(machine, before, field, value);
    const pushed = { field, value: formatFieldValue(field, value), ...(meaning === undefined ? {} : { meaning }) };
    this.#stack = [...this.#stack, pushed];
  }

  #changes(machine: string, steps: readonly Step[]): readonly FieldChange[] {
    const changes: FieldChange[] = [];
    for (const step of steps) {
      for (const { field, before, after } of changesOf(step)) {
        changes.push(this.#change(machine, step.before, field, before, after));
      }
    }
    return changes;
  }

  #differences(machine: string, before: Flow, after: Flow, fields: readonly FieldName[]): readonly FieldChange[] {
    return fields.flatMap((field) => {
      const [was, is] = [getField(before, field), getField(after, field)];
      return was === is ? [] : [this.#change(machine, before, field, was, is)];
    });
  }

  #change(machine: string, flow: Flow, field: FieldName, before: bigint, after: bigint): FieldChange {
    const meaning = this.#labels.meaningOf(machine, flow, field, after);
    const change = { field, before: formatFieldValue(field, before), after: formatFieldValue(field, after) };
    return meaning === undefined ? change : { ...change, meaning };
  }
}

/** The packet as it is inside the switch, which a real one writes only when it leaves. */
function bytesOf({ hop, original }: Inside, flow: Flow): Uint8Array {
  return rewrite(hop.bytes, original, flow);
}
