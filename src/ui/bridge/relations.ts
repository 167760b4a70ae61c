/**
 * What belongs together: northbound row <-> Pipeline row <-> flow, and port <->
 * interface. Asked when something is pointed at, answered from what the engine
 * keeps anyway: only the rows of one switch and the flows of a few tables are looked at.
 */
import type { Deployment } from '../../engine/releases';
import type { FlowEntry } from '../../engine/openflow';
import type { Machine, Update as SimUpdate } from '../../engine/sim';
import { getMapString, getString } from '../../engine/ovsdb';
import { INTEGRATION_BRIDGE } from '../../engine/sim';
import { flowKey, northboundKey, parseEntity, refKey, southboundKey, vifKey } from './entity-keys';
import type { EntityKey } from './entity-keys';
import type { Uuid } from './protocol';
import type { RowLists } from './row-lists';
import { originOf } from '../../engine/controller';
import { northboundOf, openstackOf } from './openstack-rows';
import { flowId, flowTexts, originRef } from './views';

/** More than anybody can see lit at once. */
const MOST = 20_000;

export class Relations {
  readonly #deployment: Deployment;
  readonly #lists: RowLists;
  /** By datapath: the Pipeline rows that each northbound row is a reason for. */
  readonly #made = new Map<Uuid, ReadonlyMap<Uuid, readonly Uuid[]>>();

  constructor(deployment: Deployment, lists: RowLists) {
    this.#deployment = deployment;
    this.#lists = lists;
  }

  note(update: SimUpdate): void {
    if (update.databases.some(({ db }) => db === 'OVN_Northbound' || db === 'OVN_Southbound')) this.#made.clear();
  }

