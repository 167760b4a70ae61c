/**
 * `neutron-ovn-db-sync-util`: what differs between Neutron and the northbound database,
 * told in its words; with `repair` OVN is made equal to Neutron. It sees whether rows
 * are there, and looks into few of them: a wrong address of a switch port stays.
 */
import { syncAcls } from './acls';
import { syncNetworks } from './networks';
import { syncPortGroups } from './port-groups';
import { syncDns, syncQos } from './records';
import { syncRouters } from './routers';
import type { SyncLine, SyncRun } from './run';
import type { ZedHost } from '../server';

export type { SyncLine } from './run';

export function synchronizeZed(host: ZedHost, mode: 'log' | 'repair'): readonly SyncLine[] {
  const lines: SyncLine[] = [];
  const say = (level: SyncLine['level'], message: string) => {
    lines.push({ level, message });
    host.step(message, () => {
      host.log({
        level: level === 'INFO' ? 'INFO' : 'WARN',
        module: 'neutron.cmd.ovn.neutron_ovn_db_sync_util',
        message,
        event: true,
      });
      return { ok: true, value: undefined };
    });
  };
  const run: SyncRun = {
    host,
    repair: mode === 'repair',
    warn: (message) => {
      say('WARNING', message);
    },
  };
  say('INFO', 'Started Neutron OVN db sync');
  say('INFO', `Sync for Northbound db started with mode : ${mode}`);
  syncPortGroups(run);
  syncNetworks(run);
  syncDns(run);
  syncAcls(run);
  syncRouters(run);
  syncQos(run);
  say('INFO', 'Sync completed for Northbound db');
  say('INFO', `Sync for Southbound db started with mode : ${mode}`);
  say('INFO', 'Sync completed for Southbound db');
  return lines;
}
