/** ovs-vsctl(8): bridges, ports and interfaces of one machine's Open vSwitch. */
import { compareText, ok } from '../base';
import { DIALECT_2015 } from './ctl-dialect';
import { DATABASE_COMMANDS } from './ctl-database';
import { showRows, type ShowTable } from './ctl-show';
import type { CtlCommand, CtlContext, CtlOutput, CtlProgram } from './ctl';
import type { CtlTable } from './ctl-values';
import { fail, type Outcome } from './outcome';
import { addBridge, addBond, addPort, deleteBridge, deletePort, setBridgeExternalId } from './vsctl-changes';
import { externalIds, findBridge, findInterface, findPort, readSwitch } from './vsctl-model';
import { TARGET_COMMANDS } from './vsctl-targets';

const TABLES: readonly CtlTable[] = [
  { table: 'Bridge', names: [{ table: 'Bridge', column: 'name' }] },
  {
    table: 'Controller',
    names: [{ table: 'Bridge', column: 'name', via: 'controller' }],
  },
  { table: 'Interface', names: [{ table: 'Interface', column: 'name' }] },
  { table: 'Manager', names: [{ table: 'Manager', column: 'target' }] },
  { table: 'Open_vSwitch', names: [{ table: 'Open_vSwitch' }] },
  { table: 'Port', names: [{ table: 'Port', column: 'name' }] },
];

const SHOW: readonly ShowTable[] = [
  { table: 'Open_vSwitch', columns: ['manager_options', 'bridges', 'ovs_version'] },
  { table: 'Bridge', name: 'name', columns: ['controller', 'fail_mode', 'ports'] },
  { table: 'Port', name: 'name', columns: ['tag', 'trunks', 'interfaces'] },
  { table: 'Interface', name: 'name', columns: ['type', 'options', 'error'] },
  { table: 'Controller', name: 'target', columns: ['is_connected'] },
  { table: 'Manager', name: 'target', columns: ['is_connected'] },
];

const none: readonly string[] = [];

const COMMANDS: readonly CtlCommand[] = [
  {
    name: 'init',
    min: 0,
    max: 0,
    usage: '',
    options: none,
    writes: true,
    doc: 'initialize the database, if that is not done yet',
    run: () => ok(''),
  },
  {
    name: 'show',
    min: 0,
    max: 0,
    usage: '',
    options: none,
    writes: false,
    doc: 'print an overview of the database',
    run: (context) => ok(showRows(context, SHOW)),
  },
  {
    name: 'add-br',
    min: 1,
    max: 3,
    usage: 'BRIDGE [PARENT VLAN]',
    options: ['--may-exist'],
    writes: true,
    doc: 'create a bridge',
    run: addBridge,
  },
  {
    name: 'del-br',
    min: 1,
    max: 1,
    usage: 'BRIDGE',
    options: ['--if-exists'],
    writes: true,
    doc: 'delete a bridge and all its ports',
    run: deleteBridge,
  },
  {
    name: 'list-br',
    min: 0,
    max: 0,
    usage: '',
    options: ['--real', '--fake'],
    writes: false,
    doc: 'print the names of the bridges',
    run: listBridges,
  },
  {
    name: 'br-exists',
    min: 1,
    max: 1,
    usage: 'BRIDGE',
    options: none,
    writes: false,
    doc: 'exit with 2 unless the bridge exists',
    run: bridgeExists,
  },
  {
    name: 'br-to-vlan',
    min: 1,
    max: 1,
    usage: 'BRIDGE',
    options: none,
    writes: false,
    doc: 'print the VLAN that a bridge is on',
    run: ofBridge((bridge) => `${bridge.vlan}\n`),
  },
  {
    name: 'br-to-parent',
    min: 1,
    max: 1,
    usage: 'BRIDGE',
    options: none,
    writes: false,
    doc: 'print the parent of a bridge',
    run: ofBridge((bridge) => `${bridge.parent ?? bridge.name}\n`),
  },
  {
    name: 'br-set-external-id',
    min: 2,
    max: 3,
    usage: 'BRIDGE KEY [VALUE]',
    options: none,
    writes: true,
    doc: 'set or unset an external id of a bridge',
    run: setBridgeExternalId,
  },
  {
    name: 'br-get-external-id',
    min: 1,
    max: 2,
    usage: 'BRIDGE [KEY]',
    options: none,
    writes: false,
    doc: 'print external ids of a bridge',
    run: getBridgeExternalId,
  },
  {
    name: 'list-ports',
    min: 1,
    max: 1,
    usage: 'BRIDGE',
    options: none,
    writes: false,
    doc: 'print the names of the ports of a bridge',
    run: ofBridge((bridge) => sorted(bridge.ports.filter(({ name }) => name !== bridge.name).map(({ name }) => name))),
  },
  {
    name: 'add-port',
    min: 2,
    max: Infinity,
    usage: 'BRIDGE PORT [COLUMN[:KEY]=VALUE]...',
    options: ['--may-exist'],
    writes: true,
    doc: 'add a network device to a bridge',
    run: addPort,
  },
  {
    name: 'add-bond',
    min: 4,
    max: Infinity,
    usage: 'BRIDGE PORT IFACE... [COLUMN[:KEY]=VALUE]...',
    options: ['--may-exist', '--fake-iface'],
    writes: true,
    doc: 'add a port made of several interfaces',
    run: addBond,
  },
  {
    name: 'del-port',
    min: 1,
    max: 2,
    usage: '[BRIDGE] PORT',
    options: ['--if-exists', '--with-iface'],
    writes: true,
    doc: 'delete a port',
    run: deletePort,
  },
  {
    name: 'port-to-br',
    min: 1,
    max: 1,
    usage: 'PORT',
    options: none,
    writes: false,
    doc: 'print the bridge that has a port',
    run: portToBridge,
  },
  {
    name: 'list-ifaces',
    min: 1,
    max: 1,
    usage: 'BRIDGE',
    options: none,
    writes: false,
    doc: 'print the names of the interfaces of a bridge',
    run: ofBridge((bridge) =>
      sorted(
        bridge.ports
          .flatMap(({ interfaces }) => interfaces.map(({ name }) => name))
          .filter((name) => name !== bridge.name),
      ),
    ),
  },
  {
    name: 'iface-to-br',
    min: 1,
    max: 1,
    usage: 'IFACE',
    options: none,
    writes: false,
    doc: 'print the bridge that has an interface',
    run: interfaceToBridge,
  },
  {
    name: 'get-fail-mode',
    min: 1,
    max: 1,
    usage: 'BRIDGE',
    options: none,
    writes: false,
    doc: 'print what a bridge does without a controller',
    run: getFailMode,
  },
  {
    name: 'del-fail-mode',
    min: 1,
    max: 1,
    usage: 'BRIDGE',
    options: none,
    writes: true,
    doc: 'leave what a bridge does without a controller to the default',
    run: (context) => failMode(context, undefined),
  },
  {
    name: 'set-fail-mode',
    min: 2,
    max: 2,
    usage: 'BRIDGE MODE',
    options: none,
    writes: true,
    doc: 'set what a bridge does without a controller: standalone or secure',
    run: (context) => failMode(context, context.args[1]),
  },
];

