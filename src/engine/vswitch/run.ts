/** One packet's way through the tables: from its lookup to all that leaves, or until it waits for the datapath. */
import { cloneFlow, getNumber, setNumber, WORD, type Flow, type Group, type Nat, type OfAction } from '../openflow';
import { executeAction } from './actions';
import { untracked } from './actions/conntrack';
import { isReversible } from './actions/copies';
import type { ActionRun, Frozen } from './actions/kind';
import { CONTROLLER_METER, type Bridge } from './bridge';
import type { DatapathAction } from './datapath/actions';
import { DatapathComposer } from './datapath/composer';
import type { Tracked, TrackedState, TrackRequest } from './conntrack';
import { DatapathPacket, type PresentPacket } from './datapath-packet';
import type { ExecuteOptions } from './options';
import { exchanged, lookupFlow, sameHeaders } from './looked-up';
import { Outputs, type Way } from './outputs';
import type {
  BridgeVisit,
  Continuation,
  ControllerRequest,
  ExecutionError,
  LearnedFlow,
  Output,
  Place,
  Remark,
  Step,
  StepPart,
  TableVisit,
} from './record';

/** A packet that the tracker has, and that goes on in a table. */
export interface Waiting {
  readonly id: number;
  readonly bridge: Bridge;
  readonly table: number;
  readonly zone: number;
  readonly nat: Nat | undefined;
  readonly flow: Flow;
  readonly packet: PresentPacket;
  /** What the tracker found; undefined where it was not asked, and `told` says what it would have found. */
  readonly tracked: Tracked | undefined;
  readonly told: number | undefined;
  readonly stack: readonly bigint[];
  /** The mirrors that have the packet. */
  readonly mirrored: ReadonlySet<string>;
}

interface LookupOptions {
  /** With the addresses that the packet's connection began with. */
  readonly ct?: boolean;
  /** The actions are done with a copy. */
  readonly copied?: boolean;
  /** The packet has just come in, or come back. */
  readonly begins?: boolean;
}

/** ovs-vswitchd: MAX_DEPTH and MAX_RESUBMITS. */
const MAX_DEPTH = 64;
const MAX_RESUBMITS = 4096;

/** OFPR_ACTION, and what it becomes in a flow that matches all that nothing else does. */
const REASON_ACTION = 1;
const REASON_EXPLICIT_MISS = 6;

export class Run implements Way {
  readonly sent: Output[] = [];
  readonly learned: LearnedFlow[] = [];
  readonly waiting: Waiting[] = [];
  readonly datapath: DatapathComposer;
  error: ExecutionError | undefined;
  private resubmits = 0;
  private depth = 0;
  private exit = false;
  private frozen: Frozen | undefined;
  /** What was still to be done when the packet was frozen, the innermost list first. */
  private unrolled: { readonly place: Place; readonly actions: readonly OfAction[] }[] = [];
  private stack: bigint[] = [];
  private conntracked = false;
  /** What all passes of a packet share: numbers of states, and what is still to be told of connections. */
  private readonly shared: { lastId: number; readonly told: number[] };
  private readonly outputs = new Outputs(this);

  readonly packet: DatapathPacket;

  /** `tracked`: what the datapath knows of the packet's connection. */
  constructor(
    present: PresentPacket,
    flow: Flow,
    readonly options: ExecuteOptions,
    earlier?: Run,
    tracked?: TrackedState,
  ) {
    this.packet = new DatapathPacket(present, tracked, options);
    this.shared = earlier?.shared ?? { lastId: 0, told: [...(options.ctNext ?? [])] };
    this.datapath = new DatapathComposer(flow);
  }

  get slow(): boolean {
    return this.error === undefined && this.datapath.slow;
  }

  /** What the datapath is told: nothing after an error, and no clone at the end, where there is nothing to keep. */
  datapathActions(): readonly DatapathAction[] {
    if (this.error) return [];
    const { actions } = this.datapath;
    const last = actions.at(-1);
    return last?.type === 'clone' ? [...actions.slice(0, -1), ...last.actions] : actions;
  }

  start(bridge: Bridge, inPort: number, flow: Flow): BridgeVisit {
    const state = getNumber(flow, 'ct_state');
    this.conntracked = (state & 0x20) !== 0;
    const table = this.table(bridge, 0, flow, inPort, true, { begins: true });
    this.finish(table.after, bridge);
    return { bridge: bridge.name, inPort, table };
  }

