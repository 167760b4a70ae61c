/** Logical router ports and their gateway chassis. */
import { compareText, ok } from '../../../base';
import { fail, setColumns, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import {
  getMapString,
  getNumber,
  getOptionalBoolean,
  getOptionalString,
  getString,
  getStrings,
  type Row,
} from '../../../ovsdb';
import { normalizePrefix, parseCidr, parseMac } from '../addresses';
import {
  find,
  findUnlessGone,
  nameOrUuid,
  referenced,
  require,
  ROUTER,
  ROUTER_PORT,
  routerOf,
  rowByUuid,
} from './find';
import { nameList, pairsOfWords, readEnabled, readPriority, sortedPairs, textMap, textSet } from '../text';

const GATEWAY = 'Gateway_Chassis';

export const ROUTER_PORT_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'lrp-add',
    min: 3,
    max: Infinity,
    usage: 'ROUTER PORT MAC [NETWORK]... [COLUMN[:KEY]=VALUE]...',
    options: ['--may-exist'],
    writes: true,
    doc: 'add a port to a router',
    run: add,
  },
  {
    name: 'lrp-set-gateway-chassis',
    min: 2,
    max: 3,
    usage: 'PORT CHASSIS [PRIORITY]',
    options: ['--may-exist'],
    writes: true,
    doc: 'make a chassis a gateway of a port',
    run: setGateway,
  },
  {
    name: 'lrp-set-options',
    min: 1,
    max: Infinity,
    usage: 'PORT KEY=VALUE [KEY=VALUE]...',
    options: [],
    writes: true,
    doc: 'set the options of a router port',
    run: ofPort(({ overlay, args }, port) => {
      overlay.update(ROUTER_PORT.table, port._uuid, { options: pairsOfWords(args.slice(1)) });
      return ok('');
    }),
  },
  {
    name: 'lrp-del-gateway-chassis',
    min: 2,
    max: 2,
    usage: 'PORT CHASSIS',
    options: [],
    writes: true,
    doc: 'make a chassis a gateway of a port no longer',
    run: ofPort(removeGateway),
  },
  {
    name: 'lrp-get-gateway-chassis',
    min: 1,
    max: 1,
    usage: 'PORT',
    options: [],
    writes: false,
    doc: 'print the gateway chassis of a port, each with its priority',
    run: ofPort((context, port) =>
      ok(
        gatewaysOf(context, port)
          .map((row) => `${getString(row, 'name')} ${String(getNumber(row, 'priority')).padStart(5)}\n`)
          .join(''),
      ),
    ),
  },
  {
    name: 'lrp-del',
    min: 1,
    max: 1,
    usage: 'PORT',
    options: ['--if-exists'],
    writes: true,
    doc: 'delete a port from its router',
    run: remove,
  },
  {
    name: 'lrp-list',
    min: 1,
    max: 1,
    usage: 'ROUTER',
    options: [],
    writes: false,
    doc: 'print the names of all ports of a router',
    run: list,
  },
  {
    name: 'lrp-set-enabled',
    min: 2,
    max: 2,
    usage: 'PORT STATE',
    options: [],
    writes: true,
    doc: 'enable or disable a router port: enabled or disabled',
    run: ofPort(({ overlay, args }, port) => {
      const enabled = readEnabled(args[1]);
      if (!enabled.ok) return enabled;
      overlay.update(ROUTER_PORT.table, port._uuid, { enabled: [enabled.value] });
      return ok('');
    }),
  },
  {
    name: 'lrp-get-enabled',
    min: 1,
    max: 1,
    usage: 'PORT',
    options: [],
    writes: false,
    doc: 'print whether a router port is enabled or disabled',
    run: ofPort((_, port) => ok(getOptionalBoolean(port, 'enabled') === false ? 'disabled\n' : 'enabled\n')),
  },
  {
    name: 'lrp-set-redirect-type',
    min: 2,
    max: 2,
    usage: 'PORT TYPE',
    options: [],
    writes: true,
    doc: 'set how packets go to the gateway of a port: overlay or bridged',
    run: ofPort(setRedirectType),
  },
  {
    name: 'lrp-get-redirect-type',
    min: 1,
    max: 1,
    usage: 'PORT',
    options: [],
    writes: false,
    doc: 'print how packets go to the gateway of a port',
    run: ofPort((_, port) => ok(`${getMapString(port, 'options', 'redirect-type') ?? 'overlay'}\n`)),
  },
];

