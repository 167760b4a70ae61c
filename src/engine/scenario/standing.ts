/** How a deployment stands, as a document says it, and back. What cannot be written so that it can be read is told. */
import { err, ok, allOk } from '../base';
import { badDocument } from './bad-document';
import { formatFlow, parseFlow } from '../openflow';
import { notExecuted, sameFlow } from '../vswitch';
import { configureBridges } from '../sim';
import { saveRow } from './rows';
import type { Result } from '../base';
import type { ControllerMemory } from '../controller';
import type { FlowEntry } from '../openflow';
import type { ChangeSet, Database } from '../ovsdb';
import type { BridgeConfig, BridgeStanding, CutOff, FlowMod, Machine, MachineStanding } from '../sim';
import type { SavedMachine } from './document';
import type {
  SavedBridge,
  SavedBridgeConfig,
  SavedFlowMod,
  SavedMachineStanding,
  SavedMemory,
  SavedMissed,
  SavedPort,
  SavedRanks,
} from './saved-standing';

/** Takes what could not be written. */
export type Lost = (what: string) => void;

type Place = Pick<FlowEntry, 'table' | 'priority' | 'match'>;

export function saveMachineStanding(
  machine: Machine,
  standing: MachineStanding,
  sb: Database,
  lost: Lost,
): SavedMachineStanding {
  const { memory, synced, queue, missed, bridges } = standing;
  const about = (bridge: string) => (flow: string) => {
    lost(`A flow of ${bridge} on ${machine.name} cannot be written so that it can be read again: ${flow}`);
  };
  const made = asMade(
    machine,
    bridges.map(({ config }) => config),
  );
  return {
    ...(memory !== undefined && { memory: saveMemory(memory) }),
    synced,
    ...(queue.length > 0 && { queue: queue.map((mod) => saveMod(mod, about('br-int'))) }),
    bridges: bridges.map((bridge) => saveBridge(machine, bridge, made, about(bridge.config.name))),
    ...(missed.length > 0 && { missed: missed.map((change) => saveMissed(sb, change)) }),
  };
}

function saveMemory({ registeredAs, overwritten, ...memory }: ControllerMemory): SavedMemory {
  return {
    ...(registeredAs !== undefined && { registeredAs }),
    ...memory,
    ...(overwritten.encaps.length > 0 && { overwritten }),
  };
}

/** In the order in which a controller says it, so that what did not change is the same text. */
function restoreMemory({ registeredAs, held, overwritten, datapaths, nextDatapath }: SavedMemory): ControllerMemory {
  return { registeredAs, held, overwritten: overwritten ?? { settings: '', encaps: [] }, datapaths, nextDatapath };
}

/** What ovs-vswitchd makes of the machine's rows when it remembers nothing but the last number it gave. */
function asMade({ ovs }: Pick<Machine, 'ovs'>, known: readonly Pick<BridgeConfig, 'name' | 'lastOfport'>[]) {
  const before = known.map(({ name, lastOfport }): [string, BridgeConfig] => {
    return [name, { name, failMode: '', ports: [], lastOfport }];
  });
  return configureBridges(ovs, new Map(before)).bridges;
}

function saveBridge(
  { bridges }: Machine,
  { config, flows, foreign }: BridgeStanding,
  made: ReadonlyMap<string, BridgeConfig>,
  lost: Lost,
): SavedBridge {
  const { name, failMode, ports, lastOfport } = config;
  const isMade = JSON.stringify(made.get(name)) === JSON.stringify(config);
  const put = texts(foreign.put, lost);
  return {
    name,
    lastOfport,
    ...(!isMade && { config: { failMode, ports: ports.map(savePort) } }),
    ...(flows === 'wanted' ? { count: bridges.get(name)?.flowCount ?? 0 } : saveAllFlows(flows, lost)),
    ...(put.length > 0 && { put }),
    ...(foreign.gone.length > 0 && { gone: foreign.gone.map(placeText).sort() }),
    ...(foreign.all && { foreign: true }),
  };
}

function saveAllFlows(flows: readonly FlowEntry[], lost: Lost): Pick<SavedBridge, 'flows' | 'ranks'> {
  const { lines, ranked } = saveFlows(flows, lost);
  return { flows: lines, ...ranked };
}

function savePort({ name, ofport, type, options, interface: row }: BridgeConfig['ports'][number]): SavedPort {
  return { name, ofport, type, options: Object.entries(options), interface: row };
}

function saveMod(mod: FlowMod, lost: Lost): SavedFlowMod {
  const { lines, ranked } = saveFlows(mod.kind === 'replace' ? mod.flows : mod.added, lost);
  if (mod.kind === 'replace') return { all: lines, ...ranked };
  return { added: lines, ...ranked, removed: mod.removed.map(placeText) };
}

function saveMissed(sb: Database, { table, uuid, before }: ChangeSet[number]): SavedMissed {
  const columns = sb.schema.tables.get(table)?.columns;
  return [table, uuid, before === undefined || columns === undefined ? null : saveRow(columns, before)[1]];
}

/** Their texts, and their ranks beside them where there are any. */
function saveFlows(
  flows: readonly FlowEntry[],
  lost: Lost,
): { readonly lines: readonly string[]; readonly ranked: { readonly ranks?: SavedRanks } } {
  const kept = flows.flatMap((flow) => texts([flow], lost).map((line) => ({ line, rank: flow.rank ?? null })));
  const lines = kept.map(({ line }) => line);
  const isRanked = kept.some(({ rank }) => rank !== null);
  return { lines, ranked: isRanked ? { ranks: kept.map(({ rank }) => rank) } : {} };
}

/** Flows never change, so what has been written and read once is not tried again. */
const written = new WeakMap<FlowEntry, string | null>();

