/**
 * JSON: `--format=json`, `ovsdb-client dump` and `transact`, updates of a monitor,
 * database files, objects with the columns of a row, and sets by name.
 */
import { isAddress } from '../addresses';
import { cellOfJson, type Cell } from '../cells';
import { readJson, type JsonArray, type JsonNode, type JsonObject } from '../json';
import { readRow } from '../rows';
import { quote, type Source } from '../source';
import type { Kind } from './kind';

export const JSON_ROWS: Kind = {
  name: 'json',
  says: 'rows and sets as JSON',
  lines(source, at) {
    const line = source.lines[at];
    if (line === undefined || source.patience <= 0) return undefined;
    const start = line.start + (line.text.length - line.text.trimStart().length);
    const first = source.text.charAt(start);
    if (first !== '{' && first !== '[') return undefined;
    const read = readJson(source.text, start);
    if (!read.ok) {
      source.patience -= read.at - start;
      return undefined;
    }
    const before = new Counter(source);
    if (!visit(before, read.node, NOTHING) && before.found === 0) return undefined;
    let next = at + 1;
    while ((source.lines[next]?.start ?? Infinity) < read.end) next++;
    const rest = source.text.slice(read.end, source.lines[next - 1]?.end ?? read.end);
    if (rest.replace(/[\s,;]/g, '') !== '')
      source.leave(
        { start: read.end, end: source.lines[next - 1]?.end ?? read.end },
        'This stands after the JSON in its line.',
      );
    return next;
  },
};

/** What the keys above say about a value. */
interface Hint {
  readonly table: string | null;
  readonly uuid: string | null;
  readonly name: string | null;
}
const NOTHING: Hint = { table: null, uuid: null, name: null };

class Counter {
  found = 0;
  constructor(readonly source: Source) {}
}

/** False when there is nothing of use in the value. */
function visit(to: Counter, node: JsonNode, hint: Hint): boolean {
  if (node.kind === 'array') return visitArray(to, node, hint);
  if (node.kind !== 'object') return false;
  const { members } = node;
  if (isScenario(node)) {
    const name = members.get('name');
    to.found++;
    to.source.add(node.place, { kind: 'scenario', name: name?.kind === 'string' ? name.text : '' });
    return true;
  }
  const [headings, data] = [members.get('headings'), members.get('data')];
  if (headings?.kind === 'array' && data?.kind === 'array') {
    const caption = members.get('caption');
    const table = caption?.kind === 'string' ? caption.text.replace(/ table$/, '') : hint.table;
    return visitTable(to, headings, data, table);
  }
  const table = members.get('table');
  const row = members.get('row');
  const named = table?.kind === 'string' ? table.text : hint.table;
  if (row?.kind === 'object' && named !== null) return visit(to, row, { ...hint, table: named });
  if (isRow(node, hint)) return addRow(to, node, hint);
  let some = false;
  for (const [key, value] of members) some = visit(to, value, below(hint, key)) || some;
  return some;
}

function below(hint: Hint, key: string): Hint {
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(key)) return { ...hint, uuid: key };
  if (key === 'new' || key === 'old' || key === 'initial' || key === 'insert' || key === 'modify' || key === 'rows')
    return hint;
  return /^[A-Z]/.test(key) ? { table: key, uuid: null, name: key } : { ...hint, name: key };
}

function visitArray(to: Counter, node: JsonArray, hint: Hint): boolean {
  const strings = node.items.flatMap((item) => (item.kind === 'string' ? [item] : []));
  const good = new Set(strings.filter((item) => isAddress(item.text)));
  if (strings.length > 0 && good.size * 2 >= strings.length && strings.length === node.items.length) {
    for (const item of strings) {
      if (!good.has(item)) to.source.leave(item.inner, `${quote(item.text)} is not an address.`);
    }
    const name =
      hint.name !== null && /^[A-Za-z_.][\w.]*$/.test(hint.name) && hint.name !== 'addresses' ? hint.name : null;
    to.source.add(node.place, { kind: 'address-set', name, members: [...good].map((item) => item.text) });
    to.found++;
    return true;
  }
  let some = false;
  for (const item of node.items) some = visit(to, item, hint) || some;
  return some;
}

function visitTable(to: Counter, headings: JsonArray, data: JsonArray, table: string | null): boolean {
  const names = headings.items.map((item) => (item.kind === 'string' ? item.text : ''));
  for (const row of data.items) {
    if (row.kind !== 'array') continue;
    const columns = new Map<string, Cell>();
    for (const [index, value] of row.items.entries()) columns.set(names[index] ?? '', cellOfJson(value));
    keep(to, readRow(to.source, { table, columns, place: row.place }), row);
  }
  return true;
}

/** An object with the columns of a row rather than rows by their names. */
function isRow({ members }: JsonObject, hint: Hint): boolean {
  if (members.has('match') || (members.has('name') && (members.has('addresses') || members.has('ports')))) return true;
  return hint.uuid !== null && members.has('name') && [...members.values()].every((value) => value.kind !== 'object');
}

function addRow(to: Counter, node: JsonObject, hint: Hint): boolean {
  const columns = new Map([...node.members].map(([name, value]) => [name, cellOfObject(value)]));
  const row = { table: hint.table, columns, place: node.place, ...(hint.uuid === null ? {} : { uuid: hint.uuid }) };
  keep(to, readRow(to.source, row), node);
  return true;
}

/** Other programs write maps as objects. */
function cellOfObject(value: JsonNode): Cell {
  if (value.kind !== 'object') return cellOfJson(value);
  const entries = [...value.members].flatMap(([key, inner]) => {
    const [atom] = cellOfJson(inner).atoms;
    return atom === undefined ? [] : [{ key, atom }];
  });
  return { place: value.place, atoms: entries.map(({ atom }) => atom), keys: entries.map(({ key }) => key) };
}

function keep(to: Counter, understood: boolean, node: JsonNode): void {
  if (understood) to.found++;
  else to.source.leave(node.place, 'This is a row of a table that holds no match, set or group.');
}

/** The document that this page saves. */
function isScenario({ members }: JsonObject): boolean {
  return members.has('v') && members.has('release') && members.has('northbound') && members.has('machines');
}
