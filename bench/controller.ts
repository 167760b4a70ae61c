/** How long all controllers of a deployment take: from empty, and after one port moves. */
import { createRandom, uuidFromContent } from '../src/engine/base';
import { Controller, LogicalCompiler } from '../src/engine/controller';
import { Database, getUuids, type ChangeSet, type RowEdit } from '../src/engine/ovsdb';
import { release2015_08 } from '../src/engine/releases';

export interface ControllerBench {
  readonly hypervisors: number;
  readonly ports: number;
  /** Pipeline rows in the southbound database. */
  readonly rows: number;
  /** Flows on all switches together. */
  readonly flows: number;
  /** Milliseconds for all controllers, from empty until all flows are out. */
  readonly fromEmpty: number;
  /** Milliseconds for all controllers after one port has moved from one hypervisor to another; the median of several. */
  readonly onePortMoves: number;
}

const SWITCHES = 100;
const PORTS_PER_SWITCH = 100;
const HYPERVISORS = 20;
const MOVES = 9;

/** 20 hypervisors with the ports of 100 switches x 100 ports spread over them, release 2015-08. */
export function benchControllers(): ControllerBench {
  const release = release2015_08;
  const sb = new Database(release.schemas.sb, createRandom(1));
  fillSouthbound(sb);
  const compiler = new LogicalCompiler(release.controller);
  const machines = Array.from({ length: HYPERVISORS }, (_, i) => {
    const machine = new Machine(`hv${i}`, new Database(release.schemas.ovs, createRandom(i)));
    machine.setUp(i);
    for (let port = i; port < SWITCHES * PORTS_PER_SWITCH; port += HYPERVISORS) machine.plug(port);
    machine.create(new Controller(release.controller, { compiler }), sb);
    return machine;
  });
  // Registering, claiming and tunnels first: what is measured starts with processes that know nothing.
  settle(machines);
  const fresh = new LogicalCompiler(release.controller);
  for (const machine of machines) machine.replace(new Controller(release.controller, { compiler: fresh }));
  const fromEmpty = timed(() => settle(machines));
  const flows = machines.reduce((sum, machine) => sum + machine.controller.flows().length, 0);

  const moves: number[] = [];
  for (let n = 0; n < MOVES; n++) {
    const port = n * HYPERVISORS;
    machines[0]?.unplug(port);
    machines[1]?.plug(port);
    moves.push(timed(() => settle(machines)));
  }
  moves.sort((a, b) => a - b);
  return {
    hypervisors: HYPERVISORS,
    ports: SWITCHES * PORTS_PER_SWITCH,
    rows: sb.rows('Pipeline').size,
    flows,
    fromEmpty,
    onePortMoves: moves[MOVES >> 1] ?? 0,
  };
}

class Machine {
  #controller: Controller | undefined;
  #sb: Database | undefined;
  #seen: { sb: ChangeSet[]; ovs: ChangeSet[] } | 'all' = 'all';
  #nextOfport = 1;

