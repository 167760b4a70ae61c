/** A deployment as a document: the same rows with the same UUIDs, and how everything else stands. */
import type { Deployment } from '../releases';
import { finishWork } from '../base';
import { CURRENT_VERSION } from './document';
import { opening } from './open';
import { savingTables } from './rows';
import { saveMachineStanding } from './standing';
import { NEUTRON, NOVA } from '../sim';
import type { Progress, Work } from '../base';
import type { CutOff } from '../sim';
import type { SavedMachine, SavedOpenStack, ScenarioDocument, ScenarioExtras } from './document';
import type { SavedStanding } from './saved-standing';

export interface ExportOptions {
  /**
   * For links: where daemons that start afresh make the same, only what they start
   * from. To find out, the short document is opened, which costs what opening costs.
   */
  readonly shortest?: boolean;
}

/** What a machine can be cut off from. */
const CUTS: readonly CutOff[] = ['southbound', 'underlay'];

export function exportScenario(
  deployment: Deployment,
  extras: ScenarioExtras,
  options: ExportOptions = {},
): ScenarioDocument {
  return finishWork(exporting(deployment, extras, options));
}

/** `exportScenario` in pieces. The deployment must not change between them: who changes it lets this one go and begins again. */
export function* exporting(
  deployment: Deployment,
  extras: ScenarioExtras,
  { shortest = false }: ExportOptions = {},
): Work<ScenarioDocument> {
  const full = yield* exportingAll(deployment, extras);
  if (!shortest || !mayBeShort(full)) return full;
  const short = withoutStanding(full, deployment.release.kept);
  const again = yield* opening(short, { evenIfCostly: true });
  if (!again.ok) return full;
  const remade = yield* exportingAll(again.value.deployment, extras);
  return isSameStanding(full, remade) ? short : full;
}

function* exportingAll(deployment: Deployment, extras: ScenarioExtras): Work<ScenarioDocument> {
  const northbound = yield* savingTables(deployment.nb, 'saves the northbound rows');
  const southbound = yield* savingTables(deployment.sb, 'saves the southbound rows');
  const openstack = yield* savingOpenStack(deployment);
  const lost: string[] = [];
  const machines: SavedMachine[] = [];
  const total = deployment.machines.size;
  for (const machine of deployment.machines.values()) {
    const rows = yield* savingTables(machine.ovs, `saves ${machine.name}`);
    const stood = deployment.machineStanding(machine);
    const standing = saveMachineStanding(machine, stood, deployment.sb, (what) => lost.push(what));
    machines.push({ name: machine.name, rows, standing });
    yield { what: `saves ${machine.name}`, done: machines.length, total };
  }
  return {
    v: CURRENT_VERSION,
    name: extras.name,
    release: deployment.release.id,
    seed: deployment.seed,
    chance: deployment.chance,
    northbound,
    southbound,
    ...(openstack !== undefined && { openstack }),
    machines,
    daemons: deployment.daemons
      .filter(({ status, delay }) => status !== 'running' || delay !== 0)
      .map(({ name, status, delay }) => ({ name, status, delay })),
    cuts: machines.flatMap(({ name }) =>
      CUTS.filter((from) => deployment.isCutOff(name, from)).map((from) => ({ machine: name, from })),
    ),
    packets: extras.packets,
    positions: extras.positions,
    ...((extras.checks ?? '') !== '' && { checks: extras.checks }),
    standing: saveStanding(deployment),
    ...(lost.length > 0 && { lost }),
  };
}

function* savingOpenStack(deployment: Deployment): Generator<Progress, SavedOpenStack | undefined, void> {
  const [neutron, nova] = [deployment.database(NEUTRON), deployment.database(NOVA)];
  if (neutron === undefined || nova === undefined) return undefined;
  return {
    neutron: yield* savingTables(neutron, 'saves the rows of Neutron'),
    nova: yield* savingTables(nova, 'saves the rows of Nova'),
  };
}

function saveStanding(deployment: Deployment): SavedStanding {
  const { now, daemons, wakes, cold } = deployment.standing();
  const blind = daemons.filter((daemon) => daemon.blind).map(({ name }) => name);
  return {
    now,
    ...(!deployment.automatic && { stepping: true }),
    wakes: wakes.map(({ daemon, due }) => [daemon, due]),
    ...(cold.length > 0 && { cold }),
    ...(blind.length > 0 && { blind }),
  };
}

/** Fresh daemons settle, and they never step; what Neutron and Nova are in the middle of, fresh ones would not know. */
function mayBeShort({ standing, openstack }: ScenarioDocument): boolean {
  return openstack === undefined && standing?.wakes.length === 0 && standing.stepping !== true;
}

/**
 * Without what the seed makes again. Who is there must be known when the controllers
 * start: each would take down its tunnels to those it does not find.
 */
function withoutStanding(document: ScenarioDocument, kept: readonly string[]): ScenarioDocument {
  const { v, name, release, seed, chance, northbound, daemons, cuts, packets, positions, checks } = document;
  const southbound = Object.entries(document.southbound).filter(([table]) => kept.includes(table));
  const machines = document.machines.map((machine) => ({ name: machine.name, rows: machine.rows }));
  const rows = { northbound, southbound: Object.fromEntries(southbound), machines };
  return {
    v,
    name,
    release,
    seed,
    chance,
    ...rows,
    daemons,
    cuts,
    packets,
    positions,
    ...(checks !== undefined && { checks }),
  };
}

/** The clock may differ, and who has not yet looked again at what has not changed. */
function isSameStanding(a: ScenarioDocument, b: ScenarioDocument): boolean {
  const part = ({ standing, ...document }: ScenarioDocument) => {
    return JSON.stringify({ ...document, wakes: standing?.wakes, blind: standing?.blind });
  };
  return part(a) === part(b);
}
