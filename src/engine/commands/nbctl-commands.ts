/** The commands of ovn-nbctl, with the release in which each first appears. */
import { compareText, isUuid } from '../base';
import type { MapPair, Row } from '../ovsdb';
import type { CommandSyntax } from './cmdl';
import { hashOrder } from './hash-order';
import type { ReleaseId } from './host';
import { insertPort, optionalOf, portsOf, removePort, switchHoldsPorts, textOf, textsOf } from './nb-model';
import type { Overlay } from './overlay';
import { stringPairs } from './vsctl-model';

interface NbctlContext {
  readonly overlay: Overlay;
  readonly args: readonly string[];
  readonly log: (level: 'WARN' | 'ERR', message: string) => void;
}

export interface NbctlCommand extends CommandSyntax {
  readonly since: ReleaseId;
  /** Returns what is printed. */
  readonly run: (context: NbctlContext) => string | undefined;
}

export const NBCTL_COMMANDS: readonly NbctlCommand[] = [
  {
    since: '2015-08',
    name: 'show',
    usage: '[LSWITCH]',
    min: 0,
    max: 1,
    doc: 'print an overview of the database, or of one switch',
    run: show,
  },
  {
    since: '2015-04',
    name: 'lswitch-add',
    usage: '[LSWITCH]',
    min: 0,
    max: 1,
    doc: 'create a logical switch',
    run: switchAdd,
  },
  {
    since: '2015-04',
    name: 'lswitch-del',
    usage: 'LSWITCH',
    min: 1,
    max: 1,
    doc: 'delete a logical switch',
    run: switchDelete,
  },
  {
    since: '2015-04',
    name: 'lswitch-list',
    usage: '',
    min: 0,
    max: 0,
    doc: 'print all logical switches',
    run: ({ overlay }) => nameLines(overlay.rows('Logical_Switch')),
  },
  {
    since: '2015-04',
    name: 'lswitch-set-external-id',
    usage: 'LSWITCH KEY [VALUE]',
    min: 2,
    max: 3,
    doc: 'set or delete an external id of a switch',
    run: (context) => setExternalId(context, 'Logical_Switch', findSwitch(context)),
  },
  {
    since: '2015-04',
    name: 'lswitch-get-external-id',
    usage: 'LSWITCH [KEY]',
    min: 1,
    max: 2,
    doc: 'print external ids of a switch',
    run: (context) => getExternalId(context, findSwitch(context)),
  },
  {
    since: '2015-04',
    name: 'lport-add',
    usage: 'LSWITCH LPORT [PARENT] [TAG]',
    min: 2,
    max: 4,
    doc: 'add a logical port to a switch, perhaps behind another port',
    run: portAdd,
  },
  {
    since: '2015-04',
    name: 'lport-del',
    usage: 'LPORT',
    min: 1,
    max: 1,
    doc: 'delete a logical port',
    run: portDelete,
  },
  {
    since: '2015-04',
    name: 'lport-list',
    usage: 'LSWITCH',
    min: 1,
    max: 1,
    doc: 'print the logical ports of a switch',
    run: portList,
  },
  {
    since: '2015-04',
    name: 'lport-get-parent',
    usage: 'LPORT',
    min: 1,
    max: 1,
    doc: 'print the parent of a port',
    run: ofPort((port) => line(optionalOf(port.parent_name))),
  },
  {
    since: '2015-04',
    name: 'lport-get-tag',
    usage: 'LPORT',
    min: 1,
    max: 1,
    doc: 'print the tag of a port',
    run: ofPort((port) => line(optionalOf(port.tag))),
  },
  {
    since: '2015-04',
    name: 'lport-set-external-id',
    usage: 'LPORT KEY [VALUE]',
    min: 2,
    max: 3,
    doc: 'set or delete an external id of a port',
    run: (context) => setExternalId(context, 'Logical_Port', findPort(context)),
  },
  {
    since: '2015-04',
    name: 'lport-get-external-id',
    usage: 'LPORT [KEY]',
    min: 1,
    max: 2,
    doc: 'print external ids of a port',
    run: (context) => getExternalId(context, findPort(context)),
  },
  {
    since: '2015-04',
    name: 'lport-set-macs',
    usage: 'LPORT [MAC]...',
    min: 1,
    max: Infinity,
    doc: 'set the MAC addresses of a port',
    run: setTexts('macs'),
  },
  {
    since: '2015-04',
    name: 'lport-get-macs',
    usage: 'LPORT',
    min: 1,
    max: 1,
    doc: 'print the MAC addresses of a port',
    run: ofPort((port) => textsOf(port.macs).map(line).join('')),
  },
  {
    since: '2015-08',
    name: 'lport-set-port-security',
    usage: 'LPORT [ADDRS]...',
    min: 0,
    max: Infinity,
    doc: 'set the addresses that a port may use',
    run: setTexts('port_security'),
  },
  {
    since: '2015-08',
    name: 'lport-get-port-security',
    usage: 'LPORT',
    min: 1,
    max: 1,
    doc: 'print the addresses that a port may use',
    run: ofPort((port) => textsOf(port.port_security).map(line).join('')),
  },
  {
    since: '2015-04',
    name: 'lport-get-up',
    usage: 'LPORT',
    min: 1,
    max: 1,
    doc: 'print whether a port is up or down',
    run: ofPort((port) => line(optionalOf(port.up) === true ? 'up' : 'down')),
  },
  {
    since: '2015-08',
    name: 'lport-set-enabled',
    usage: 'LPORT STATE',
    min: 2,
    max: 2,
    doc: 'enable or disable a port: enabled or disabled',
    run: setEnabled,
  },
  {
    since: '2015-08',
    name: 'lport-get-enabled',
    usage: 'LPORT',
    min: 1,
    max: 1,
    doc: 'print whether a port is enabled or disabled',
    run: ofPort((port) => line(optionalOf(port.enabled) === false ? 'disabled' : 'enabled')),
  },
  {
    since: '2015-08',
    name: 'lport-set-type',
    usage: 'LPORT TYPE',
    min: 2,
    max: 2,
    doc: 'set the type of a port',
    run: setType,
  },
  {
    since: '2015-08',
    name: 'lport-get-type',
    usage: 'LPORT',
    min: 1,
    max: 1,
    doc: 'print the type of a port',
    run: ofPort((port) => line(textOf(port.type))),
  },
  {
    since: '2015-08',
    name: 'lport-set-options',
    usage: 'LPORT KEY=VALUE [KEY=VALUE]...',
    min: 1,
    max: Infinity,
    doc: 'set the options that go with the type of a port',
    run: setOptions,
  },
  {
    since: '2015-08',
    name: 'lport-get-options',
    usage: 'LPORT',
    min: 1,
    max: 1,
    doc: 'print the options of a port',
    run: ofPort((port) => mapLines(port, 'options')),
  },
];