  constructor(
    private readonly name: string,
    private readonly ovs: Database,
  ) {
    this.ovs.onCommit((changes) => this.#note('ovs', changes));
  }

  get controller(): Controller {
    if (this.#controller === undefined) throw new Error('No controller yet');
    return this.#controller;
  }

  create(controller: Controller, sb: Database): void {
    this.#controller = controller;
    this.#sb = sb;
    sb.onCommit((changes) => this.#note('sb', changes));
  }

  replace(controller: Controller): void {
    this.#controller = controller;
    this.#seen = 'all';
  }

  setUp(i: number): void {
    const bridge = uuidFromContent('br-int');
    commit(this.ovs, [
      { op: 'insert', table: 'Bridge', uuid: bridge, row: { name: 'br-int' } },
      {
        op: 'insert',
        table: 'Open_vSwitch',
        row: {
          bridges: [bridge],
          external_ids: [
            ['system-id', this.name],
            ['ovn-remote', 'tcp:127.0.0.1:6640'],
            ['ovn-encap-type', 'geneve'],
            ['ovn-encap-ip', `192.168.0.${i + 1}`],
          ],
        },
      },
    ]);
  }

  plug(port: number): void {
    const bridge = this.ovs.find('Bridge', 'name', 'br-int');
    if (bridge === undefined) throw new Error('no br-int');
    const name = `vif${port}`;
    const uuid = uuidFromContent(`port ${name}`);
    const iface = uuidFromContent(`interface ${name}`);
    const ids = [['iface-id', portName(port)]] as const;
    commit(this.ovs, [
      { op: 'insert', table: 'Interface', uuid: iface, row: { name, external_ids: ids, ofport: [this.#nextOfport++] } },
      { op: 'insert', table: 'Port', uuid, row: { name, interfaces: [iface] } },
      { op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports: [...getUuids(bridge, 'ports'), uuid] } },
    ]);
  }

  unplug(port: number): void {
    const bridge = this.ovs.find('Bridge', 'name', 'br-int');
    if (bridge === undefined) throw new Error('no br-int');
    const gone = uuidFromContent(`port vif${port}`);
    const ports = getUuids(bridge, 'ports').filter((uuid) => uuid !== gone);
    commit(this.ovs, [{ op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports } }]);
  }

  /** False when there was nothing to do. */
  run(): boolean {
    const sb = this.#sb;
    if (sb === undefined) throw new Error('No southbound database yet');
    const seen = this.#seen;
    if (seen !== 'all' && seen.sb.length === 0 && seen.ovs.length === 0) return false;
    this.#seen = { sb: [], ovs: [] };
    const view = { sb, ovs: this.ovs };
    const result = this.controller.run(view, seen === 'all' ? 'all' : { sb: seen.sb.flat(), ovs: seen.ovs.flat() });
    commit(sb, result.sb);
    commit(this.ovs, result.ovs);
    this.#numberTunnels();
    return true;
  }

  #note(db: 'sb' | 'ovs', changes: ChangeSet): void {
    if (this.#seen !== 'all') this.#seen[db].push(changes);
  }

  #numberTunnels(): void {
    if (this.#seen !== 'all' && this.#seen.ovs.length === 0) return;
    const edits: RowEdit[] = [];
    for (const [uuid, row] of this.ovs.rows('Interface')) {
      const { ofport } = row;
      if (Array.isArray(ofport) && ofport.length === 0) {
        edits.push({ op: 'update', table: 'Interface', uuid, row: { ofport: [this.#nextOfport++] } });
      }
    }
    commit(this.ovs, edits);
  }
}

/** The rows of 2015-08 for switches whose ports all have one address and port security. */
function fillSouthbound(sb: Database): void {
  for (let s = 0; s < SWITCHES; s++) {
    const datapath = uuidFromContent(`switch ${s}`);
    const ports = Array.from({ length: PORTS_PER_SWITCH }, (_, i) => s * PORTS_PER_SWITCH + i);
    const edits: RowEdit[] = [];
    const row = (table_id: number, priority: number, match: string, actions: string) =>
      edits.push({
        op: 'insert',
        table: 'Pipeline',
        row: { logical_datapath: datapath, table_id, priority, match, actions },
      });
    row(0, 100, 'vlan.present', 'drop;');
    row(0, 100, 'eth.src[40]', 'drop;');
    row(0, 0, '1', 'drop;');
    row(1, 100, 'eth.dst[40]', ports.map((port) => `outport = "${portName(port)}"; next;`).join(' '));
    row(2, 0, '1', 'next;');
    row(3, 100, 'eth.dst[40]', 'output;');
    for (const port of ports) {
      const name = portName(port);
      const mac = `02:00:00:00:${hex(port >> 8)}:${hex(port & 255)}`;
      row(0, 50, `inport == "${name}" && eth.src == {${mac}}`, 'next;');
      row(1, 50, `eth.dst == ${mac}`, `outport = "${name}"; next;`);
      row(3, 50, `outport == "${name}" && eth.dst == {${mac}}`, 'output;');
      const binding = { logical_port: name, logical_datapath: datapath, tunnel_key: port + 1, mac: [mac] };
      edits.push({ op: 'insert', table: 'Port_Binding', row: binding });
    }
    commit(sb, edits);
  }
}

function portName(port: number): string {
  return `sw${Math.floor(port / PORTS_PER_SWITCH)}-port${port % PORTS_PER_SWITCH}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function settle(machines: readonly Machine[]): void {
  for (let round = 0; round < 50; round++) {
    if (machines.filter((machine) => machine.run()).length === 0) return;
  }
  throw new Error('The controllers do not come to rest');
}

function commit(database: Database, edits: readonly RowEdit[]): void {
  if (edits.length === 0) return;
  const done = database.commit(edits);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.message}`);
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
