/** A deployment as a document, and a document as a deployment: the same rows with the same UUIDs either way. */
import { err, ok } from '../base';
import { rowsEqual, valuesEqual } from '../ovsdb';
import { formatFlow, parseFlow } from '../openflow';
import { releaseById } from '../releases';
import { Deployment, NORTHBOUND, SOUTHBOUND } from '../sim';
import { badDocument } from './json-reader';
import { CURRENT_VERSION } from './document';
import type { Result } from '../base';
import type { ColumnValue, Database, Row, RowEdit } from '../ovsdb';
import type { FlowEntry } from '../openflow';
import type { CutOff, Machine } from '../sim';
import type { Position, SavedMachine, SavedPacket, SavedTables, ScenarioDocument } from './document';

/** What belongs to a scenario and not to its deployment. */
export interface ScenarioExtras {
  readonly name: string;
  readonly packets: readonly SavedPacket[];
  readonly positions: Readonly<Record<string, Position>>;
}

export interface OpenedScenario extends ScenarioExtras {
  readonly deployment: Deployment;
}

/**
 * Who is there must be known when the controllers start: each would take down its
 * tunnels to those it does not find.
 */
const REGISTRATION: readonly string[] = ['Chassis', 'Encap'];

/** What a machine can be cut off from. */
const CUTS: readonly CutOff[] = ['southbound', 'underlay'];

export function exportScenario(deployment: Deployment, extras: ScenarioExtras): ScenarioDocument {
  const machines = Array.from(deployment.machines.values());
  const lean: ScenarioDocument = {
    v: CURRENT_VERSION,
    name: extras.name,
    release: deployment.release.id,
    seed: deployment.seed,
    chance: deployment.chance,
    northbound: saveTables(deployment.nb),
    southbound: saveTables(deployment.sb, REGISTRATION),
    machines: machines.map(({ name, ovs }) => ({ name, rows: saveTables(ovs) })),
    daemons: deployment.daemons
      .filter(({ status, delay }) => status !== 'running' || delay !== 0)
      .map(({ name, status, delay }) => ({ name, status, delay })),
    cuts: machines.flatMap(({ name }) =>
      CUTS.filter((from) => deployment.isCutOff(name, from)).map((from) => ({ machine: name, from })),
    ),
    packets: extras.packets,
    positions: extras.positions,
  };
  // Most of what daemons made they would make again; whatever else there is, is saved too.
  const again = openScenario(lean);
  const remade = again.ok ? again.value.deployment : undefined;
  if (
    remade !== undefined &&
    sameRows(deployment.sb, remade.sb) &&
    machines.every((machine) => sameFlows(machine, remade))
  ) {
    return lean;
  }
  return { ...lean, southbound: saveTables(deployment.sb), machines: machines.map(saveMachine) };
}

/** The deployment that a document describes, settled. */
export function openScenario(document: ScenarioDocument): Result<OpenedScenario> {
  const release = releaseById(document.release);
  if (release === undefined) return err(badDocument('release', `${document.release} is not a release`));
  const deployment = new Deployment({ release, seed: document.seed });
  const { name, packets, positions } = document;
  const problem = restore(deployment, document);
  if (!problem.ok) return problem;
  deployment.beginHere(document.chance);
  return ok({ deployment, name, packets, positions });
}

function restore(deployment: Deployment, document: ScenarioDocument): Result<void> {
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
    const stale = document.machines.some(({ flows }) => flows !== undefined);
    if (!stale) deployment.settle();
    const controlled = restoreControl(deployment, document);
    if (!controlled.ok) return controlled;
    deployment.settle();
    return restoreFlows(deployment, document);
  });
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
  for (const [index, { name, flows }] of machines.entries()) {
    for (const [bridgeName, lines] of Object.entries(flows ?? {})) {
      const path = `machines[${index}].flows.${bridgeName}`;
      const bridge = deployment.machines.get(name)?.bridges.get(bridgeName);
      if (bridge === undefined) continue;
      const wanted: FlowEntry[] = [];
      for (const line of lines) {
        const flow = parseFlow(line);
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

function insertions(tables: SavedTables, schema: Database['schema'], path: string): Result<readonly RowEdit[]> {
  const edits: RowEdit[] = [];
  for (const [table, rows] of Object.entries(tables)) {
    const columns = schema.tables.get(table)?.columns;
    if (columns === undefined) return err(badDocument(`${path}.${table}`, `there is no table ${table}`));
    for (const [index, [uuid, row]] of rows.entries()) {
      const unknown = Object.keys(row).find((column) => !columns.has(column));
      if (unknown !== undefined) {
        return err(badDocument(`${path}.${table}[${index}]`, `table ${table} has no column ${unknown}`));
      }
      edits.push({ op: 'insert', table, uuid, row });
    }
  }
  return ok(edits);
}

function saveMachine({ name, ovs, bridges }: Machine): SavedMachine {
  const flows: Record<string, readonly string[]> = {};
  for (const [bridge, { flows: entries }] of bridges) flows[bridge] = Array.from(entries, (flow) => formatFlow(flow));
  return { name, rows: saveTables(ovs), flows };
}

function saveTables(database: Database, only?: readonly string[]): SavedTables {
  const tables: Record<string, readonly (readonly [Row['_uuid'], Record<string, ColumnValue>])[]> = {};
  for (const [name, { columns }] of database.schema.tables) {
    if (only?.includes(name) === false) continue;
    const rows = Array.from(database.rows(name).values(), (row) => {
      const values: Record<string, ColumnValue> = {};
      for (const [column, { initial }] of columns) {
        const value = row[column];
        if (value !== undefined && !valuesEqual(value, initial)) values[column] = value;
      }
      return [row._uuid, values] as const;
    });
    if (rows.length > 0) tables[name] = rows;
  }
  return tables;
}

function sameRows(a: Database, b: Database): boolean {
  return Array.from(a.schema.tables.keys()).every((table) => {
    const [ours, theirs] = [a.rows(table), b.rows(table)];
    return ours.size === theirs.size && Array.from(ours).every(([uuid, row]) => rowsEqual(row, theirs.get(uuid)));
  });
}

function sameFlows(machine: Machine, deployment: Deployment): boolean {
  const other = deployment.machines.get(machine.name);
  return Array.from(machine.bridges).every(([name, { flows }]) => {
    const delta = other?.bridges.get(name)?.differences(Array.from(flows));
    return delta?.added.length === 0 && delta.removed.length === 0;
  });
}
