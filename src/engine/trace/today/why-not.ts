/** Of a stage: the rows that were not taken, the nearest first, and what the packet has instead of what they ask. */
import { isUuid } from '../../base';
import { explain, type Reason } from '../../match';
import type { FlowProgram } from '../../ovn-trace';
import { INTEGRATION_BRIDGE, SOUTHBOUND } from '../../sim';
import type { TableVisit } from '../../vswitch';
import type { WhyNot } from '../types';
import { metText, packetReader } from './explain';
import type { TodayNetwork } from './network';

/** Rows that are explained, and those of them that are told. */
const LOOKED_AT = 1000;
const MOST = 200;

/** Undefined for a table that carries out no stage. `filter` keeps rows in whose text it occurs. */
export function rowsThatNearlyMatched(
  network: TodayNetwork,
  visit: TableVisit,
  chassis: string,
  filter: string,
): readonly WhyNot[] | undefined {
  const place = visit.bridge === INTEGRATION_BRIDGE ? network.placeOf(visit.table) : undefined;
  const datapath = network.datapathOf(visit.before);
  if (place === undefined || datapath === undefined) return undefined;
  const reader = packetReader(network, visit.lookedUp, chassis);
  const cookie = visit.entry?.cookie;
  const tried = (datapath.flows[place.direction].get(place.table)?.programs ?? []).filter(
    ({ row }) => BigInt(`0x${row.uuid.slice(0, 8)}`) !== cookie && `${row.match} ${row.actions}`.includes(filter),
  );
  return tried
    .slice(0, LOOKED_AT)
    .flatMap((program) => {
      const { meaning } = program;
      if (meaning === undefined) return [];
      const { value, reasons } = explain(meaning.expr, reader);
      return [{ program, failed: value ? [] : reasons.map((reason) => failedText(reason, program)) }];
    })
    .sort((a, b) => a.failed.length - b.failed.length || b.program.row.priority - a.program.row.priority)
    .slice(0, MOST)
    .map(({ program, failed }) => whyNot(visit.table, program, failed));
}

/** Of a register of many flags the part is told as it is written, since its parts have no names. */
function failedText(reason: Reason, { row }: FlowProgram): WhyNot['failed'][number] {
  const isRegister = /^x*reg\d/.test(reason.symbol);
  const written = reason.ranges.map(({ start, end }) => row.match.slice(start, end)).join(' ');
  return { clause: isRegister && written !== '' ? written : reason.part, met: metText(reason) };
}

function whyNot(table: number, { row }: FlowProgram, failed: WhyNot['failed']): WhyNot {
  const { uuid, priority, match, actions, stage = '' } = row;
  return {
    flow: {
      id: uuid,
      cookie: BigInt(`0x${uuid.slice(0, 8)}`),
      table,
      priority,
      match,
      actions,
      ...(isUuid(uuid) ? { origin: { db: SOUTHBOUND, table: 'Logical_Flow', uuid } } : {}),
    },
    stage,
    held: 0,
    of: failed.length,
    failed,
  };
}
