/**
 * The reachability matrix: asked for a few rows at a time, so that the engine does
 * other things in between and a person can stop it.
 */
import { createStore } from 'zustand/vanilla';
import { engine } from '../../bridge';
import type { Probe, ReachabilityPort, ReachabilityPorts, ReachabilityRow } from '../../bridge';
import { isMoment, mirrorStore, momentOf } from '../../state';
import type { Moment } from '../../state';
import { changedCells } from './cells';
import type { Asked } from './cells';
import { chosenOf } from './matrix-scope';
import type { Scope } from './matrix-scope';

export interface Matrix extends ReachabilityPorts {
  readonly probe: Probe;
  readonly scope: Scope;
  /** All that could be asked; `ports` are those of the scope. */
  readonly everyone: readonly ReachabilityPort[];
  /** As many as have been asked for. */
  readonly rows: readonly ReachabilityRow[];
  readonly running: boolean;
  /** What the rows were found out in. */
  readonly moment: Moment | null;
  /** What was found out with the same packets when the answers were last others. */
  readonly before: Asked | null;
}

/** So many packets are sent between two pauses: some tens of milliseconds. */
const PACKETS_A_SLICE = 400;
/** Up to this many ports the matrix keeps itself up to date. */
export const SMALL = 24;

export const matrixStore = createStore<Matrix>(() => ({
  probe: { kind: 'ping', port: 80 },
  scope: '',
  everyone: [],
  ports: [],
  absent: [],
  rows: [],
  running: false,
  moment: null,
  before: null,
}));

/** The whole answer that a new one is compared with. */
let known: Asked | null = null;
let askedOf: Moment['databases'] | null = null;

let latest = 0;

export function chooseProbe(probe: Probe): void {
  latest += 1;
  known = null;
  matrixStore.setState({ probe, rows: [], running: false, moment: null, before: null });
}

export function chooseScope(scope: Scope): void {
  latest += 1;
  known = null;
  matrixStore.setState({ scope, rows: [], running: false, moment: null, before: null });
}

export function stopAsking(): void {
  latest += 1;
  matrixStore.setState({ running: false });
}

/** Who is there; asks everybody at once where they are few. */
export async function lookAround(): Promise<void> {
  const own = ++latest;
  const found = scoped(await engine().reachabilityPorts());
  if (own !== latest) return;
  if (found.ports.length <= SMALL) await ask(own, found);
  // Rows that were found out before are still worth seeing, as long as they are of the same ports.
  else if (matrixStore.getState().rows.length === 0) {
    const { ports, everyone, absent } = found;
    matrixStore.setState({ ports, everyone, absent, running: false });
  }
}

export async function askAll(): Promise<void> {
  const own = ++latest;
  const found = scoped(await engine().reachabilityPorts());
  if (own === latest) await ask(own, found);
}

/** Those of the scope, in the order of their names; all of them when nobody is in it any more. */
function scoped({ ports, absent }: ReachabilityPorts) {
  const { scope } = matrixStore.getState();
  const chosen = chosenOf(ports, scope);
  const among = chosen.length > 0 ? chosen : chosenOf(ports, '');
  return { everyone: ports, absent, ports: among.flatMap((index) => ports[index] ?? []), among };
}

async function ask(own: number, { among, ...found }: ReturnType<typeof scoped>): Promise<void> {
  const { probe } = matrixStore.getState();
  const moment = momentOf(mirrorStore.getState());
  const { length } = found.ports;
  const few = length <= SMALL;
  // What is redrawn in an instant keeps its old cells until then.
  if (!few) matrixStore.setState({ ...found, rows: [], running: true, moment });
  const rows: ReachabilityRow[] = [];
  const slice = Math.max(1, Math.floor(PACKETS_A_SLICE / Math.max(1, probe.kind === 'arp' ? 1 : length)));
  while (rows.length < length) {
    rows.push(...(await engine().reachabilityRows(probe, rows.length, slice, among)));
    if (own !== latest) return;
    // Rows of two different deployments are no matrix.
    if (!isMoment(moment, mirrorStore.getState())) return askAll();
    if (!few) matrixStore.setState({ rows: [...rows] });
  }
  matrixStore.setState({ ...found, rows, running: false, moment, before: baseline({ ports: found.ports, rows }) });
}

/** A change that changes no answer leaves what the last one changed to be seen; another scenario is no change. */
function baseline(now: Asked): Asked | null {
  const { databases } = mirrorStore.getState();
  const { before } = matrixStore.getState();
  const last = askedOf === databases ? known : null;
  [known, askedOf] = [now, databases];
  if (last === null) return null;
  return changedCells(last, now).size > 0 ? last : before;
}
