/** Rows of the databases, from whatever they were printed as, to what they are. */
import type { TextRange } from '../base';
import { isAddress, readMembers } from './addresses';
import { valueOf, type Cell } from './cells';
import { readDirection, wrongAcl, type Source } from './source';

export interface PrintedRow {
  /** Where the text says it; a row is known by its columns all the same. */
  readonly table: string | null;
  readonly uuid?: string;
  readonly columns: ReadonlyMap<string, Cell>;
  readonly place: TextRange;
}

/** Adds what the row is; false when it is of no table that is of use here. */
export function readRow(source: Source, row: PrintedRow): boolean {
  const { columns } = row;
  const has = (...names: readonly string[]) => names.every((name) => columns.has(name));
  const uuid = row.uuid ?? textOf(columns.get('_uuid'));
  const name = textOf(columns.get('name'));
  if (uuid !== undefined && name !== undefined) source.learnName(uuid, name);
  for (const acl of columns.get('acls')?.atoms ?? []) source.learnOwner(acl.text, name ?? uuid ?? '');
  if (row.table === 'ACL' || has('match', 'action', 'priority', 'direction')) return readAcl(source, row, uuid);
  if (isFlow(row)) return readFlow(source, row);
  if (row.table === 'Address_Set' || (has('name', 'addresses') && !columns.has('port_security') && !columns.has('up')))
    return readSet(source, row);
  if (row.table === 'Port_Group' || (has('name', 'ports') && !has('load_balancer') && !has('qos_rules')))
    return readGroup(source, row);
  if (row.table === 'Chassis_Template_Var' || has('chassis', 'variables')) return readTemplates(source, row);
  const match = columns.get('match');
  // Of other rows only the name is of use.
  if (match === undefined) return (uuid !== undefined && name !== undefined) || has('acls');
  return addMatch(source, row, match);
}

function isFlow({ table, columns }: PrintedRow): boolean {
  return table === 'Logical_Flow' || table === 'Pipeline' || (columns.has('table_id') && columns.has('match'));
}

function readAcl(source: Source, { columns, place }: PrintedRow, uuid: string | undefined): boolean {
  const match = columns.get('match');
  if (match === undefined) {
    source.leave(place, 'This ACL has no column “match”.');
    return true;
  }
  const direction = textOf(columns.get('direction'));
  const priority = textOf(columns.get('priority'));
  const action = textOf(columns.get('action'));
  // With a selection of columns some are not there: what is left is still a match.
  if (direction === undefined || priority === undefined || action === undefined)
    return addMatch(source, { columns, place, table: null }, match);
  const wrong = wrongAcl(direction, priority, action);
  if (wrong !== undefined) {
    source.leave(place, wrong);
    return true;
  }
  const acl = {
    entity: source.setting.entity,
    direction: readDirection(direction) ?? 'from-lport',
    priority: Number(priority),
    match: excerpt(match),
    action,
    tier: Number(textOf(columns.get('tier')) ?? 0) || 0,
    name: textOf(columns.get('name')) ?? null,
    afterLb: valueOf(columns.get('options'), 'apply-after-lb') === 'true',
  };
  source.addAcl(place, acl, uuid);
  return true;
}

function readFlow(source: Source, { columns, place }: PrintedRow): boolean {
  const match = columns.get('match');
  if (match === undefined) return false;
  source.add(place, {
    kind: 'flow',
    flow: {
      datapath: textOf(columns.get('logical_datapath')) ?? textOf(columns.get('logical_dp_group')) ?? null,
      pipeline: textOf(columns.get('pipeline')) ?? null,
      table: Number(textOf(columns.get('table_id')) ?? 0) || 0,
      stage: valueOf(columns.get('external_ids'), 'stage-name') ?? null,
      priority: Number(textOf(columns.get('priority')) ?? 0) || 0,
      match: excerpt(match),
      actions: textOf(columns.get('actions')) ?? '',
    },
  });
  return true;
}

function readSet(source: Source, { columns, place }: PrintedRow): boolean {
  const addresses = columns.get('addresses');
  if (addresses === undefined) return false;
  addSet(source, place, textOf(columns.get('name')) ?? null, addresses);
  return true;
}

/** The members of a set, each that is no address left with its place. */
export function addSet(source: Source, place: TextRange, name: string | null, cell: Cell): void {
  const members: string[] = [];
  for (const atom of cell.atoms) {
    if (isAddress(atom.text)) members.push(atom.text);
    else {
      for (const member of readMembers(source.text, atom.place.start, atom.place.end)) {
        if (member.problem === null) members.push(member.text);
        else source.leave(member.place, member.problem);
      }
    }
  }
  source.add(place, { kind: 'address-set', name, members });
}

function readGroup(source: Source, { columns, place }: PrintedRow): boolean {
  const name = textOf(columns.get('name'));
  if (name === undefined) return false;
  const ports = (columns.get('ports')?.atoms ?? []).map((atom) => atom.text);
  source.add(place, { kind: 'port-group', name, ports });
  return true;
}

function readTemplates(source: Source, { columns, place }: PrintedRow): boolean {
  const variables = columns.get('variables');
  for (const [index, key] of (variables?.keys ?? []).entries())
    source.add(place, { kind: 'template', name: key, value: variables?.atoms[index]?.text ?? '' });
  return true;
}

function addMatch(source: Source, { place }: PrintedRow, match: Cell): boolean {
  source.add(place, { kind: 'match', match: excerpt(match), problem: null });
  return true;
}

function excerpt(cell: Cell) {
  const [atom] = cell.atoms;
  return atom === undefined ? { text: '', place: cell.place } : { text: atom.text, place: atom.place };
}

/** The only value of a column; undefined for an empty set. */
function textOf(cell: Cell | undefined): string | undefined {
  const [atom] = cell?.atoms ?? [];
  return atom === undefined || atom.text === '' ? undefined : atom.text;
}
