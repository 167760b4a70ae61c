/** The vocabulary of today's logical networks: switches and routers, whose ports have keys of their own in each datapath. */
import type { Uuid } from '../../base';
import { logicalFlowLayout, TableMap, type LogicalFlowLayout, type LogicalVocabulary } from '../../logical';
import { getOptionalUuid, getString, type DatabaseView, type Row } from '../../ovsdb';
import { language26_03 } from './language';

const { tables, registers, stages } = language26_03;

export const LOGICAL: LogicalVocabulary = {
  flows: flowsOfGroups(
    logicalFlowLayout('Logical_Flow', {
      datapath: 'logical_datapath',
      direction: 'pipeline',
      table: 'table_id',
      priority: 'priority',
      match: 'match',
      actions: 'actions',
    }),
  ),
  tables: new TableMap({
    ingress: { first: tables.ingress, count: stages.ingress },
    egress: { first: tables.egress, count: stages.egress },
    physical: [
      { table: 0, role: 'enter', name: 'physical to logical' },
      { table: tables.output.ingress, role: 'between', name: 'check for packets that are too large' },
      { table: 43, role: 'between', name: 'answer packets that are too large' },
      { table: tables.remoteOutput, role: 'between', name: 'output to other hypervisors' },
      { table: 45, role: 'between', name: 'output to hardware gateways' },
      { table: 46, role: 'between', name: 'output to this hypervisor' },
      { table: 47, role: 'between', name: 'check for loops' },
      { table: tables.output.egress, role: 'output', name: 'save the port of origin' },
      { table: 65, role: 'between', name: 'logical to physical' },
      { table: tables.macBinding, role: 'helper', name: 'MAC binding' },
      { table: tables.macLookup, role: 'helper', name: 'MAC binding: known already' },
      { table: tables.hairpin, role: 'helper', name: 'hairpin of load balancers' },
      { table: tables.hairpinReply, role: 'helper', name: 'hairpin: replies' },
      { table: tables.snatToVip, role: 'helper', name: 'hairpin: source becomes the VIP' },
      { table: tables.fdb, role: 'helper', name: 'learnt MAC addresses' },
      { table: tables.fdbLookup, role: 'helper', name: 'learnt MAC addresses: known already' },
      { table: tables.inPortSecurity, role: 'helper', name: 'port security, in' },
      { table: 74, role: 'helper', name: 'port security, in: ARP and ND' },
      { table: tables.outPortSecurity, role: 'helper', name: 'port security, out' },
      { table: tables.ecmpNextHopMac, role: 'helper', name: 'next hop of symmetric replies: MAC' },
      { table: tables.ecmpNextHop, role: 'helper', name: 'next hop of symmetric replies' },
      { table: tables.affinity, role: 'helper', name: 'affinity of load balancers' },
      { table: tables.macCacheUse, role: 'helper', name: 'MAC bindings in use' },
      { table: 80, role: 'between', name: 'zones of packets that came back' },
    ],
  }),
  registers: {
    datapath: 'metadata',
    inport: registers.inport,
    outport: registers.outport,
    tunnelOutport: 'tun_metadata0',
    meanings: [
      { field: 'metadata', holds: 'datapath', words: 'logical datapath' },
      { field: registers.inport, holds: 'port', words: 'logical inport' },
      { field: registers.outport, holds: 'port', words: 'logical outport' },
    ],
  },
  kindOf(datapath: Uuid, sb?: DatabaseView) {
    const row = sb?.row('Datapath_Binding', datapath);
    return row !== undefined && String(row.type) === 'logical-router' ? 'router' : 'switch';
  },
};

/** A row may be for several datapaths: then the UUID of their group stands for the datapath's. */
function flowsOfGroups(layout: LogicalFlowLayout): LogicalFlowLayout {
  const datapathOf = (row: Row): Uuid =>
    getOptionalUuid(row, 'logical_datapath') ?? getOptionalUuid(row, 'logical_dp_group') ?? row._uuid;
  const read: LogicalFlowLayout['read'] = (row) => ({
    uuid: row._uuid,
    datapath: datapathOf(row),
    direction: layout.directionOf(row),
    table: layout.tableOf(row),
    priority: Number(row.priority),
    match: getString(row, 'match'),
    actions: getString(row, 'actions'),
  });
  return {
    ...layout,
    read,
    datapathOf,
    holds(row, flow) {
      const held = read(row);
      return (
        held.datapath === flow.datapath &&
        held.direction === flow.direction &&
        held.table === flow.table &&
        held.priority === flow.priority &&
        held.match === flow.match &&
        held.actions === flow.actions
      );
    },
  };
}
