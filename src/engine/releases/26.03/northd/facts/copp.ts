/** Protection of the control plane: the meters of what switches and routers send to their ovn-controller. */
import type { Uuid } from '../../../../base';
import { getString } from '../../../../ovsdb';
import { optionsOf, type Sources } from './sources';

/** What a packet goes to the controller for, as the column `meters` of Copp calls it. */
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

/** The name of the meter for a purpose; none where Copp names one that does not exist. */
export type MeterOf = (copp: Uuid | undefined, purpose: CoppPurpose) => string | undefined;

export function coppMeters({ graph, nb }: Sources): MeterOf {
  const meters = nb.table('Meter', ['name']).by('meters by name', (row) => [getString(row, 'name')]);
  const named = graph.flatMap('meters by purpose', nb.table('Copp', ['meters']), (row, uuid) =>
    [...optionsOf(row, 'meters')].map(([purpose, meter]): readonly [string, string] => [`${uuid} ${purpose}`, meter]),
  );
  return (copp, purpose) => {
    const meter = copp === undefined ? undefined : named.get(`${copp} ${purpose}`);
    return meter !== undefined && meters.has(meter) ? meter : undefined;
  };
}
