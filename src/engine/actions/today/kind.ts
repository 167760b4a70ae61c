/** What every kind of logical action of today must have. */
import { resolveField, type FieldReference } from '../../match';
import { FIELDS, onesOf, wholeField, type FieldName, type OfAction, type Subfield } from '../../openflow';
import type { ActionDocument } from '../kind';
import type { ActionLanguage, Pipeline } from './language';
import type { ActionReader } from './reader';
import { writeUserdata, type ControllerData, type Opcode } from './userdata';

export interface TodayKind<A extends { readonly kind: string }> {
  readonly document: ActionDocument;
  /** A statement begins with its word, a result is written `FIELD = WORD(…)`, an assignment is told by its shape. */
  readonly form: 'statement' | 'result' | 'assignment';
  /** Reads what follows the word. */
  parse(reader: ActionReader): A;
  /** With its semicolon, as OVN prints it. */
  format(action: A): string;
  /** In OpenFlow, with the numbers of one hypervisor. */
  encode(action: A, context: EncodingContext): readonly OfAction[];
}

/** Where the actions are run, and the numbers there. */
export interface EncodingContext {
  readonly language: ActionLanguage;
  readonly pipeline: Pipeline;
  /** What `output` goes on in, when it is not the table of the pipeline. */
  readonly outputTable?: number;
  /** The zone that both translations of a router share, when it is not that of DNAT. */
  readonly commonZone?: FieldName;
  /** Whether the flow is of a switch, not of a router: they keep connections in zones of their own. */
  readonly isSwitch: boolean;
  readonly lookupPort: (logicalPort: string) => number | undefined;
  /** Whether the port is bound here. */
  readonly isLocal: (logicalPort: string) => boolean;
  /** The OpenFlow port of the tunnel to where the port is bound. */
  readonly tunnelPort: (logicalPort: string) => number | undefined;
  /** The number of the group of that text, which is made if there is none. */
  readonly group: (text: string) => number;
  readonly meter: (name: string) => number;
  /** The sets of IPFIX collectors that the switch has. */
  readonly collectorSets: ReadonlySet<number>;
  readonly datapathKey: number;
  /** Of the logical flow; its first 32 bits are the cookie. */
  readonly flowUuid: string;
  /** What packets to the controller are counted by; absent: nothing. */
  readonly controllerMeter?: number;
  readonly datapath: DatapathFeatures;
  /** ovn-northd writes the `output` into `arp {…}` and `nd_ns {…}`, so that none is added to them. */
  readonly explicitOutput: boolean;
}

/** What the datapath of the hypervisor can do. */
export interface DatapathFeatures {
  /** SNAT to no address, which keeps tuples apart. */
  readonly zeroSnat: boolean;
  /** A hash of layer 4 that is the same in both directions. */
  readonly symmetricHash: boolean;
  readonly meters: boolean;
}

/** Where a reference is in OpenFlow; a logical port takes all of its register. */
export function placeOf(reference: FieldReference): Subfield {
  const place = resolveField(reference);
  if (place === undefined) throw new Error(`${reference.symbol.name} is no field of OpenFlow`);
  return reference.symbol.width === 0 ? wholeField(place.field) : place;
}

/** `reg0`, `reg0[3]`, `reg0[0..15]` */
export function formatField({ symbol: { name, width }, offset, bits }: FieldReference): string {
  if (offset === 0 && bits === width) return name;
  return bits === 1 ? `${name}[${offset}]` : `${name}[${offset}..${offset + bits - 1}]`;
}

/** Writes `value` into `bits` bits of a field from `offset` on. */
export function put(field: FieldName, value: bigint, offset = 0, bits = FIELDS[field].bits): OfAction {
  const mask = ((1n << BigInt(bits)) - 1n) << BigInt(offset);
  return { type: 'set_field', field, value: value << BigInt(offset), ...maskFor(field, mask) };
}

/** No mask where all bytes of the field are written: that is how Open vSwitch tells. */
export function maskFor(field: FieldName, mask: bigint): { readonly mask?: bigint } {
  return mask === onesOf(field) && FIELDS[field].bits % 8 === 0 ? {} : { mask };
}

export function resubmit(table: number): OfAction {
  return { type: 'resubmit', table };
}

/** The table that delivers to the port in outport. */
export function outputTable({ language, pipeline, outputTable: named }: EncodingContext): number {
  return named ?? language.tables.output[pipeline];
}

/** An argument that a table or the controller expects in a certain field. */
export interface Argument {
  readonly from: FieldReference;
  readonly to: FieldName;
}

/** `body` with the arguments where they are expected, and what was there put back afterwards. */
export function withArguments(args: readonly Argument[], body: readonly OfAction[]): readonly OfAction[] {
  const [set, restore] = settingUp(args);
  return [...set, ...body, ...restore];
}

export function settingUp(
  args: readonly Argument[],
): readonly [set: readonly OfAction[], restore: readonly OfAction[]] {
  const moved = args.map(({ from, to }) => ({ from: placeOf(from), to })).filter(({ from, to }) => from.field !== to);
  const push = (place: Subfield): OfAction => ({ type: 'push', ...place });
  const pop = (field: FieldName): OfAction => ({ type: 'pop', ...wholeField(field) });
  const set = [
    ...moved.map(({ to }) => push(wholeField(to))),
    ...[...moved].reverse().map(({ from }) => push(from)),
    ...moved.map(({ to }) => pop(to)),
  ];
  return [set, [...moved].reverse().map(({ to }) => pop(to))];
}

export interface ControllerOptions {
  /** The pipeline waits until the controller lets the packet go on. */
  readonly pause?: boolean;
  /** `null` for none, absent for the one that counts what goes to the controller. */
  readonly meter?: number | null;
}

export function toController<O extends Opcode>(
  context: EncodingContext,
  opcode: O,
  data: ControllerData[O],
  { pause = false, meter = context.controllerMeter }: ControllerOptions = {},
): OfAction {
  return {
    type: 'controller',
    userdata: writeUserdata(opcode, data),
    ...(pause ? { pause: true as const } : {}),
    ...(meter === undefined || meter === null || !context.datapath.meters ? {} : { meter }),
  };
}

/** The low `length` bytes of a number, the most significant first. */
export function numberBytes(value: bigint | number, length: number): readonly number[] {
  const big = BigInt(value);
  return Array.from({ length }, (_, i) => Number((big >> BigInt(8 * (length - 1 - i))) & 0xffn));
}
