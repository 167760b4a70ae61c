/** What the logical network of today answers of a copy that a table dropped. */
import { getNumber } from '../../openflow';
import type { OpenFlowTrace } from '../openflow-trace';
import type { Reasoned } from '../verdict-context';
import type { LogicalQuestions, VerdictContext } from '../verdict-context';
import type { TraceStep } from '../types';
import { metText, packetReader, reasonsOf, valueOf } from './explain';
import type { TodayNetwork } from './network';

export function questionsToday(
  network: TodayNetwork,
  { visits }: OpenFlowTrace,
  chassisOf: (machine: string) => string,
): LogicalQuestions {
  return {
    failedClause(table, { datapath, direction, tableId }, northbound, beginning) {
      const visit = visits.get(table.index);
      const flows = network.logical.datapaths.get(datapath)?.flows[direction].get(tableId);
      if (visit === undefined || flows === undefined) return undefined;
      const reader = packetReader(network, visit.before, chassisOf(table.machine));
      for (const program of flows.programs) {
        if (program.row.hint !== northbound.slice(0, 8)) continue;
        const failed = reasonsOf(program, reader).find(({ symbol }) => symbol.startsWith(beginning));
        if (failed) return metText(failed);
      }
      return undefined;
    },
    valueOf(table, _, symbol) {
      const visit = visits.get(table.index);
      return visit && valueOf(network, visit.before, symbol);
    },
    physicalDrop: (context, step, table) => physicalDrop(network, visits, context, step, table),
  };
}

/** Tables before, between and after the pipelines in which a packet may end. */
const [ENTER, LOCAL, LOOP, OUT] = [0, 46, 47, 65];

function physicalDrop(
  network: TodayNetwork,
  visits: OpenFlowTrace['visits'],
  { names, steps }: VerdictContext,
  step: TraceStep,
  table: TraceStep,
): Reasoned | undefined {
  const visit = visits.get(table.index);
  const port = step.logicalPort ?? '';
  const where = `Dropped by ${table.machine} in table ${table.table ?? ''}`;
  switch (table.table) {
    case ENTER: {
      const key = visit === undefined ? 0 : getNumber(visit.before, 'tun_id');
      if (key !== 0)
        return {
          sentence: `${where}: nothing on this hypervisor belongs to the tunnel key ${key}${datapathWords(network, key)}.`,
        };
      const iface = steps[table.parent ?? -1]?.port?.name;
      const ifaceId = iface === undefined ? undefined : names.ifaceId(table.machine, iface);
      if (ifaceId === undefined)
        return { sentence: `${where}: no logical port is behind the interface it came in by.` };
      const bound = network.chassisOf(ifaceId);
      const why =
        network.port(ifaceId) === undefined
          ? `its iface-id is ${ifaceId}, and there is no logical port of that name`
          : bound === undefined
            ? `${ifaceId} is bound to no hypervisor`
            : `${ifaceId} is bound to ${bound}`;
      return { sentence: `${where}: ${why}.` };
    }
    case LOOP:
      return {
        sentence: `${table.machine} drops the copy for ${port}, the port that the packet came from.`,
        expected: true,
      };
    case LOCAL:
    case OUT: {
      const row = names.port(port);
      const causes = row === undefined ? [] : [{ db: 'OVN_Northbound', table: 'Logical_Switch_Port', uuid: row.uuid }];
      const bound = port === '' ? undefined : network.chassisOf(port);
      const why =
        bound === undefined ? 'it is not plugged into any hypervisor' : `${table.machine} knows no way to ${bound}`;
      return { sentence: `${where}: there is no way to ${port || 'the outport'}, because ${why}.`, causes };
    }
    default:
      return undefined;
  }
}

function datapathWords(network: TodayNetwork, key: number): string {
  const datapath = network.datapathOfKey(key);
  return datapath === undefined ? '' : `, which is ${datapath.title}`;
}
