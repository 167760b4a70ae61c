/**
 * `ovn conformance ofproto-trace`: what ovs-vswitchd of today said of packets in the recorded flows, groups and meters
 * of a chassis, letter for letter but for the line of the megaflow and the numbers of recirculations. What a line
 * holds and what a recording does not tell is in recordings/README.md.
 */
import { isRecord, type Millis } from '../../engine/base';
import { getNumber, parseExactFlow } from '../../engine/openflow';
import { composePacket, formatTrace, tableVisits, type Execution } from '../../engine/vswitch';
import { asList, asText, field, list } from './recorded-json';
import { firstDifference } from './ovn-trace';
import {
  INTEGRATION_BRIDGE,
  OUTSIDE,
  recordedSwitch,
  UNDERLAY_BRIDGE,
  type RecordedPort,
  type RecordedSwitch,
  type SwitchRecording,
} from './recorded-switch';

export interface RecordedFlowTrace {
  readonly chassis: string;
  readonly flow: string;
  readonly stdout: string;
}

export function conformOfprotoTrace(
  lines: readonly string[],
  print: (line: string) => void,
): { readonly passed: number; readonly failed: number } {
  let [passed, failed] = [0, 0];
  for (const line of lines) {
    const json: unknown = JSON.parse(line);
    const name = asText(field(json, 'id'));
    const switches = new Map<string, RecordedSwitch>();
    for (const recorded of list(json, 'ofproto-trace').map(readFlowTrace)) {
      const { chassis, flow } = recorded;
      const difference = attempted(() => {
        const sw = switches.get(chassis) ?? recordedSwitch(readSwitch(json, chassis));
        switches.set(chassis, sw);
        return compareFlowTrace(sw, recorded);
      });
      if (difference === undefined) passed += 1;
      else {
        failed += 1;
        print(`${name}: ofproto/trace on ${chassis} '${flow}'\n${difference}`);
      }
    }
  }
  return { passed, failed };
}

