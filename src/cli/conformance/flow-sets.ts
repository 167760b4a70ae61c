/**
 * Two flow tables, theirs in other numbers than ours: the numbers of datapaths,
 * the tunnel keys and the ports may be permuted, floods may come in another
 * order, and what one row of the Pipeline gave may be written with other matches
 * as long as the same packets match.
 */
import {
  formatActions,
  formatMatch,
  getField,
  intersectMatches,
  matchFromWords,
  matchKey,
  matchMask,
  matchValue,
  parseActions,
  parseMatch,
  setField,
  toOpenFlow10,
  type FieldName,
  type FlowEntry,
  type Match,
  type OfAction,
} from '../../engine/openflow';
import type { RegisterMap } from '../../engine/logical';
import { samePackets } from './packet-sets';
import { asList, asNumber, asText } from './recorded-json';

/** A recorded flow: table, priority, match and actions. */
export type RecordedFlow = readonly [table: number, priority: number, match: string, actions: string];

/** From a recorded number to ours. */
export interface Renumbering {
  /** Which fields hold keys and the numbers of datapaths. */
  readonly registers: RegisterMap;
  readonly datapaths: ReadonlyMap<bigint, bigint>;
  readonly keys: ReadonlyMap<bigint, bigint>;
  readonly ports: ReadonlyMap<bigint, bigint>;
}

/** A flow of either side in our numbers, without anything that is free. */
export interface PlainFlow {
  readonly table: number;
  readonly priority: number;
  readonly match: Match;
  readonly actions: string;
}

/** Flows with the same table, priority and actions, as the packets they match together. */
interface Family {
  readonly name: string;
  readonly matches: readonly Match[];
}

/** What differs, in words; nothing when both tables do the same with every packet. */
export function compareFlows(
  ours: readonly FlowEntry[],
  recorded: readonly RecordedFlow[],
  numbers: Renumbering,
): string[] {
  const [mine, theirs] = [families(plainFlows(ours)), families(recorded.map((flow) => translateFlow(flow, numbers)))];
  const differences: string[] = [];
  for (const name of new Set([...mine.keys(), ...theirs.keys()])) {
    const [a, b] = [mine.get(name)?.matches ?? [], theirs.get(name)?.matches ?? []];
    const [onlyOurs, onlyTheirs] = [except(a, b), except(b, a)];
    if (onlyOurs.length === 0 && onlyTheirs.length === 0) continue;
    if (samePackets(a, b)) continue;
    for (const match of onlyTheirs) differences.push(`missing ${name.replace('|', ` ${formatMatch(match)} `)}`);
    for (const match of onlyOurs) differences.push(`not recorded ${name.replace('|', ` ${formatMatch(match)} `)}`);
  }
  return differences;
}

/** Our flows with conjunctions multiplied out. */
export function plainFlows(flows: readonly FlowEntry[]): PlainFlow[] {
  const clauses = new Map<string, Match[][]>();
  for (const { table, priority, match, actions } of flows) {
    for (const action of actions) {
      if (action.type !== 'conjunction') continue;
      const key = `${table}/${priority}/${action.id}`;
      const lists = clauses.get(key) ?? Array.from({ length: action.clauses }, () => []);
      lists[action.clause - 1]?.push(match);
      clauses.set(key, lists);
    }
  }
  return flows.flatMap(({ table, priority, match, actions }) => {
    if (actions.some(({ type }) => type === 'conjunction')) return [];
    const text = plainActions(actions);
    const id = getField(matchValue(match), 'conj_id');
    if (getField(matchMask(match), 'conj_id') === 0n) return [{ table, priority, match, actions: text }];
    const lists = clauses.get(`${table}/${priority}/${id}`) ?? [];
    return product(withoutField(match, 'conj_id'), lists).map((each) => ({
      table,
      priority,
      match: each,
      actions: text,
    }));
  });
}

/** A recorded flow in our numbers. */
export function translateEntry([table, priority, match, actions]: RecordedFlow, numbers: Renumbering): FlowEntry {
  const parsed = parseActions(actions);
  if (!parsed.ok) throw new Error(`recorded actions ${actions}: ${parsed.error.message}`);
  const translated = parsed.value.map((action) => translateAction(action, numbers));
  return { table, priority, match: translateMatch(match, numbers), actions: translated, cookie: 0n };
}