  /** The entity itself and everything that exists because of it, or that it exists because of. */
  related(key: EntityKey): readonly EntityKey[] {
    const related = new Set<EntityKey>([key]);
    const entity = parseEntity(key);
    if (entity?.kind === 'flow') {
      const flow = this.flowNamed(entity.machine, entity.id);
      const origin = flow === undefined ? undefined : originRef(this.#deployment.release, flow.given);
      if (origin) this.#addRow(refKey(origin), origin.uuid, related);
    } else if (entity?.kind === 'row') {
      this.#addRow(key, entity.uuid, related);
      for (const row of northboundOf(this.#deployment, entity.db, entity.uuid)) {
        this.#addRow(northboundKey(row), row, related);
      }
    } else if (entity?.kind === 'vif') {
      const port = this.#portOfVif(entity.machine, entity.iface);
      if (port !== undefined) this.#addRow(`row:OVN_Northbound:${port}`, port, related);
    }
    return Array.from(related).slice(0, MOST);
  }

  /** The Pipeline rows that exist because of a northbound row. */
  madeOf(row: Uuid): readonly Uuid[] {
    const { nb, release } = this.#deployment;
    const { northbound } = release;
    const datapath =
      northbound.switch(nb, row)?.uuid ?? northbound.port(nb, row)?.switch ?? northbound.acl(nb, row)?.owner;
    if (datapath === undefined) return [];
    let made = this.#made.get(datapath);
    if (made === undefined) this.#made.set(datapath, (made = this.#reasonsOf(datapath)));
    return made.get(row) ?? [];
  }

  /** The flows of all machines that were made from these southbound rows. */
  *flowsFrom(rows: ReadonlySet<Uuid>): Generator<{ readonly machine: string; readonly flow: FlowEntry }> {
    for (const machine of this.#deployment.machines.values()) {
      const unknown = new Set<Uuid>();
      for (const row of rows) {
        const made = this.#deployment.flowsOf(machine.name, row);
        if (made === undefined) unknown.add(row);
        else for (const flow of made) yield { machine: machine.name, flow };
      }
      if (unknown.size > 0) yield* this.#lookThrough(machine, unknown);
    }
  }

  *#lookThrough(
    machine: Machine,
    rows: ReadonlySet<Uuid>,
  ): Generator<{ readonly machine: string; readonly flow: FlowEntry }> {
    const { sb, release } = this.#deployment;
    const { flows, tables } = release.logical;
    const logical = new Set<number>();
    let others = false;
    for (const uuid of rows) {
      const row = sb.row(flows.table, uuid);
      const table = row && tables.tableOf(flows.directionOf(row), flows.tableOf(row));
      if (row === undefined) others = true;
      else if (table !== undefined) logical.add(table);
    }
    const bridge = machine.bridges.get(INTEGRATION_BRIDGE);
    for (const table of bridge?.tables ?? []) {
      const carriesLogical = tables.logicalAt(table) !== undefined;
      if (carriesLogical ? !logical.has(table) : !others) continue;
      for (const { given } of bridge?.flowsIn(table) ?? []) {
        const origin = originOf(given);
        const uuid = origin?.pipeline ?? origin?.binding;
        if (uuid !== undefined && rows.has(uuid)) yield { machine: machine.name, flow: given };
      }
    }
  }

  /** A flow by its id, as it was given and as the switch has it. */
  flowNamed(machine: string, id: string) {
    const [table = '', priority = ''] = id.split(',', 2);
    const match = id.slice(table.length + priority.length + 2);
    const bridge = this.#deployment.machines.get(machine)?.bridges.get(INTEGRATION_BRIDGE);
    for (const flow of bridge?.flowsIn(Number(table)) ?? []) {
      if (flow.priority === Number(priority) && flowTexts(flow.given).match === match) return flow;
    }
    return undefined;
  }

  #addRow(key: EntityKey, uuid: Uuid, related: Set<EntityKey>): void {
    related.add(key);
    const { sb, nb, release } = this.#deployment;
    const sources = new Set<Uuid>();
    if (sb.row(release.logical.flows.table, uuid) !== undefined) {
      sources.add(uuid);
      for (const ref of this.#deployment.provenance(uuid)?.nb ?? []) {
        related.add(refKey(ref));
        for (const own of openstackOf(this.#deployment, ref.uuid)) related.add(refKey(own));
      }
    } else if (sb.row(release.tables.binding.table, uuid) !== undefined) sources.add(uuid);
    for (const made of this.madeOf(uuid)) {
      related.add(southboundKey(made));
      sources.add(made);
    }
    if (sources.size > 0) {
      for (const { machine, flow } of this.flowsFrom(sources)) {
        if (related.size >= MOST) break;
        related.add(flowKey(machine, flowId(flow)));
      }
    }
    for (const own of openstackOf(this.#deployment, uuid)) related.add(refKey(own));
    const port = release.northbound.port(nb, uuid);
    if (port !== undefined) for (const vif of this.#vifsOf(port.name)) related.add(vif);
  }

  #reasonsOf(datapath: Uuid): ReadonlyMap<Uuid, readonly Uuid[]> {
    const made = new Map<Uuid, Uuid[]>();
    for (const uuid of this.#lists.pipelineOf(datapath)) {
      for (const cause of new Set(this.#deployment.provenance(uuid)?.nb.map((ref) => ref.uuid))) {
        const own = made.get(cause);
        if (own) own.push(uuid);
        else made.set(cause, [uuid]);
      }
    }
    return made;
  }

  *#vifsOf(port: string): Generator<EntityKey> {
    for (const machine of this.#deployment.machines.values()) {
      for (const row of machine.ovs.rows('Interface').values()) {
        if (getMapString(row, 'external_ids', 'iface-id') === port) yield vifKey(machine.name, getString(row, 'name'));
      }
    }
  }

  #portOfVif(machine: string, iface: string): Uuid | undefined {
    const { machines, nb, release } = this.#deployment;
    const row = machines.get(machine)?.ovs.find('Interface', 'name', iface);
    const name = row === undefined ? undefined : getMapString(row, 'external_ids', 'iface-id');
    return name === undefined ? undefined : nb.find(release.northbound.portTable, 'name', name)?._uuid;
  }
}