/** What cannot be read is a difference, and the others are compared all the same. */
export function attempted(compare: () => string | undefined): string | undefined {
  try {
    return compare();
  } catch (cause) {
    return `  ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

/** A line of `ofproto-trace.jsonl`, or an entry of a deployment's `ofproto-trace`. */
export function readFlowTrace(json: unknown): RecordedFlowTrace {
  return {
    chassis: asText(field(json, 'chassis')),
    flow: asText(field(json, 'flow')),
    stdout: asText(field(json, 'stdout')),
  };
}

/** The switch of a chassis as a deployment holds it. */
export function readSwitch(json: unknown, chassis: string): SwitchRecording {
  const texts = (name: string) => asList(field(field(json, 'openflow'), name)).map(asText);
  const addresses = new Map(
    list(json, 'chassis').map((one): [string, string] => [asText(field(one, 'name')), asText(field(one, 'ip'))]),
  );
  const address = addresses.get(chassis) ?? '';
  const mirrors = readMirrors(json, chassis);
  return {
    flows: texts(chassis),
    groups: texts(`${chassis} groups`),
    meters: texts(`${chassis} meters`),
    ports: asList(field(field(json, 'ports'), chassis)).map((pair) => {
      const [name = '', ofport = ''] = asList(pair).map(asText);
      const mirror = mirrors.find(({ output }) => output === name);
      const port = mirror === undefined ? portNamed(name, address, addresses) : mirror.port;
      return { ...port, ofport: Number(ofport) };
    }),
    mirrors,
    address,
    words: '3.6',
  };
}

/**
 * Mirrors whose packets leave the network, and the ports they leave by, which ovn-controller names after them. What is
 * said of logical ports holds for the interfaces that are bound to them here.
 */
function readMirrors(json: unknown, chassis: string) {
  const southbound = field(json, 'southbound');
  const interfaces = list(json, 'vifs').filter((vif) => field(vif, 'chassis') === chassis);
  const rules = list(southbound, 'Port_Binding').map((row) => ({
    mirrors: JSON.stringify(isRecord(row) ? (row.mirror_rules ?? null) : null),
    vif: interfaces.find((vif) => field(vif, 'iface-id') === field(row, 'logical_port')),
  }));
  return list(southbound, 'Mirror').map((row) => {
    const [, uuid] = asList(field(row, '_uuid')).map(asText);
    const filter = asText(field(row, 'filter'));
    const selected = new Set(
      rules.flatMap(({ mirrors, vif }) =>
        vif !== undefined && mirrors.includes(uuid ?? '') ? [asText(field(vif, 'iface'))] : [],
      ),
    );
    const output = `ovn-${asText(field(row, 'name'))}`;
    const options = { remote_ip: asText(field(row, 'sink')), key: String(field(row, 'index')) };
    return {
      name: output,
      selectSource: filter === 'to-lport' ? NO_PORTS : selected,
      selectTarget: filter === 'from-lport' ? NO_PORTS : selected,
      output,
      port: { name: output, bridge: INTEGRATION_BRIDGE, type: asText(field(row, 'type')), options },
    };
  });
}

const NO_PORTS: ReadonlySet<string> = new Set();

/** What a port's name says of it, which is all there is. */
function portNamed(name: string, local: string, addresses: ReadonlyMap<string, string>): Omit<RecordedPort, 'ofport'> {
  const patch = /^patch-(.*)-to-(.*)$/.exec(name);
  if (patch) {
    const [, from = '', to = ''] = patch;
    const bridge = from === INTEGRATION_BRIDGE ? INTEGRATION_BRIDGE : UNDERLAY_BRIDGE;
    return { name, bridge, type: 'patch', options: { peer: `patch-${to}-to-${from}` } };
  }
  const remote = addresses.get(/^ovn-(.*)-\d+$/.exec(name)?.[1] ?? '');
  if (remote !== undefined) {
    const options = { key: 'flow', csum: 'true', remote_ip: remote, local_ip: local };
    return { name, bridge: INTEGRATION_BRIDGE, type: 'geneve', options };
  }
  const bridge = name === OUTSIDE || name === UNDERLAY_BRIDGE ? UNDERLAY_BRIDGE : INTEGRATION_BRIDGE;
  return { name, bridge, type: 'dummy', options: {} };
}

const now = 0 as Millis;

/** The lines from the first difference on, or undefined when one way to read what was not recorded gives the text. */
export function compareFlowTrace(sw: RecordedSwitch, recorded: RecordedFlowTrace): string | undefined {
  const wanted = comparable(recorded.stdout);
  const outside = sw.switch.bridge(UNDERLAY_BRIDGE);
  let first: string | undefined;
  for (const answers of [true, false]) {
    sw.choices.answers = answers;
    outside?.macs.flush();
    for (const taught of [false, true]) {
      const execution = trace(sw, recorded);
      for (const swapped of [false, true]) {
        sw.choices.swapped = swapped;
        const text = comparable(textOf(sw, execution));
        if (text === wanted) return undefined;
        first ??= firstDifference(text, wanted);
      }
      if (!taught) teach(sw, execution);
    }
  }
  return first;
}

function trace(sw: RecordedSwitch, { flow: text, stdout }: RecordedFlowTrace): Execution {
  const flow = parseExactFlow(text);
  if (!flow.ok) throw new Error(flow.error.message);
  const inPort = getNumber(flow.value, 'in_port');
  // As many states of the connection were given as the text says; they were always the same.
  const ctNext = Array.from(stdout.matchAll(/ - resume conntrack with ct_state=new\|trk$/gm), () => NEW_AND_TRACKED);
  const traced = sw.switch.trace(sw.bridge, inPort, composePacket(flow.value), { now, flow: flow.value, ctNext });
  if (!traced.ok) throw new Error(traced.error.message);
  return traced.value;
}

/** new and trk (ovs-fields(7)) */
const NEW_AND_TRACKED = 0x21;

function textOf(sw: RecordedSwitch, execution: Execution): string {
  return formatTrace(execution, {
    datapathPort: sw.numberOf,
    tunnelPort: () => TUNNEL_PORT,
    modern: true,
    words: sw.words,
  });
}

/** All tunnels of Geneve are one port, whose number is in its name (genev_sys_6081). */
const TUNNEL_PORT = '6081';

/** The bridge outside knows where the packet goes that has just been flooded there. */
function teach(sw: RecordedSwitch, execution: Execution): void {
  const outside = sw.switch.bridge(UNDERLAY_BRIDGE);
  const roots = [execution.root, ...execution.passes.map(({ root }) => root)];
  for (const root of roots) {
    for (const { bridge, before } of tableVisits(root)) {
      if (bridge === UNDERLAY_BRIDGE) outside?.macs.learn(...sw.learned(before));
    }
  }
}

/** The text without what is free, and what has no order in an order of its own. */
function comparable(text: string): string {
  const lines = text
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('Megaflow: '))
    .map((line) => line.replace(/\brecirc\(0x[0-9a-f]+\)/g, 'recirc(N)').replace(/\brecirc_id=\w+/g, 'recirc_id=N'));
  return inOrder(lines).join('\n');
}

/** The clauses of a conjunction come in any order. */
function inOrder(lines: readonly string[]): readonly string[] {
  const ordered: string[] = [];
  let clauses: string[] = [];
  for (const line of [...lines, '']) {
    if (line.includes('-> conj. ')) clauses.push(line);
    else {
      ordered.push(...clauses.sort(), line);
      clauses = [];
    }
  }
  return ordered.slice(0, -1);
}
