/** What the commands of ovn-nbctl do. */
import { compareText, hashOrder, hashText, isUuid } from '../../base';
import {
  getOptionalNumber,
  getOptionalString,
  getPairs,
  getString,
  getStrings,
  type MapPair,
  type Overlay,
  type Row,
  type RowValues,
} from '../../ovsdb';
import type { Membership } from './membership';

const PORT = 'Logical_Port';

export interface NbctlContext {
  readonly overlay: Overlay;
  /** How ports belong to switches. */
  readonly members: Membership;
  readonly args: readonly string[];
  readonly log: (level: 'WARN' | 'ERR', message: string) => void;
}

/** Does the command, and returns what is printed. */
export type NbctlHandler = (context: NbctlContext) => string | undefined;

/** A switch by UUID or name; without exactly one, that is logged. */
export function findSwitch({ overlay, args, log }: NbctlContext): Row | undefined {
  const id = args[0] ?? '';
  const byUuid = byUuidText(overlay, 'Logical_Switch', id);
  if (byUuid) return byUuid;
  const [found, second] = overlay.rows('Logical_Switch').filter((row) => row.name === id);
  if (second) log('WARN', `There is more than one logical switch named '${id}'. Use a UUID.`);
  else if (!found) log('WARN', `lswitch not found for ${isUuid(id) ? 'UUID' : 'name'}: '${id}'`);
  return second ? undefined : found;
}

export function findPort({ overlay, args, log }: NbctlContext): Row | undefined {
  const id = args[0] ?? '';
  const found = byUuidText(overlay, 'Logical_Port', id) ?? overlay.rows('Logical_Port').find((row) => row.name === id);
  if (!found) log('WARN', `lport not found for ${isUuid(id) ? 'UUID' : 'name'}: '${id}'`);
  return found;
}

function byUuidText(overlay: Overlay, table: string, text: string): Row | undefined {
  const uuid = text.toLowerCase();
  return isUuid(uuid) ? overlay.row(table, uuid) : undefined;
}

export function ofPort(print: (port: Row) => string): NbctlHandler {
  return (context) => {
    const port = findPort(context);
    return port && print(port);
  };
}

export function show(context: NbctlContext): string | undefined {
  if (context.args.length === 0)
    return context.overlay
      .rows('Logical_Switch')
      .map((row) => showSwitch(context, row))
      .join('');
  const found = findSwitch(context);
  return found && showSwitch(context, found);
}

function showSwitch({ overlay, members }: NbctlContext, row: Row): string {
  const ports = members.membersOf(overlay.view, PORT, row._uuid).map((port) => {
    const parent = getOptionalString(port, 'parent_name');
    const tag = getOptionalNumber(port, 'tag');
    const macs = getStrings(port, 'macs');
    const behind = parent !== undefined && tag !== undefined ? `            parent: ${parent}, tag:${tag}\n` : '';
    return `        lport ${getString(port, 'name')}\n${behind}${macs.length > 0 ? `            macs: ${macs.join(' ')}\n` : ''}`;
  });
  return `    lswitch ${row._uuid} (${getString(row, 'name')})\n${ports.join('')}`;
}

export function switchAdd({ overlay, args }: NbctlContext): undefined {
  overlay.insert('Logical_Switch', args[0] === undefined ? {} : { name: args[0] });
}

export function switchDelete(context: NbctlContext): undefined {
  const found = findSwitch(context);
  if (found) context.overlay.delete('Logical_Switch', found._uuid);
}

export function portAdd(context: NbctlContext): undefined {
  const { args, log } = context;
  const lswitch = findSwitch(context);
  if (!lswitch) return;
  const [, name = '', parent, tagText] = args;
  if (args.length === 3) {
    log('WARN', 'Invalid arguments to lport-add.');
    return;
  }
  if (parent === undefined || tagText === undefined) {
    insertPort(context, lswitch, { name });
    return;
  }
  // Read as scanf does: a number at the start will do.
  const scanned = /^\s*[+-]?\d+/.exec(tagText)?.[0];
  const tag = scanned === undefined ? Number.NaN : Number(scanned);
  if (!(tag >= 0 && tag <= 4095)) {
    log('WARN', `Invalid tag '${tagText}'`);
    return;
  }
  insertPort(context, lswitch, { name, parent_name: [parent], tag: [tag] });
}

