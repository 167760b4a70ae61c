/**
 * Packets through a switch against recorded ones: the rules they hit, as a tree
 * whose branches may come in any order, and what leaves the switch.
 */
import type { Deployment } from '../../engine/releases';
import { flowKey, getNumber, parseFlowKey, type Flow, type FlowEntry } from '../../engine/openflow';
import { INTEGRATION_BRIDGE, millis } from '../../engine/sim';
import { composePacket, tableVisits, type Execution } from '../../engine/vswitch';
import { familyName, plainFlows, readRecordedFlow, translateFlow, type Renumbering } from './flow-sets';
import { runAsRecorded } from './open-choices';
import { asList, asText, field, list } from './recorded-json';
import type { Machine, SwitchBridge } from '../../engine/sim';

/** A table that a packet went through, and the flow that it hit there, by a name that both sides share. */
interface Visit {
  readonly table: number;
  readonly rule: string;
}

/** Both sides' flows of one switch, by the key of the flow in our numbers. */
interface Tables {
  readonly ours: ReadonlyMap<string, string>;
  readonly theirs: ReadonlyMap<string, string>;
}

/** The recordings' table of the rule that stands for "no flow matched". */
const MISS_TABLE = 254;
const MISS = 'no flow';

export function compareTraces(
  deployment: Deployment,
  traces: readonly unknown[],
  numbers: ReadonlyMap<string, Renumbering>,
  expected: unknown,
): string[] {
  const interfaces = new Interfaces();
  const tables = new Map<string, Tables>();
  for (const [name, renumbering] of numbers) {
    const recorded = list(field(expected, 'OpenFlow'), name).map(readRecordedFlow);
    const { bridge } = place(deployment, name);
    tables.set(name, {
      ours: new Map(bridge.flows.map((flow) => [flowKey(flow), nameOfOurs(flow)])),
      theirs: new Map(
        recorded.map((flow) => translateFlow(flow, renumbering)).map((flow) => [flowKey(flow), familyName(flow)]),
      ),
    });
  }
  return traces.flatMap((trace) => {
    const name = asText(field(trace, 'chassis'));
    const iface = asText(field(trace, 'iface'));
    const text = asText(field(trace, 'flow'));
    const renumbering = numbers.get(name);
    const known = tables.get(name);
    if (renumbering === undefined || known === undefined) throw new Error(`there is no chassis ${name}`);
    const where = `packet ${text} at ${iface} of ${name}`;
    const { machine, bridge } = place(deployment, name);
    const port = bridge.port(iface);
    if (port === undefined) return [`${where}: there is no such interface`];
    const flow = readFlow(text);
    const recorded = list(trace, 'rules').map((item): Visit => {
      const [table, priority, match] = asList(item);
      if (table === MISS_TABLE) return { table: MISS_TABLE, rule: MISS };
      const plain = translateFlow(readRecordedFlow([table, priority, match, 'drop']), renumbering);
      const key = flowKey(plain);
      return { table: plain.table, rule: known.ours.has(key) ? key : (known.theirs.get(key) ?? key) };
    });
    const run = runAsRecorded(deployment, name, bridge, new Set(recorded.map(({ rule }) => rule)), () =>
      execute(machine, port.ofport, flow),
    );
    const [theirs, ours] = [pathsOf(recorded), pathsOf(visitsOf(run, known))];
    const outputs = compareOutputs(asText(field(trace, 'datapath_actions')), flow, run, name, interfaces);
    return [
      ...(theirs === ours ? [] : [`${where} hits\n  ${ours}\n  recorded\n  ${theirs}`]),
      ...(outputs === undefined ? [] : [`${where} ${outputs}`]),
    ];
  });
}

function place(deployment: Deployment, name: string): { readonly machine: Machine; readonly bridge: SwitchBridge } {
  const machine = deployment.machines.get(name);
  const bridge = machine?.bridges.get(INTEGRATION_BRIDGE);
  if (machine === undefined || bridge === undefined) throw new Error(`there is no chassis ${name}`);
  return { machine, bridge };
}

function readFlow(text: string): Flow {
  const flow = parseFlowKey(text);
  if (!flow.ok) throw new Error(`recorded flow ${text}: ${flow.error.message}`);
  return flow.value;
}

