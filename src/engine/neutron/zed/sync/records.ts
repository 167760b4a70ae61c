/** DNS records and QoS rows: written again, without a word. */
import { all, find, type Port } from '../tables';
import { hasDnsRecords, writeDnsRecords } from '../ovn/dns';
import { effectivePolicy, writePortQos } from '../ovn/qos';
import { mend, type SyncRun } from './run';

export function syncDns(run: SyncRun): void {
  const named = all(run.host.neutron, 'Port').filter(hasDnsRecords);
  if (named.length === 0) return;
  mend(run, 'sync the DNS records', (nb) => {
    for (const port of named) writeDnsRecords(run.host, nb, port, undefined);
  });
}

export function syncQos(run: SyncRun): void {
  const limited = all(run.host.neutron, 'Port').filter((port: Port) => effectivePolicy(run.host, port) !== null);
  if (limited.length === 0) return;
  mend(run, 'sync the QoS policies', (nb) => {
    for (const { id } of limited) {
      const port = find(run.host.neutron, 'Port', id);
      if (port !== undefined) writePortQos(run.host, nb, port);
    }
  });
}