export function portDelete(context: NbctlContext): undefined {
  const { overlay, members, args, log } = context;
  const port = findPort(context);
  if (!port) return;
  if (members.switchOf(overlay.view, PORT, port) === undefined)
    log('WARN', `logical port ${args[0] ?? ''} is not part of any logical switch`);
  else overlay.add(members.remove(overlay.view, PORT, port._uuid));
}

function insertPort({ overlay, members }: NbctlContext, lswitch: Row, row: RowValues): void {
  overlay.add(members.insert(overlay.view, PORT, lswitch._uuid, [{ uuid: overlay.reserveUuid(), row }]));
}

export function portList(context: NbctlContext): string | undefined {
  const { overlay, members } = context;
  const found = findSwitch(context);
  return found && nameLines(members.membersOf(overlay.view, PORT, found._uuid));
}

/** 2015-04 does not look for the switch itself: a wrong name gives an empty list, an ambiguous one the ports of all. */
export function portListByColumn({ overlay, members, args }: NbctlContext): string {
  const id = args[0] ?? '';
  const uuid = id.toLowerCase();
  const wanted = isUuid(uuid)
    ? new Set<string>([uuid])
    : new Set<string>(
        overlay
          .rows('Logical_Switch')
          .filter((row) => row.name === id)
          .map((row) => row._uuid),
      );
  const owner = (port: Row) => members.switchOf(overlay.view, PORT, port) ?? '';
  return nameLines(overlay.rows(PORT).filter((port) => wanted.has(owner(port))));
}

export function setTexts(column: 'macs' | 'port_security'): NbctlHandler {
  return (context) => {
    const port = findPort(context);
    if (port)
      context.overlay.update('Logical_Port', port._uuid, {
        [column]: [...new Set(context.args.slice(1))].sort(compareText),
      });
    return undefined;
  };
}

export function setEnabled(context: NbctlContext): undefined {
  const port = findPort(context);
  if (!port) return;
  const [, state = ''] = context.args;
  const enabled = { enabled: true, disabled: false }[state.toLowerCase()];
  if (enabled === undefined) context.log('ERR', `Invalid state '${state}' provided to lport-set-enabled`);
  else context.overlay.update('Logical_Port', port._uuid, { enabled: [enabled] });
}

export function setType(context: NbctlContext): undefined {
  const port = findPort(context);
  if (port) context.overlay.update('Logical_Port', port._uuid, { type: context.args[1] ?? '' });
}

/** Replaces all options; a word without `=` is passed over. */
export function setOptions(context: NbctlContext): undefined {
  const port = findPort(context);
  if (!port) return;
  const options = new Map<string, string>();
  for (const word of context.args.slice(1)) {
    const equals = word.indexOf('=');
    if (equals >= 0) options.set(word.slice(0, equals), word.slice(equals + 1));
  }
  context.overlay.update('Logical_Port', port._uuid, { options: sortedPairs(options) });
}

export function setExternalId({ overlay, args }: NbctlContext, table: string, row: Row | undefined): undefined {
  if (!row) return;
  const [, key = '', value] = args;
  const ids = new Map(pairsOfText(row, 'external_ids'));
  if (value === undefined) ids.delete(key);
  else ids.set(key, value);
  overlay.update(table, row._uuid, { external_ids: sortedPairs(ids) });
}

export function getExternalId({ args }: NbctlContext, row: Row | undefined): string | undefined {
  if (!row) return undefined;
  const [, key] = args;
  if (key === undefined) return mapLines(row, 'external_ids');
  return line(pairsOfText(row, 'external_ids').find(([name]) => name === key)?.[1]);
}

function pairsOfText(row: Row, column: string): [string, string][] {
  return getPairs(row, column).map(([key, value]) => [String(key), String(value)]);
}

function sortedPairs(map: ReadonlyMap<string, string>): MapPair[] {
  return [...map].sort((a, b) => compareText(a[0], b[0]));
}

export function mapLines(row: Row, column: string): string {
  const map = new Map(pairsOfText(row, column));
  return hashOrder(map.keys(), hashText)
    .map((key) => `${key}=${map.get(key) ?? ''}\n`)
    .join('');
}

export function nameLines(rows: readonly Row[]): string {
  return rows.map((row) => `${row._uuid} (${getString(row, 'name')})\n`).join('');
}

/** A value on a line of its own; nothing for none. */
export function line(value: string | number | boolean | undefined): string {
  return value === undefined ? '' : `${value}\n`;
}
