/** MAC addresses that routers need not ask for. */
import { ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getString, type Row } from '../../../ovsdb';
import { normalizeAddress, parseMac } from '../addresses';
import { require, ROUTER_PORT } from './find';
import { sortedLines } from '../text';

const TABLE = 'Static_MAC_Binding';

export const STATIC_MAC_BINDING_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'static-mac-binding-add',
    min: 3,
    max: 3,
    usage: 'LOGICAL_PORT IP MAC',
    options: ['--may-exist'],
    writes: true,
    doc: 'say which MAC address an address behind a router port has',
    run: add,
  },
  {
    name: 'static-mac-binding-del',
    min: 2,
    max: 2,
    usage: 'LOGICAL_PORT IP',
    options: ['--if-exists'],
    writes: true,
    doc: 'delete a static MAC binding',
    run: remove,
  },
  {
    name: 'static-mac-binding-list',
    min: 0,
    max: 0,
    usage: '',
    options: [],
    writes: false,
    doc: 'print all static MAC bindings',
    run: list,
  },
];

function bindingOf({ overlay }: CtlContext, port: string, ip: string): Row | undefined {
  return overlay.rows(TABLE).find((row) => row.logical_port === port && row.ip === ip);
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [name = '', ipText = '', mac = ''] = args;
  const port = require(context, ROUTER_PORT, name);
  if (!port.ok) return port;
  const ip = normalizeAddress(ipText);
  if (ip === undefined) return fail(`${ipText}: Not a valid IPv4 or IPv6 address.`);
  if (parseMac(mac) === undefined) return fail(`invalid mac address ${mac}.`);
  // An address is looked for as it was typed, and kept in its one text.
  const existing = bindingOf(context, name, ipText);
  if (!existing) {
    overlay.insert(TABLE, { logical_port: name, ip, mac });
    return ok('');
  }
  if (!options.has('--may-exist'))
    return fail(`${name}, ${ip}: a Static_MAC_Binding with this logical_port and ip already exists`);
  overlay.update(TABLE, existing._uuid, { mac });
  return ok('');
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const [name = '', ipText = ''] = context.args;
  const port = require(context, ROUTER_PORT, name);
  if (!port.ok) return port;
  const ip = normalizeAddress(ipText);
  if (ip === undefined) return fail(`${ipText}: Not a valid IPv4 or IPv6 address.`);
  const existing = bindingOf(context, name, ip);
  if (existing) context.overlay.delete(TABLE, existing._uuid);
  else if (!context.options.has('--if-exists'))
    return fail(`no matching Static_MAC_Binding with port ${name} and ip ${ip}`);
  return ok('');
}

function list({ overlay }: CtlContext): Outcome<CtlOutput> {
  const lines = overlay.rows(TABLE).map((row) => {
    const key = `${getString(row, 'logical_port').padEnd(25)}${getString(row, 'ip').padEnd(25)}`;
    return { key, text: `${key}${getString(row, 'mac')}` };
  });
  const head = lines.length === 0 ? '' : `${'LOGICAL_PORT'.padEnd(25)}${'IP'.padEnd(25)}MAC\n`;
  return ok(head + sortedLines(lines));
}