export const OVS_VSCTL: CtlProgram = {
  name: 'ovs-vsctl',
  module: 'vsctl',
  title: 'configures the Open vSwitch of one machine',
  tables: TABLES,
  commands: [...COMMANDS, ...TARGET_COMMANDS, ...DATABASE_COMMANDS],
  ownOptions: [
    { name: 'no-wait', argument: 'none' },
    { name: 'retry', argument: 'none' },
    { name: 'peer-ca-cert', argument: 'required' },
    { name: 'bootstrap-ca-cert', argument: 'required' },
  ],
  waitsForSwitch: true,
  dialect: DIALECT_2015,
};

type Bridge = ReturnType<typeof readSwitch>['bridges'][number];

/** A command that prints something of the bridge that its first argument names. */
function ofBridge(text: (bridge: Bridge) => string): CtlCommand['run'] {
  return (context) => {
    const bridge = findBridge(readSwitch(context), context.args[0] ?? '');
    return bridge.ok ? ok(text(bridge.value)) : bridge;
  };
}

function listBridges(context: CtlContext): Outcome<CtlOutput> {
  const both = !context.options.has('--real') && !context.options.has('--fake');
  const wanted = readSwitch(context).bridges.filter(
    ({ parent }) => both || context.options.has(parent === undefined ? '--real' : '--fake'),
  );
  return ok(sorted(wanted.map(({ name }) => name)));
}

function bridgeExists(context: CtlContext): Outcome<CtlOutput> {
  return readSwitch(context).bridges.some(({ name }) => name === context.args[0]) ? ok('') : fail('', 2);
}

function getBridgeExternalId(context: CtlContext): Outcome<CtlOutput> {
  const bridge = findBridge(readSwitch(context), context.args[0] ?? '');
  if (!bridge.ok) return bridge;
  const ids = externalIds(context, bridge.value);
  const key = context.args[1];
  if (key === undefined) return ok(ids.map(([name, value]) => `${name}=${value}\n`).join(''));
  const found = ids.find(([name]) => name === key);
  return ok(found ? `${found[1]}\n` : '');
}

function portToBridge(context: CtlContext): Outcome<CtlOutput> {
  const port = findPort(readSwitch(context), context.args[0] ?? '');
  if (port) return ok(`${port.bridge.name}\n`);
  return fail(`no port named ${context.args[0] ?? ''}`);
}

function interfaceToBridge(context: CtlContext): Outcome<CtlOutput> {
  const found = findInterface(readSwitch(context), context.args[0] ?? '');
  return found ? ok(`${found.port.bridge.name}\n`) : fail(`no interface named ${context.args[0] ?? ''}`);
}

function getFailMode(context: CtlContext): Outcome<CtlOutput> {
  const bridge = findBridge(readSwitch(context), context.args[0] ?? '');
  if (!bridge.ok) return bridge;
  const mode = context.overlay.row('Bridge', bridge.value.row)?.fail_mode;
  return ok(typeof mode === 'object' && mode[0] !== undefined ? `${String(mode[0])}\n` : '');
}

function failMode(context: CtlContext, mode: string | undefined): Outcome<CtlOutput> {
  const bridge = findBridge(readSwitch(context), context.args[0] ?? '');
  if (!bridge.ok) return bridge;
  if (bridge.value.parent !== undefined) return fail(`${bridge.value.name} is a fake bridge`);
  if (mode !== undefined && mode !== 'standalone' && mode !== 'secure')
    return fail('fail-mode must be "standalone" or "secure"');
  context.overlay.update('Bridge', bridge.value.row, { fail_mode: mode === undefined ? [] : [mode] });
  return ok('');
}

function sorted(names: readonly string[]): string {
  return [...names]
    .sort(compareText)
    .map((name) => `${name}\n`)
    .join('');
}
