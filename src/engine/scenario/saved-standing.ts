/**
 * What a document says of a deployment that is in no row: who is about to act, what
 * controllers remember, what is on the way to a switch, and flows that nobody would
 * make again.
 */
import { isUuid, ok, allOk, optional, withoutAbsent, type JsonReader } from '../base';
import { readColumns } from './read-rows';
import type { Result, Uuid } from '../base';
import type { ControllerMemory } from '../controller';
import type { SavedRow } from './rows';

export interface SavedStanding {
  /** The clock, in virtual milliseconds. */
  readonly now: number;
  /** True while events happen one by one, when asked for. */
  readonly stepping?: boolean;
  /** Who is to act and when, in the order in which they were woken. */
  readonly wakes: readonly (readonly [daemon: string, due: number])[];
  /** Controllers that will look at everything when they next run, and take back what came past them. */
  readonly cold?: readonly string[];
  /** Daemons that were started while cut off and have never seen the southbound database. */
  readonly blind?: readonly string[];
}

export interface SavedMachineStanding {
  readonly memory?: SavedMemory;
  /** False when the controller is to send its switch everything. */
  readonly synced: boolean;
  /** What is on the way from the controller to the switch. */
  readonly queue?: readonly SavedFlowMod[];
  readonly bridges: readonly SavedBridge[];
  /** How rows of the southbound database were when the machine lost sight of them; null where there was none. */
  readonly missed?: readonly SavedMissed[];
}

/** Without `overwritten` where nothing was. */
export type SavedMemory = Pick<ControllerMemory, 'held' | 'datapaths' | 'nextDatapath'> &
  Partial<Pick<ControllerMemory, 'overwritten'>> & { readonly registeredAs?: string };

export type SavedFlowMod =
  | { readonly all: readonly string[]; readonly ranks?: SavedRanks }
  | { readonly added: readonly string[]; readonly ranks?: SavedRanks; readonly removed: readonly string[] };

/** Of the flows beside them, in their order: which wins where several of equal priority match; null for one that has none. */
export type SavedRanks = readonly (string | null)[];

export type SavedMissed = readonly [table: string, uuid: Uuid, row: SavedRow[1] | null];

export interface SavedBridge {
  readonly name: string;
  readonly lastOfport: number;
  /** Only where ovs-vswitchd would not make this of its database. */
  readonly config?: SavedBridgeConfig;
  /** All flows, where the controller would not make the same. */
  readonly flows?: readonly string[];
  /** Absent where none of `flows` has one. */
  readonly ranks?: SavedRanks;
  /** How many there are, where it would. */
  readonly count?: number;
  /** Flows that came past the controller, and places that it does not find as it left them. */
  readonly put?: readonly string[];
  readonly gone?: readonly string[];
  /** True where nobody knows any more which flows are the controller's. */
  readonly foreign?: boolean;
}

export interface SavedBridgeConfig {
  readonly failMode: string;
  readonly ports: readonly SavedPort[];
}

export interface SavedPort {
  readonly name: string;
  readonly ofport: number;
  readonly type: string;
  readonly options: readonly (readonly [string, string])[];
  readonly interface: Uuid;
}

export function readStanding(standing: JsonReader): Result<SavedStanding> {
  const checked = allOk({
    now: standing.field('now').integer(0, Number.MAX_SAFE_INTEGER),
    stepping: optional(standing.field('stepping'), (stepping) => stepping.boolean()),
    wakes: standing.field('wakes').list((wake) => pair(wake, text, (due) => due.integer(0, Number.MAX_SAFE_INTEGER))),
    cold: optional(standing.field('cold'), texts),
    blind: optional(standing.field('blind'), texts),
  });
  return checked.ok ? ok(withoutAbsent(checked.value)) : checked;
}

export function readMachineStanding(standing: JsonReader): Result<SavedMachineStanding> {
  const checked = allOk({
    memory: optional(standing.field('memory'), readMemory),
    synced: standing.field('synced').boolean(),
    queue: optional(standing.field('queue'), (queue) => queue.list(readFlowMod)),
    bridges: standing.field('bridges').list(readBridge),
    missed: optional(standing.field('missed'), (missed) => missed.list(readMissed)),
  });
  return checked.ok ? ok(withoutAbsent(checked.value)) : checked;
}

