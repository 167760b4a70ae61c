/** Packets that a switch hands to its controller, with what it is asked: bytes of both, of any kind. */
import { OPCODE_NAMES, OPCODES } from '../../src/engine/actions';
import { createRandom } from '../../src/engine/base';
import { formatActions, parseActionBytes, actionBytes } from '../../src/engine/openflow';
import { Database } from '../../src/engine/ovsdb';
import { hypervisor26_03 } from '../../src/engine/releases';
import { createSwitch, extract } from '../../src/engine/vswitch';
import { encodeTrusted, fromHex, toHex } from '../../src/packets';
import { SAMPLES } from '../../src/packets/samples';
import type { Millis } from '../../src/engine/base';
import type { Chance } from '../chance';
import { type Door, must, mustEqual } from '../door';
import { mutateBytes } from '../mutate';
import { once, recorded } from '../recordings';

/** Bytes of userdata before the packet: a length in front. */
const FRAMES = once(() => [
  ...Object.values(SAMPLES).map(encodeTrusted),
  ...recorded('packets', 'bytes').map((hex) => fromHex(hex) ?? new Uint8Array(0)),
]);

/** What was asked in recorded flows. */
const ASKED = once(() =>
  recorded('actions-today', 'openflow')
    .flatMap((text) =>
      Array.from(text.matchAll(/userdata=([0-9a-f.]+)/g), ([, hex = '']) => fromHex(hex.replaceAll('.', ''))),
    )
    .filter((bytes) => bytes !== undefined),
);

function drawUserdata(chance: Chance): Uint8Array {
  if (chance.oneIn(3)) return Uint8Array.of(0, 0, 0, OPCODES[chance.pick(OPCODE_NAMES)], 0, 0, 0, 0);
  const known = chance.pick(ASKED());
  return chance.oneIn(2) ? known : mutateBytes(known, ASKED(), chance);
}

export const packetIn: Door = {
  id: 'packet-in',
  title: 'A packet for ovn-controller, and what it is asked',
  form: 'hex',
  span: 20,
  cost: 2,
  setups: ['empty'],
  draw(chance, pool) {
    const userdata = drawUserdata(chance).subarray(0, 255);
    const known = pool.length > 0 && chance.oneIn(4) ? fromHex(chance.pick(pool)) : undefined;
    if (known !== undefined) return toHex(mutateBytes(known, FRAMES(), chance));
    const frame = chance.pick(FRAMES());
    return toHex(
      Uint8Array.from([
        userdata.length,
        ...userdata,
        ...(chance.oneIn(2) ? frame : mutateBytes(frame, FRAMES(), chance)),
      ]),
    );
  },
  open() {
    const sb = new Database(hypervisor26_03.schemas.sb, createRandom(1));
    const bridge = createSwitch().addBridge('br-int', { failMode: 'secure', now: 0 as Millis });
    let state = hypervisor26_03.newPinctrlState(1);
    let now = 0;
    return {
      feed(input) {
        const bytes = fromHex(input) ?? new Uint8Array(0);
        const length = bytes[0] ?? 0;
        const [userdata, packet] = [[...bytes.subarray(1, 1 + length)], bytes.subarray(1 + length)];
        const view = { sb, chassis: 'hv1', isLocal: () => true, now: now as Millis };
        now += 1000;
        if (!bridge.ok) return 'no bridge';
        const continuation = {
          bridge: bridge.value,
          lists: [],
          stack: [],
          conntracked: false,
          mirrored: new Set<string>(),
        };
        const request = { reason: 1, userdata, table: 8, continuation };
        const flow = extract(packet);
        const before = JSON.stringify([...flow]);
        const event = { packet, flow, request };
        const outcome = hypervisor26_03.runPinctrl(event, view, state);
        const again = hypervisor26_03.runPinctrl(event, view, state);
        mustEqual(told(outcome), told(again), 'the same turn');
        mustEqual(before, JSON.stringify([...flow]), 'the flow that was handed in');
        must(!outcome.outs.some(({ packet: sent }) => sent.length > 0xffff), 'a packet that no wire carries');
        state = outcome.state;
        const done = sb.commit(outcome.sb);
        must(done.ok, `its edits are refused: ${done.ok ? '' : done.error.message}`);
        readsActionsBack(userdata.slice(8));
        return (
          outcome.outs.map(({ kind }) => kind).join(' ') + outcome.log.map(({ message }) => message.slice(0, 20)).join()
        );
      },
    };
  },
};

type Outcome = ReturnType<typeof hypervisor26_03.runPinctrl>;

function told({ outs, sb, log, wakeAt }: Outcome): string {
  const packets = outs.map(
    (out) => `${out.kind} ${toHex(out.packet)} ${out.kind === 'resume' ? '' : formatActions(out.actions)}`,
  );
  return JSON.stringify([packets, sb, log, wakeAt]);
}

/** Actions that are read and written come out the same when that is done again. */
function readsActionsBack(bytes: readonly number[]): void {
  const read = parseActionBytes(bytes);
  if (!read.ok) return;
  const written = actionBytes(read.value);
  if (written === undefined) return;
  const again = parseActionBytes(written);
  must(again.ok, 'its own bytes are refused');
  if (again.ok) mustEqual(formatActions(read.value), formatActions(again.value), 'the actions');
}