export function translateFlow(flow: RecordedFlow, numbers: Renumbering): PlainFlow {
  const { table, priority, match, actions } = translateEntry(flow, numbers);
  return { table, priority, match, actions: plainActions(actions) };
}

/** A recorded match in our numbers. */
export function translateMatch(text: string, numbers: Renumbering): Match {
  const parsed = parseMatch(text);
  if (!parsed.ok) throw new Error(`recorded match ${text}: ${parsed.error.message}`);
  const value = matchValue(parsed.value);
  const mask = matchMask(parsed.value);
  const translate = (field: FieldName, map: ReadonlyMap<bigint, bigint> | undefined) => {
    if (map !== undefined && getField(mask, field) !== 0n)
      setField(value, field, map.get(getField(value, field)) ?? UNKNOWN);
  };
  for (const { field } of numbers.registers.meanings) translate(field, numbersIn(field, numbers));
  translate('in_port', numbers.ports);
  return matchFromWords(value, mask);
}

/** A number that none of ours is. */
const UNKNOWN = 0xfedcn;

function translateAction(action: OfAction, numbers: Renumbering): OfAction {
  if (action.type === 'output') return { ...action, port: Number(numbers.ports.get(BigInt(action.port)) ?? UNKNOWN) };
  if (action.type !== 'load') return action;
  const map = numbersIn(action.field, numbers);
  return map === undefined ? action : { ...action, value: map.get(action.value) ?? UNKNOWN };
}

/** What the numbers in a field become; undefined for a field that holds something else. */
function numbersIn(field: FieldName, { registers, datapaths, keys }: Renumbering): Renumbering['keys'] | undefined {
  const meaning = registers.meanings.find((each) => each.field === field);
  return meaning === undefined ? undefined : meaning.holds === 'datapath' ? datapaths : keys;
}

/** The text of actions as dump-flows prints them over OpenFlow 1.0, in which they were recorded, with the destinations of a flood in one order. */
function plainActions(given: readonly OfAction[]): string {
  const actions = toOpenFlow10(given);
  const steps: string[] = [];
  let step: OfAction[] = [];
  for (const action of actions) {
    step.push(action);
    if (action.type !== 'resubmit') continue;
    steps.push(formatActions(step));
    step = [];
  }
  const isFlood = steps.length > 1 && step.length === 0;
  if (isFlood) steps.sort();
  return [...steps, ...(step.length > 0 || steps.length === 0 ? [formatActions(step)] : [])].join(',');
}

/** What flows share that may be written with other matches: table, priority and actions. */
export function familyName({ table, priority, actions }: PlainFlow): string {
  return `table=${table},priority=${priority}|actions=${actions}`;
}

export function readRecordedFlow(item: unknown): RecordedFlow {
  const [table, priority, match, actions] = asList(item);
  return [asNumber(table), asNumber(priority), asText(match), asText(actions)];
}

function families(flows: readonly PlainFlow[]): ReadonlyMap<string, Family> {
  const byName = new Map<string, Match[]>();
  for (const flow of flows) {
    const name = familyName(flow);
    const family = byName.get(name);
    if (family === undefined) byName.set(name, [flow.match]);
    else family.push(flow.match);
  }
  return new Map(Array.from(byName, ([name, matches]) => [name, { name, matches }]));
}

function except(some: readonly Match[], others: readonly Match[]): readonly Match[] {
  const known = new Set(others.map(matchKey));
  return some.filter((match) => !known.has(matchKey(match)));
}

function product(base: Match, clauses: readonly (readonly Match[])[]): Match[] {
  let matches: Match[] = [base];
  for (const clause of clauses) {
    matches = matches.flatMap((match) => clause.flatMap((each) => intersectMatches(match, each) ?? []));
  }
  return matches;
}

function withoutField(match: Match, field: FieldName): Match {
  const mask = matchMask(match);
  setField(mask, field, 0n);
  return matchFromWords(matchValue(match), mask);
}
