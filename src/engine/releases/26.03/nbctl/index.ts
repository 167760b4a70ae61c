/** ovn-nbctl(8) of 26.03: the northbound database by commands. */
import {
  DATABASE_COMMANDS,
  describeCtl,
  DIALECT_TODAY,
  runCtl,
  type CommandHost,
  type CtlProgram,
  type Program,
} from '../../../commands';
import type { Overlay } from '../../../ovsdb';
import { connectionCommands } from '../connections';
import { named, namedTables, type NamesByTable } from '../names';
import { refuseCommonOption, TODAY_OPTIONS } from '../options';
import { SCHEMAS } from '../schemas';
import { versionText } from '../version';
import { ACL_COMMANDS } from './acls';
import { COPP_COMMANDS } from './copp';
import { DHCP_OPTIONS_COMMANDS } from './dhcp-options';
import { FORWARDING_GROUP_COMMANDS } from './forwarding-groups';
import { HA_CHASSIS_GROUP_COMMANDS } from './ha-chassis-groups';
import { HEALTH_CHECK_COMMANDS } from './health-checks';
import { LOAD_BALANCER_COMMANDS } from './load-balancers';
import { METER_COMMANDS } from './meters';
import { MIRROR_COMMANDS } from './mirrors';
import { NAT_COMMANDS } from './nat';
import { NETWORK_FUNCTION_COMMANDS } from './network-functions';
import { POLICY_COMMANDS } from './policies';
import { PORT_GROUP_COMMANDS } from './port-groups';
import { QOS_COMMANDS } from './qos';
import { ROUTER_PORT_COMMANDS } from './router-ports';
import { ROUTE_COMMANDS } from './routes';
import { GENERAL_COMMANDS } from './show';
import { STATIC_MAC_BINDING_COMMANDS } from './static-mac-bindings';
import { SWITCH_PORT_SETTINGS } from './switch-port-settings';
import { SWITCH_PORT_COMMANDS } from './switch-ports';
import { ROUTER_COMMANDS, SWITCH_COMMANDS } from './switches';

const PORT = 'Logical_Switch_Port';

/** Neutron keeps its own names beside those that it gives. */
const NAMES: NamesByTable = {
  ...named({
    Logical_Router_Port: 'name',
    Address_Set: 'name',
    Port_Group: 'name',
    ACL: 'name',
    HA_Chassis: 'chassis_name',
    HA_Chassis_Group: 'name',
    Load_Balancer: 'name',
    Load_Balancer_Group: 'name',
    Load_Balancer_Health_Check: 'vip',
    Forwarding_Group: 'name',
    Meter: 'name',
    NAT: 'external_ip',
    Chassis_Template_Var: 'chassis',
    Connection: 'target',
  }),
  DHCP_Options: (['dhcpv4_options', 'dhcpv6_options'] as const).flatMap((via) => [
    { table: PORT, column: 'name', via },
    { table: PORT, column: 'external_ids', key: 'neutron:port_name', via },
  ]),
  Logical_Switch: [
    { table: 'Logical_Switch', column: 'name' },
    { table: 'Logical_Switch', column: 'external_ids', key: 'neutron:network_name' },
  ],
  [PORT]: [
    { table: PORT, column: 'name' },
    { table: PORT, column: 'external_ids', key: 'neutron:port_name' },
  ],
  Logical_Router: [
    { table: 'Logical_Router', column: 'name' },
    { table: 'Logical_Router', column: 'external_ids', key: 'neutron:router_name' },
  ],
};

const OVN_NBCTL: CtlProgram = {
  name: 'ovn-nbctl',
  module: 'ovn_dbctl',
  title: 'manages the OVN northbound database',
  tables: namedTables(SCHEMAS.nb, NAMES),
  commands: [
    ...GENERAL_COMMANDS,
    ...SWITCH_COMMANDS,
    ...ACL_COMMANDS,
    ...QOS_COMMANDS,
    ...MIRROR_COMMANDS,
    ...METER_COMMANDS,
    ...SWITCH_PORT_COMMANDS,
    ...SWITCH_PORT_SETTINGS,
    ...NETWORK_FUNCTION_COMMANDS,
    ...FORWARDING_GROUP_COMMANDS,
    ...ROUTER_COMMANDS,
    ...ROUTER_PORT_COMMANDS,
    ...ROUTE_COMMANDS,
    ...POLICY_COMMANDS,
    ...NAT_COMMANDS,
    ...LOAD_BALANCER_COMMANDS,
    ...DHCP_OPTIONS_COMMANDS,
    ...COPP_COMMANDS,
    ...connectionCommands({
      global: 'NB_Global',
      module: 'nbctl',
      options: ['--inactivity-probe='],
      roles: false,
    }),
    ...PORT_GROUP_COMMANDS,
    ...HA_CHASSIS_GROUP_COMMANDS,
    ...STATIC_MAC_BINDING_COMMANDS,
    ...HEALTH_CHECK_COMMANDS,
    ...DATABASE_COMMANDS,
  ],
  dialect: DIALECT_TODAY,
  ownOptions: TODAY_OPTIONS,
  waitsForSwitch: false,
  version: () => versionText('ovn-nbctl', SCHEMAS.nb.version),
  refuseOption(option) {
    const { name, value = '' } = option;
    if (name !== 'wait' || ['none', 'sb', 'hv'].includes(value)) return refuseCommonOption(option);
    return 'argument to --wait must be "none", "sb", or "hv"';
  },
  prepare,
  afterwards,
};

export const nbctl: Program = {
  description: describeCtl(OVN_NBCTL, 'central'),
  run: (host, args) => runCtl(OVN_NBCTL, host, 'OVN_Northbound', args),
};

function waits(given: ReadonlyMap<string, string>): boolean {
  return ['sb', 'hv'].includes(given.get('wait') ?? '');
}

/** The row of the whole database is made when it is missing; who waits counts it up. */
function prepare(overlay: Overlay, given: ReadonlyMap<string, string>): void {
  const [row] = overlay.rows('NB_Global');
  const uuid = row?._uuid ?? overlay.insert('NB_Global', {});
  if (!waits(given)) return;
  const count = row?.nb_cfg;
  overlay.update('NB_Global', uuid, { nb_cfg: (typeof count === 'number' ? count : 0) + 1 });
}

/** The real program ends when ovn-northd has caught up; ours lets everything catch up. */
function afterwards(host: CommandHost, given: ReadonlyMap<string, string>): string | undefined {
  const northd = host.daemon('ovn-northd');
  if (!waits(given) || northd === undefined || northd === 'running') return undefined;
  return `ovn-northd is ${northd}: the real program would wait for it (use --no-wait)`;
}
