/**
 * `ovn conformance openflow`: what the ovn-controllers of OVN 26.03 made of recorded southbound
 * databases: flows, groups, meters, and who has a connection tracking zone, on each hypervisor.
 *
 * Free are the numbers of conjunctions, groups and meters. Where several rows want the same flow and
 * none is preferred, the recording may have taken any of them. Zones are given as they were recorded,
 * so that flows can be compared; that the same ports and datapaths have one is compared. Which tunnels
 * BFD had found alive nobody recorded: any answer that leads to the recorded flows is taken.
 */
import { hypervisor26_03, strength, type TodayController, type WantedFlow } from '../../engine/releases';
import { flowKey, parseFlow, type FlowEntry } from '../../engine/openflow';
import { canonicalFlows, canonicalGroup, type CanonicalFlow, type FlowTables } from './canonical-flows';
import { compareSets } from './deployment-databases';
import { asText, field, list } from './recorded-json';
import {
  answersOf,
  readHypervisors,
  recordedOpenVSwitch,
  recordedSouthbound,
  type RecordedHypervisor,
} from './recorded-hypervisor';
import type { Selection } from './selection';

/** What the hypervisors of the recordings could do. */
const FEATURES = { zeroSnat: true, symmetricHash: true, meters: true };

const SHOWN = 20;

export function conformOpenFlow(
  lines: readonly string[],
  print: (line: string) => void,
  selection: Selection = {},
): { readonly passed: number; readonly failed: number } {
  const compiler = new hypervisor26_03.LogicalCompiler();
  const tally = new Tally();
  let passed = 0;
  let failed = 0;
  for (const line of lines) {
    const json: unknown = JSON.parse(line);
    const [id, family] = [asText(field(json, 'id')), asText(field(json, 'family'))];
    if ((selection.id ?? id) !== id || (selection.family ?? family) !== family) continue;
    const differences = compareCase(json, compiler, selection.table);
    if (differences.length === 0) {
      passed++;
      continue;
    }
    failed++;
    tally.count(family, differences);
    for (const { text } of differences.slice(0, selection.shown ?? SHOWN)) print(`${id} (${family}) ${text}`);
    const rest = differences.length - (selection.shown ?? SHOWN);
    if (rest > 0) print(`${id} (${family}) … ${rest} more`);
  }
  for (const text of tally.lines()) print(text);
  return { passed, failed };
}

interface Difference {
  readonly text: string;
  /** Undefined for what is no flow. */
  readonly table: number | undefined;
}

function compareCase(
  json: unknown,
  compiler: InstanceType<typeof hypervisor26_03.LogicalCompiler>,
  table: string | undefined,
): readonly Difference[] {
  const sb = recordedSouthbound(json);
  const hypervisors = readHypervisors(json);
  const openflow = field(json, 'openflow');
  return hypervisors.flatMap((hypervisor) => {
    const { name } = hypervisor;
    const lines = ['', ' groups', ' meters'].map((kind) => list(openflow, `${name}${kind}`).map(asText));
    const recorded = readRecorded(lines);
    const others = hypervisors.flatMap((other) => (other === hypervisor ? [] : [other.name]));
    let first: readonly Difference[] | undefined;
    for (const answers of answersOf(sb, name, others)) {
      const controller = new hypervisor26_03.Controller({ compiler, features: FEATURES });
      controller.run({ sb, ovs: recordedOpenVSwitch(hypervisor, hypervisors, answers) }, 'all');
      const differences = compareHypervisor(controller, hypervisor, recorded, table);
      if (differences.length === 0) return [];
      first ??= differences.map((each) => ({ ...each, text: `${name}: ${each.text}` }));
    }
    return first ?? [];
  });
}

function compareHypervisor(
  controller: TodayController,
  hypervisor: RecordedHypervisor,
  recorded: FlowTables,
  table: string | undefined,
): readonly Difference[] {
  const ours = tablesOf(controller);
  const flows = compareFlows(controller, ours, recorded);
  if (table !== undefined) return flows.filter((each) => String(each.table) === table);
  return [...flows, ...compareRest(controller, hypervisor, ours, recorded)];
}

/** Ours know which row they are from. */
interface OurTables extends FlowTables {
  readonly flows: readonly WantedFlow[];
}

function tablesOf(controller: TodayController): OurTables {
  return {
    flows: controller.flows(),
    groups: new Map(controller.groups().map(({ id, text }) => [id, canonicalGroup(text)])),
    meters: new Map(controller.meters().map(({ id, text }) => [id, text])),
  };
}

