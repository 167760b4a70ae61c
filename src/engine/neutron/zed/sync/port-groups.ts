/** Port groups, made and removed without a word in either mode. */
import { getString } from '../../../ovsdb';
import { all } from '../tables';
import { DROP_GROUP, portGroupName } from '../ovn/names';
import { addGroup } from '../ovn/port-groups';
import { mend, type SyncRun } from './run';

export function syncPortGroups(run: SyncRun): void {
  const { neutron } = run.host;
  const groups = new Map(all(neutron, 'Security_Group').map(({ id }) => [portGroupName(id), id]));
  mend(run, 'sync the port groups', (nb) => {
    const ports = all(neutron, 'Port').flatMap((port) => {
      const row = nb.named('Logical_Switch_Port', port.id);
      return row === undefined ? [] : [{ ...port, row: row._uuid }];
    });
    if (nb.named('Port_Group', DROP_GROUP) === undefined) {
      const secured = ports.filter(
        ({ security_groups, port_security_enabled }) => security_groups.length > 0 || port_security_enabled,
      );
      nb.insert('Port_Group', { name: DROP_GROUP, ports: secured.map(({ row }) => row) });
    }
    for (const [name, id] of groups) {
      if (nb.named('Port_Group', name) !== undefined) continue;
      const members = ports.filter(({ security_groups }) => security_groups.includes(id)).map(({ row }) => row);
      nb.set('Port_Group', addGroup(nb, id), { ports: members });
    }
    for (const row of nb.rows('Port_Group')) {
      const name = getString(row, 'name');
      if (name !== DROP_GROUP && !groups.has(name)) nb.delete('Port_Group', row._uuid);
    }
  });
}
