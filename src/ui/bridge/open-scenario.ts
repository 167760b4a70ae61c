/** What is open in a session: a deployment, what belongs to its scenario besides, and what a monitor prints of it. */
import type { Deployment } from '../../engine/releases';
import { monitorText } from '../../engine/commands';
import type { MonitorRequest } from '../../engine/commands';
import { tableTitles } from '../../engine/logical';
import type { Update as SimUpdate } from '../../engine/sim';
import type { OpenedScenario, ScenarioExtras } from '../../engine/scenario';
import { watchMachineNames } from './machine-names';
import type { Renames } from './machine-names';
import type { ScenarioInfo } from './protocol';
import { Trail } from './trail';
import { UpdateBuilder } from './update-builder';

export interface Open {
  readonly deployment: Deployment;
  readonly builder: UpdateBuilder;
  readonly trail: Trail;
  /** The document that it is opened from; until that has ended, it is the document. */
  readonly source: string | undefined;
  scenario: ScenarioExtras;
  /** The monitor that goes on until it is interrupted, and what it has printed since the last update. */
  following: MonitorRequest | undefined;
  printed: string;
}

export function openOf({ deployment, name, packets, positions, checks }: OpenedScenario, source?: string): Open {
  const builder = new UpdateBuilder(deployment);
  const open: Open = {
    deployment,
    builder,
    trail: new Trail(),
    source,
    scenario: { name, packets, positions, ...(checks === undefined ? {} : { checks }) },
    following: undefined,
    printed: '',
  };
  const renamesOf = watchMachineNames(deployment);
  deployment.subscribe((update) => {
    builder.note(update);
    open.scenario = withNames(open.scenario, renamesOf(update));
    follow(open, update);
  });
  return open;
}

export function scenarioInfo({ deployment: { release, seed }, scenario }: Open): ScenarioInfo {
  return {
    ...scenario,
    release: release.id,
    seed,
    bindingTable: release.tables.binding.table,
    acls: { actions: release.northbound.features.aclActions, directions: release.northbound.features.aclDirections },
    logicalFlows: release.logical.flows.table,
    tables: tableTitles(release.logical.tables, release.stages),
  };
}

/** What a running monitor prints of an update. */
function follow(open: Open, { databases }: SimUpdate): void {
  for (const { db, changes } of databases) {
    const database = open.deployment.database(db);
    if (open.following?.database === db && database) open.printed += monitorText(database, open.following, changes);
  }
}

/** A scenario's packets and places with the machines' new names. */
function withNames(scenario: ScenarioExtras, renames: Renames): ScenarioExtras {
  if (renames.size === 0) return scenario;
  const packets = scenario.packets.map((packet) => ({
    ...packet,
    machine: renames.get(packet.machine) ?? packet.machine,
  }));
  const positions = Object.fromEntries(
    Object.entries(scenario.positions).map(([key, position]) => {
      const renamed = key.startsWith('machine:') ? renames.get(key.slice('machine:'.length)) : undefined;
      return [renamed === undefined ? key : `machine:${renamed}`, position];
    }),
  );
  return { ...scenario, packets, positions };
}
