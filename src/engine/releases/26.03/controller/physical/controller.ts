/** Packets that the physical tables hand to ovn-controller. */
import { writeUserdata, type ControllerData, type Opcode } from '../../../../actions';
import type { OfAction } from '../../../../openflow';

export function toController<O extends Opcode>(opcode: O, data: ControllerData[O], pause = false): OfAction {
  return { type: 'controller', userdata: writeUserdata(opcode, data), ...(pause ? { pause: true as const } : {}) };
}
