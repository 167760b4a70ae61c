/** Health checks of logical switch ports. */
import { compareText, ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getMapString, getNumber, getString, getStrings, type Row } from '../../../ovsdb';
import { normalizeAddress, portAddresses, scanCidrs } from '../addresses';
import { isUuidText, referenced, require, rowByUuid, SWITCH_PORT } from './find';
import { scanWithin } from '../text';

const CHECK = 'Logical_Switch_Port_Health_Check';

export const HEALTH_CHECK_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'lsp-hc-add',
    min: 4,
    max: 5,
    usage: 'PORT PROTOCOL SRC_IP [DST_PORT] ADDRESS',
    options: [],
    writes: true,
    doc: 'watch an address of a port by icmp, tcp or udp',
    run: add,
  },
  {
    name: 'lsp-hc-del',
    min: 1,
    max: Infinity,
    usage: 'PORT [HC_UUID]',
    options: [],
    writes: true,
    doc: 'delete a health check of a port, or all',
    run: remove,
  },
  {
    name: 'lsp-hc-list',
    min: 1,
    max: 1,
    usage: 'PORT',
    options: [],
    writes: true,
    doc: 'print the health checks of a port',
    run: list,
  },
];

function checksOf(context: CtlContext, port: Row): readonly Row[] {
  return referenced(context, port, 'health_checks', CHECK);
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args } = context;
  const [portName, protocol = '', sourceText = '', ...rest] = args;
  const port = require(context, SWITCH_PORT, portName);
  if (!port.ok) return port;
  const type = getString(port.value, 'type');
  if (type !== '') return fail(`${type}: Health check monitoring supported only for port with vif type.`);
  const source = normalizeAddress(sourceText);
  if (source === undefined) return fail(`${sourceText}: Not a valid IPv4 or IPv6 address.`);
  if (!['icmp', 'tcp', 'udp'].includes(protocol)) return fail(`${protocol}: Type must be icmp, tcp, or udp.`);
  const portText = protocol === 'icmp' ? undefined : (rest.shift() ?? '');
  const number = portText === undefined ? 0 : scanWithin(portText, 0, 65535);
  if (number === undefined) return fail(`${portText ?? ''}: port must in range 0...65535`);
  const [address] = rest;
  if (address === undefined) return fail('No addresses specified for health checking.');
  const wanted = { src_ip: source, protocol, port: number, address };
  const refused = checkAddress(context, port.value, wanted);
  if (refused !== undefined) return fail(refused);
  const uuid = overlay.insert(CHECK, wanted);
  overlay.setMember(SWITCH_PORT.table, port.value._uuid, 'health_checks', uuid, true);
  return ok('');
}

interface WantedCheck {
  readonly src_ip: string;
  readonly protocol: string;
  readonly port: number;
  readonly address: string;
}

function checkAddress(context: CtlContext, port: Row, wanted: WantedCheck): string | undefined {
  const { value: cidrs } = scanCidrs(wanted.address);
  const of = (family: 4 | 6) => cidrs.filter((cidr) => cidr.family === family);
  const whole = cidrs.every(({ family, length }) => length === (family === 4 ? 32 : 128));
  if (cidrs.length === 0 || of(4).length > 1 || of(6).length > 1 || !whole)
    return `Not a valid IPv4 or IPv6 address ${wanted.address}.`;
  let found = false;
  for (const text of getStrings(port, 'addresses')) {
    const held = portAddresses(text);
    if (!held) return 'Error extracting logical switch port address.';
    found = held.addresses.some(({ family, address }) => of(family).some((one) => one.address === address));
    if (found) break;
  }
  const name = getString(port, 'name');
  if (!found) return `Address ${wanted.address} not configured on port ${name}.`;
  const taken = checksOf(context, port).some(
    (check) =>
      check.src_ip === wanted.src_ip &&
      check.protocol === wanted.protocol &&
      (wanted.protocol === 'icmp' || check.port === wanted.port) &&
      check.address === wanted.address,
  );
  return taken ? `Health check with address ${wanted.address} already exists on port ${name}.` : undefined;
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const [portName, id] = context.args;
  const port = require(context, SWITCH_PORT, portName);
  if (!port.ok) return port;
  if (id !== undefined && !isUuidText(id)) return fail(`${id}: Invalid UUID format.`);
  const named = id === undefined ? undefined : rowByUuid(context, CHECK, id);
  if (id !== undefined && !named) return fail(`${id}: Logical Switch Port Health Check not found.`);
  for (const check of named ? [named] : checksOf(context, port.value)) {
    context.overlay.setMember(SWITCH_PORT.table, port.value._uuid, 'health_checks', check._uuid, false);
    context.overlay.delete(CHECK, check._uuid);
  }
  return ok('');
}

function compareChecks(a: Row, b: Row): number {
  return (
    compareText(getString(a, 'src_ip'), getString(b, 'src_ip')) ||
    compareText(getString(a, 'protocol'), getString(b, 'protocol')) ||
    (a.protocol === 'icmp' ? 0 : getNumber(a, 'port') - getNumber(b, 'port')) ||
    compareText(getString(a, 'address'), getString(b, 'address'))
  );
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const [portName = ''] = context.args;
  const port = require(context, SWITCH_PORT, portName);
  if (!port.ok) return port;
  const checks = [...checksOf(context, port.value)].sort(compareChecks);
  return ok(checks.length === 0 ? '' : `Logical Switch Port ${portName}:\n${checks.map(print).join('\n')}`);
}

function print(check: Row): string {
  const protocol = getString(check, 'protocol');
  const counts = (['interval', 'timeout', 'success_count', 'failure_count'] as const).flatMap((option) => {
    const value = Number.parseInt(getMapString(check, 'options', option) ?? '0', 10) || 0;
    const label = option.charAt(0).toUpperCase() + option.slice(1).replace('_', ' ');
    return value === 0 ? [] : [`  ${label.padEnd(14)}:  ${value}\n`];
  });
  return [
    `  Protocol      :  ${protocol}\n`,
    `  Source IP     :  ${getString(check, 'src_ip')}\n`,
    ...(protocol === 'icmp' ? [] : [`  Port          :  ${getNumber(check, 'port')}\n`]),
    `  Address       :  ${getString(check, 'address')}\n`,
    ...counts,
  ].join('');
}