function ofPort(run: (context: CtlContext, port: Row) => Outcome<CtlOutput>): CtlCommand['run'] {
  return (context) => {
    const port = require(context, ROUTER_PORT, context.args[0]);
    return port.ok ? run(context, port.value) : port;
  };
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [routerName, name = '', mac = '', ...rest] = args;
  const router = require(context, ROUTER, routerName);
  if (!router.ok) return router;
  const settingsAt = rest.findIndex((word) => word.includes('='));
  const networks = settingsAt < 0 ? rest : rest.slice(0, settingsAt);
  const settings = rest.slice(networks.length);
  if (parseMac(mac) === undefined) return fail(`${name}: invalid mac address ${mac}`);
  const existing = find(context, ROUTER_PORT, name);
  if (!existing.ok) return existing;
  if (existing.value) {
    if (!options.has('--may-exist')) return fail(`${name}: a port with this name already exists`);
    const owner = routerOf(context, existing.value);
    if (!owner.ok) return owner;
    const difference =
      owner.value._uuid === router.value._uuid
        ? differentPort(existing.value, { mac, networks, settings })
        : `port already exists but in router ${nameOrUuid(owner.value)}`;
    return difference === undefined ? ok('') : fail(`${name}: ${difference}`);
  }
  const wrong = networks.find((network) => parseCidr(network) === undefined);
  if (wrong !== undefined) return fail(`${name}: invalid network address: ${wrong}`);
  const uuid = overlay.insert(ROUTER_PORT.table, { name, mac, networks: textSet(networks) });
  const schema = overlay.schema.tables.get(ROUTER_PORT.table);
  const port = overlay.row(ROUTER_PORT.table, uuid);
  if (schema && port) {
    const written = setColumns(context, schema, port, settings);
    if (!written.ok) return written;
  }
  overlay.setMember(ROUTER.table, router.value._uuid, 'ports', uuid, true);
  return ok('');
}

interface WantedPort {
  readonly mac: string;
  readonly networks: readonly string[];
  readonly settings: readonly string[];
}

/** How a port that is there differs from the one that is wanted. */
function differentPort(port: Row, { mac, networks, settings }: WantedPort): string | undefined {
  const hasMac = getString(port, 'mac');
  if ((parseMac(hasMac) ?? 0n) !== parseMac(mac)) return `port already exists with mac ${hasMac}`;
  const wanted = normalized(networks);
  if (!wanted) return 'Invalid networks configured';
  const had = normalized(getStrings(port, 'networks'));
  if (!had) return 'Existing port has invalid networks configured';
  if (wanted.join() !== had.join()) return 'port already exists with different network';
  const peer = settings.find((word) => word.startsWith('peer='))?.slice('peer='.length);
  return peer === getOptionalString(port, 'peer') ? undefined : 'port already exists with mismatching peer';
}

function normalized(networks: readonly string[]): readonly string[] | undefined {
  const texts = networks.flatMap((network) => normalizePrefix(network) ?? []);
  return texts.length === networks.length ? textSet(texts) : undefined;
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const port = findUnlessGone(context, ROUTER_PORT, context.args[0]);
  if (!port.ok) return port;
  if (!port.value) return ok('');
  const owner = routerOf(context, port.value);
  if (!owner.ok) return owner;
  context.overlay.setMember(ROUTER.table, owner.value._uuid, 'ports', port.value._uuid, false);
  context.overlay.delete(ROUTER_PORT.table, port.value._uuid);
  return ok('');
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const router = require(context, ROUTER, context.args[0]);
  return router.ok ? ok(nameList(referenced(context, router.value, 'ports', ROUTER_PORT.table))) : router;
}

/** The gateways of a port, that of the highest priority first. */
function gatewaysOf(context: CtlContext, port: Row): readonly Row[] {
  return [...referenced(context, port, 'gateway_chassis', GATEWAY)].sort(
    (a, b) =>
      getNumber(b, 'priority') - getNumber(a, 'priority') || compareText(getString(b, 'name'), getString(a, 'name')),
  );
}

function setGateway(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args } = context;
  const [portName = '', chassis = '', priorityText] = args;
  const port = require(context, ROUTER_PORT, portName);
  if (!port.ok) return port;
  const priority = priorityText === undefined ? ok(0) : readPriority(priorityText);
  if (!priority.ok) return priority;
  const existing =
    referenced(context, port.value, 'gateway_chassis', GATEWAY).find((row) => row.chassis_name === chassis) ??
    rowByUuid(context, GATEWAY, chassis);
  const uuid = existing?._uuid ?? overlay.insert(GATEWAY, { name: `${portName}-${chassis}`, chassis_name: chassis });
  overlay.update(GATEWAY, uuid, { priority: priority.value });
  overlay.setMember(ROUTER_PORT.table, port.value._uuid, 'gateway_chassis', uuid, true);
  return ok('');
}

/** The first chassis with whose name the argument begins. */
function removeGateway(context: CtlContext, port: Row): Outcome<CtlOutput> {
  const { overlay, args } = context;
  const [portName = '', chassis = ''] = args;
  const gateways = referenced(context, port, 'gateway_chassis', GATEWAY);
  const gateway = gateways.find((row) => chassis.startsWith(getString(row, 'chassis_name')));
  if (!gateway) return fail(`chassis ${chassis} is not added to logical port ${portName}`);
  if (gateways.length === 1) overlay.update(ROUTER_PORT.table, port._uuid, { gateway_chassis: [] });
  else overlay.setMember(ROUTER_PORT.table, port._uuid, 'gateway_chassis', gateway._uuid, false);
  overlay.delete(GATEWAY, gateway._uuid);
  return ok('');
}

function setRedirectType({ overlay, args }: CtlContext, port: Row): Outcome<CtlOutput> {
  const [, type = ''] = args;
  if (!/^(?:bridged|overlay)$/i.test(type)) return fail(`Invalid redirect type: ${type}`);
  const options = textMap(port, 'options').set('redirect-type', type);
  overlay.update(ROUTER_PORT.table, port._uuid, { options: sortedPairs(options) });
  return ok('');
}
