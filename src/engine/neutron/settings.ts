/** How a neutron-server is configured: what a deployer writes into its files, as a row of its database. */
import type { Uuid } from '../base';
import { PORT_STATUSES, type MechanismDriver, type NeutronRules, type SyncMode } from './driver';
import { all, insertion, update, type ServerSettings } from './tables';
import type { DatabaseView, RowEdit } from '../ovsdb';

export interface NeutronSettings {
  /** The id of a `DriverChoice`. */
  readonly driver: string;
  /** The id of a `SecurityGroupMapping`, or empty: no ACL is written. */
  readonly securityGroups: string;
  /** When a port becomes ACTIVE: `at-once`, when it is bound; `up`, when OVN says that it is. */
  readonly portStatus: (typeof PORT_STATUSES)[number];
  /** Undefined: as the driver's day had it. */
  readonly syncMode: SyncMode | undefined;
}

export function settingsOf(neutron: DatabaseView): ServerSettings | undefined {
  return all(neutron, 'Server')[0];
}

/** The driver that the settings ask for, or the release's own where they name none that it has. */
export function driverOf(neutron: DatabaseView, rules: NeutronRules): MechanismDriver {
  const settings = settingsOf(neutron);
  const choice =
    rules.drivers.find(({ id }) => id === settings?.driver) ??
    rules.drivers.find(({ id }) => id === rules.defaultDriver) ??
    rules.drivers[0];
  if (choice === undefined) throw new Error('A release with Neutron has no driver.');
  return choice.build({
    securityGroups: rules.securityGroups.find(({ id }) => id === settings?.security_groups),
    portStatus: PORT_STATUSES.find((rule) => rule === settings?.port_status) ?? 'at-once',
  });
}

/** What a server that starts at `now` writes: its settings, and when it will compare the databases. */
export function startEdits(
  neutron: DatabaseView,
  rules: NeutronRules,
  { driver, securityGroups, portStatus, syncMode }: NeutronSettings,
  now: number,
  newUuid: () => Uuid,
): readonly RowEdit[] {
  const choice = rules.drivers.find(({ id }) => id === driver) ?? rules.drivers[0];
  const sync = choice?.build({ securityGroups: undefined, portStatus }).sync;
  const known = settingsOf(neutron);
  const mode = syncMode ?? sync?.defaultMode ?? 'off';
  const values = {
    driver,
    security_groups: securityGroups,
    port_status: portStatus,
    sync_mode: mode,
    sync_due: sync === undefined || mode === 'off' ? 0 : now + sync.delay,
  };
  if (known !== undefined) return update(neutron, 'Server', known.id, values);
  // The project of everything that is made here.
  const tenant_id = newUuid().replaceAll('-', '');
  return [insertion('Server', { id: newUuid(), tenant_id, ...values })];
}
