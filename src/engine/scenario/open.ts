/** A document as a deployment. */
import { err, finishWork, ok } from '../base';
import { badDocument } from './bad-document';
import { parseFlow } from '../openflow';
import { NEUTRON_SCHEMA } from '../neutron';
import { NOVA_SCHEMA } from '../nova';
import { releaseById, Deployment } from '../releases';
import { millis, NORTHBOUND, SOUTHBOUND } from '../sim';
import { checkCost, costOf } from './cost';
import { insertions } from './rows';
import { restoreMachineStanding } from './standing';
import type { Result, Work } from '../base';
import type { FlowEntry } from '../openflow';
import type { CutOff, DaemonStanding, MachineStanding, ResumedMachine } from '../sim';
import type { ScenarioDocument, ScenarioExtras } from './document';
import type { SavedTables } from './rows';
import type { SavedStanding } from './saved-standing';

export interface OpenedScenario extends ScenarioExtras {
  readonly deployment: Deployment;
}

/** A scenario that can be looked at already, and what is still to be done before anything may happen in it. */
export interface BeginningScenario {
  readonly scenario: OpenedScenario;
  /** Lets the daemons settle and gives the switches their flows. Nobody may act on the deployment before it has ended. */
  readonly rest: Work<Result<void>>;
}

export interface OpeningOptions {
  /** Without it, a document that costs more than is done without asking is refused as `too-costly`. */
  readonly evenIfCostly?: boolean;
}

/** The deployment that a document describes. */
export function openScenario(document: ScenarioDocument, options: OpeningOptions = {}): Result<OpenedScenario> {
  return finishWork(opening(document, options));
}

/** `openScenario` in pieces. */
export function* opening(document: ScenarioDocument, options: OpeningOptions = {}): Work<Result<OpenedScenario>> {
  const begun = yield* beginning(document, options);
  if (!begun.ok) return begun;
  const { scenario, rest } = begun.value;
  const done = yield* rest;
  return done.ok ? ok(scenario) : done;
}

/** The rows and machines of a document, at once. */
export function beginOpening(document: ScenarioDocument, options: OpeningOptions = {}): Result<BeginningScenario> {
  return finishWork(beginning(document, options));
}

/** `beginOpening` in pieces. */
export function* beginning(
  document: ScenarioDocument,
  { evenIfCostly = false }: OpeningOptions = {},
): Work<Result<BeginningScenario>> {
  const release = releaseById(document.release);
  if (release === undefined) return err(badDocument('release', `${document.release} is not a release`));
  const affordable = evenIfCostly ? ok(undefined) : checkCost(costOf(document));
  if (!affordable.ok) return affordable;
  const deployment = new Deployment({ release, seed: document.seed });
  const { name, packets, positions, checks, standing } = document;
  const scenario = { deployment, name, packets, positions, ...(checks !== undefined && { checks }) };
  if (standing !== undefined) {
    yield { what: 'reads the rows', done: 0, total: null };
    const resumed = resume(deployment, document, standing);
    if (!resumed.ok) return resumed;
    return ok({ scenario, rest: resuming(deployment, resumed.value, standing) });
  }
  if (document.openstack !== undefined) return err(badDocument('openstack', 'expected beside standing'));
  const loaded = yield* loading(deployment, document);
  return loaded.ok ? ok({ scenario, rest: settlingAll(deployment, document) }) : loaded;
}

// A deployment as it stood

function resume(
  deployment: Deployment,
  document: ScenarioDocument,
  { now, wakes, cold = [], blind = [] }: SavedStanding,
): Result<readonly MachineStanding[]> {
  const { schemas } = deployment.release;
  const southbound = insertions(document.southbound, schemas.sb, 'southbound');
  if (!southbound.ok) return southbound;
  const northbound = insertions(document.northbound, schemas.nb, 'northbound');
  if (!northbound.ok) return northbound;
  const neutron = insertions(document.openstack?.neutron ?? {}, NEUTRON_SCHEMA, 'openstack.neutron');
  if (!neutron.ok) return neutron;
  const nova = insertions(document.openstack?.nova ?? {}, NOVA_SCHEMA, 'openstack.nova');
  if (!nova.ok) return nova;
  const machines: ResumedMachine[] = [];
  for (const [index, machine] of document.machines.entries()) {
    const path = `machines[${index}]`;
    const rows = insertions(machine.rows, schemas.ovs, `${path}.rows`);
    if (!rows.ok) return rows;
    const cutOff = cutsOf(document, machine.name);
    machines.push({
      name: machine.name,
      rows: rows.value,
      standing: (made) =>
        restoreMachineStanding(
          machine,
          cutOff,
          made,
          deployment.sb,
          `${path}.standing`,
          deployment.release.tools.refuses,
        ),
    });
  }
  const resumed = deployment.resume({
    now: millis(now),
    chance: document.chance,
    northbound: northbound.value,
    southbound: southbound.value,
    neutron: neutron.value,
    nova: nova.value,
    machines,
    daemons: daemonsOf(document, blind),
    wakes: wakes.map(([daemon, due]) => ({ daemon, due: millis(due) })),
    cold,
  });
  if (resumed.ok || resumed.error.code === 'bad-scenario') return resumed;
  return err(badDocument('', resumed.error.message));
}

