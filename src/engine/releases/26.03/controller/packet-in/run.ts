/** One turn of pinctrl: what it is told and sees, and what comes of it, collected by who handles the packet. */
import type { ResultBit } from '../../../../actions';
import type { LogRecord, Millis, RandomSource, Uuid } from '../../../../base';
import { cloneFlow, getField, setField, type FieldName, type Flow, type OfAction } from '../../../../openflow';
import type { DatabaseView, RowEdit } from '../../../../ovsdb';
import { extractWithOffsets, type Continuation, type HeaderOffsets } from '../../../../vswitch';
import type { PacketIn } from './packet';
import type { PinctrlState } from './state';

export interface PinctrlView {
  readonly sb: DatabaseView;
  /** The name of this chassis. */
  readonly chassis: string;
  /** Whether something of the Datapath_Binding is here. */
  readonly isLocal: (datapath: Uuid) => boolean;
  readonly now: Millis;
}

/** What the switch is to do. */
export type PinctrlOut =
  /** The actions, to a packet that comes in at the port CONTROLLER. */
  | { readonly kind: 'packet-out'; readonly packet: Uint8Array; readonly actions: readonly OfAction[] }
  /** A packet that waited goes on, as it is now; of `flow` only what is not in the packet counts. */
  | {
      readonly kind: 'resume';
      readonly continuation: Continuation;
      readonly packet: Uint8Array;
      readonly flow: Flow;
    };

export interface PinctrlOutcome {
  readonly state: PinctrlState;
  readonly outs: readonly PinctrlOut[];
  /** Edits of the southbound database. */
  readonly sb: readonly RowEdit[];
  readonly log: readonly LogRecord[];
  /** When it wants to be woken if nothing happens until then. */
  readonly wakeAt?: Millis;
}

/** A packet, taken apart. */
export interface Received extends PacketIn {
  /** The fields of the packet alone. */
  readonly headers: Flow;
  readonly offsets: HeaderOffsets;
}

export function received(packetIn: PacketIn): Received {
  const { flow, offsets } = extractWithOffsets(packetIn.packet);
  return { ...packetIn, headers: flow, offsets };
}

export class PinctrlRun {
  readonly outs: PinctrlOut[] = [];
  readonly edits: RowEdit[] = [];
  readonly log: LogRecord[] = [];
  state: PinctrlState;
  #wakeAt: number | undefined;

  constructor(
    readonly view: PinctrlView,
    readonly random: RandomSource,
    state: PinctrlState,
  ) {
    this.state = state;
  }

  get now(): number {
    return this.view.now;
  }

  get wakeAt(): Millis | undefined {
    return this.#wakeAt as Millis | undefined;
  }

  /** A number from 0 to `below`, without that. */
  chance(below: number): number {
    return this.random.uint32() % below;
  }

  change(change: Partial<PinctrlState>): void {
    this.state = { ...this.state, ...change };
  }

  wake(at: number): void {
    this.#wakeAt = Math.min(this.#wakeAt ?? at, at);
  }

  /** Answers nothing, so that who gives up can return it. */
  warn(message: string): undefined {
    this.log.push({ level: 'WARN', module: 'pinctrl', message, event: true });
    return undefined;
  }

  info(message: string, module = 'pinctrl'): undefined {
    this.log.push({ level: 'INFO', module, message, event: true });
    return undefined;
  }

  packetOut(packet: Uint8Array, actions: readonly OfAction[]): void {
    this.outs.push({ kind: 'packet-out', packet, actions });
  }

  /** Sends what was made of a packet, to which the actions are done with the registers that the packet had. */
  answer({ flow }: PacketIn, packet: Uint8Array, actions: readonly OfAction[]): void {
    this.packetOut(packet, [...reloaded(flow), ...actions]);
  }

  /** Lets a packet that waits go on, with other bytes and fields if there are any. */
  resume(packetIn: PacketIn, packet: Uint8Array, changes: readonly FieldChange[] = []): void {
    const flow = cloneFlow(packetIn.flow);
    for (const { field, value } of changes) setField(flow, field, value);
    const { continuation } = packetIn.request;
    if (continuation !== undefined) this.outs.push({ kind: 'resume', continuation, packet, flow });
  }
}

/** Whether the controller could do what it was asked, for the bit that the pipeline looks at. */
export function answered({ field, offset }: ResultBit, flow: Flow, success: boolean): FieldChange {
  const bit = 1n << BigInt(offset);
  const value = getField(flow, field);
  return { field, value: success ? value | bit : value & ~bit };
}

export interface FieldChange {
  readonly field: FieldName;
  readonly value: bigint;
}

/** Registers and metadata, which a packet-out would not have; those that are zero need no writing. */
function reloaded(flow: Flow): readonly OfAction[] {
  return RELOADED.flatMap((field): readonly OfAction[] => {
    const value = getField(flow, field);
    return value === 0n ? [] : [{ type: 'set_field', field, value }];
  });
}

const RELOADED = [
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
  'reg10',
  'reg11',
  'reg12',
  'reg13',
  'reg14',
  'reg15',
  'metadata',
] as const satisfies readonly FieldName[];