function readMemory(memory: JsonReader): Result<SavedMemory> {
  const checked = allOk({
    registeredAs: optional(memory.field('registeredAs'), text),
    held: texts(memory.field('held')),
    overwritten: optional(memory.field('overwritten'), (overwritten) =>
      allOk({ settings: overwritten.field('settings').string(), encaps: texts(overwritten.field('encaps')) }),
    ),
    datapaths: memory.field('datapaths').list((entry) => pair(entry, uuid, datapathNumber)),
    nextDatapath: datapathNumber(memory.field('nextDatapath')),
  });
  return checked.ok ? ok(withoutAbsent(checked.value)) : checked;
}

function datapathNumber(number: JsonReader): Result<number> {
  return number.integer(0, Number.MAX_SAFE_INTEGER);
}

function readFlowMod(mod: JsonReader): Result<SavedFlowMod> {
  const all = mod.field('all');
  const given = optional(mod.field('ranks'), ranks);
  const checked = all.isAbsent
    ? allOk({ added: texts(mod.field('added')), ranks: given, removed: texts(mod.field('removed')) })
    : allOk({ all: texts(all), ranks: given });
  return checked.ok ? ok(withoutAbsent(checked.value)) : checked;
}

function ranks(list: JsonReader): Result<SavedRanks> {
  return list.list<string | null>((rank) => (rank.value === null ? ok(null) : rank.string()));
}

function readBridge(bridge: JsonReader): Result<SavedBridge> {
  const checked = allOk({
    name: bridge.field('name').string(),
    lastOfport: bridge.field('lastOfport').integer(0, 0xffff),
    config: optional(bridge.field('config'), readConfig),
    flows: optional(bridge.field('flows'), texts),
    ranks: optional(bridge.field('ranks'), ranks),
    count: optional(bridge.field('count'), (count) => count.integer(0, Number.MAX_SAFE_INTEGER)),
    put: optional(bridge.field('put'), texts),
    gone: optional(bridge.field('gone'), texts),
    foreign: optional(bridge.field('foreign'), (foreign) => foreign.boolean()),
  });
  return checked.ok ? ok(withoutAbsent(checked.value)) : checked;
}

function readConfig(config: JsonReader): Result<SavedBridgeConfig> {
  return allOk({ failMode: config.field('failMode').string(), ports: config.field('ports').list(readPort) });
}

function readPort(port: JsonReader): Result<SavedPort> {
  return allOk({
    name: port.field('name').string(),
    ofport: port.field('ofport').integer(1, 0xfffe),
    type: port.field('type').string(),
    options: port.field('options').list((option) => pair(option, text, text)),
    interface: uuid(port.field('interface')),
  });
}

function readMissed(missed: JsonReader): Result<SavedMissed> {
  if (!Array.isArray(missed.value) || missed.value.length !== 3) return missed.wrong('a table, a UUID and columns');
  const table = missed.item(0).string();
  if (!table.ok) return table;
  const of = uuid(missed.item(1));
  if (!of.ok) return of;
  const columns = missed.item(2);
  if (columns.value === null) return ok([table.value, of.value, null]);
  const row = readColumns(columns);
  return row.ok ? ok([table.value, of.value, row.value]) : row;
}

function pair<A, B>(
  reader: JsonReader,
  first: (item: JsonReader) => Result<A>,
  second: (item: JsonReader) => Result<B>,
): Result<readonly [A, B]> {
  if (!Array.isArray(reader.value) || reader.value.length !== 2) return reader.wrong('a pair');
  const a = first(reader.item(0));
  if (!a.ok) return a;
  const b = second(reader.item(1));
  return b.ok ? ok([a.value, b.value]) : b;
}

function text(reader: JsonReader): Result<string> {
  return reader.string();
}

function texts(reader: JsonReader): Result<readonly string[]> {
  return reader.list(text);
}

function uuid(reader: JsonReader): Result<Uuid> {
  const { value } = reader;
  return typeof value === 'string' && isUuid(value) ? ok(value) : reader.wrong('a UUID');
}
