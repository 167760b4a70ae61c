/** NAT rules of routers. */
import { compareText, ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import {
  getMapString,
  getOptionalString,
  getOptionalUuid,
  getString,
  type MapPair,
  type Row,
  type RowValues,
} from '../../../ovsdb';
import {
  formatNetwork,
  normalizePrefix,
  parseIpv4,
  parseIpv4Cidr,
  parseIpv6,
  parseIpv6Cidr,
  parseMac,
  type Cidr,
} from '../addresses';
import { ADDRESS_SET, referenced, require, ROUTER, ROUTER_PORT, SWITCH_PORT, uuidsOf } from './find';
import { isInNetworksOf } from './router-networks';
import { column, readPriority } from '../text';

const NAT = 'NAT';

export const NAT_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'lr-nat-add',
    min: 4,
    max: 7,
    usage: 'ROUTER TYPE EXTERNAL_IP LOGICAL_IP [LOGICAL_PORT EXTERNAL_MAC] [EXTERNAL_PORT_RANGE]',
    options: ['--may-exist', '--stateless', '--portrange', '--add-route', '--gateway-port=', '--priority=', '--match='],
    writes: true,
    doc: 'add a NAT rule to a router; TYPE is dnat, snat or dnat_and_snat',
    run: add,
  },
  {
    name: 'lr-nat-del',
    min: 1,
    max: 4,
    usage: 'ROUTER [TYPE [IP] [GATEWAY_PORT]]',
    options: ['--if-exists', '--match='],
    writes: true,
    doc: 'remove NAT rules from a router',
    run: remove,
  },
  {
    name: 'lr-nat-list',
    min: 1,
    max: 1,
    usage: 'ROUTER',
    options: [],
    writes: false,
    doc: 'print the NAT rules of a router',
    run: list,
  },
  {
    name: 'lr-nat-update-ext-ip',
    min: 4,
    max: 4,
    usage: 'ROUTER TYPE IP ADDRESS_SET',
    options: ['--is-exempted'],
    writes: true,
    doc: 'say which external addresses a NAT rule is for, or not for',
    run: setExternalAddresses,
  },
];

function checkType(type: string): string | undefined {
  if (['dnat', 'snat', 'dnat_and_snat'].includes(type)) return undefined;
  return `${type}: type must be one of "dnat", "snat" and "dnat_and_snat".`;
}

function natsOf(context: CtlContext, router: Row): readonly Row[] {
  return referenced(context, router, 'nat', NAT);
}

interface Addresses {
  readonly external: string;
  readonly logical: string;
}

/** Both addresses in their one text; of an `snat` rule the logical one may be a network. */
function readAddresses(type: string, externalText: string, logicalText: string): Outcome<Addresses> {
  const v4 = parseIpv4(externalText);
  const family = v4 === undefined ? 6 : 4;
  const external = v4 ?? parseIpv6(externalText);
  if (external === undefined) return fail(`${externalText}: Not a valid IPv4 or IPv6 address.`);
  const logical = logicalAddress(type, family, logicalText);
  if (!logical)
    return fail(
      type === 'snat'
        ? `${logicalText}: should be an IPv${family} address or network.`
        : `${logicalText}: Not a valid IPv${family} address.`,
    );
  const length = family === 4 ? 32 : 128;
  return ok({ external: formatNetwork({ family, address: external, length }), logical: formatNetwork(logical) });
}

function logicalAddress(type: string, family: 4 | 6, text: string): Cidr | undefined {
  if (type === 'snat') return family === 4 ? parseIpv4Cidr(text) : parseIpv6Cidr(text);
  const address = family === 4 ? parseIpv4(text) : parseIpv6(text);
  return address === undefined ? undefined : { family, address, length: family === 4 ? 32 : 128 };
}

interface Place {
  readonly port?: string;
  readonly mac?: string;
  readonly range?: string;
}

