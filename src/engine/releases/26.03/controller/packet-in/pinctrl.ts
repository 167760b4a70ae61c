/** One turn of pinctrl: a packet is handled, and what is due is done. */
import { readData, readOpcode } from '../../../../actions';
import { createRandom } from '../../../../base';
import { sendBuffered } from './buffered';
import { writeEvents } from './events';
import { writeAddresses } from './fdb';
import { HANDLERS } from './handlers';
import { writeNeighbours } from './learnt-neighbours';
import { writeMulticast } from './multicast';
import type { PacketIn } from './packet';
import { PinctrlRun, received, type PinctrlOutcome, type PinctrlView } from './run';
import { checkServices } from './services';
import type { PinctrlState } from './state';

/** `wake`: the southbound database has changed, or `wakeAt` of an earlier outcome has come. */
export function runPinctrl(event: PacketIn | 'wake', view: PinctrlView, state: PinctrlState): PinctrlOutcome {
  const random = createRandom(state.seed);
  const run = new PinctrlRun(view, random, state);
  if (event !== 'wake') handle(run, event);
  for (const each of DUE) each(run);
  const { outs, edits, log, wakeAt } = run;
  return {
    state: { ...run.state, seed: random.state() },
    outs,
    sb: edits,
    log,
    ...(wakeAt === undefined ? {} : { wakeAt }),
  };
}

const DUE: readonly ((run: PinctrlRun) => void)[] = [
  writeNeighbours,
  writeAddresses,
  writeEvents,
  writeMulticast,
  checkServices,
  sendBuffered,
];

const REASON_ACTION = 1;

function handle(run: PinctrlRun, packetIn: PacketIn): void {
  const { reason, userdata } = packetIn.request;
  if (reason !== REASON_ACTION) return;
  const asked = readOpcode(userdata);
  if (asked === undefined) {
    run.warn('packet-in userdata lacks action header');
    return;
  }
  const { opcode, number, data } = asked;
  if (opcode === undefined) {
    giveUp(run, packetIn, `unrecognized packet-in opcode ${number}`);
    return;
  }
  const read = readData(opcode, data);
  if (read.ok) HANDLERS[opcode](run, received(packetIn), read.value);
  else giveUp(run, packetIn, read.error);
}

/** A packet that waits goes on, whatever was wrong with what was asked. */
function giveUp(run: PinctrlRun, packetIn: PacketIn, why: string): void {
  run.warn(why);
  run.resume(packetIn, packetIn.packet);
}
