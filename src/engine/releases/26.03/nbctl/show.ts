/** `show`: switches and routers with their ports, in outline. */
import { ok } from '../../../base';
import type { CtlCommand, CtlContext, CtlOutput, Outcome } from '../../../commands';
import { getMapString, getOptionalNumber, getOptionalString, getString, getStrings, type Row } from '../../../ovsdb';
import { formatAddress, linkLocal, parseMac } from '../addresses';
import { find, referenced, ROUTER, ROUTER_PORT, SWITCH, SWITCH_PORT } from './find';

export const GENERAL_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'init',
    min: 0,
    max: 0,
    usage: '',
    options: [],
    writes: true,
    doc: 'initialize the database',
    run: () => ok(''),
  },
  {
    name: 'sync',
    min: 0,
    max: 0,
    usage: '',
    options: [],
    writes: false,
    doc: 'with --wait, wait for earlier changes too',
    run: () => ok(''),
  },
  {
    name: 'show',
    min: 0,
    max: 1,
    usage: '[SWITCH]',
    options: [],
    writes: false,
    doc: 'print an overview of the database, or of one switch or router',
    run: show,
  },
];

function show(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args } = context;
  const [id] = args;
  if (id === undefined) {
    const switches = overlay.rows(SWITCH.table).map((row) => showSwitch(context, row));
    const routers = overlay.rows(ROUTER.table).map((row) => showRouter(context, row));
    return ok([...switches, ...routers].join(''));
  }
  const lswitch = find(context, SWITCH, id);
  if (!lswitch.ok) return lswitch;
  const router = find(context, ROUTER, id);
  if (!router.ok) return router;
  return ok(
    (lswitch.value ? showSwitch(context, lswitch.value) : '') + (router.value ? showRouter(context, router.value) : ''),
  );
}

/** The name that Neutron knows something by. */
function alias(row: Row, key: string): string {
  const name = getMapString(row, 'external_ids', key) ?? '';
  return name === '' ? '' : ` (aka ${name})`;
}

function quoted(texts: readonly string[]): string {
  return `[${texts.map((text) => `"${text}"`).join(', ')}]`;
}

function line(label: string, value: string | number | undefined): string {
  return value === undefined ? '' : `        ${label}: ${value}\n`;
}

function showSwitch(context: CtlContext, row: Row): string {
  const ports = referenced(context, row, 'ports', SWITCH_PORT.table).map(showSwitchPort);
  return `switch ${row._uuid} (${getString(row, 'name')})${alias(row, 'neutron:network_name')}\n${ports.join('')}`;
}

function showSwitchPort(port: Row): string {
  const addresses = getStrings(port, 'addresses');
  // Those of a port to a router are known to be its router's.
  const plain = addresses.length === 0 || (addresses.length === 1 && addresses[0] === 'router');
  return [
    `    port ${getString(port, 'name')}${alias(port, 'neutron:port_name')}\n`,
    line('type', getString(port, 'type') || undefined),
    line('parent', getOptionalString(port, 'parent_name')),
    line('tag', getOptionalNumber(port, 'tag')),
    line('addresses', plain ? undefined : quoted(addresses)),
    line('router-port', getMapString(port, 'options', 'router-port')),
    line('peer', getOptionalString(port, 'peer')),
  ].join('');
}

function showRouter(context: CtlContext, row: Row): string {
  const ports = referenced(context, row, 'ports', ROUTER_PORT.table).map((port) => showRouterPort(context, port));
  const nats = referenced(context, row, 'nat', 'NAT').map(showNat);
  const title = `router ${row._uuid} (${getString(row, 'name')})${alias(row, 'neutron:router_name')}\n`;
  return [title, ...ports, ...nats].join('');
}

function showRouterPort(context: CtlContext, port: Row): string {
  const mac = getString(port, 'mac');
  const networks = getStrings(port, 'networks');
  // The real program means to sort them by priority, which it has not asked the server for.
  const gateways = referenced(context, port, 'gateway_chassis', 'Gateway_Chassis').map((gateway) =>
    getString(gateway, 'chassis_name'),
  );
  return [
    `    port ${getString(port, 'name')}\n`,
    line('mac', `"${mac}"`),
    line('ipv6-lla', `"${formatAddress(linkLocal(parseMac(mac) ?? 0n))}"`),
    line('networks', networks.length === 0 ? undefined : quoted(networks)),
    line('route-table', getMapString(port, 'options', 'route_table')),
    line('gateway chassis', gateways.length === 0 ? undefined : `[${gateways.join(' ')}]`),
    line('peer', getOptionalString(port, 'peer')),
  ].join('');
}

function showNat(nat: Row): string {
  const range = getString(nat, 'external_port_range');
  return [
    `    nat ${nat._uuid}\n`,
    line('external ip', `"${getString(nat, 'external_ip')}"`),
    line('external port(s)', range === '' ? undefined : `"${range}"`),
    line('logical ip', `"${getString(nat, 'logical_ip')}"`),
    line('type', `"${getString(nat, 'type')}"`),
  ].join('');
}
