/** Where a thing can be seen in the panes of rows and flows; pure. */
import type { NetworkModel, PortView, SwitchView } from '../../bridge';
import type { PaneFilters, PaneId } from '../../state';
import type { MenuItem } from './menu';

export function showSwitch(sw: SwitchView): MenuItem {
  return shows([
    inPane('databases', 'Databases', {
      database: 'OVN_Northbound',
      tables: { OVN_Northbound: 'Logical_Switch' },
      rows: sw.name,
    }),
    inPane('pipeline', 'Pipeline', { datapath: sw.uuid, pipeline: '' }),
  ]);
}

export function showPort({ machines, topology }: NetworkModel, port: PortView): MenuItem {
  const at = machines.find(({ vifs }) => vifs.some(({ ifaceId }) => ifaceId === port.name));
  const vif = at?.vifs.find(({ ifaceId }) => ifaceId === port.name);
  return shows([
    inPane('databases', 'Databases', {
      database: 'OVN_Northbound',
      tables: { OVN_Northbound: topology === undefined ? 'Logical_Port' : 'Logical_Switch_Port' },
      rows: port.name,
    }),
    inPane('pipeline', 'Pipeline', { datapath: port.switch, pipeline: `"${port.name}"` }),
    ...(at && vif?.ofport != null ? [flowsFrom(at.name, vif.ofport)] : []),
  ]);
}

export function showMachine(machine: string): MenuItem {
  return shows([
    inPane('databases', 'Databases', {
      database: 'OVN_Southbound',
      tables: { OVN_Southbound: 'Chassis' },
      rows: machine,
    }),
    inPane('openflow', 'OpenFlow', { openflow: '' }, machine),
  ]);
}

export function showVif(machine: string, ofport: number | null): readonly MenuItem[] {
  return ofport === null ? [] : [shows([flowsFrom(machine, ofport)])];
}

function flowsFrom(machine: string, ofport: number): MenuItem {
  return inPane('openflow', 'OpenFlow', { openflow: `in_port=${ofport}` }, machine);
}

function inPane(pane: PaneId, label: string, filters: Partial<PaneFilters>, machine?: string): MenuItem {
  return { label, deed: { kind: 'show', pane, filters, ...(machine === undefined ? {} : { machine }) } };
}

function shows(items: readonly MenuItem[]): MenuItem {
  return { label: 'Show in', items };
}
