/** QoS rules of switches. */
import type { RowRef, Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import { getNumber, getPairs, getString, getUuids } from '../../../../ovsdb';
import { northboundRow, SAME, type Sources } from './sources';

export interface Qos {
  readonly ref: RowRef;
  readonly sw: Uuid;
  readonly direction: string;
  readonly priority: number;
  readonly match: string;
  /** What is written into packets, in the order in which that is done. */
  readonly marks: readonly { readonly field: string; readonly value: number }[];
  /** The rate that is let through, in kbit/s, and the burst that may exceed it. */
  readonly rate: number | undefined;
  readonly burst: number | undefined;
}

const FIELDS: Readonly<Record<string, string>> = { dscp: 'ip.dscp', mark: 'pkt.mark' };
const LARGEST_DSCP = 63;

/** By switch and rule. */
export function qosRules({ graph, nb }: Sources): Collection<string, Qos> {
  const switches = nb.table('Logical_Switch', ['qos_rules']).by('switches by QoS', (row) => getUuids(row, 'qos_rules'));
  return graph.flatMap(
    'QoS rules of switches',
    nb.table('QoS', ['direction', 'priority', 'match', 'action', 'bandwidth']),
    (row, uuid) => {
      const bandwidth = new Map(getPairs(row, 'bandwidth').map(([key, value]) => [key, Number(value)]));
      const marks = getPairs(row, 'action').flatMap(([key, value]) => {
        const field = FIELDS[String(key)];
        const isTooLarge = key === 'dscp' && Number(value) > LARGEST_DSCP;
        return field === undefined || isTooLarge ? [] : [{ field, value: Number(value) }];
      });
      const rate = bandwidth.get('rate');
      return switches.keys(uuid).map((sw): [string, Qos] => [
        `${sw} ${uuid}`,
        {
          ref: northboundRow('QoS', uuid),
          sw,
          direction: getString(row, 'direction'),
          priority: getNumber(row, 'priority'),
          match: getString(row, 'match'),
          marks,
          rate,
          burst: rate === undefined ? undefined : bandwidth.get('burst'),
        },
      ]);
    },
    SAME,
  );
}
