/** What handles the packets of one opcode. */
import type { ControllerData, Opcode } from '../../../../actions';
import type { PinctrlRun, Received } from './run';

/** A method, so that the table of all can be asked with the data of any. */
export type Handler<O extends Opcode> = {
  handle(run: PinctrlRun, received: Received, data: ControllerData[O]): void;
}['handle'];
