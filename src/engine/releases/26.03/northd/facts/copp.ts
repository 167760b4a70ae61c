/** Control plane protection: which meter limits what a datapath sends to its controller, and for what. */
import type { Uuid } from '../../../../base';
import { getOptionalBoolean, getString } from '../../../../ovsdb';
import { optionsOf, SAME, type Sources } from './sources';

/** What is sent to a controller, by the names that Copp's meters have. */
export type CoppPurpose =
  | 'arp'
  | 'arp-resolve'
  | 'bfd'
  | 'dhcpv4-opts'
  | 'dhcpv4-relay'
  | 'dhcpv6-opts'
  | 'dns'
  | 'event-elb'
  | 'icmp4-error'
  | 'icmp6-error'
  | 'igmp'
  | 'nd-na'
  | 'nd-ns'
  | 'nd-ns-resolve'
  | 'nd-ra-opts'
  | 'reject'
  | 'svc-monitor'
  | 'tcp-reset';

export interface Meters {
  /** As `copp_meter_get`: the meter's name, if there is such a meter; `copp` is the column of a switch or router. */
  readonly of: (copp: Uuid | undefined, purpose: CoppPurpose) => string | undefined;
  /** Whether each user of a meter has one of its own (`fair_meter_lookup_by_name`). */
  readonly isFair: (name: string) => boolean;
}

export function meters({ graph, nb }: Sources): Meters {
  const copps = graph.map('copp', nb.table('Copp', ['meters']), (row) => optionsOf(row, 'meters'), SAME);
  const byName = graph
    .map(
      'meters',
      nb.table('Meter', ['name', 'fair']),
      (row) => ({ name: getString(row, 'name'), fair: getOptionalBoolean(row, 'fair') ?? false }),
      SAME,
    )
    .by('meters by name', ({ name }) => [name]);
  return {
    of(copp, purpose) {
      const name = copp === undefined ? undefined : copps.get(copp)?.get(purpose);
      return name !== undefined && byName.has(name) ? name : undefined;
    },
    isFair: (name) => byName.first(name)?.fair ?? false,
  };
}
