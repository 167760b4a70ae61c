/**
 * The logical network that a southbound database of today's OVN describes, as traces see it. What is read at once are
 * datapaths, ports, groups and the rows of logical flows; each table of flows is
 * compiled when a packet first comes to it.
 */
import { createConstantSets, type ConstantSets, type SymbolTable } from '../match';
import { DHCPV4_OPTIONS, DHCPV6_OPTIONS, type ActionLanguage } from '../actions';
import { entryIn, numberIn, textIn, textsIn } from '../database-file';
import type { Row } from '../ovsdb';
import type { SouthboundTables } from './tables';
import {
  readTopology,
  readVirtualAddresses,
  type Topology,
  type TracedDatapath,
  type TracedPort,
  type VirtualAddress,
} from './datapaths';
import { FlowProgram, type FlowLanguage, type LogicalFlowRow } from './flow-program';
import { FlowTable } from './flow-table';
import type { PortNumbers } from './matcher';

export interface NetworkLanguage {
  readonly symbols: SymbolTable;
  readonly actions: ActionLanguage;
}

export class LogicalNetwork implements Topology {
  readonly datapaths: ReadonlyMap<string, TracedDatapath>;
  readonly ports: ReadonlyMap<string, TracedPort>;
  readonly virtualAddresses: readonly VirtualAddress[];
  /** Address sets and port groups, by which matches name many at once. */
  readonly sets: ConstantSets;
  readonly language: NetworkLanguage;

  constructor(tables: SouthboundTables, language: NetworkLanguage) {
    this.language = language;
    const { datapaths, ports } = readTopology(tables);
    this.datapaths = datapaths;
    this.ports = ports;
    this.virtualAddresses = readVirtualAddresses(tables);
    this.sets = createConstantSets(
      members(tables.rows('Address_Set'), 'addresses'),
      members(tables.rows('Port_Group'), 'ports'),
    );
    this.#readFlows(tables);
  }

  /** The datapath of that name or second name, or the only one whose UUID (also in the northbound database) begins so. */
  datapathNamed(name: string): TracedDatapath | undefined {
    const all = Array.from(this.datapaths.values());
    const named = all.find((datapath) => datapath.name === name || datapath.name2 === name);
    if (named !== undefined) return named;
    const found = all.filter(({ uuid, northbound }) => beginsUuid(uuid, name) || beginsUuid(northbound, name));
    return found.length === 1 ? found[0] : undefined;
  }

  /** The port of that name, or the only one with it as second name or whose UUID begins so. */
  portNamed(name: string): TracedPort | undefined {
    const named = this.ports.get(name);
    if (named !== undefined) return named;
    this.#secondNames ??= secondNames(this.ports.values());
    const second = this.#secondNames.get(name) ?? [];
    if (second.length > 1) return undefined;
    if (!/^[0-9a-f]{4}[0-9a-f-]*$/i.test(name)) return second[0];
    const byUuid = Array.from(this.ports.values()).filter(
      (port) => beginsUuid(port.uuid, name) || beginsUuid(port.name, name),
    );
    const found = new Set([...second, ...byUuid]);
    return found.size === 1 ? Array.from(found)[0] : undefined;
  }

  /** The flow of a row; of one that means something else in each datapath that in one of them. */
  programOf(uuid: string): FlowProgram | undefined {
    return this.#programs.get(uuid);
  }

  readonly #programs = new Map<string, FlowProgram>();
  #secondNames: ReadonlyMap<string, readonly TracedPort[]> | undefined;

