/** What is set of a logical switch port, and what is printed of it. */
import { compareText, ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import {
  getMapString,
  getOptionalBoolean,
  getOptionalNumber,
  getOptionalString,
  getOptionalUuid,
  getString,
  getStrings,
  type Row,
  type RowValues,
} from '../../../ovsdb';
import { formatAddress, isDynamicAddress, parseIpv4Cidr, parseIpv6Cidr, portAddresses, scanMac } from '../addresses';
import { find, referenced, require, ROUTER_PORT, rowByUuid, SWITCH_PORT, switchOf } from './find';
import { hashedMap, pairsOfWords, readEnabled, textSet } from '../text';

export const SWITCH_PORT_SETTINGS: readonly CtlCommand[] = [
  reading('lsp-get-parent', 'print the parent of a port', (port) =>
    optionalLine(getOptionalString(port, 'parent_name')),
  ),
  reading('lsp-get-tag', 'print the tag of a port', (port) => optionalLine(getOptionalNumber(port, 'tag'))),
  {
    name: 'lsp-set-addresses',
    min: 1,
    max: Infinity,
    usage: 'PORT [ADDRESS]...',
    options: [],
    writes: true,
    doc: 'set the addresses of a port, each a MAC with IPs behind it',
    run: setAddresses,
  },
  reading('lsp-get-addresses', 'print the addresses of a port', printAddresses),
  {
    name: 'lsp-set-port-security',
    min: 0,
    max: Infinity,
    usage: 'PORT [ADDRS]...',
    options: [],
    writes: true,
    doc: 'set the addresses that a port may use',
    run: setting((_, words) => ok({ port_security: textSet(words) })),
  },
  reading('lsp-get-port-security', 'print the addresses that a port may use', (port) =>
    sorted(getStrings(port, 'port_security')),
  ),
  reading('lsp-get-up', 'print whether a port is up or down', (port) =>
    getOptionalBoolean(port, 'up') === true ? 'up\n' : 'down\n',
  ),
  {
    name: 'lsp-set-enabled',
    min: 2,
    max: 2,
    usage: 'PORT STATE',
    options: [],
    writes: true,
    doc: 'enable or disable a port: enabled or disabled',
    run: setting((_, [state]) => {
      const enabled = readEnabled(state);
      return enabled.ok ? ok({ enabled: [enabled.value] }) : enabled;
    }),
  },
  reading('lsp-get-enabled', 'print whether a port is enabled or disabled', (port) =>
    getOptionalBoolean(port, 'enabled') === false ? 'disabled\n' : 'enabled\n',
  ),
  {
    name: 'lsp-set-type',
    min: 2,
    max: 3,
    usage: 'PORT TYPE [peer=PEER]',
    options: [],
    writes: true,
    doc: 'set the type of a port',
    run: setType,
  },
  reading('lsp-get-type', 'print the type of a port', (port) => `${getString(port, 'type')}\n`),
  {
    name: 'lsp-set-options',
    min: 1,
    max: Infinity,
    usage: 'PORT KEY=VALUE [KEY=VALUE]...',
    options: [],
    writes: true,
    doc: 'set the options that go with the type of a port',
    run: setting((_, words) => ok({ options: pairsOfWords(words) })),
  },
  reading('lsp-get-options', 'print the options of a port', (port) =>
    hashedMap(port, 'options')
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  ),
  dhcpSetting('lsp-set-dhcpv4-options', 'dhcpv4_options', 'IPv4'),
  dhcpReading('lsp-get-dhcpv4-options', 'dhcpv4_options'),
  dhcpSetting('lsp-set-dhcpv6-options', 'dhcpv6_options', 'IPv6'),
  dhcpReading('lsp-get-dhcpv6-options', 'dhcpv6_options'),
];

function reading(name: string, doc: string, print: (port: Row, context: CtlContext) => string): CtlCommand {
  return {
    name,
    min: 1,
    max: 1,
    usage: 'PORT',
    options: [],
    writes: false,
    doc,
    run(context) {
      const port = require(context, SWITCH_PORT, context.args[0]);
      return port.ok ? ok(print(port.value, context)) : port;
    },
  };
}

/** Writes what `values` makes of the words behind the port's name. */
function setting(
  values: (port: Row, words: readonly string[], context: CtlContext) => Outcome<RowValues>,
): CtlCommand['run'] {
  return (context) => {
    // Without a port the real program looks for nothing, and dies of it.
    if (context.args[0] === undefined) return fail('', 139);
    const port = require(context, SWITCH_PORT, context.args[0]);
    if (!port.ok) return port;
    const made = values(port.value, context.args.slice(1), context);
    if (!made.ok) return made;
    context.overlay.update(SWITCH_PORT.table, port.value._uuid, made.value);
    return ok('');
  };
}

function optionalLine(value: string | number | undefined): string {
  return value === undefined ? '' : `${value}\n`;
}

function sorted(texts: readonly string[]): string {
  return [...texts]
    .sort(compareText)
    .map((text) => `${text}\n`)
    .join('');
}

/** A port to a router has the addresses of its peer. */
function printAddresses(port: Row, context: CtlContext): string {
  const addresses = getStrings(port, 'addresses');
  const peerName = getMapString(port, 'options', 'router-port');
  if (addresses.length === 1 && addresses[0] === 'router' && peerName !== undefined) {
    const peer = find(context, ROUTER_PORT, peerName);
    if (peer.ok && peer.value)
      return `${[getString(peer.value, 'mac'), ...getStrings(peer.value, 'networks')].join(' ')}\n`;
  }
  return sorted(addresses);
}

function setAddresses(context: CtlContext): Outcome<CtlOutput> {
  return setting((port, words) => {
    const lswitch = switchOf(context, port);
    if (!lswitch.ok) return lswitch;
    for (const word of words) {
      if (!isAddresses(word))
        return fail(
          `${word}: Invalid address format. See ovn-nb(5). Hint: An Ethernet address must be listed before an IP address, together as a single argument.`,
        );
      const taken = duplicateAddress(context, lswitch.value, port, word);
      if (taken !== undefined) return fail(`Error on switch ${getString(lswitch.value, 'name')}: ${taken}`);
    }
    return ok({ addresses: textSet(words) });
  })(context);
}

function isAddresses(word: string): boolean {
  if (word === 'unknown' || word === 'dynamic' || word === 'router' || scanMac(word)) return true;
  return /^dynamic\s*[0-9a-fA-F:.]/.test(word);
}

/** Says which other port of the switch has one of the addresses. */
function duplicateAddress(context: CtlContext, lswitch: Row, port: Row, word: string): string | undefined {
  const wanted = portAddresses(word);
  if (!wanted) return undefined;
  noteRest(context, word, wanted.rest);
  for (const other of referenced(context, lswitch, 'ports', SWITCH_PORT.table)) {
    if (other._uuid === port._uuid) continue;
    for (const address of getStrings(other, 'addresses')) {
      const given = isDynamicAddress(address) ? getOptionalString(other, 'dynamic_addresses') : undefined;
      const held = portAddresses(given ?? address);
      if (!held) continue;
      noteRest(context, given ?? address, held.rest);
      for (const family of [4, 6] as const) {
        const same = wanted.addresses.find(
          (one) =>
            one.family === family && held.addresses.some((two) => two.family === family && two.address === one.address),
        );
        if (same)
          return `duplicate IPv${family} address '${formatAddress(same)}' found on logical switch port '${getString(other, 'name')}'`;
      }
    }
  }
  return undefined;
}

function noteRest({ log }: CtlContext, address: string, rest: string): void {
  if (rest !== '') log('ovn_util', 'INFO', `invalid syntax '${address}' in address`);
}

const TYPES = ['', 'l2gateway', 'localnet', 'localport', 'router', 'switch', 'vtep', 'external', 'virtual', 'remote'];

function setType(context: CtlContext): Outcome<CtlOutput> {
  const [, type = '', peer] = context.args;
  if (peer !== undefined && !peer.startsWith('peer=')) return fail(`Unrecognized argument: ${peer}\n`);
  return setting(() => {
    if (!TYPES.includes(type)) return fail(`Logical switch port type '${type}' is unrecognized. Not setting type.`);
    if (peer === undefined) return ok({ type });
    if (type !== 'switch') return fail("Peer can only be set for a logical switch port with type 'switch'.");
    return ok({ type, peer: [peer.slice('peer='.length)] });
  })(context);
}

function dhcpSetting(name: string, column: string, family: 'IPv4' | 'IPv6'): CtlCommand {
  return {
    name,
    min: 1,
    max: 2,
    usage: 'PORT [DHCP_OPT_UUID]',
    options: [],
    writes: true,
    doc: `set the ${column.replace('_', ' ').replace('dhcp', 'DHCP')} of a port`,
    run: setting((_, [id], context) => {
      if (id === undefined) return ok({ [column]: [] });
      const options = rowByUuid(context, 'DHCP_Options', id);
      if (!options) return fail(`${id}: dhcp options UUID not found`);
      const cidr = getString(options, 'cidr');
      const fits = family === 'IPv4' ? parseIpv4Cidr(cidr) : parseIpv6Cidr(cidr);
      return fits ? ok({ [column]: [options._uuid] }) : fail(`DHCP options cidr '${cidr}' is not ${family}`);
    }),
  };
}

function dhcpReading(name: string, column: string): CtlCommand {
  return reading(
    name,
    `print the ${column.replace('_', ' ').replace('dhcp', 'DHCP')} of a port`,
    (port, { overlay }) => {
      const uuid = getOptionalUuid(port, column);
      const options = uuid && overlay.row('DHCP_Options', uuid);
      return options ? `${options._uuid} (${getString(options, 'cidr')})\n` : '';
    },
  );
}