function texts(flows: readonly FlowEntry[], lost: Lost): readonly string[] {
  return flows.flatMap((flow) => {
    let text = written.get(flow);
    if (text === undefined) written.set(flow, (text = readableText(flow)));
    if (text === null) lost(formatFlow(flow));
    return text ?? [];
  });
}

/** The flow as `ovs-ofctl` writes it over OpenFlow 1.0 or 1.3; null when reading neither gives the same flow. */
function readableText(flow: FlowEntry): string | null {
  for (const modern of [false, true]) {
    const text = formatFlow(flow, { modern });
    const read = parseFlow(text);
    if (read.ok && sameFlow(read.value.entry, flow)) return text;
  }
  return null;
}

/** A flow that does nothing says where it is. */
function placeText({ table, priority, match }: Place): string {
  return formatFlow({ table, priority, match, cookie: 0n, actions: [] });
}

/** How a machine stood, whose rows are back in its database. */
export function restoreMachineStanding(
  { name, standing }: SavedMachine,
  cutOff: readonly CutOff[],
  machine: Machine,
  sb: Database,
  path: string,
): Result<MachineStanding> {
  if (standing === undefined) return err(badDocument(path, 'expected how the machine stands'));
  const { memory, synced, queue = [], bridges, missed = [] } = standing;
  const made = asMade(machine, bridges);
  const parts = {
    queue: each(queue, `${path}.queue`, restoreMod),
    bridges: each(bridges, `${path}.bridges`, (bridge, at) => restoreBridge(bridge, made, at)),
    missed: each(missed, `${path}.missed`, (row, at) => restoreMissed(sb, row, at)),
  };
  if (new Set(bridges.map((bridge) => bridge.name)).size < bridges.length) {
    return err(badDocument(`${path}.bridges`, 'two bridges have one name'));
  }
  const checked = allOk(parts);
  if (!checked.ok) return checked;
  return ok({ name, cutOff, memory: memory && restoreMemory(memory), synced, ...checked.value });
}

function restoreBridge(
  { name, lastOfport, config, flows, ranks, put, gone, foreign }: SavedBridge,
  made: ReadonlyMap<string, BridgeConfig>,
  path: string,
): Result<BridgeStanding> {
  const configured = config === undefined ? made.get(name) : restoreConfig(name, lastOfport, config);
  if (configured === undefined) return err(badDocument(path, `${name} is not a bridge that a switch could have`));
  const all = flows === undefined ? ok('wanted' as const) : parseAll(flows, `${path}.flows`, ranks);
  if (!all.ok) return all;
  const came = parseAll(put ?? [], `${path}.put`);
  if (!came.ok) return came;
  const went = parseAll(gone ?? [], `${path}.gone`);
  if (!went.ok) return went;
  return ok({
    config: configured,
    flows: all.value,
    foreign: { all: foreign === true, put: came.value, gone: went.value },
  });
}

/** Undefined when no switch could have such ports. */
function restoreConfig(name: string, lastOfport: number, config: SavedBridgeConfig): BridgeConfig | undefined {
  const ports = config.ports.map(({ options, ...port }) => ({ ...port, options: Object.fromEntries(options) }));
  const names = new Set(ports.map((port) => port.name));
  const numbers = new Set(ports.map((port) => port.ofport));
  if (name === '' || name.includes('/') || names.size < ports.length || numbers.size < ports.length) return undefined;
  return { name, failMode: config.failMode, ports, lastOfport };
}

function restoreMod(mod: SavedFlowMod, path: string): Result<FlowMod> {
  if ('all' in mod) {
    const flows = parseAll(mod.all, path, mod.ranks);
    return flows.ok ? ok({ kind: 'replace', flows: flows.value }) : flows;
  }
  const added = parseAll(mod.added, path, mod.ranks);
  if (!added.ok) return added;
  const removed = parseAll(mod.removed, path);
  return removed.ok ? ok({ kind: 'change', added: added.value, removed: removed.value }) : removed;
}

function restoreMissed(sb: Database, [table, uuid, row]: SavedMissed, path: string): Result<ChangeSet[number]> {
  const columns = sb.schema.tables.get(table)?.columns;
  if (columns === undefined) return err(badDocument(path, `there is no table ${table}`));
  const after = sb.row(table, uuid);
  if (row === null) return ok({ table, uuid, before: undefined, after });
  const before = sb.detachedRow(table, uuid, row);
  return before.ok ? ok({ table, uuid, before: before.value, after }) : err(badDocument(path, before.error.message));
}

/** `ranks`: of the lines, in their order. */
function parseAll(lines: readonly string[], path: string, ranks?: SavedRanks): Result<readonly FlowEntry[]> {
  if (ranks !== undefined && ranks.length !== lines.length) {
    return err(badDocument(path, `expected as many ranks as flows, ${lines.length}`));
  }
  const entries = each(lines, path, (line, at) => {
    const flow = parseFlow(line, { refuse: notExecuted });
    return flow.ok ? ok(flow.value.entry) : err(badDocument(at, flow.error.message));
  });
  return entries.ok ? ok(entries.value.map((entry, index) => withRank(entry, ranks?.[index] ?? null))) : entries;
}

function withRank(entry: FlowEntry, rank: string | null): FlowEntry {
  return rank === null ? entry : { ...entry, rank };
}

function each<A, B>(
  items: readonly A[],
  path: string,
  restore: (item: A, path: string) => Result<B>,
): Result<readonly B[]> {
  const restored: B[] = [];
  for (const [index, item] of items.entries()) {
    const one = restore(item, `${path}[${index}]`);
    if (!one.ok) return one;
    restored.push(one.value);
  }
  return ok(restored);
}
