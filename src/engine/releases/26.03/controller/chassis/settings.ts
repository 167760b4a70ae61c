/** What an ovn-controller reads of Open_vSwitch.external_ids when it makes its hypervisor known (ovn-controller(8), "Configuration"). */
import { getString, getStrings, type DatabaseView, type Row } from '../../../../ovsdb';
import { INTEGRATION_BRIDGE, words } from '../facts/hypervisor';
import { readMap } from '../facts/southbound';

export interface ChassisSettings {
  /** The row of Open_vSwitch. */
  readonly root: Row;
  readonly systemId: string | undefined;
  /** Where the southbound database is; without it nothing is done there. */
  readonly remote: string | undefined;
  readonly encapTypes: readonly string[];
  readonly encapIps: readonly string[];
  /** The row of br-int. */
  readonly bridge: Row | undefined;
  /** Of a key with the name of this chassis at its end, else of the key itself; undefined where neither is there. */
  readonly get: (key: string) => string | undefined;
}

/** Undefined while there is no row of Open_vSwitch. */
export function chassisSettings(ovs: DatabaseView): ChassisSettings | undefined {
  const [root] = ovs.rows('Open_vSwitch').values();
  if (root === undefined) return undefined;
  const ids = readMap(root, 'external_ids');
  const systemId = ids.get('system-id');
  const get = (key: string) => ids.get(`${key}-${systemId ?? ''}`) ?? ids.get(key);
  return {
    root,
    systemId,
    remote: ids.get('ovn-remote'),
    encapTypes: unique(words(get('ovn-encap-type'))),
    encapIps: unique(words(get('ovn-encap-ip'))),
    bridge: ovs.find('Bridge', 'name', INTEGRATION_BRIDGE),
    get,
  };
}

export function datapathTypeOf(bridge: Row | undefined): string {
  return bridge === undefined ? '' : getString(bridge, 'datapath_type');
}

export function interfaceTypesOf({ root }: ChassisSettings): string {
  return getStrings(root, 'iface_types').join(',');
}

function unique(texts: readonly string[]): readonly string[] {
  return Array.from(new Set(texts));
}