/** What stands behind the addresses: where the rule is done, and the ports it is for. */
function readPlace(context: CtlContext, type: string): Outcome<Place> {
  const [, , , , first, mac, rangeText] = context.args;
  const range = context.options.has('--portrange');
  const incomplete = 'lr-nat-add with logical_port must also specify external_mac.';
  if (first === undefined) return ok({});
  if (mac === undefined) {
    if (!range) return fail(incomplete);
    return isPortRange(first) ? ok({ range: first }) : fail(`invalid port range ${first}.`);
  }
  if (type !== 'dnat_and_snat')
    return fail('logical_port and external_mac are only valid when type is "dnat_and_snat".');
  if (rangeText === undefined && range) return fail(incomplete);
  const port = require(context, SWITCH_PORT, first);
  if (!port.ok) return port;
  if (parseMac(mac) === undefined) return fail(`invalid mac address ${mac}.`);
  if (rangeText === undefined) return ok({ port: first, mac });
  return isPortRange(rangeText) ? ok({ port: first, mac, range: rangeText }) : fail(`invalid port range ${rangeText}.`);
}

/** `LOW` or `LOW-HIGH`; each number ends where its digits do. */
function isPortRange(text: string): boolean {
  const [lowText, highText, ...more] = text.split('-').filter(Boolean);
  const low = Number.parseInt(lowText ?? '', 10);
  if (!(low > 0)) return false;
  if (!text.includes('-')) return true;
  if (highText === undefined || more.length > 0) return false;
  const high = Number.parseInt(highText, 10) || 0;
  return low < high && high <= 65535;
}

interface Gateway {
  /** The distributed gateway port that the rule is for, if any. */
  readonly port: Row | undefined;
  readonly count: number;
}

function isGateway(port: Row): boolean {
  return uuidsOf(port, 'ha_chassis_group').length > 0 || uuidsOf(port, 'gateway_chassis').length > 0;
}

function readGateway(context: CtlContext, router: Row, external: string): Outcome<Gateway> {
  const ports = referenced(context, router, 'ports', ROUTER_PORT.table);
  const gateways = ports.filter(isGateway);
  const count = gateways.length;
  const id = context.args[0] ?? '';
  const name = context.options.get('--gateway-port');
  if (name === undefined) {
    const port = gateways.findLast((gateway) => isInNetworksOf(gateway, external));
    if (count > 1 && !port)
      return fail(
        `logical router: ${id} has multiple distributed gateway ports and gateway_port can not be determined from external IP of NAT rule.`,
      );
    return ok({ port, count });
  }
  const port = require(context, ROUTER_PORT, name);
  if (!port.ok) return port;
  if (!ports.some(({ _uuid }) => _uuid === port.value._uuid))
    return fail(`${name} is not a router port of logical router: ${id}.`);
  if (!isGateway(port.value)) return fail(`${name} is not a distributed gateway router port.`);
  return ok({ port: port.value, count });
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [id, type = '', externalText = '', logicalText = ''] = args;
  const router = require(context, ROUTER, id);
  if (!router.ok) return router;
  const wrongType = checkType(type);
  if (wrongType !== undefined) return fail(wrongType);
  const addresses = readAddresses(type, externalText, logicalText);
  if (!addresses.ok) return addresses;
  const place = readPlace(context, type);
  if (!place.ok) return place;
  const stateless = options.has('--stateless');
  if (stateless && type !== 'dnat_and_snat') return fail('stateless is not applicable to dnat or snat types');
  if (type === 'snat' && options.has('--add-route')) return fail('routes cannot be added for snat types.');
  const gateway = readGateway(context, router.value, addresses.value.external);
  if (!gateway.ok) return gateway;
  const condition = readCondition(context);
  if (!condition.ok) return condition;
  const wanted: WantedNat = {
    type,
    ...addresses.value,
    ...place.value,
    stateless,
    gateway: gateway.value,
    condition: condition.value,
  };
  for (const nat of natsOf(context, router.value)) {
    const met = meet(context, nat, wanted);
    if (!met.ok || met.value === 'done') return met.ok ? ok('') : met;
  }
  const uuid = overlay.insert(NAT, {
    type,
    external_ip: externalText,
    logical_ip: wanted.logical,
    ...portValues(place.value),
    external_port_range: place.value.range ?? '',
    options: optionsOf(context),
    ...condition.value,
  });
  if (options.has('--gateway-port') && gateway.value.port)
    overlay.setMember(NAT, uuid, 'gateway_port', gateway.value.port._uuid, true);
  overlay.setMember(ROUTER.table, router.value._uuid, 'nat', uuid, true);
  return ok('');
}