  /** Goes on with a packet that the datapath has looked at. */
  thaw({ bridge, table, stack, mirrored }: Waiting, flow: Flow): BridgeVisit {
    this.stack = [...stack];
    for (const mirror of mirrored) this.outputs.mirrored.add(mirror);
    this.conntracked = true;
    const inPort = getNumber(flow, 'in_port');
    const visit = this.table(bridge, table, flow, inPort, true, { begins: true });
    this.finish(visit.after, bridge);
    return { bridge: bridge.name, inPort, table: visit };
  }

  /** Does what a controller says with a packet of its own: no table is looked up until an action does. */
  send(bridge: Bridge, actions: readonly OfAction[], flow: Flow): BridgeVisit {
    return this.outsideTables(bridge, [{ place: controllersPlace(bridge), actions }], flow);
  }

  /** Goes on where a packet was handed to the controller, which has given it back. */
  resume({ bridge, lists, stack, conntracked, mirrored }: Continuation, flow: Flow): BridgeVisit {
    this.stack = [...stack];
    for (const mirror of mirrored) this.outputs.mirrored.add(mirror);
    this.conntracked = conntracked;
    return this.outsideTables(bridge, lists, flow);
  }

  private outsideTables(bridge: Bridge, lists: Continuation['lists'], before: Flow): BridgeVisit {
    const steps: Step[] = [];
    let after = before;
    for (const [i, { place, actions }] of lists.entries()) {
      const done = this.list(place, actions, after, i === lists.length - 1);
      steps.push(...done.steps);
      after = done.after;
    }
    this.finish(after, bridge);
    const inPort = getNumber(before, 'in_port');
    const table = { bridge: bridge.name, table: 0, entry: undefined, lookedUp: before, before, after, steps };
    return { bridge: bridge.name, inPort, table };
  }

  /** The packet goes on in another bridge, without its metadata; what happens there changes nothing here. */
  enter(bridge: Bridge, inPort: number, flow: Flow, last: boolean): BridgeVisit {
    const arriving = untracked(flow);
    arriving.fill(0, 0, WORD.ethTypeDst);
    arriving[WORD.pktMark] = flow[WORD.pktMark] ?? 0;
    arriving[WORD.skbPriority] = flow[WORD.skbPriority] ?? 0;
    setNumber(arriving, 'in_port', inPort);
    const { stack, conntracked } = this;
    this.stack = [];
    this.conntracked = false;
    this.depth += 1;
    const table = this.table(bridge, 0, arriving, inPort, last, { copied: true });
    this.finish(table.after, bridge);
    this.depth -= 1;
    this.stack = stack;
    this.conntracked = conntracked;
    this.exit = false;
    if (this.error !== 'action-not-played') this.error = undefined;
    return { bridge: bridge.name, inPort, table };
  }

  private table(
    bridge: Bridge,
    table: number,
    before: Flow,
    inPort: number,
    last: boolean,
    { ct = false, copied = false, begins = false }: LookupOptions = {},
  ): TableVisit {
    const lookedUp = lookupFlow(ct ? exchanged(before) : before, inPort);
    const found = bridge.flows.lookup(table, lookedUp);
    const entry = found?.rule;
    if (entry && this.options.live) bridge.flows.count(entry, this.packet.now.bytes.length, this.options.now);
    const place = {
      bridge,
      table,
      cookie: entry?.cookie ?? 0n,
      isMiss: entry?.priority === 0 && entry.match.words.length === 0,
    };
    const actions = entry?.actions ?? [];
    const mirrored = begins && bridge.mirrors.length > 0 ? this.outputs.mirrorFrom(inPort, place, before) : undefined;
    const { steps, after } =
      copied && !last && !isReversible(actions)
        ? this.cloned(before, () => this.list(place, actions, before, true))
        : this.list(place, actions, before, last);
    return {
      bridge: bridge.name,
      table,
      entry,
      ...(found?.conjunction ? { conjunction: found.conjunction } : {}),
      lookedUp,
      before,
      after,
      ...(mirrored === undefined ? {} : { mirrored }),
      steps,
    };
  }

