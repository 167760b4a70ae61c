/** ovn-sbctl(8) of 26.03: the southbound database by commands. */
import {
  DATABASE_COMMANDS,
  describeCtl,
  DIALECT_TODAY,
  runCtl,
  type CtlProgram,
  type Program,
} from '../../../commands';
import type { Overlay } from '../../../ovsdb';
import { connectionCommands } from '../connections';
import { named, namedTables, type NamesByTable } from '../names';
import { refuseCommonOption, TODAY_OPTIONS } from '../options';
import { SCHEMAS } from '../schemas';
import { versionText } from '../version';
import { CHASSIS_COMMANDS } from './chassis';
import { FLOW_COMMANDS } from './flows';
import { SHOW } from './show';

const DATAPATH = 'Datapath_Binding';
const PORT = 'Port_Binding';

const NAMES: NamesByTable = {
  ...named({
    Chassis: 'name',
    Chassis_Private: 'name',
    MAC_Binding: 'logical_port',
    Address_Set: 'name',
    Port_Group: 'name',
    HA_Chassis_Group: 'name',
    Mirror: 'name',
    Meter: 'name',
    Service_Monitor: 'logical_port',
    DHCP_Options: 'name',
    DHCPv6_Options: 'name',
    Connection: 'target',
    RBAC_Role: 'name',
    RBAC_Permission: 'table',
    Gateway_Chassis: 'name',
    Load_Balancer: 'name',
    Chassis_Template_Var: 'chassis',
  }),
  [DATAPATH]: [
    { table: DATAPATH, column: 'external_ids', key: 'name' },
    { table: DATAPATH, column: 'external_ids', key: 'name2' },
    { table: DATAPATH, column: 'nb_uuid' },
  ],
  [PORT]: [
    { table: PORT, column: 'logical_port' },
    { table: PORT, column: 'external_ids', key: 'name' },
  ],
};

const OVN_SBCTL: CtlProgram = {
  name: 'ovn-sbctl',
  module: 'ovn_dbctl',
  title: 'looks into the OVN southbound database',
  tables: namedTables(SCHEMAS.sb, NAMES),
  commands: [
    SHOW,
    ...CHASSIS_COMMANDS,
    ...FLOW_COMMANDS,
    ...connectionCommands({ global: 'SB_Global', module: 'sbctl', options: ['--inactivity-probe='], roles: true }),
    ...DATABASE_COMMANDS,
  ],
  dialect: DIALECT_TODAY,
  ownOptions: TODAY_OPTIONS,
  waitsForSwitch: false,
  version: () => versionText('ovn-sbctl', SCHEMAS.sb.version),
  refuseOption(option) {
    const { name } = option;
    if (['no-wait', 'wait', 'print-wait-time'].includes(name)) return `--${name} not supported`;
    return refuseCommonOption(option);
  },
  prepare,
};

export const sbctl: Program = {
  description: describeCtl(OVN_SBCTL, 'central'),
  run: (host, args) => runCtl(OVN_SBCTL, host, 'OVN_Southbound', args),
};

/** The row of the whole database is made when it is missing. */
function prepare(overlay: Overlay): void {
  if (overlay.rows('SB_Global').length === 0) overlay.insert('SB_Global', {});
}