  /** A match or action with ports called as people call them. */
  friendly(text: string): string {
    return text.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => {
      const port = this.ports.get(quoted.slice(1, -1));
      return port === undefined ? quoted : JSON.stringify(port.title);
    });
  }

  #readFlows(tables: SouthboundTables): void {
    const groups = new Map<string, readonly string[]>();
    for (const row of tables.rows('Logical_DP_Group')) groups.set(row._uuid, textsIn(row, 'datapaths'));
    const language = { ...this.language, sets: this.sets, dhcp: { v4: DHCPV4_OPTIONS, v6: DHCPV6_OPTIONS } };
    const own = new Map<TracedDatapath, FlowLanguage>();
    const languageIn = (datapath: TracedDatapath) => {
      let found = own.get(datapath);
      if (found === undefined) own.set(datapath, (found = { ...language, sets: setsOf(this.sets, datapath) }));
      return found;
    };
    for (const row of tables.rows('Logical_Flow')) {
      const flow = readFlow(row);
      const shared = flow.match.includes('@') ? undefined : new FlowProgram(flow, language);
      const group = groups.get(textIn(row, 'logical_dp_group')) ?? [];
      for (const uuid of [...textsIn(row, 'logical_datapath'), ...group]) {
        const datapath = this.datapaths.get(uuid);
        if (datapath === undefined) continue;
        const program = shared ?? new FlowProgram(flow, languageIn(datapath));
        this.#tableOf(datapath, flow).add(program);
        this.#programs.set(flow.uuid, program);
      }
    }
  }

  #tableOf(datapath: TracedDatapath, { direction, table }: LogicalFlowRow): FlowTable {
    const tables = datapath.flows[direction];
    let found = tables.get(table);
    if (found === undefined) tables.set(table, (found = new FlowTable(this.portNumbers(datapath))));
    return found;
  }

  /** What names of ports mean in a datapath. */
  portNumbers(datapath: TracedDatapath): PortNumbers {
    return {
      lookupPort: (name) => this.lookupPort(datapath, name),
      // A trace is of no hypervisor in particular: each port counts as resident.
      isResident: (port) => port === '' || this.ports.has(port),
    };
  }

  /** The key of a port or multicast group in a datapath; "" and "none" are 0. Undefined where the datapath has no such port. */
  lookupPort(datapath: TracedDatapath, name: string): number | undefined {
    if (name === '' || name === 'none') return 0;
    const port = this.portNamed(name);
    if (port !== undefined) return port.datapath === datapath ? port.key : undefined;
    return datapath.groupsByName.get(name)?.key;
  }
}

/** In a datapath, `@NAME` is the group KEY_NAME, of its own ports only. */
function setsOf({ addressSets, portGroups }: ConstantSets, { key }: TracedDatapath): ConstantSets {
  const prefix = `${key}_`;
  const own = Array.from(portGroups)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, ports]) => [name.slice(prefix.length), ports] as const);
  return { addressSets, portGroups: new Map(own) };
}

function readFlow(row: Row): LogicalFlowRow {
  return {
    uuid: row._uuid,
    direction: textIn(row, 'pipeline') === 'egress' ? 'egress' : 'ingress',
    table: numberIn(row, 'table_id') || 0,
    priority: numberIn(row, 'priority') || 0,
    match: textIn(row, 'match'),
    actions: textIn(row, 'actions'),
    stage: entryIn(row, 'external_ids', 'stage-name'),
    source: entryIn(row, 'external_ids', 'source'),
    hint: entryIn(row, 'external_ids', 'stage-hint'),
  };
}

function members(rows: Iterable<Row>, column: string): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Array.from(rows, (row) => [textIn(row, 'name'), textsIn(row, column)]));
}

function secondNames(ports: Iterable<TracedPort>): ReadonlyMap<string, readonly TracedPort[]> {
  const named = new Map<string, TracedPort[]>();
  for (const port of ports) {
    if (port.name2 === undefined) continue;
    const others = named.get(port.name2);
    if (others === undefined) named.set(port.name2, [port]);
    else others.push(port);
  }
  return named;
}

/** At least four digits of a UUID stand for it. */
function beginsUuid(uuid: string, name: string): boolean {
  return name.length >= 4 && /^[0-9a-f]{8}-/.test(uuid) && uuid.startsWith(name.toLowerCase());
}
