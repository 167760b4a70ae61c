/**
 * Flows as texts in which nothing is free any more: conjunctions are told by the flows that they are
 * made of, groups and meters by what they do.
 */
import { hashText } from '../../engine/base';
import {
  FIELDS,
  findField,
  formatActions,
  formatMatch,
  normalizeMatch,
  parseActions,
  type FlowEntry,
  type OfAction,
} from '../../engine/openflow';

export interface FlowTables {
  readonly flows: readonly FlowEntry[];
  /** By number, as ovs-ofctl prints it. */
  readonly groups: ReadonlyMap<number, string>;
  readonly meters: ReadonlyMap<number, string>;
}

export interface CanonicalFlow {
  readonly table: number;
  /** Table, priority and match. */
  readonly place: string;
  readonly actions: string;
  readonly cookie: bigint;
}

/** `others`: flows that might stand where one of them does; they are named alike. */
export function canonicalFlows(tables: FlowTables, others: readonly FlowEntry[] = []): readonly CanonicalFlow[] {
  const names = new Names(tables);
  return [...tables.flows, ...others].map((entry) => names.canonical(entry));
}

class Names {
  readonly #tables: FlowTables;
  readonly #conjunctions: ReadonlyMap<number, string>;

  constructor(tables: FlowTables) {
    this.#tables = tables;
    this.#conjunctions = nameConjunctions(tables.flows, (actions) => this.#plain(actions));
  }

  canonical({ table, priority, match, actions, cookie }: FlowEntry): CanonicalFlow {
    const matched = formatMatch(normalizeMatch(match)).replace(
      CONJUNCTION,
      (_, id: string) => `conj_id=${this.#conjunctions.get(Number(id)) ?? '?'}`,
    );
    const clauses = actions.every(({ type }) => type === 'conjunction') && actions.length > 0;
    const texts = actions.map((action) => this.#text(action));
    return {
      table,
      place: `table=${table}, priority=${priority}${matched === '' ? '' : `,${matched}`}`,
      actions: actions.length === 0 ? 'drop' : (clauses ? texts.sort() : texts).join(','),
      cookie,
    };
  }

  #text(action: OfAction): string {
    if (action.type !== 'conjunction') return this.#plain([action]);
    const name = this.#conjunctions.get(action.id) ?? '?';
    return `conjunction(${name},${action.clause}/${action.clauses})`;
  }

  /** Without numbers of groups and meters. */
  #plain(actions: readonly OfAction[]): string {
    const { groups, meters } = this.#tables;
    return formatActions(actions)
      .replace(/\bgroup:(\d+)/g, (_, id: string) => `group(${groups.get(Number(id)) ?? '?'})`)
      .replace(/\bmeter:(\d+)/g, (_, id: string) => `meter(${meters.get(Number(id)) ?? '?'})`)
      .replace(/\bmeter_id=(\d+)/g, (_, id: string) => `meter(${meters.get(Number(id)) ?? '?'})`);
  }
}

const CONJUNCTION = /\bconj_id=(\d+)/;

/** A name for each number, of where its clauses stand and what it leads to. */
function nameConjunctions(
  flows: readonly FlowEntry[],
  plain: (actions: readonly OfAction[]) => string,
): ReadonlyMap<number, string> {
  const parts = new Map<number, string[]>();
  const add = (id: number, part: string) => {
    const known = parts.get(id);
    if (known === undefined) parts.set(id, [part]);
    else known.push(part);
  };
  for (const { table, priority, match, actions } of flows) {
    const clauses = actions.filter((action) => action.type === 'conjunction');
    const text = clauses.length > 0 || match.words.length > 0 ? formatMatch(match) : '';
    for (const { id, clause, clauses: count } of clauses) add(id, `${table}/${priority}/${text} ${clause}/${count}`);
    const led = CONJUNCTION.exec(text);
    if (led) add(Number(led[1]), `${table}/${priority}/${text.replace(CONJUNCTION, '')} ${plain(actions)}`);
  }
  return new Map(
    Array.from(parts, ([id, all]): [number, string] => [id, `c${hashText(all.sort().join('\n')).toString(16)}`]),
  );
}

/** `type=select,…,bucket=bucket_id:0,…,actions=…`, as ovs-ofctl prints it, however it was written. */
export function canonicalGroup(text: string): string {
  const [head = '', ...buckets] = text.split(/,?bucket=/);
  const plain = head
    .replace(/0x[0-9a-f]+/g, (number) => BigInt(number).toString())
    .replace(/fields(?:\(([^)]*)\)|=(\w+))/, (_, several?: string, one?: string) => hashedFields(several ?? one ?? ''));
  return [plain, ...buckets.map(canonicalBucket)].join(',bucket=');
}

/** Each field by its first name, in one order. */
function hashedFields(text: string): string {
  const names = text.split(',').map((name) => findField(name.trim()) ?? name.trim());
  return `fields(${names.sort().join(',')})`;
}

/** `WORD:VALUE` and `WORD=VALUE` alike, then `actions=` and actions; or actions alone, which begin with a word too. */
function canonicalBucket(text: string, number: number): string {
  const options: string[] = [];
  let rest = text;
  for (let found; (found = OPTION.exec(rest)) !== null; rest = rest.slice(found[0].length))
    options.push(`${found[1] ?? ''}:${found[2] ?? ''}`);
  const actions = parseActions(rest.replace(/^actions=/, '').replace(/^load=/, 'load:'), { asPrinted: true });
  if (!actions.ok) throw new Error(`bucket ${text}: ${actions.error.message}`);
  if (!options.some((option) => option.startsWith('bucket_id:'))) options.unshift(`bucket_id:${number}`);
  return [...options, `actions=${formatActions(actions.value.map(asWritten))}`].join(',');
}

const OPTION = /^(bucket_id|weight|watch_port|watch_group)[:=](\w+),/;

/** A number is written into a part of a field, however that was said. */
function asWritten(action: OfAction): OfAction {
  if (action.type !== 'load') return action;
  const { field, value, offset, bits } = action;
  const mask = ((1n << BigInt(bits)) - 1n) << BigInt(offset);
  const whole = bits === FIELDS[field].bits && bits % 8 === 0;
  return { type: 'set_field', field, value: value << BigInt(offset), ...(whole ? {} : { mask }) };
}