function cutsOf({ cuts }: ScenarioDocument, name: string): readonly CutOff[] {
  return cuts.filter(({ machine }) => machine === name).map(({ from }) => from);
}

function daemonsOf(
  { machines, daemons, openstack }: ScenarioDocument,
  blind: readonly string[],
): readonly DaemonStanding[] {
  const all = new Map<string, DaemonStanding>();
  const set = (daemon: Omit<DaemonStanding, 'blind'>) =>
    all.set(daemon.name, { ...daemon, blind: blind.includes(daemon.name) });
  set({ name: 'ovn-northd', status: 'running', delay: 0 });
  for (const name of openstack === undefined ? [] : ['neutron-server', 'nova'])
    set({ name, status: 'running', delay: 0 });
  for (const { name } of machines) {
    for (const kind of ['ovs-vswitchd', 'ovn-controller'])
      set({ name: `${kind}@${name}`, status: 'running', delay: 0 });
  }
  for (const daemon of daemons) set(daemon);
  return [...all.values()];
}

function* resuming(
  deployment: Deployment,
  machines: readonly MachineStanding[],
  { cold = [], stepping = false }: SavedStanding,
): Work<Result<void>> {
  yield* deployment.restoring({ machines, cold });
  deployment.automatic = !stepping;
  // What was saved in the middle of settling goes on; what waits for somebody goes on waiting.
  if (!stepping) yield* deployment.settling();
  deployment.beginHere();
  return ok(undefined);
}

// A deployment that fresh daemons make

function* loading(deployment: Deployment, document: ScenarioDocument): Work<Result<void>> {
  const total = document.machines.length + 2;
  yield { what: 'reads the rows', done: 0, total };
  return deployment.action(() => {
    const registered = load(deployment, SOUTHBOUND, document.southbound, 'southbound');
    if (!registered.ok) return registered;
    const loaded = load(deployment, NORTHBOUND, document.northbound, 'northbound');
    if (!loaded.ok) return loaded;
    for (const [index, machine] of document.machines.entries()) {
      const path = `machines[${index}]`;
      const edits = insertions(machine.rows, deployment.release.schemas.ovs, `${path}.rows`);
      if (!edits.ok) return edits;
      const added = deployment.addMachine(machine.name, edits.value);
      if (!added.ok) return err(badDocument(path, added.error.message));
    }
    return ok(undefined);
  });
}

function* settlingAll(deployment: Deployment, document: ScenarioDocument): Work<Result<void>> {
  const stale = document.machines.some(({ flows }) => flows !== undefined);
  if (!stale) yield* deployment.settling();
  const controlled = restoreControl(deployment, document);
  if (!controlled.ok) return controlled;
  yield* deployment.settling();
  const flows = restoreFlows(deployment, document);
  if (!flows.ok) return flows;
  deployment.beginHere(document.chance);
  return ok(undefined);
}

function restoreControl(deployment: Deployment, { daemons, cuts }: ScenarioDocument): Result<void> {
  for (const [index, { machine, from }] of cuts.entries()) {
    const done = deployment.setCutOff(machine, from, true);
    if (!done.ok) return err(badDocument(`cuts[${index}]`, done.error.message));
  }
  for (const [index, { name, status, delay }] of daemons.entries()) {
    const done = deployment.setDaemon(name, { status, delay });
    if (!done.ok) return err(badDocument(`daemons[${index}]`, done.error.message));
  }
  return ok(undefined);
}

/** Flows that nobody would make again are put where they were. */
function restoreFlows(deployment: Deployment, { machines }: ScenarioDocument): Result<void> {
  const { refuses } = deployment.release.tools;
  for (const [index, { name, flows }] of machines.entries()) {
    for (const [bridgeName, lines] of Object.entries(flows ?? {})) {
      const path = `machines[${index}].flows.${bridgeName}`;
      const bridge = deployment.machines.get(name)?.bridges.get(bridgeName);
      if (bridge === undefined) continue;
      const wanted: FlowEntry[] = [];
      for (const line of lines) {
        const flow = parseFlow(line, refuses === undefined ? {} : { refuse: refuses });
        if (!flow.ok) return err(badDocument(path, flow.error.message));
        wanted.push(flow.value.entry);
      }
      const delta = bridge.differences(wanted);
      if (delta.added.length + delta.removed.length === 0) continue;
      const done = deployment.changeFlows(name, bridgeName, delta, `restores the flows of ${name}`);
      if (!done.ok) return err(badDocument(path, done.error.message));
    }
  }
  return ok(undefined);
}

function load(deployment: Deployment, key: string, tables: SavedTables, path: string): Result<void> {
  const database = deployment.database(key);
  if (database === undefined) throw new Error(`There is no database ${key}.`);
  const edits = insertions(tables, database.schema, path);
  if (!edits.ok) return edits;
  const done = deployment.commit(key, edits.value, `opens ${key}`);
  return done.ok ? ok(undefined) : err(badDocument(path, done.error.message));
}