function execute(machine: Machine, port: number, flow: Flow): Execution {
  const done = machine.switch.trace(INTEGRATION_BRIDGE, port, composePacket(flow), { now: millis(0) });
  if (!done.ok) throw new Error(done.error.message);
  return done.value;
}

/** A flow that both sides have goes by its key, any other by its family. */
function visitsOf(run: Execution, known: Tables): Visit[] {
  return Array.from(tableVisits(run.root), ({ table, entry }): Visit => {
    if (entry === undefined) return { table: MISS_TABLE, rule: MISS };
    const key = flowKey(entry);
    return { table, rule: known.theirs.has(key) ? key : nameOfOurs(entry) };
  });
}

function nameOfOurs(flow: FlowEntry): string {
  const [plain] = plainFlows([flow]);
  return plain === undefined ? flowKey(flow) : familyName(plain);
}

/** The ways from the first table to the last ones, sorted: resubmits lead to higher tables only. */
function pathsOf(visits: readonly Visit[]): string {
  const paths: string[] = [];
  const stack: Visit[] = [];
  for (const [index, visit] of visits.entries()) {
    while ((stack.at(-1)?.table ?? -1) >= visit.table) stack.pop();
    stack.push(visit);
    const next = visits[index + 1];
    if (next === undefined || next.table <= visit.table) paths.push(stack.map(({ rule }) => rule).join(' > '));
  }
  return paths.sort().join('\n  ');
}

/** The datapath's own port numbers are not recorded: each must stand for one interface throughout. */
class Interfaces {
  readonly #names = new Map<string, string>();
  readonly #numbers = new Map<string, string>();

  /** False when the number stood for another interface before, or the interface had another number. */
  learn(chassis: string, number: string, name: string): boolean {
    const [byNumber, byName] = [`${chassis} ${number}`, `${chassis} ${name}`];
    const known = this.#names.get(byNumber) ?? name;
    const knownNumber = this.#numbers.get(byName) ?? number;
    this.#names.set(byNumber, known);
    this.#numbers.set(byName, knownNumber);
    return known === name && knownNumber === number;
  }
}

interface Departure {
  /** The interface's name, or its number in the datapath. */
  readonly port: string;
  readonly vlan: number;
}

function compareOutputs(
  actions: string,
  flow: Flow,
  run: Execution,
  chassis: string,
  interfaces: Interfaces,
): string | undefined {
  const recorded = departures(actions, flow);
  const all = run.outputs.map(({ name, flow: at, tunnel }) => ({
    port: name,
    vlan: vlanOf(at),
    tunnelled: tunnel !== undefined,
  }));
  // Without a route to the tunnel's other end the recording shows no output to it.
  const ours = all.length === recorded.length ? all : all.filter(({ tunnelled }) => !tunnelled);
  const tags = (some: readonly Departure[]) =>
    some
      .map(({ vlan }) => vlan)
      .sort((a, b) => a - b)
      .join(',');
  const [one, other] = [ours[0], recorded[0]];
  const agrees =
    tags(ours) === tags(recorded) &&
    ours.length === recorded.length &&
    (ours.length !== 1 || one === undefined || other === undefined || interfaces.learn(chassis, other.port, one.port));
  if (agrees) return undefined;
  return `leaves at ${ours.map(({ port, vlan }) => `${port}/${vlan}`).join(', ') || 'no port'}, recorded ${actions}`;
}

/** What leaves, from the datapath's actions: ports, and the VLAN tag that the packet has there. */
function departures(actions: string, flow: Flow): Departure[] {
  const found: Departure[] = [];
  let vlan = vlanOf(flow);
  for (const action of actions.match(/[^,(]+(?:\([^)]*\))?/g) ?? []) {
    const pushed = /^push_vlan\(vid=(\d+)/.exec(action)?.[1];
    if (pushed !== undefined) vlan = PRESENT | Number(pushed);
    else if (action === 'pop_vlan') vlan = 0;
    else if (/^\d+$/.test(action)) found.push({ port: action, vlan });
  }
  return found;
}

/** 0x1000 marks a tag, 0x0fff is its VLAN; the priority is left out. */
function vlanOf(flow: Flow): number {
  return getNumber(flow, 'vlan_tci') & (PRESENT | 0x0fff);
}

const PRESENT = 0x1000;
