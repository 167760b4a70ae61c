/** br-int is made by whoever needs it first, and set up as a controller wants it (controller/ovn-controller.c of OVN, process_br_int). */
import { freshUuid } from '../../../../controller';
import {
  getAtoms,
  getPairs,
  getUuids,
  mapWith,
  type DatabaseView,
  type RowEdit,
  type RowValues,
} from '../../../../ovsdb';
import { INTEGRATION_BRIDGE } from '../facts/hypervisor';
import { datapathTypeOf, type ChassisSettings } from './settings';

const DATAPATH = 'system';

export function prepareBridge(ovs: DatabaseView, { root, bridge, get }: ChassisSettings): readonly RowEdit[] {
  const type = get('ovn-bridge-datapath-type') ?? (datapathTypeOf(bridge) || DATAPATH);
  if (bridge !== undefined) {
    const wrong: RowValues = {
      ...(datapathTypeOf(bridge) === type ? {} : { datapath_type: type }),
      ...(getAtoms(bridge, 'fail_mode')[0] === 'secure' ? {} : { fail_mode: ['secure'] }),
    };
    return Object.keys(wrong).length === 0 ? [] : [{ op: 'update', table: 'Bridge', uuid: bridge._uuid, row: wrong }];
  }
  const [iface, port, made] = [
    freshUuid(ovs, 'Interface', INTEGRATION_BRIDGE),
    freshUuid(ovs, 'Port', INTEGRATION_BRIDGE),
    freshUuid(ovs, 'Bridge', INTEGRATION_BRIDGE),
  ] as const;
  const row = {
    name: INTEGRATION_BRIDGE,
    fail_mode: ['secure'],
    datapath_type: type,
    ports: [port],
    other_config: [['disable-in-band', 'true']] as const,
  };
  return [
    { op: 'insert', table: 'Interface', uuid: iface, row: { name: INTEGRATION_BRIDGE, type: 'internal' } },
    { op: 'insert', table: 'Port', uuid: port, row: { name: INTEGRATION_BRIDGE, interfaces: [iface] } },
    { op: 'insert', table: 'Bridge', uuid: made, row },
    { op: 'update', table: 'Open_vSwitch', uuid: root._uuid, row: { bridges: [...getUuids(root, 'bridges'), made] } },
  ];
}

/** Several controllers of one machine tell their tunnels apart by a letter; the first one has none. */
export function markIndex({ root, systemId }: ChassisSettings): readonly RowEdit[] {
  const key = `ovn-chassis-idx-${systemId ?? ''}`;
  if (getPairs(root, 'other_config').some(([held]) => held === key)) return [];
  const other_config = mapWith(getPairs(root, 'other_config'), key, '');
  return [{ op: 'update', table: 'Open_vSwitch', uuid: root._uuid, row: { other_config } }];
}