  /** What `body` tells the datapath is done with a copy. */
  private cloned<T>(flow: Flow, body: () => T): T {
    const { datapath, conntracked } = this;
    datapath.commit(flow);
    const base = cloneFlow(datapath.base);
    let result: { readonly value: T } | undefined;
    const actions = datapath.nested(() => (result = { value: this.packet.copied(body) }));
    if (actions.length > 0) datapath.add({ type: 'clone', actions });
    datapath.base = base;
    this.conntracked = conntracked;
    if (result === undefined) throw new Error('nothing was run');
    return result.value;
  }

  /** Actions one after the other, until something ends the list or the packet's way. */
  private list(place: Place, actions: readonly OfAction[], before: Flow, last: boolean) {
    const steps: Step[] = [];
    let flow = before;
    for (const [i, action] of actions.entries()) {
      const rest = actions.slice(i + 1);
      if (!this.exit && !this.error) {
        const { step, stop } = this.step(place, action, flow, last && rest.length === 0, rest);
        steps.push(step);
        flow = step.after;
        if (stop) break;
      }
      if (this.exit || this.error) {
        if (this.frozen && rest.length > 0) this.unrolled.push({ place, actions: rest });
        break;
      }
    }
    return { steps, after: flow };
  }

  /** `stop`: the rest of this list is not executed. */
  private step(place: Place, action: OfAction, flow: Flow, last: boolean, rest: readonly OfAction[]) {
    const parts: StepPart[] = [];
    const run = this.actionRun(place, flow, last, rest, parts);
    const done = executeAction(action, run, this.options.tags);
    if (done === undefined) this.error = 'action-not-played';
    const { after = flow, outputs = NO_OUTPUTS, table, stop = true } = done ? { stop: false, ...done } : {};
    if (table) parts.push({ part: 'table', visit: table });
    const remarks =
      parts.length === 0 ? NO_REMARKS : parts.flatMap((part) => (part.part === 'remark' ? [part.remark] : []));
    const step: Step = { action, before: flow, after, remarks, table, outputs, parts };
    // A packet that was changed goes to the mirrors anew.
    if (this.outputs.mirrored.size > 0 && table === undefined && !sameHeaders(flow, after))
      this.outputs.mirrored.clear();
    return { step, stop };
  }

  private actionRun(place: Place, flow: Flow, last: boolean, rest: readonly OfAction[], parts: StepPart[]): ActionRun {
    const { bridge, table } = place;
    const { live, learns = live } = this.options;
    const remark = (level: Remark['level'], text: string) =>
      void parts.push({ part: 'remark', remark: { level, text } });
    const output = { place, flow, last, parts, remark };
    return {
      flow,
      table,
      last,
      rest,
      learns,
      datapath: this.datapath,
      conntracked: this.conntracked,
      packetLength: this.packet.length(flow),
      remark,
      words: (text) => void parts.push({ part: 'words', text }),
      output: (port) => this.outputs.output(port, output),
      toController: (request) => this.toController(place, flow, request),
      lookup: (next, inPort, ct) => {
        if (!this.mayResubmit(remark)) return undefined;
        // Going forward through the tables cannot loop, so only going back (or staying) counts as deeper.
        const deeper = next <= table ? 1 : 0;
        this.depth += deeper;
        const visit = this.table(bridge, next, flow, inPort, last, { ct: ct === true });
        this.depth -= deeper;
        return visit;
      },
      push: (value) => void this.stack.push(value),
      pop: () => this.stack.pop(),
      learn: (entry) => void this.learned.push({ bridge: bridge.name, flow: entry }),
      exit: () => (this.exit = true),
      nested: (actions, from, isLast, title) => {
        const { steps, after } = this.list(place, actions, from, isLast);
        parts.push({ part: 'actions', ...(title === undefined ? {} : { title }), steps });
        return after;
      },
      apart: (body) => {
        const stack = [...this.stack];
        this.finish(body(), bridge);
        this.stack = stack;
      },
      cloned: (body) => this.cloned(flow, body),
      bucket: (body) => {
        this.finish(body(), bridge);
        this.exit = false;
      },
      deeper: (body) => {
        this.depth += 1;
        body();
        this.depth -= 1;
      },
      freeze: (what) => {
        this.exit = true;
        this.frozen = what;
      },
      track: (request, left, next) => {
        if (next === undefined) {
          this.packet.track(request, flow);
          return;
        }
        this.fork(bridge, request, flow, left, next);
        remark(
          'detail',
          `A clone of the packet is forked to recirculate. The forked pipeline will be resumed at table ${next}.`,
        );
      },
      forget: () => this.packet.forgetConnection(),
      setConntracked: (yes) => (this.conntracked = yes),
      group: (id): Group | undefined => bridge.group(id),
      isUp: (port) => bridge.ports.get(port) !== undefined && !bridge.unheard.has(port),
      meter: (id) => bridge.meterNumber(id),
      measure: (id) => this.packet.measure(bridge, id, flow),
      countBucket: (group, bucket) => {
        if (live) bridge.countBucket(group, bucket, this.packet.now.bytes.length);
      },
      mayGoOn: () => this.mayResubmit(remark),
      takeEnd: () => {
        const ended = this.exit;
        this.exit = false;
        return ended;
      },
    };
  }

