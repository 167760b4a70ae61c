/** How a neutron-server 21 is configured: what a deployer writes into neutron.conf and ml2_conf.ini, as a row of its database. */
import { all, insertion, remember } from './tables';
import type { Uuid } from '../../base';
import type { DatabaseView, RowEdit } from '../../ovsdb';

export interface ZedSettings {
  readonly syncMode: 'off' | 'log' | 'repair';
  /** `[ovn] enable_distributed_floating_ip`. */
  readonly distributedFloatingIp: boolean;
  /** `[ovn] ovn_metadata_enabled`. */
  readonly metadata: boolean;
  readonly dnsDomain: string;
  /** `[ovn] dns_servers`. */
  readonly dnsServers: readonly string[];
}

export const ZED_DEFAULTS: ZedSettings = {
  syncMode: 'off',
  distributedFloatingIp: false,
  metadata: false,
  dnsDomain: 'openstacklocal',
  dnsServers: [],
};

/** From the start of the server to the comparison, in virtual milliseconds. */
const SYNC_DELAY = 10_000;

/** What a server that starts at `now` writes: its settings, and when it will compare the databases. */
export function zedStartEdits(
  neutron: DatabaseView,
  settings: ZedSettings,
  now: number,
  newUuid: () => Uuid,
): readonly RowEdit[] {
  const values = {
    sync_mode: settings.syncMode,
    sync_due: settings.syncMode === 'off' ? 0 : now + SYNC_DELAY,
    distributed_floating_ip: settings.distributedFloatingIp,
    metadata: settings.metadata,
    dns_domain: settings.dnsDomain,
    dns_servers: settings.dnsServers,
  };
  const [known] = all(neutron, 'Server');
  if (known !== undefined) return remember(neutron, 'Server', known.id, values);
  return [insertion('Server', { id: newUuid(), project_id: newUuid().replaceAll('-', ''), chassis: [], ...values })];
}
