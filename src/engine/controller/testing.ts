/** A small world for tests: a southbound database, hypervisors with controllers, and switches that only number ports. */
import { createRandom, uuidFromContent, type Uuid, type LogRecord } from '../base';
import { formatActions, formatMatch, toOpenFlow10 } from '../openflow';
import {
  Database,
  getAtoms,
  getOptionalString,
  getString,
  getUuids,
  type ChangeSet,
  type DatabaseSchema,
  type RowEdit,
} from '../ovsdb';
import { release2015_04, release2015_08 } from '../releases';
import { Controller, type ControllerOptions } from './controller';
import { LogicalCompiler } from './logical';
import type { ControllerRules } from './rules';
import type { ControllerMemory, ControllerResult, ControllerSeen, OriginFlow } from './types';

export interface Schemas {
  readonly sb: DatabaseSchema;
  readonly ovs: DatabaseSchema;
}

export interface MachineConfig {
  readonly name: string;
  readonly encap: string;
  readonly ip: string;
}

export class TestMachine {
  readonly ovs: Database;
  controller: Controller;
  /** What the switch has been told. */
  readonly switch = new Map<string, OriginFlow>();
  readonly log: LogRecord[] = [];
  /** Told of each run before what it asks for is committed: what the controller had seen and remembered when it began, and its result. */
  onRun: (seen: ControllerSeen, memory: ControllerMemory, result: ControllerResult) => void = () => undefined;
  #seen: { sb: ChangeSet[]; ovs: ChangeSet[] } | 'all' = 'all';
  #nextOfport = 1;

  constructor(
    readonly name: string,
    readonly world: TestWorld,
    private readonly options: ControllerOptions,
    /** Numbers for interfaces by name, where a test wants its own. */
    private readonly ofports: ReadonlyMap<string, number>,
  ) {
    this.ovs = new Database(world.schemas.ovs, createRandom(1));
    this.controller = new Controller(world.rules, options);
    world.sb.onCommit((changes) => this.#note('sb', changes));
    this.ovs.onCommit((changes) => this.#note('ovs', changes));
  }

  /** True while there is something that the controller has not seen. */
  get awake(): boolean {
    return this.#seen === 'all' || this.#seen.sb.length > 0 || this.#seen.ovs.length > 0;
  }

  run(): ControllerResult {
    const seen = this.#seen === 'all' ? 'all' : { sb: this.#seen.sb.flat(), ovs: this.#seen.ovs.flat() };
    this.#seen = { sb: [], ovs: [] };
    const memory = this.controller.memory();
    const result = this.controller.run({ sb: this.world.sb, ovs: this.ovs }, seen);
    this.onRun(seen, memory, result);
    commit(this.world.sb, result.sb);
    commit(this.ovs, result.ovs);
    this.#apply(result);
    this.#numberPorts();
    this.log.push(...result.log);
    return result;
  }

  /** A new process: nothing remembered. */
  restart(): void {
    this.controller = new Controller(this.world.rules, this.options);
    this.#seen = 'all';
  }

  exit(): void {
    const { sb, ovs } = this.controller.exit({ sb: this.world.sb, ovs: this.ovs });
    commit(this.world.sb, sb);
    commit(this.ovs, ovs);
  }

  /** Adds a port with one interface to br-int. */
  plug(iface: string, ifaceId?: string): void {
    const bridge = this.ovs.find('Bridge', 'name', 'br-int');
    if (bridge === undefined) throw new Error('no br-int');
    const ids = ifaceId === undefined ? [] : [['iface-id', ifaceId] as const];
    const port = uuidFromContent(`port ${iface}`);
    const interfaceUuid = uuidFromContent(`interface ${iface}`);
    commit(this.ovs, [
      { op: 'insert', table: 'Interface', uuid: interfaceUuid, row: { name: iface, external_ids: ids } },
      { op: 'insert', table: 'Port', uuid: port, row: { name: iface, interfaces: [interfaceUuid] } },
      { op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports: [...getUuids(bridge, 'ports'), port] } },
    ]);
    this.#numberPorts();
  }

  unplug(iface: string): void {
    const bridge = this.ovs.find('Bridge', 'name', 'br-int');
    const port = this.ovs.find('Port', 'name', iface);
    if (bridge === undefined || port === undefined) throw new Error(`no port ${iface}`);
    const ports = getUuids(bridge, 'ports').filter((uuid) => uuid !== port._uuid);
    commit(this.ovs, [{ op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports } }]);
  }

