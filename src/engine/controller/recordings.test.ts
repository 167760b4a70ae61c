/** The recorded deployments of 2015-08: bindings, interfaces and every flow of every hypervisor. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { uuidFromContent } from '../base';
import {
  formatActions,
  formatMatch,
  intersectMatches,
  matchKey,
  parseActions,
  parseMatch,
  type Match,
  toOpenFlow10,
} from '../openflow';
import { getNumbers, getPairs, getString } from '../ovsdb';
import { release2015_08 } from '../releases';
import { LogicalCompiler } from './logical';
import { TestWorld } from './testing';

interface Recording {
  readonly deployment: {
    readonly chassis: readonly { readonly name: string; readonly encap: string; readonly ip: string }[];
    readonly ports: readonly { readonly switch: string; readonly name: string }[];
    readonly vifs: readonly { readonly chassis: string; readonly iface: string; readonly 'iface-id': string }[];
  };
  readonly expect: {
    readonly Pipeline: readonly [string, number, number, string, string][];
    readonly Port_Binding: readonly [string, string | null, number, string[], string[], number[]][];
    readonly interfaces: Readonly<Record<string, readonly RecordedInterface[]>>;
    readonly OpenFlow: Readonly<Record<string, readonly RecordedFlow[]>>;
  };
}

interface RecordedInterface {
  readonly name: string;
  readonly type: string;
  readonly ofport: number;
  readonly options: Readonly<Record<string, string>>;
}

type RecordedFlow = readonly [table: number, priority: number, match: string, actions: string];

const recordings = readFileSync(new URL('../../../recordings/deployments.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => (JSON.parse(line) as { '2015-08': Recording })['2015-08']);

test.each(recordings.map((recording, n) => [n, recording] as const))(
  'deployment %i',
  (_n, { deployment, expect: expected }) => {
    const world = new TestWorld(release2015_08.controller, {
      sb: release2015_08.schemas.sb,
      ovs: release2015_08.schemas.ovs,
    });
    const compiler = new LogicalCompiler(release2015_08.controller);
    const datapaths = new Map(
      [...new Set(expected.Pipeline.map(([name]) => name))].map((name) => [name, uuidFromContent(name)]),
    );
    for (const [name, tableId, priority, match, actions] of expected.Pipeline) {
      world.addRow(datapaths.get(name)!, tableId, priority, match, actions);
    }
    const switchOf = new Map(deployment.ports.map((port) => [port.name, port.switch]));
    for (const [name, , key, , parent, tag] of [...expected.Port_Binding].sort((a, b) => a[2] - b[2])) {
      world.bind(name, datapaths.get(switchOf.get(name)!)!, key, { parent_port: parent, tag });
    }
    for (const chassis of deployment.chassis) {
      const ofports = new Map((expected.interfaces[chassis.name] ?? []).map(({ name, ofport }) => [name, ofport]));
      const machine = world.addMachine(chassis, compiler, ofports);
      for (const vif of deployment.vifs) if (vif.chassis === chassis.name) machine.plug(vif.iface, vif['iface-id']);
    }
    world.settle();

    for (const [name, chassis] of expected.Port_Binding)
      expect([name, world.chassisOf(name) ?? null]).toEqual([name, chassis]);
    for (const machine of world.machines.values()) {
      expect(interfacesOf(machine.ovs)).toEqual(
        [...(expected.interfaces[machine.name] ?? [])]
          .map(({ name, type, ofport, options }) => ({ name, type: type === 'dummy' ? '' : type, ofport, options }))
          .sort(byName),
      );
      expect([...machine.switch.values()].length).toBe(machine.controller.flows().length);
      const ours = [...machine.switch.values()].map((flow) => ({
        ...flow,
        text: formatActions(toOpenFlow10(flow.actions)),
      }));
      const wanted = (expected.OpenFlow[machine.name] ?? []).map(readFlow);
      const contenders = [...machine.switch.values()].flatMap((flow) =>
        machine.controller
          .contenders(flow)
          .map((other) => ({ ...other, text: formatActions(toOpenFlow10(other.actions)) })),
      );
      const differences = permutations(
        [...new Set(datapaths.values())].flatMap((uuid) => machine.controller.datapathNumber(uuid) ?? []),
      ).map((numbers) => difference(ours, contenders, wanted, numbers));
      const best = differences.reduce((a, b) => (a.length <= b.length ? a : b));
      expect(best).toEqual([]);
    }
  },
);

interface Comparable {
  readonly table: number;
  readonly priority: number;
  readonly match: Match;
  readonly text: string;
}

function readFlow([table, priority, matchText, actionsText]: RecordedFlow): Comparable {
  const match = parseMatch(matchText);
  const actions = parseActions(actionsText);
  if (!match.ok) throw new Error(`${matchText}: ${match.error.message}`);
  if (!actions.ok) throw new Error(`${actionsText}: ${actions.error.message}`);
  return { table, priority, match: match.value, text: formatActions(actions.value) };
}

/**
 * Flows of either side that the other lacks, when our datapath n is called
 * `numbers[n - 1]`. Of flows that contend for one place any may be installed.
 */