  /** The packet goes through the tracker, and a copy goes on in a table. */
  private fork(bridge: Bridge, request: TrackRequest, flow: Flow, left: Flow, table: number): void {
    const { zone, nat } = request;
    const told = this.shared.told.shift();
    const packet = this.packet.now;
    const tracked = told === undefined ? this.packet.track(request, flow) : undefined;
    const id = this.nextId();
    this.datapath.add({ type: 'recirc', id });
    if (!this.packet.isThere) return;
    const [stack, mirrored] = [[...this.stack], new Set(this.outputs.mirrored)];
    this.waiting.push({ id, bridge, table, zone, nat, flow: left, packet, tracked, told, stack, mirrored });
  }

  private nextId(): number {
    this.shared.lastId += 1;
    return this.shared.lastId;
  }

  mayResubmit(remark: (level: Remark['level'], text: string) => void): boolean {
    if (this.depth >= MAX_DEPTH) {
      this.error = 'recursion-too-deep';
      remark('error', `over max translation depth ${MAX_DEPTH}`);
      return false;
    }
    if (this.resubmits >= MAX_RESUBMITS) {
      this.error = 'too-many-resubmits';
      remark('error', `over ${MAX_RESUBMITS} resubmit actions`);
      return false;
    }
    this.resubmits += 1;
    return true;
  }

  toController({ bridge, cookie, isMiss }: Place, flow: Flow, request: ControllerRequest): Output {
    const { reason, maxLen, controller, meter } = request;
    this.datapath.commit(flow);
    const told: DatapathAction = {
      type: 'userspace',
      reason: reason === REASON_ACTION && isMiss ? REASON_EXPLICIT_MISS : reason,
      dontSend: !this.options.live,
      continuation: false,
      recircId: this.nextId(),
      cookie,
      controller,
      maxLen,
    };
    const number = meter === undefined ? bridge.controllerMeter : bridge.meterNumber(meter);
    this.datapath.add(
      number === undefined ? told : { type: 'sample', actions: [{ type: 'meter', meter: number }, told] },
    );
    const metered = meter ?? CONTROLLER_METER;
    return this.packet.copied(() => {
      this.packet.measure(bridge, metered, flow);
      return this.outputs.toController(bridge, flow, request);
    });
  }

  /** A packet that waits for something is sent on its way to it. */
  private finish(flow: Flow, bridge: Bridge): void {
    const { frozen } = this;
    if (frozen === undefined) return;
    this.datapath.commit(flow);
    if (frozen.type === 'controller') {
      // A trace sends nothing to controllers, and goes on to wait.
      if (this.options.connections === undefined) return;
      const { stack, conntracked, unrolled: lists } = this;
      const mirrored = new Set(this.outputs.mirrored);
      const continuation = { bridge, lists, stack: [...stack], conntracked, mirrored };
      this.outputs.toController(bridge, flow, { ...frozen.request, continuation });
    } else {
      this.datapath.add({ type: 'hash', algorithm: frozen.algorithm, basis: frozen.basis });
      this.datapath.add({ type: 'recirc', id: this.nextId() });
    }
    this.frozen = undefined;
    this.unrolled = [];
  }
}

function controllersPlace(bridge: Bridge): Place {
  return { bridge, table: 0, cookie: 0n, isMiss: false };
}

const NO_OUTPUTS: readonly Output[] = [];
const NO_REMARKS: readonly Remark[] = [];
