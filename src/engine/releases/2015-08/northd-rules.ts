/** What ovn-northd of 2015-08 makes of the northbound database. */
import { quotePortName, switchNorthd, type SwitchDialect } from '../../northd';
import { getAtoms, getOptionalBoolean, getPairs, getString, getStrings } from '../../ovsdb';
import { containerOf } from '../2015/container';
import { LOGICAL_2015 } from '../2015/logical';
import { switchListsMembers } from '../2015/membership';

/** How its ovn-northd writes rows. */
export const DIALECT: SwitchDialect = {
  disablesPorts: true,
  next: 'next;',
  drop: 'drop;',
  forward: (port) => `outport = ${port}; next;`,
  deliver: () => 'output;',
  addressSet: (addresses) => `{${addresses.join(' ')}}`,
  deliverBroadcast: 'output;',
};

export const NORTHD_RULES = switchNorthd({
  layout: {
    ports: switchListsMembers.columns.Logical_Port,
    acls: switchListsMembers.columns.ACL,
    portColumns: ['name', 'macs', 'port_security', 'enabled'],
    portFacts(row, ref) {
      const name = getString(row, 'name');
      return {
        ref,
        name,
        quoted: quotePortName(name),
        macs: getStrings(row, 'macs'),
        portSecurity: getStrings(row, 'port_security'),
        enabled: getOptionalBoolean(row, 'enabled') ?? true,
      };
    },
  },
  flows: LOGICAL_2015.flows,
  bindings: {
    table: 'Port_Binding',
    columns: (port, datapath) => ({
      logical_datapath: datapath,
      type: getString(port, 'type'),
      options: getPairs(port, 'options'),
      mac: getAtoms(port, 'macs'),
      ...containerOf(port),
    }),
    isBound: (binding) => getAtoms(binding, 'chassis').length > 0,
  },
  dialect: DIALECT,
});