/** `--match` and the `--priority` that goes with it, as columns. */
function readCondition({ options }: CtlContext): Outcome<{ readonly match?: string; readonly priority?: number }> {
  const match = options.get('--match');
  const priorityText = options.get('--priority');
  if (match === undefined)
    return priorityText === undefined ? ok({}) : fail('priority can be set only with --match option.');
  const priority = priorityText === undefined ? ok(0) : readPriority(priorityText);
  return priority.ok ? ok({ match, priority: priority.value }) : priority;
}

function portValues({ port, mac }: Place): RowValues {
  return { logical_port: port === undefined ? [] : [port], external_mac: mac === undefined ? [] : [mac] };
}

function optionsOf({ options }: CtlContext): readonly MapPair[] {
  return [
    ...(options.has('--add-route') ? [['add_route', 'true'] as const] : []),
    ['stateless', String(options.has('--stateless'))],
  ];
}

interface WantedNat extends Addresses, Place {
  readonly type: string;
  readonly stateless: boolean;
  readonly gateway: Gateway;
  readonly condition: { readonly match?: string; readonly priority?: number };
}

/** Whether a rule that is there stands in the way of the wanted one, or is it. */
function meet(context: CtlContext, nat: Row, wanted: WantedNat): Outcome<'done' | 'apart'> {
  const external = normalizePrefix(getString(nat, 'external_ip'));
  const logical = normalizePrefix(getString(nat, 'logical_ip'));
  if (external === undefined || logical === undefined) return ok('apart');
  const mayExist = context.options.has('--may-exist');
  const { match } = wanted.condition;
  const snat = wanted.type === 'snat';
  const sameKey = snat ? logical === wanted.logical : external === wanted.external;
  let done = false;
  let refusal: string | undefined;
  if (nat.type === wanted.type && sameKey && sharesGateway(nat, external, wanted.gateway)) {
    if (snat ? external === wanted.external : logical === wanted.logical) {
      done = mayExist;
      if (mayExist) context.overlay.update(NAT, nat._uuid, { ...portValues(wanted), ...wanted.condition });
      else refusal = `${wanted.external}, ${wanted.logical}: a NAT with this external_ip and logical_ip already exists`;
    } else if (match === undefined || nat.match === match) {
      const key = snat ? `logical_ip (${wanted.logical})` : `external_ip (${wanted.external})`;
      const matched = match === undefined ? '' : ` and match "${match}"`;
      refusal = `a NAT with this type (${wanted.type}), ${key}${matched} already exists`;
    }
  }
  const both = wanted.type === 'dnat_and_snat' || nat.type === 'dnat_and_snat';
  if (both && external === wanted.external) {
    if (wanted.stateless || getMapString(nat, 'options', 'stateless') === 'true') {
      if (!mayExist) {
        // Of two complaints the real program keeps the later one, and says so.
        if (refusal !== undefined) context.log('db_ctl_base', 'ERR', `Discarding unhandled error: ${refusal}`);
        refusal = `${wanted.external}, ${wanted.logical}: External ip cannot be shared across stateless and stateful NATs`;
      }
      done = true;
    }
  }
  if (refusal !== undefined) return fail(refusal);
  return ok(done ? 'done' : 'apart');
}

function sharesGateway(nat: Row, external: string, { port, count }: Gateway): boolean {
  if (count <= 1) return true;
  const own = getOptionalUuid(nat, 'gateway_port');
  if (own !== undefined) return own === port?._uuid;
  return port !== undefined && isInNetworksOf(port, external);
}

interface Selection {
  readonly type: string;
  readonly ip?: string | undefined;
  readonly port?: Row | undefined;
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [id, type, which, portName] = args;
  const router = require(context, ROUTER, id);
  if (!router.ok) return router;
  const match = options.get('--match');
  if (type === undefined) {
    // The real program compares a type that is not there, and dies of it.
    if (match !== undefined) return fail('', 139);
    overlay.update(ROUTER.table, router.value._uuid, { nat: [] });
    return ok('');
  }
  const wrongType = checkType(type);
  if (wrongType !== undefined) return fail(wrongType);
  if (which === undefined) {
    removeMatching(context, router.value, { type });
    return ok('');
  }
  const ip = normalizePrefix(which);
  if (portName === undefined) {
    const port = ip === undefined ? require(context, ROUTER_PORT, which) : ok(undefined);
    if (!port.ok) return port;
    removeMatching(context, router.value, { type, ip, port: port.value });
    return ok('');
  }
  if (ip === undefined) return fail(`${which}: Invalid IP address or CIDR`);
  const port = require(context, ROUTER_PORT, portName);
  if (!port.ok) return port;
  if (removeMatching(context, router.value, { type, ip, port: port.value }) > 0 || options.has('--if-exists'))
    return ok('');
  const key = type === 'snat' ? 'logical_ip' : 'external_ip';
  const place =
    match === undefined ? ` and gateway_port (${portName})` : `, gateway_port (${portName}) and match (${match})`;
  return fail(`no matching NAT with the type (${type}), ${key} (${ip})${place}`);
}

