/**
 * The vocabulary of 2015: switches only, whose one pipeline is ingress; ports
 * have keys that no other port of the deployment has.
 */
import { logicalFlowLayout, TableMap, type LogicalVocabulary } from '../../logical';

export const LOGICAL_2015: LogicalVocabulary = {
  flows: logicalFlowLayout('Pipeline', {
    datapath: 'logical_datapath',
    table: 'table_id',
    priority: 'priority',
    match: 'match',
    actions: 'actions',
  }),
  tables: new TableMap({
    ingress: { first: 16, count: 32 },
    physical: [
      { table: 0, role: 'enter', name: 'physical to logical' },
      { table: 64, role: 'output', name: 'logical to physical' },
    ],
  }),
  registers: {
    datapath: 'metadata',
    inport: 'reg6',
    outport: 'reg7',
    tunnelOutport: 'tun_id',
    meanings: [
      { field: 'metadata', holds: 'datapath', words: 'logical switch' },
      { field: 'reg6', holds: 'port', words: 'logical inport' },
      { field: 'reg7', holds: 'port', words: 'logical outport' },
      { field: 'tun_id', holds: 'port', words: 'tunnel key of' },
    ],
  },
  kindOf: () => 'switch',
};
