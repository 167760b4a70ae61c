/**
 * The reachability matrix: asked for a few rows at a time, so that the engine does
 * other things in between and a person can stop it.
 */
import { createStore } from 'zustand/vanilla';
import { engine } from '../../bridge';
import type { Probe, ReachabilityPorts, ReachabilityRow } from '../../bridge';
import { isMoment, mirrorStore, momentOf } from '../../state';
import type { Moment } from '../../state';

export interface Matrix extends ReachabilityPorts {
  readonly probe: Probe;
  /** As many as have been asked for. */
  readonly rows: readonly ReachabilityRow[];
  readonly running: boolean;
  /** What the rows were found out in. */
  readonly moment: Moment | null;
}

/** So many packets are sent between two pauses: some tens of milliseconds. */
const PACKETS_A_SLICE = 400;
/** Up to this many ports the matrix keeps itself up to date. */
export const SMALL = 24;

export const matrixStore = createStore<Matrix>(() => ({
  probe: { kind: 'ping', port: 80 },
  ports: [],
  absent: [],
  rows: [],
  running: false,
  moment: null,
}));

let latest = 0;

export function chooseProbe(probe: Probe): void {
  latest += 1;
  matrixStore.setState({ probe, rows: [], running: false, moment: null });
}

export function stopAsking(): void {
  latest += 1;
  matrixStore.setState({ running: false });
}

/** Who is there; asks everybody at once where they are few. */
export async function lookAround(): Promise<void> {
  const own = ++latest;
  const found = await engine().reachabilityPorts();
  if (own !== latest) return;
  if (found.ports.length <= SMALL) await ask(own, found);
  // Rows that were found out before are still worth seeing, as long as they are of the same ports.
  else if (matrixStore.getState().rows.length === 0) matrixStore.setState({ ...found, running: false });
}

export async function askAll(): Promise<void> {
  const own = ++latest;
  const found = await engine().reachabilityPorts();
  if (own === latest) await ask(own, found);
}

async function ask(own: number, found: ReachabilityPorts): Promise<void> {
  const { probe } = matrixStore.getState();
  const moment = momentOf(mirrorStore.getState());
  const { length } = found.ports;
  const few = length <= SMALL;
  // What is redrawn in an instant keeps its old cells until then.
  if (!few) matrixStore.setState({ ...found, rows: [], running: true, moment });
  const rows: ReachabilityRow[] = [];
  const slice = Math.max(1, Math.floor(PACKETS_A_SLICE / Math.max(1, probe.kind === 'arp' ? 1 : length)));
  while (rows.length < length) {
    rows.push(...(await engine().reachabilityRows(probe, rows.length, slice)));
    if (own !== latest) return;
    // Rows of two different deployments are no matrix.
    if (!isMoment(moment, mirrorStore.getState())) return askAll();
    if (!few) matrixStore.setState({ rows: [...rows] });
  }
  matrixStore.setState({ ...found, rows, running: false, moment });
}
