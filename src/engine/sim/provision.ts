/** What a new machine's own database holds. */
import type { RowEdit } from '../ovsdb';
import type { Uuid } from '../base';
import { INTEGRATION_BRIDGE } from '../controller';

/** What makes a machine a hypervisor of the deployment; everything left out stays unconfigured. */
export interface MachineSettings {
  /** The name of its chassis. */
  readonly systemId?: string;
  /** Encapsulations it can do, comma-separated as in external_ids:ovn-encap-type. */
  readonly encapType?: string;
  readonly encapIp?: string;
  /** Creates br-int, as `ovs-vsctl add-br br-int` with fail_mode secure would. */
  readonly bridge?: boolean;
}

/** `uuid` gives the UUID of the n-th row. */
export function machineEdits(settings: MachineSettings, uuid: (index: number) => Uuid): RowEdit[] {
  const ids: [string, string][] = [];
  if (settings.systemId !== undefined) ids.push(['system-id', settings.systemId]);
  if (settings.encapType !== undefined || settings.encapIp !== undefined) ids.push(['ovn-remote', 'unix:db.sock']);
  if (settings.encapType !== undefined) ids.push(['ovn-encap-type', settings.encapType]);
  if (settings.encapIp !== undefined) ids.push(['ovn-encap-ip', settings.encapIp]);
  const [root, bridge, port, iface] = [uuid(0), uuid(1), uuid(2), uuid(3)];
  const rootRow = { external_ids: ids };
  if (settings.bridge !== true) return [{ op: 'insert', table: 'Open_vSwitch', uuid: root, row: rootRow }];
  return [
    { op: 'insert', table: 'Interface', uuid: iface, row: { name: INTEGRATION_BRIDGE, type: 'internal' } },
    { op: 'insert', table: 'Port', uuid: port, row: { name: INTEGRATION_BRIDGE, interfaces: [iface] } },
    {
      op: 'insert',
      table: 'Bridge',
      uuid: bridge,
      row: { name: INTEGRATION_BRIDGE, fail_mode: ['secure'], ports: [port] },
    },
    { op: 'insert', table: 'Open_vSwitch', uuid: root, row: { ...rootRow, bridges: [bridge] } },
  ];
}

/** A VIF plugged into a bridge: what `ovs-vsctl add-port` with `set interface` adds. */
export function plugEdits(
  bridge: { readonly _uuid: Uuid; readonly ports: readonly Uuid[] },
  vif: {
    readonly name: string;
    readonly ifaceId: string;
    readonly type?: string;
    /** Beside iface-id. */
    readonly externalIds?: readonly (readonly [string, string])[];
  },
  uuid: (index: number) => Uuid,
): RowEdit[] {
  const [port, iface] = [uuid(0), uuid(1)];
  return [
    {
      op: 'insert',
      table: 'Interface',
      uuid: iface,
      row: {
        name: vif.name,
        type: vif.type ?? '',
        external_ids: [['iface-id', vif.ifaceId], ...(vif.externalIds ?? [])],
      },
    },
    { op: 'insert', table: 'Port', uuid: port, row: { name: vif.name, interfaces: [iface] } },
    { op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports: [...bridge.ports, port] } },
  ];
}