function removeMatching(context: CtlContext, router: Row, { type, ip, port }: Selection): number {
  const match = context.options.get('--match');
  const doomed = natsOf(context, router).filter((nat) => {
    const own = normalizePrefix(getString(nat, type === 'snat' ? 'logical_ip' : 'external_ip'));
    return (
      own !== undefined &&
      nat.type === type &&
      (ip === undefined || ip === own) &&
      (port === undefined || getOptionalUuid(nat, 'gateway_port') === port._uuid) &&
      (match === undefined || nat.match === match)
    );
  });
  for (const nat of doomed) context.overlay.setMember(ROUTER.table, router._uuid, 'nat', nat._uuid, false);
  return doomed.length;
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const router = require(context, ROUTER, context.args[0]);
  if (!router.ok) return router;
  const lines = natsOf(context, router.value)
    .map((nat) => printed(context, nat))
    .sort((a, b) => compareText(a.key, b.key));
  if (lines.length === 0) return ok('');
  const head = keyText('TYPE', 'GATEWAY_PORT', 'MATCH', 'EXTERNAL_IP');
  const rest = `${column('EXTERNAL_PORT', 17, 13)}${column('LOGICAL_IP', 20, 16)}${column('EXTERNAL_MAC', 21, 17)}`;
  const body = lines.map(({ key, text }) => `${column(key, 80, 86)}${text}\n`).join('');
  return ok(`${head}${rest}LOGICAL_PORT\n${body}`);
}

function keyText(type: string, gateway: string, match: string, external: string): string {
  return `${column(type, 17, 13)}${column(gateway, 22, 18)}${column(match, 22, 18)}${column(external, 19, 15)}`;
}

function printed({ overlay }: CtlContext, nat: Row): { readonly key: string; readonly text: string } {
  const gatewayUuid = getOptionalUuid(nat, 'gateway_port');
  const gateway = gatewayUuid && overlay.row(ROUTER_PORT.table, gatewayUuid);
  const mac = getOptionalString(nat, 'external_mac');
  const port = getOptionalString(nat, 'logical_port');
  const range = column(getString(nat, 'external_port_range'), 17, 13);
  const logical = getString(nat, 'logical_ip');
  return {
    key: keyText(
      getString(nat, 'type'),
      gateway ? getString(gateway, 'name') : '',
      getString(nat, 'match'),
      getString(nat, 'external_ip'),
    ),
    text:
      mac === undefined || port === undefined
        ? `${range}${logical}`
        : `${range}${column(logical, 20, 16)}${column(mac, 21, 17)}${port}`,
  };
}

function setExternalAddresses(context: CtlContext): Outcome<CtlOutput> {
  const [id, type = '', ipText = '', set] = context.args;
  const router = require(context, ROUTER, id);
  if (!router.ok) return router;
  const wrongType = checkType(type);
  if (wrongType !== undefined) return fail(wrongType);
  const addresses = require(context, ADDRESS_SET, set);
  if (!addresses.ok) return addresses;
  const ip = normalizePrefix(ipText);
  if (ip === undefined) return fail(`${ipText}: Invalid IP address or CIDR`);
  const nat = natsOf(context, router.value).find(
    (row) =>
      row.type === type && normalizePrefix(getString(row, type === 'snat' ? 'logical_ip' : 'external_ip')) === ip,
  );
  if (!nat) return fail(`${type}: Could not locate nat rule for: ${ip}.`);
  const which = context.options.has('--is-exempted') ? 'exempted_ext_ips' : 'allowed_ext_ips';
  context.overlay.update(NAT, nat._uuid, { [which]: [addresses.value._uuid] });
  return ok('');
}