  configure(ids: Readonly<Record<string, string>>): void {
    const [root] = this.ovs.rows('Open_vSwitch').values();
    const external = Object.entries(ids);
    if (root === undefined)
      commit(this.ovs, [{ op: 'insert', table: 'Open_vSwitch', row: { external_ids: external } }]);
    else commit(this.ovs, [{ op: 'update', table: 'Open_vSwitch', uuid: root._uuid, row: { external_ids: external } }]);
  }

  addBridge(): void {
    const [root] = this.ovs.rows('Open_vSwitch').values();
    if (root === undefined) throw new Error('no Open_vSwitch row');
    const uuid = uuidFromContent('br-int');
    commit(this.ovs, [
      { op: 'insert', table: 'Bridge', uuid, row: { name: 'br-int' } },
      { op: 'update', table: 'Open_vSwitch', uuid: root._uuid, row: { bridges: [uuid] } },
    ]);
  }

  #note(db: 'sb' | 'ovs', changes: ChangeSet): void {
    if (this.#seen !== 'all') this.#seen[db].push(changes);
  }

  #apply({ flows }: ControllerResult): void {
    if ('replaceAll' in flows) {
      this.switch.clear();
      for (const flow of flows.replaceAll) this.switch.set(flow.key, flow);
      return;
    }
    for (const flow of flows.removed) {
      if (!this.switch.delete(flow.key)) throw new Error(`removed a flow that is not there: ${flow.key}`);
    }
    for (const flow of flows.added) {
      if (this.switch.has(flow.key)) throw new Error(`added a flow that is there: ${flow.key}`);
      this.switch.set(flow.key, flow);
    }
  }

  /** What ovs-vswitchd does for the controller: a number for each interface. */
  #numberPorts(): void {
    const edits: RowEdit[] = [];
    for (const row of this.ovs.rows('Interface').values()) {
      if (getAtoms(row, 'ofport').length > 0) continue;
      const ofport = this.ofports.get(getString(row, 'name')) ?? this.#nextOfport++;
      edits.push({ op: 'update', table: 'Interface', uuid: row._uuid, row: { ofport: [ofport] } });
    }
    commit(this.ovs, edits);
  }
}

export class TestWorld {
  readonly sb: Database;
  readonly machines = new Map<string, TestMachine>();
  /** A row has a UUID of its own, whatever else was in the table. */
  #rowsAdded = 0;

  constructor(
    readonly rules: ControllerRules,
    readonly schemas: Schemas,
  ) {
    this.sb = new Database(schemas.sb, createRandom(2));
  }

  /** A hypervisor that is configured and has a bridge. */
  addMachine(
    config: MachineConfig,
    compiler?: LogicalCompiler,
    ofports: ReadonlyMap<string, number> = new Map(),
  ): TestMachine {
    const machine = new TestMachine(config.name, this, compiler === undefined ? {} : { compiler }, ofports);
    machine.configure({
      'system-id': config.name,
      'ovn-remote': 'unix:db.sock',
      'ovn-encap-type': config.encap,
      'ovn-encap-ip': config.ip,
    });
    machine.addBridge();
    this.machines.set(config.name, machine);
    return machine;
  }

  /** Runs the controllers in turn until all sleep. */
  settle(): void {
    for (let round = 0; round < 50; round++) {
      const awake = [...this.machines.values()].filter((machine) => machine.awake);
      if (awake.length === 0) return;
      for (const machine of awake) machine.run();
    }
    throw new Error('The controllers do not come to rest');
  }