function difference(
  ours: readonly Comparable[],
  contenders: readonly Comparable[],
  wanted: readonly Comparable[],
  numbers: readonly number[],
): string[] {
  const rename = (flow: Comparable): Comparable => {
    const at = flow.match.words.indexOf(METADATA);
    const number = at < 0 ? undefined : numbers[(flow.match.values[at] ?? 0) - 1];
    const match =
      number === undefined
        ? flow.match
        : { ...flow.match, values: flow.match.values.map((v, i) => (i === at ? number : v)) };
    const text = flow.text.replace(/load:0x([0-9a-f]+)->OXM_OF_METADATA/, (_all, hex: string) => {
      return `load:0x${(numbers[Number.parseInt(hex, 16) - 1] ?? 0).toString(16)}->OXM_OF_METADATA`;
    });
    return { ...flow, match, text };
  };
  const key = (flow: Comparable) => `${flow.table} ${flow.priority} ${matchKey(flow.match)} ${flow.text}`;
  const show = (sign: string) => (flow: Comparable) =>
    `${sign} ${flow.table} ${flow.priority} ${formatMatch(flow.match)} => ${flow.text}`;
  const renamed = ours.map(rename);
  const oursByKey = new Set(contenders.map(rename).map(key));
  const place = (flow: Comparable) => `${flow.table} ${flow.priority} ${matchKey(flow.match)}`;
  const wantedByKey = new Set(wanted.map(key));
  const taken = new Set(wanted.filter((flow) => oursByKey.has(key(flow))).map(place));
  const extra = renamed.filter((flow) => !wantedByKey.has(key(flow)) && !taken.has(place(flow)));
  const lacking = wanted.filter((flow) => !oursByKey.has(key(flow)));
  return [
    ...extra.filter((flow) => !isCovered(flow, lacking)).map(show('+')),
    ...lacking.filter((flow) => !isCovered(flow, extra)).map(show('-')),
  ].sort();
}

const METADATA = 10;

/** Every packet of `flow` matches one of `others` with the same table, priority and actions. */
function isCovered(flow: Comparable, others: readonly Comparable[]): boolean {
  const alike = others.filter((o) => o.table === flow.table && o.priority === flow.priority && o.text === flow.text);
  return (
    minus(
      [flow.match],
      alike.map(({ match }) => match),
    ).length === 0
  );
}

/** What is left of the packets of `matches` without those of `others`, as matches apart from each other. */
function minus(matches: readonly Match[], others: readonly Match[]): readonly Match[] {
  let rest = matches;
  for (const other of others) rest = rest.flatMap((match) => without(match, other));
  return rest;
}

function without(match: Match, other: Match): readonly Match[] {
  if (intersectMatches(match, other) === undefined) return [match];
  const pieces: Match[] = [];
  let inside = match;
  for (const [i, word] of other.words.entries()) {
    for (let bit = 0; bit < 32; bit++) {
      const mask = (1 << bit) >>> 0;
      if (((other.masks[i] ?? 0) & mask) === 0) continue;
      const value = ((other.values[i] ?? 0) & mask) >>> 0;
      const outside = intersectMatches(inside, { words: [word], masks: [mask], values: [(value ^ mask) >>> 0] });
      if (outside !== undefined) pieces.push(outside);
      const next = intersectMatches(inside, { words: [word], masks: [mask], values: [value] });
      if (next === undefined) return pieces;
      inside = next;
    }
  }
  return pieces;
}

function interfacesOf(ovs: TestWorld['sb']) {
  return [...ovs.rows('Interface').values()]
    .map((row) => ({
      name: getString(row, 'name'),
      type: getString(row, 'type'),
      ofport: getNumbers(row, 'ofport')[0],
      options: Object.fromEntries(getPairs(row, 'options').map(([key, value]) => [String(key), value])),
    }))
    .sort(byName);
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}
