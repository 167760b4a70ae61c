/** The row or flow that the packet stands at, as an entity. */
import { flowKey, southboundKey, usePlayer } from '../state';
import type { EntityKey, Player } from '../state';

/** `logical`: the Pipeline row behind the current step; `openflow`: its flow. */
export function useCurrentKey(language: 'logical' | 'openflow'): EntityKey | null {
  return usePlayer(language === 'logical' ? currentRow : currentFlow);
}

function currentFlow({ trace, step }: Player): EntityKey | null {
  const current = trace?.steps[step];
  return current?.flow ? flowKey(current.machine, current.flow.id) : null;
}

function currentRow({ trace, step }: Player): EntityKey | null {
  const logical = trace?.logical.find((candidate) => candidate.openflow.includes(step));
  return logical?.row === undefined ? null : southboundKey(logical.row);
}