  bind(
    logicalPort: string,
    datapath: Uuid,
    tunnelKey: number,
    more: Readonly<Record<string, readonly (string | number)[]>> = {},
  ): Uuid {
    const { table } = this.rules.binding;
    const uuid = uuidFromContent(`binding ${logicalPort}`);
    const row = { logical_port: logicalPort, logical_datapath: datapath, tunnel_key: tunnelKey, ...more };
    commit(this.sb, [{ op: 'insert', table, uuid, row }]);
    return uuid;
  }

  unbind(logicalPort: string): void {
    const { table } = this.rules.binding;
    const row = this.sb.find(table, 'logical_port', logicalPort);
    if (row !== undefined) commit(this.sb, [{ op: 'delete', table, uuid: row._uuid }]);
  }

  addRow(datapath: Uuid, tableId: number, priority: number, match: string, actions: string): Uuid {
    const uuid = uuidFromContent([datapath, tableId, priority, match, actions, this.#rowsAdded++].join('\n'));
    const row = { logical_datapath: datapath, table_id: tableId, priority, match, actions };
    commit(this.sb, [{ op: 'insert', table: 'Pipeline', uuid, row }]);
    return uuid;
  }

  /** Where a logical port is bound. */
  chassisOf(logicalPort: string): string | undefined {
    const { table, chassisBy } = this.rules.binding;
    const row = this.sb.find(table, 'logical_port', logicalPort);
    if (row === undefined) throw new Error(`no binding of ${logicalPort}`);
    if (chassisBy === 'name') return getString(row, 'chassis') || undefined;
    const uuid = getOptionalString(row, 'chassis');
    const chassis = [...this.sb.rows('Chassis').values()].find((found) => found._uuid === uuid);
    return chassis === undefined ? undefined : getString(chassis, 'name');
  }
}

export function commit(database: Database, edits: readonly RowEdit[]): void {
  if (edits.length === 0) return;
  const done = database.commit(edits);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.message}`);
}

export const SW0 = uuidFromContent('sw0');
export const SW1 = uuidFromContent('sw1');

export function world2015_08(): TestWorld {
  return new TestWorld(release2015_08.controller, { sb: release2015_08.schemas.sb, ovs: release2015_08.schemas.ovs });
}

export function world2015_04(): TestWorld {
  return new TestWorld(release2015_04.controller, { sb: release2015_04.schemas.sb, ovs: release2015_08.schemas.ovs });
}

export function addMachines(world: TestWorld, ...names: string[]): TestMachine[] {
  const compiler = new LogicalCompiler(world.rules);
  return names.map((name, i) => world.addMachine({ name, encap: 'geneve', ip: `192.168.0.${i + 1}` }, compiler));
}

/** `TABLE PRIORITY MATCH => ACTIONS`, sorted. */
export function flowsOf(machine: TestMachine): string[] {
  return [...machine.switch.values()]
    .map(
      (flow) =>
        `${flow.table} ${flow.priority} ${formatMatch(flow.match)} => ${formatActions(toOpenFlow10(flow.actions))}`,
    )
    .sort();
}

export function tunnelsOf(machine: TestMachine): string[] {
  return [...machine.ovs.rows('Interface').values()]
    .filter((row) => getString(row, 'type') !== '')
    .map((row) => `${getString(row, 'name')} ${getString(row, 'type')}`)
    .sort();
}

export function chassisOf(world: TestWorld): string[] {
  return [...world.sb.rows('Chassis').values()]
    .map((row) => {
      const encaps = getUuids(row, 'encaps').map((uuid) => {
        const encap = world.sb.row('Encap', uuid);
        return encap === undefined ? 'no row' : `${getString(encap, 'type')}@${getString(encap, 'ip')}`;
      });
      return `${getString(row, 'name')}: ${encaps.sort().join(' ')}`;
    })
    .sort();
}

export function messages(machine: TestMachine): string[] {
  return machine.log.map(({ level, message }) => `${level} ${message}`);
}
