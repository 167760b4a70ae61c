/**
 * Controllers and managers in ovs-vsctl: rows that say whom a bridge or a database
 * is to talk to. Nobody listens at such an address here, so that none is ever connected.
 */
import { compareText, ok, type Uuid } from '../base';
import type { CtlCommand, CtlContext, CtlOutput } from './ctl';
import type { Outcome } from './outcome';
import { findBridge, readSwitch, references, type SwitchBridge } from './vsctl-model';

const none: readonly string[] = [];

export const TARGET_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'get-controller',
    min: 1,
    max: 1,
    usage: 'BRIDGE',
    options: none,
    writes: false,
    doc: 'print the controllers of a bridge',
    run: (context) => ofBridge(context, (bridge) => targets(context, 'Controller', controllersOf(context, bridge))),
  },
  {
    name: 'del-controller',
    min: 1,
    max: 1,
    usage: 'BRIDGE',
    options: none,
    writes: true,
    doc: 'delete the controllers of a bridge',
    run: (context) => setControllers(context, none),
  },
  {
    name: 'set-controller',
    min: 1,
    max: Infinity,
    usage: 'BRIDGE TARGET...',
    options: none,
    writes: true,
    doc: 'set the controllers of a bridge, which nobody answers for here',
    run: (context) => setControllers(context, context.args.slice(1)),
  },
  {
    name: 'get-manager',
    min: 0,
    max: 0,
    usage: '',
    options: none,
    writes: false,
    doc: 'print the managers',
    run: (context) => ok(targets(context, 'Manager', references(readSwitch(context).root?.manager_options))),
  },
  {
    name: 'del-manager',
    min: 0,
    max: 0,
    usage: '',
    options: none,
    writes: true,
    doc: 'delete the managers',
    run: (context) => setManagers(context, none),
  },
  {
    name: 'set-manager',
    min: 1,
    max: Infinity,
    usage: 'TARGET...',
    options: none,
    writes: true,
    doc: 'set the managers, which nobody answers for here',
    run: (context) => setManagers(context, context.args),
  },
  {
    name: 'emer-reset',
    min: 0,
    max: 0,
    usage: '',
    options: none,
    writes: true,
    doc: 'forget controllers, managers and settings of the kind that lock one out',
    run: reset,
  },
];

function ofBridge(context: CtlContext, use: (bridge: SwitchBridge) => CtlOutput): Outcome<CtlOutput> {
  const bridge = findBridge(readSwitch(context), context.args[0] ?? '');
  return bridge.ok ? ok(use(bridge.value)) : bridge;
}

/** A VLAN bridge has those of its parent. */
function controllersOf({ overlay }: CtlContext, { row }: SwitchBridge): readonly Uuid[] {
  return references(overlay.row('Bridge', row)?.controller);
}

function targets({ overlay }: CtlContext, table: 'Controller' | 'Manager', rows: readonly Uuid[]): string {
  return rows
    .map((uuid) => String(overlay.row(table, uuid)?.target ?? ''))
    .sort(compareText)
    .map((target) => `${target}\n`)
    .join('');
}

function setControllers(context: CtlContext, wanted: readonly string[]): Outcome<CtlOutput> {
  return ofBridge(context, ({ row }) => {
    context.overlay.update('Bridge', row, { controller: insert(context, 'Controller', wanted) });
    return '';
  });
}

function setManagers(context: CtlContext, wanted: readonly string[]): Outcome<CtlOutput> {
  const { root } = readSwitch(context);
  if (root) context.overlay.update('Open_vSwitch', root._uuid, { manager_options: insert(context, 'Manager', wanted) });
  return ok('');
}

/** Rows that nothing refers to any more go by themselves. */
function insert(context: CtlContext, table: 'Controller' | 'Manager', wanted: readonly string[]): readonly Uuid[] {
  return wanted.map((target) => {
    const types = table === 'Controller' ? CONTROLLER_TYPES : MANAGER_TYPES;
    if (!types.test(target)) context.log('vsctl', 'WARN', `target type "${target}" is possibly erroneous`);
    return context.overlay.insert(table, { target });
  });
}

/** vconn_verify_name and stream_verify_name, active and passive. */
const CONTROLLER_TYPES = /^(?:tcp|unix|ssl|ptcp|punix|pssl):/;
const MANAGER_TYPES = CONTROLLER_TYPES;

function reset(context: CtlContext): Outcome<CtlOutput> {
  const { overlay } = context;
  for (const { _uuid } of overlay.rows('Open_vSwitch')) overlay.update('Open_vSwitch', _uuid, { manager_options: [] });
  for (const { _uuid, other_config: config } of overlay.rows('Bridge')) {
    const kept = Array.isArray(config) ? config.filter((pair) => Array.isArray(pair) && pair[0] === 'hwaddr') : [];
    overlay.update('Bridge', _uuid, { controller: [], fail_mode: [], flood_vlans: [], other_config: kept });
  }
  for (const { _uuid } of overlay.rows('Port')) overlay.update('Port', _uuid, { other_config: [] });
  for (const { _uuid } of overlay.rows('Interface'))
    overlay.update('Interface', _uuid, { ingress_policing_rate: 0, ingress_policing_burst: 0 });
  return ok('');
}
