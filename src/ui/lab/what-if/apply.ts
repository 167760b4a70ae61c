/** Making a supposition real: the edits as one action, the changed packet as a packet of the scenario, sent. */
import { explainPacket, hexOfBytes, openDialog, performAll, sendAgain, sendPacket } from '../../actions';
import { engine } from '../../bridge';
import type { PacketSpec, WhatIf } from '../../bridge';
import { mirrorStore } from '../../state';
import type { Supposed } from './supposition';

export async function applySupposition(supposed: Supposed, answer: WhatIf, packet: string | null): Promise<void> {
  if (supposed.edits.length > 0 && !(await performAll(supposed.edits)).ok) return;
  openDialog(null);
  const { packets } = mirrorStore.getState().scenario;
  const own = packets.find(({ id }) => id === packet);
  const { machine, iface, bytes } = answer.then.request;
  if (supposed.request) {
    const names = new Set(packets.map(({ name }) => name));
    const name = firstFree(`${own?.name ?? 'Packet'}, changed`, names);
    const id = firstFree('supposed', new Set(packets.map((one) => one.id)));
    await engine().setPackets([...packets, { id, name, machine, iface, hex: hexOfBytes(bytes) }]);
    await sendPacket(id);
  } else if (own) {
    // The packet goes where its port went.
    const follow = (one: PacketSpec) => (one.id === own.id ? { ...one, machine, iface } : one);
    if (answer.moved) await engine().setPackets(packets.map(follow));
    await sendPacket(own.id);
  } else if (answer.moved) await explainPacket(answer.then.request);
  else await sendAgain();
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let n = 2;
  while (taken.has(`${name} ${n}`)) n += 1;
  return `${name} ${n}`;
}
