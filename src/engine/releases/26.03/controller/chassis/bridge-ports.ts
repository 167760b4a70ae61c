/** Ports that a controller adds to bridges and takes off them, as edits of Open_vSwitch. */
import { freshUuid } from '../../../../controller';
import type { Uuid } from '../../../../base';
import { getUuids, type DatabaseView, type Row, type RowEdit } from '../../../../ovsdb';

export interface NewPort {
  readonly name: string;
  /** Of its interface. */
  readonly type: string;
  readonly options: Pairs;
  readonly otherConfig?: Pairs;
  /** Of the port itself. */
  readonly ids: Pairs;
}

export type Pairs = readonly (readonly [key: string, value: string])[];

export class BridgePorts {
  readonly #ovs: DatabaseView;
  readonly #edits: RowEdit[] = [];
  readonly #ports = new Map<Uuid, Uuid[]>();

  constructor(ovs: DatabaseView) {
    this.#ovs = ovs;
  }

  add(bridge: Row, { name, type, options, otherConfig = [], ids }: NewPort): void {
    const content = [name, type, ...options.flat()].join('\n');
    const [iface, port] = [freshUuid(this.#ovs, 'Interface', content), freshUuid(this.#ovs, 'Port', content)];
    const row = { name, type, options, ...(otherConfig.length === 0 ? {} : { other_config: otherConfig }) };
    this.#edits.push(
      { op: 'insert', table: 'Interface', uuid: iface, row },
      { op: 'insert', table: 'Port', uuid: port, row: { name, interfaces: [iface], external_ids: ids } },
    );
    this.#of(bridge).push(port);
  }

  remove(bridge: Row, port: Uuid): void {
    const ports = this.#of(bridge);
    const at = ports.indexOf(port);
    if (at >= 0) ports.splice(at, 1);
  }

  edits(): readonly RowEdit[] {
    const bridges = Array.from(this.#ports, ([uuid, ports]): RowEdit => {
      return { op: 'update', table: 'Bridge', uuid, row: { ports: [...ports].sort() } };
    });
    return [...this.#edits, ...bridges];
  }

  #of(bridge: Row): Uuid[] {
    let ports = this.#ports.get(bridge._uuid);
    if (ports === undefined) this.#ports.set(bridge._uuid, (ports = [...getUuids(bridge, 'ports')]));
    return ports;
  }
}
