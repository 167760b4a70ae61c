/** Packets of a capture as packets of the scenario, all entering at one place; sent in their order where that was asked. */
import { hexOfBytes, say, sendPacket } from '../../actions';
import { engine } from '../../bridge';
import type { PacketSpec } from '../../bridge';
import { mirrorStore } from '../../state';
import { describePacket } from '../../../packets';
import type { EntryPoint } from './ends';
import type { TakeHow } from './found-list';
import type { ImportedPacket } from './import-packets';
import { freeIds } from './ids';

export async function takePackets(packets: readonly ImportedPacket[], entry: EntryPoint, how: TakeHow): Promise<void> {
  const before = mirrorStore.getState().scenario.packets;
  const ids = freeIds(packets.length);
  const specs = packets.map(({ bytes }, index): PacketSpec => ({
    id: ids[index] ?? '',
    name: `${describePacket(bytes)} from ${entry.name}`,
    machine: entry.machine,
    iface: entry.iface,
    hex: hexOfBytes(bytes),
  }));
  await engine().setPackets([...before, ...specs]);
  if (how === 'send') for (const { id } of specs) await sendPacket(id);
  const many = specs.length === 1 ? 'One packet was' : `${specs.length} packets were`;
  say(`${many} ${how === 'send' ? 'sent' : 'kept'}`);
}
