/**
 * The scenario as it is saved and shared. It says what a deployment is, never how
 * the page looks; where nodes stand on the canvas is part of the drawing.
 *
 * Version 2. A later version gets its own number and a migration from the one
 * before; documents of every version open for ever.
 *
 * A document has one of two forms. With `standing`, it is the deployment as it
 * stands: all rows, and what is in no row, so that nothing has to happen when it
 * opens. Without, it is what daemons that start afresh make of it when they have
 * settled, which is short enough for a link; all of version 1 are such.
 */
import { err, ok, JsonReader, parseJson, allOk, optional, withoutAbsent } from '../base';
import { badDocument } from './bad-document';
import { migrate } from './migrations';
import { sensiblePositions } from './positions';
import { readTables } from './read-rows';
import { readMachineStanding, readStanding } from './saved-standing';
import type { Result } from '../base';
import type { CutOff, DaemonStatus } from '../sim';
import type { SavedTables } from './rows';
import type { SavedMachineStanding, SavedStanding } from './saved-standing';

export const CURRENT_VERSION = 2;

export interface SavedMachine {
  readonly name: string;
  readonly rows: SavedTables;
  /** Without `standing`: every bridge's flows as `ovs-ofctl` writes them, where the machine's controller would not make the same. */
  readonly flows?: Readonly<Record<string, readonly string[]>>;
  readonly standing?: SavedMachineStanding;
}

export interface SavedOpenStack {
  readonly neutron: SavedTables;
  readonly nova: SavedTables;
}

export interface SavedDaemon {
  readonly name: string;
  readonly status: DaemonStatus;
  readonly delay: number;
}

export interface SavedPacket {
  readonly id: string;
  readonly name: string;
  readonly machine: string;
  readonly iface: string;
  /** The frame in hexadecimal, without spaces. */
  readonly hex: string;
}

export interface Position {
  readonly x: number;
  readonly y: number;
}

/** What belongs to a scenario and not to its deployment. */
export interface ScenarioExtras {
  readonly name: string;
  readonly packets: readonly SavedPacket[];
  readonly positions: Readonly<Record<string, Position>>;
  /** The text of a suite of checks over it (docs/checks.md). */
  readonly checks?: string;
}

export interface ScenarioDocument {
  readonly v: typeof CURRENT_VERSION;
  readonly name: string;
  readonly release: string;
  readonly seed: number;
  /** Where the stream of chance goes on. */
  readonly chance: number;
  readonly northbound: SavedTables;
  /** With `standing` all of it. Without, what daemons do not come to by themselves: who is there, and more only when something is out of the ordinary. */
  readonly southbound: SavedTables;
  /** The databases of neutron-server and Nova, where there are any; only beside `standing`. */
  readonly openstack?: SavedOpenStack;
  readonly machines: readonly SavedMachine[];
  /** Only those that are not simply running. */
  readonly daemons: readonly SavedDaemon[];
  readonly cuts: readonly { readonly machine: string; readonly from: CutOff }[];
  readonly packets: readonly SavedPacket[];
  /** By `switch:UUID` or `machine:NAME`. */
  readonly positions: Readonly<Record<string, Position>>;
  /** The text of a suite of checks. Older programs pass over it. */
  readonly checks?: string;
  readonly standing?: SavedStanding;
  /** What could not be written so that it can be read again, each as a short sentence; absent when everything could. */
  readonly lost?: readonly string[];
}

/** Reads a document of any version from text. */
export function parseDocument(text: string): Result<ScenarioDocument> {
  const parsed = parseJson(text);
  return parsed === undefined ? err(badDocument('', 'this is not JSON')) : readDocument(parsed.json);
}

/** Reads a document of any version from JSON of unknown origin. */
export function readDocument(json: unknown): Result<ScenarioDocument> {
  const migrated = migrate(json);
  if (!migrated.ok) return migrated;
  const document = new JsonReader(migrated.value, badDocument);
  const fields = {
    name: document.field('name').string(),
    release: document.field('release').string(),
    seed: document.field('seed').integer(0, 0xffffffff),
    chance: document.field('chance').integer(0, 0xffffffff),
    northbound: readTables(document.field('northbound')),
    southbound: readTables(document.field('southbound')),
    openstack: optional(document.field('openstack'), readOpenStack),
    machines: document.field('machines').list(readMachine),
    daemons: document.field('daemons').list(readDaemon),
    cuts: document.field('cuts').list(readCut),
    packets: document.field('packets').list(readPacket),
    positions: document.field('positions').entries(readPosition),
    checks: optional(document.field('checks'), (checks) => checks.string()),
    standing: optional(document.field('standing'), readStanding),
    lost: optional(document.field('lost'), (lost) => lost.list((line) => line.string())),
  };
  const checked = allOk(fields);
  if (!checked.ok) return checked;
  const { positions, ...rest } = withoutAbsent(checked.value);
  return ok({ v: CURRENT_VERSION, ...rest, positions: sensiblePositions(positions) });
}

function readOpenStack(openstack: JsonReader): Result<SavedOpenStack> {
  return allOk({ neutron: readTables(openstack.field('neutron')), nova: readTables(openstack.field('nova')) });
}

function readMachine(machine: JsonReader): Result<SavedMachine> {
  const checked = allOk({
    name: machine.field('name').string(),
    rows: readTables(machine.field('rows')),
    flows: optional(machine.field('flows'), (flows) => flows.entries((lines) => lines.list((line) => line.string()))),
    standing: optional(machine.field('standing'), readMachineStanding),
  });
  if (!checked.ok) return checked;
  const { flows, ...rest } = withoutAbsent(checked.value);
  return ok(flows === undefined ? rest : { ...rest, flows: Object.fromEntries(flows) });
}

const STATUSES = ['running', 'paused', 'killed', 'stopped'] as const;

function readDaemon(daemon: JsonReader): Result<SavedDaemon> {
  return allOk({
    name: daemon.field('name').string(),
    status: daemon.field('status').oneOf(STATUSES),
    delay: daemon.field('delay').integer(0, 1e9),
  });
}

function readCut(cut: JsonReader): Result<{ machine: string; from: CutOff }> {
  return allOk({
    machine: cut.field('machine').string(),
    from: cut.field('from').oneOf(['southbound', 'underlay'] as const),
  });
}

function readPacket(packet: JsonReader): Result<SavedPacket> {
  const hex = packet.field('hex').string();
  if (hex.ok && !/^([0-9a-f]{2})*$/i.test(hex.value)) return packet.field('hex').wrong('bytes in hexadecimal');
  return allOk({
    id: packet.field('id').string(),
    name: packet.field('name').string(),
    machine: packet.field('machine').string(),
    iface: packet.field('iface').string(),
    hex,
  });
}

function readPosition(position: JsonReader): Result<Position> {
  return allOk({ x: position.field('x').number(), y: position.field('y').number() });
}
