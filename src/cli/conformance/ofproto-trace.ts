/**
 * `ovn conformance ofproto-trace`: what ovs-vswitchd of today said of packets in the recorded flows, groups and meters
 * of a chassis, letter for letter but for the line of the megaflow and the numbers of recirculations. What a line
 * holds and what a recording does not tell is in recordings/README.md.
 */
import { type Millis } from '../../engine/base';
import { getNumber, parseExactFlow } from '../../engine/openflow';
import { composePacket, formatTrace, tableVisits, type Execution } from '../../engine/vswitch';
import { asList, asText, field, list } from './recorded-json';
import { firstDifference } from './ovn-trace';
import { recordedSwitch, UNDERLAY_BRIDGE, type RecordedSwitch, type SwitchRecording } from './recorded-switch';

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
      const sw = switches.get(chassis) ?? recordedSwitch(readSwitch(json, chassis));
      switches.set(chassis, sw);
      const difference = compareFlowTrace(sw, recorded);
      if (difference === undefined) passed += 1;
      else {
        failed += 1;
        print(`${name}: ofproto/trace on ${chassis} '${flow}'\n${difference}`);
      }
    }
  }
  return { passed, failed };
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
function readSwitch(json: unknown, chassis: string): SwitchRecording {
  const texts = (name: string) => asList(field(field(json, 'openflow'), name)).map(asText);
  return {
    flows: texts(chassis),
    groups: texts(`${chassis} groups`),
    meters: texts(`${chassis} meters`),
    ports: asList(field(field(json, 'ports'), chassis)).map((pair) => {
      const [name, ofport] = asList(pair).map(asText);
      return { name: name ?? '', ofport: Number(ofport) };
    }),
    chassis,
    tunnels: new Map(
      list(json, 'chassis').map((one): [string, string] => [asText(field(one, 'name')), asText(field(one, 'ip'))]),
    ),
  };
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
  return formatTrace(execution, { datapathPort: sw.numberOf, tunnelPort: () => TUNNEL_PORT, modern: true });
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
