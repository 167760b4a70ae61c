/** Whether what was found in files leaves something to choose. */
import type { Chosen, Found } from '../bridge/imported';

/** Null where there is something to choose, or nothing to open. What is damaged is said before it is opened. */
export function onlyChoice({ databases, problems, notes }: Found): Chosen | null {
  const southbound = databases.filter(({ side }) => side === 'southbound');
  const northbound = databases.filter(({ side }) => side === 'northbound');
  const isWhole = problems.length === 0 && notes.length === 0 && databases.every(({ damage }) => damage.length === 0);
  if (!isWhole || southbound.length > 1 || northbound.length > 1) return null;
  const [sb] = southbound;
  const [nb] = northbound;
  if (sb !== undefined && nb !== undefined && sb.partner !== nb.index) return null;
  return sb === undefined && nb === undefined ? null : { southbound: sb?.index ?? null, northbound: nb?.index ?? null };
}
