/** What changed by an occurrence, or by travelling over many, for those who watch. */
import type { DatabaseChange, FlowChange, HistoryEntry, LogEntry } from './types';

export interface Move {
  readonly appended: readonly HistoryEntry[];
  readonly branchChanged: boolean;
  readonly databases: DatabaseChange[];
  readonly flows: FlowChange[];
  readonly machinesAdded: string[];
  readonly machinesRemoved: string[];
  readonly log: LogEntry[];
  logRewound: boolean;
}

export function emptyMove(): Move {
  return {
    appended: [],
    branchChanged: false,
    databases: [],
    flows: [],
    machinesAdded: [],
    machinesRemoved: [],
    log: [],
    logRewound: false,
  };
}

export function joinMoves(first: Move | undefined, second: Move | undefined): Move {
  const [a, b] = [first ?? emptyMove(), second ?? emptyMove()];
  return {
    ...b,
    databases: [...a.databases, ...b.databases],
    flows: [...a.flows, ...b.flows],
    machinesAdded: [...a.machinesAdded, ...b.machinesAdded],
    machinesRemoved: [...a.machinesRemoved, ...b.machinesRemoved],
    log: [...a.log, ...b.log],
    logRewound: a.logRewound || b.logRewound,
  };
}