/** A switch by UUID or name; without exactly one, that is logged. */
function findSwitch({ overlay, args, log }: NbctlContext): Row | undefined {
  const id = args[0] ?? '';
  const byUuid = byUuidText(overlay, 'Logical_Switch', id);
  if (byUuid) return byUuid;
  const [found, second] = overlay.rows('Logical_Switch').filter((row) => row.name === id);
  if (second) log('WARN', `There is more than one logical switch named '${id}'. Use a UUID.`);
  else if (!found) log('WARN', `lswitch not found for ${isUuid(id) ? 'UUID' : 'name'}: '${id}'`);
  return second ? undefined : found;
}

function findPort({ overlay, args, log }: NbctlContext): Row | undefined {
  const id = args[0] ?? '';
  const found =
    byUuidText(overlay, 'Logical_Port', id) ?? overlay.rows('Logical_Port').find((row) => row.name === id);
  if (!found) log('WARN', `lport not found for ${isUuid(id) ? 'UUID' : 'name'}: '${id}'`);
  return found;
}

function byUuidText(overlay: Overlay, table: string, text: string): Row | undefined {
  const uuid = text.toLowerCase();
  return isUuid(uuid) ? overlay.row(table, uuid) : undefined;
}

function ofPort(print: (port: Row) => string): NbctlCommand['run'] {
  return (context) => {
    const port = findPort(context);
    return port && print(port);
  };
}

function show(context: NbctlContext): string | undefined {
  if (context.args.length === 0)
    return context.overlay
      .rows('Logical_Switch')
      .map((row) => showSwitch(context.overlay, row))
      .join('');
  const found = findSwitch(context);
  return found && showSwitch(context.overlay, found);
}

function showSwitch(overlay: Overlay, row: Row): string {
  const ports = portsOf(overlay, row).map((port) => {
    const parent = optionalOf(port.parent_name);
    const tag = optionalOf(port.tag);
    const macs = textsOf(port.macs);
    const behind = parent !== undefined && tag !== undefined ? `            parent: ${parent}, tag:${tag}\n` : '';
    return `        lport ${textOf(port.name)}\n${behind}${macs.length > 0 ? `            macs: ${macs.join(' ')}\n` : ''}`;
  });
  return `    lswitch ${row._uuid} (${textOf(row.name)})\n${ports.join('')}`;
}

