/** For tests: turns of pinctrl in the small network of the controller's tests, told as text. */
import { writeUserdata, type ControllerData, type Opcode } from '../../../../actions';
import type { Millis } from '../../../../base';
import { encodeTrusted, toHex, type LayerSpec } from '../../../../../packets';
import { formatActions, formatFlowKey, getField, parseActions, setField, type FieldName } from '../../../../openflow';
import type { RowEdit } from '../../../../ovsdb';
import { createSwitch, extract } from '../../../../vswitch';
import { commit, smallNetwork, uuidOf, type Databases } from '../testing';
import { newPinctrlState, runPinctrl, type PacketIn, type PinctrlOut, type PinctrlState } from './index';

export { uuidOf };

/** What waits in a switch; nobody looks into it here. */
const SWITCH = createSwitch();
const BRIDGE = SWITCH.addBridge('br-int', { failMode: 'secure', now: 0 as Millis });

type Fields = Readonly<Partial<Record<FieldName, number | bigint>>>;

/** A packet of which the controller of hv1 is asked something. */
export function asked<O extends Opcode>(
  opcode: O,
  data: ControllerData[O],
  layers: readonly LayerSpec[],
  { fields = {}, table = 8 }: { readonly fields?: Fields; readonly table?: number } = {},
): PacketIn {
  if (!BRIDGE.ok) throw new Error(BRIDGE.error.message);
  const packet = encodeTrusted(layers);
  const flow = extract(packet);
  for (const [field, value] of Object.entries(fields))
    for (const name of FIELDS) if (name === field) setField(flow, name, BigInt(value));
  const continuation = { bridge: BRIDGE.value, lists: [], stack: [], conntracked: false, mirrored: new Set<string>() };
  return { packet, flow, request: { reason: 1, userdata: writeUserdata(opcode, data), table, continuation } };
}

const FIELDS = [
  'metadata',
  'reg0',
  'reg9',
  'reg10',
  'reg14',
  'reg15',
  'xxreg0',
] as const satisfies readonly FieldName[];

export function actions(text: string): ControllerData['arp'] {
  const read = parseActions(text);
  if (!read.ok) throw new Error(read.error.message);
  return { actions: read.value };
}

/** A hypervisor whose pinctrl takes turns; what it writes is committed at once. */
export class Pinctrl {
  readonly databases: Databases = smallNetwork();
  state: PinctrlState = newPinctrlState(1);
  now = 1000;
  wakeAt: number | undefined;

  commit(...edits: readonly RowEdit[]): void {
    commit(this.databases.sb, ...edits);
  }

  /** What came of it, a line each. */
  turn(event: PacketIn | 'wake'): readonly string[] {
    const { sb } = this.databases;
    const view = { sb, chassis: 'hv1', isLocal: () => true, now: this.now as Millis };
    const outcome = runPinctrl(event, view, this.state);
    this.state = outcome.state;
    this.wakeAt = outcome.wakeAt;
    this.commit(...outcome.sb);
    return [
      ...outcome.outs.map(toldOut),
      ...outcome.sb.map(toldEdit),
      ...outcome.log.map(({ level, module, message }) => `${module}|${level}|${message}`),
    ];
  }
}

function toldOut(out: PinctrlOut): string {
  const packet = formatFlowKey(extract(out.packet)).replace(',vlan_tci=0x0000', '');
  if (out.kind === 'packet-out') return `out ${packet} do ${formatActions(out.actions)}`;
  const fields = FIELDS.filter((field) => field !== 'xxreg0' && getField(out.flow, field) !== 0n);
  return `resume ${packet} with ${fields.map((field) => `${field}=0x${getField(out.flow, field).toString(16)}`).join()}`;
}

function toldEdit(edit: RowEdit): string {
  const values = edit.op === 'delete' ? {} : edit.row;
  const known = Object.entries(values).filter(([column]) => column !== 'timestamp');
  return `${edit.op} ${edit.table} ${known.map(([column, value]) => `${column}=${JSON.stringify(value)}`).join(' ')}`.trimEnd();
}

/** The bytes behind the first `count` of the packet that comes of a turn. */
export function bytesBehind(count: number, out: PinctrlOut | undefined): string {
  return out === undefined ? '' : toHex(out.packet.subarray(count));
}
