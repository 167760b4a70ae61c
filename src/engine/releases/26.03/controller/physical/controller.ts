/** Packets that the physical tables hand to ovn-controller. */
import type { OfAction } from '../../../../openflow';

/** What is asked for, by the number that comes first in its userdata. */
const OPCODES = { icmp: 10, activation: 26 } as const;

export function toController(opcode: keyof typeof OPCODES, data: readonly number[] = [], pause = false): OfAction {
  return {
    type: 'controller',
    userdata: [0, 0, 0, OPCODES[opcode], 0, 0, 0, 0, ...data],
    ...(pause ? { pause: true as const } : {}),
  };
}