function readRecorded([flows = [], groups = [], meters = []]: readonly (readonly string[])[]): FlowTables {
  return {
    flows: flows.map(readFlow),
    groups: new Map(
      groups.map((line) => {
        const [, id = '', text = ''] = /^group_id=(\d+),(.*)$/.exec(line) ?? [];
        return [Number(id), canonicalGroup(text)];
      }),
    ),
    meters: readMeters(meters),
  };
}

function readFlow(text: string): FlowEntry {
  const parsed = parseFlow(text, { asPrinted: true });
  if (!parsed.ok) throw new Error(`recorded flow ${text}: ${parsed.error.message}`);
  return parsed.value.entry;
}

/** A line for each meter, and after it one for each of its bands. */
function readMeters(lines: readonly string[]): ReadonlyMap<number, string> {
  const meters = new Map<number, string>();
  let last = 0;
  for (const line of lines.filter((each) => each !== '')) {
    const head = /^meter=(\d+) (.*)$/.exec(line);
    if (head) meters.set((last = Number(head[1])), head[2] ?? '');
    else meters.set(last, `${meters.get(last) ?? ''}${meters.get(last)?.endsWith('=') ? '' : ' '}${line.trim()}`);
  }
  return meters;
}

function compareFlows(controller: TodayController, ours: OurTables, recorded: FlowTables): readonly Difference[] {
  const theirs = new Map(canonicalFlows(recorded).map((flow) => [flow.place, flow]));
  const contenders = ours.flows.map((flow) => {
    const all = controller.contenders(flowKey(flow)).filter((each) => strength(each) === strength(flow));
    return strength(flow) === 0 ? [] : all.filter((each) => each !== flow);
  });
  const canonical = canonicalFlows(ours, contenders.flat());
  const mine = new Map<string, readonly CanonicalFlow[]>();
  for (const [i, flow] of canonical.slice(0, ours.flows.length).entries()) {
    const offset = ours.flows.length + contenders.slice(0, i).reduce((sum, { length }) => sum + length, 0);
    mine.set(flow.place, [flow, ...canonical.slice(offset, offset + (contenders[i]?.length ?? 0))]);
  }
  const differences: Difference[] = [];
  for (const [place, { table, actions, cookie }] of theirs) {
    const own = mine.get(place);
    const say = (what: string) => differences.push({ table, text: what });
    const [first] = own ?? [];
    if (own === undefined || first === undefined) say(`missing ${withCookie(cookie)}${place} actions=${actions}`);
    else if (own.every((each) => each.actions !== actions))
      say(`other actions ${place}\n    recorded: ${actions}\n    ours:     ${first.actions}`);
    else if (own.every((each) => each.actions !== actions || each.cookie !== cookie))
      say(`other row ${place}: ${withCookie(cookie)}instead of ${withCookie(first.cookie)}`);
  }
  for (const [place, [first]] of mine)
    if (!theirs.has(place) && first !== undefined)
      differences.push({
        table: first.table,
        text: `not recorded ${withCookie(first.cookie)}${place} actions=${first.actions}`,
      });
  return differences;
}

function withCookie(cookie: bigint): string {
  return `cookie=0x${cookie.toString(16)} `;
}

function compareRest(
  controller: TodayController,
  { zones }: RecordedHypervisor,
  ours: OurTables,
  recorded: FlowTables,
): readonly Difference[] {
  return [
    ...compareSets('groups', Array.from(ours.groups.values()), Array.from(recorded.groups.values())),
    ...compareSets('meters', Array.from(ours.meters.values()), Array.from(recorded.meters.values())),
    ...compareSets('zones', Array.from(controller.zoneUsers().keys()), Array.from(zones.keys())),
  ].map((text) => ({ text, table: undefined }));
}

/** How many cases of a family, and how many flows of a table, differ. */
class Tally {
  readonly #families = new Map<string, number>();
  readonly #tables = new Map<string, number>();

  count(family: string, differences: readonly Difference[]): void {
    add(this.#families, family, 1);
    for (const { table } of differences) add(this.#tables, table === undefined ? 'no flow' : `table ${table}`, 1);
  }

  lines(): readonly string[] {
    if (this.#families.size === 0) return [];
    const listed = (counts: ReadonlyMap<string, number>) =>
      Array.from(counts)
        .sort(([, a], [, b]) => b - a)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ');
    return [`cases that differ: ${listed(this.#families)}`, `differences: ${listed(this.#tables)}`];
  }
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
