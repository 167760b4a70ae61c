/** What ovn-northd of 2015-04 makes of the northbound database. */
import { quotePortName, switchNorthd, type SwitchDialect } from '../../northd';
import { getAtoms, getString, getStrings } from '../../ovsdb';
import { containerOf } from '../2015/container';
import { LOGICAL_2015 } from '../2015/logical';
import { memberNamesSwitch } from '../2015/membership';

/** How its ovn-northd writes rows. */
export const DIALECT: SwitchDialect = {
  disablesPorts: false,
  next: 'resubmit',
  drop: 'drop',
  forward: (port) => `outport = ${port}; resubmit;`,
  deliver: (port) => `output(${port})`,
  // The daemon of that day wrote a blank after each address, also after the last.
  addressSet: (addresses) => `{${addresses.map((address) => `${address} `).join('')}}`,
};

export const NORTHD_RULES = switchNorthd({
  layout: {
    ports: memberNamesSwitch.columns.Logical_Port,
    acls: memberNamesSwitch.columns.ACL,
    portColumns: ['name', 'macs', 'port_security'],
    portFacts(row, ref) {
      const name = getString(row, 'name');
      return {
        ref,
        name,
        quoted: quotePortName(name),
        macs: getStrings(row, 'macs'),
        portSecurity: getStrings(row, 'port_security'),
        enabled: true,
      };
    },
  },
  flows: LOGICAL_2015.flows,
  bindings: {
    table: 'Bindings',
    columns: (port, datapath) => ({
      logical_datapath: datapath,
      mac: getAtoms(port, 'macs'),
      ...containerOf(port),
    }),
    isBound: (binding) => getString(binding, 'chassis') !== '',
  },
  dialect: DIALECT,
});
