/** Ids for packets of the scenario that none of it has. */
import { mirrorStore } from '../../state';

export function freeIds(count: number): readonly string[] {
  const taken = new Set(mirrorStore.getState().scenario.packets.map((packet) => packet.id));
  const ids: string[] = [];
  for (let n = taken.size + 1; ids.length < count; n += 1) if (!taken.has(`packet${n}`)) ids.push(`packet${n}`);
  return ids;
}