function switchAdd({ overlay, args }: NbctlContext): undefined {
  overlay.insert('Logical_Switch', args[0] === undefined ? {} : { name: args[0] });
}

function switchDelete(context: NbctlContext): undefined {
  const found = findSwitch(context);
  if (found) context.overlay.delete('Logical_Switch', found._uuid);
}

function portAdd(context: NbctlContext): undefined {
  const { overlay, args, log } = context;
  const lswitch = findSwitch(context);
  if (!lswitch) return;
  const [, name = '', parent, tagText] = args;
  if (args.length === 3) {
    log('WARN', 'Invalid arguments to lport-add.');
    return;
  }
  if (parent === undefined || tagText === undefined) {
    insertPort(overlay, lswitch, { name });
    return;
  }
  // Read as scanf does: a number at the start will do.
  const scanned = /^\s*[+-]?\d+/.exec(tagText)?.[0];
  const tag = scanned === undefined ? Number.NaN : Number(scanned);
  if (!(tag >= 0 && tag <= 4095)) {
    log('WARN', `Invalid tag '${tagText}'`);
    return;
  }
  insertPort(overlay, lswitch, { name, parent_name: [parent], tag: [tag] });
}

function portDelete(context: NbctlContext): undefined {
  const port = findPort(context);
  if (port && !removePort(context.overlay, port)) {
    context.log('WARN', `logical port ${context.args[0] ?? ''} is not part of any logical switch`);
  }
}

/** In 2015-04 the switch itself is not looked for: a wrong name gives an empty list, an ambiguous one the ports of all. */
function portList(context: NbctlContext): string | undefined {
  const { overlay, args } = context;
  if (switchHoldsPorts(overlay)) {
    const found = findSwitch(context);
    return found && nameLines(portsOf(overlay, found));
  }
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
  return nameLines(overlay.rows('Logical_Port').filter((port) => wanted.has(textOf(port.lswitch))));
}

function setTexts(column: 'macs' | 'port_security'): NbctlCommand['run'] {
  return (context) => {
    const port = findPort(context);
    if (port)
      context.overlay.update('Logical_Port', port._uuid, {
        [column]: [...new Set(context.args.slice(1))].sort(compareText),
      });
    return undefined;
  };
}

function setEnabled(context: NbctlContext): undefined {
  const port = findPort(context);
  if (!port) return;
  const [, state = ''] = context.args;
  const enabled = { enabled: true, disabled: false }[state.toLowerCase()];
  if (enabled === undefined) context.log('ERR', `Invalid state '${state}' provided to lport-set-enabled`);
  else context.overlay.update('Logical_Port', port._uuid, { enabled: [enabled] });
}

function setType(context: NbctlContext): undefined {
  const port = findPort(context);
  if (port) context.overlay.update('Logical_Port', port._uuid, { type: context.args[1] ?? '' });
}

/** Replaces all options; a word without `=` is passed over. */
function setOptions(context: NbctlContext): undefined {
  const port = findPort(context);
  if (!port) return;
  const options = new Map<string, string>();
  for (const word of context.args.slice(1)) {
    const equals = word.indexOf('=');
    if (equals >= 0) options.set(word.slice(0, equals), word.slice(equals + 1));
  }
  context.overlay.update('Logical_Port', port._uuid, { options: sortedPairs(options) });
}

function setExternalId({ overlay, args }: NbctlContext, table: string, row: Row | undefined): undefined {
  if (!row) return;
  const [, key = '', value] = args;
  const ids = new Map(stringPairs(row.external_ids));
  if (value === undefined) ids.delete(key);
  else ids.set(key, value);
  overlay.update(table, row._uuid, { external_ids: sortedPairs(ids) });
}

function getExternalId({ args }: NbctlContext, row: Row | undefined): string | undefined {
  if (!row) return undefined;
  const [, key] = args;
  if (key === undefined) return mapLines(row, 'external_ids');
  return line(stringPairs(row.external_ids).find(([name]) => name === key)?.[1]);
}

function sortedPairs(map: ReadonlyMap<string, string>): MapPair[] {
  return [...map].sort((a, b) => compareText(a[0], b[0]));
}

function mapLines(row: Row, column: string): string {
  const map = new Map(stringPairs(row[column]));
  return hashOrder([...map.keys()])
    .map((key) => `${key}=${map.get(key) ?? ''}\n`)
    .join('');
}

function nameLines(rows: readonly Row[]): string {
  return rows.map((row) => `${row._uuid} (${textOf(row.name)})\n`).join('');
}

/** A value on a line of its own; nothing for none. */
function line(value: string | number | boolean | undefined): string {
  return value === undefined ? '' : `${value}\n`;
}
