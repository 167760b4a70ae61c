/**
 * networking-ovn of 2015, the driver that the article speaks of. What it wrote changed
 * from week to week; a day is a record of what was merged by then (docs/neutron.md).
 */
import { compareText, ok, type Uuid } from '../../base';
import { all, find, type Network, type Port, type Router } from '../tables';
import { checkProfile, containerOf } from './binding-profile';
import {
  createPort,
  createRouter,
  createSwitch,
  deletePort,
  deleteRouter,
  deleteSwitch,
  removeAcls,
  replaceAcls,
  setPort,
  setPortId,
  setSwitchId,
  type PortColumns,
} from './northbound-commands';
import type { DatabaseView } from '../../ovsdb';
import type { NorthboundOps } from '../../network';
import type {
  Command,
  DriverChoice,
  DriverOptions,
  MechanismDriver,
  NeutronChange,
  SecurityGroupMapping,
  SyncMode,
  Transaction,
} from '../driver';

export interface Day {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** A plugin of its own since July: it fails a call whose transaction is refused, and calls every port bound. */
  readonly plugin: 'ml2' | 'core';
  /** Each command is a transaction of its own, or all of a call are one. */
  readonly together: boolean;
  /** `slip`: the MAC went to external_ids, its first two characters as key and value. */
  readonly macs: 'slip' | 'set';
  /** The name of a network was written under the right key, but the id before it under the same one. */
  readonly idAsName: boolean;
  readonly containers: boolean;
  readonly portSecurity: boolean;
  readonly enabled: boolean;
  /** Deleting a switch that is not there is an error. */
  readonly missingSwitchIsError: boolean;
  readonly routers: boolean;
  /** A tag of binding:profile may be a text that reads as a number, and is cleared by an update without a profile. */
  readonly profileWithEachUpdate: boolean;
  readonly timeout: number;
  readonly sync: {
    readonly defaultMode: SyncMode;
    readonly words: { readonly network: string; readonly port: string };
    /** A container's port that it makes again has lost its parent and its tag. */
    readonly losesContainers: boolean;
  } | null;
}

const NETWORK_MARK = 'neutron:network_name';
const PORT_MARK = 'neutron:port_name';
const ROUTER_MARK = 'neutron:router_name';
const PORT_FILTER = { port_filter: true };
const SYNC_DELAY = 10_000;

/** The driver of that day for the layout of a release's northbound database. */
export function networkingOvn(day: Day, ops: NorthboundOps): DriverChoice {
  const { id, title, summary } = day;
  return { id, title, summary, build: (options) => build(day, ops, options) };
}

function build(day: Day, ops: NorthboundOps, { securityGroups, portStatus }: DriverOptions): MechanismDriver {
  const writer = new Writer(day, ops, securityGroups);
  const followsUp = portStatus === 'up';
  const core = day.plugin === 'core';
  return {
    refused: core ? 'fails-the-call' : 'is-logged',
    provider: !core,
    deletesPortFirst: core,
    timeout: day.timeout,
    newPort:
      core && !followsUp ? { status: 'ACTIVE', vifType: 'ovs' } : { status: 'DOWN', vifType: core ? 'ovs' : 'unbound' },
    binding: { status: followsUp || core ? null : 'ACTIVE', vifType: 'ovs', vifDetails: PORT_FILTER },
    followsUp,
    sync:
      day.sync === null
        ? undefined
        : {
            ...day.sync,
            delay: SYNC_DELAY,
            marks: { network: NETWORK_MARK, port: PORT_MARK },
            northbound: ops,
            createNetwork: (network) => writer.createNetwork(network),
            createPort: (port, neutron) =>
              writer.createPort(
                day.sync?.losesContainers === true ? { ...port, 'binding:profile': {} } : port,
                neutron,
              ),
            deleteNetwork: (name) => deleteSwitch(ops, name, false),
            deletePort: (name) => deletePort(ops, name),
          },
    checkProfile: (neutron, profile) =>
      day.containers ? checkProfile(neutron, profile, day.profileWithEachUpdate) : ok(undefined),
    transactions: (change, neutron) => writer.transactions(change, neutron),
  };
}

class Writer {
  constructor(
    readonly day: Day,
    readonly ops: NorthboundOps,
    readonly groups: SecurityGroupMapping | undefined,
  ) {}

  transactions(change: NeutronChange, neutron: DatabaseView): readonly Transaction[] {
    switch (change.kind) {
      case 'network':
        return this.#network(change.event, change.network, change.attributes);
      case 'port':
        return this.#port(change, neutron);
      case 'router':
        return this.day.routers ? routerCommands(change.event, change.router) : [];
      case 'security-group-rule':
        return this.#aclsOfGroup(change.rule.security_group_id, neutron);
      case 'subnet':
      case 'security-group':
        return [];
    }
  }

  createNetwork({ id, name }: Network): readonly Transaction[] {
    const sw = switchName(id);
    const { ops, day } = this;
    if (day.together) return [[createSwitch(ops, sw, { [NETWORK_MARK]: name })]];
    const asName = setSwitchId(ops, sw, NETWORK_MARK, name);
    return [[createSwitch(ops, sw, {})], ...(day.idAsName ? [[setSwitchId(ops, sw, NETWORK_MARK, id)]] : []), [asName]];
  }

  createPort(port: Port, neutron: DatabaseView): readonly Transaction[] {
    const { ops, day } = this;
    const sw = switchName(port.network_id);
    const acls = this.#aclsOf(port, neutron);
    if (day.together) return [[createPort(ops, sw, port.id, this.#columns(port), { [PORT_MARK]: port.name }), ...acls]];
    return [[createPort(ops, sw, port.id, {}, {})], ...this.#stepwise(port), ...acls.map((command) => [command])];
  }

  #network(event: NeutronChange['event'], network: Network, attributes: readonly string[]): readonly Transaction[] {
    const { ops, day } = this;
    const sw = switchName(network.id);
    if (event === 'create') return this.createNetwork(network);
    if (event === 'delete') return [[deleteSwitch(ops, sw, day.missingSwitchIsError)]];
    if (day.plugin === 'core' && !attributes.includes('name')) return [];
    return [[setSwitchId(ops, sw, NETWORK_MARK, network.name)]];
  }

  #port(change: NeutronChange & { readonly kind: 'port' }, neutron: DatabaseView): readonly Transaction[] {
    const { ops, day } = this;
    const { port, before } = change;
    const others = this.#aclsOfOthers(port, before, neutron);
    switch (change.event) {
      case 'create':
        return [...this.createPort(port, neutron), ...others];
      case 'update': {
        const acls = this.#aclsOf(port, neutron);
        if (!day.together) return [...this.#stepwise(port), ...acls.map((command) => [command]), ...others];
        const columns = this.#columns(port, change.attributes);
        return [[setPort(ops, port.id, columns, { [PORT_MARK]: port.name }), ...acls], ...others];
      }
      case 'delete':
        return [[...this.#noAcls(port), deletePort(ops, port.id)], ...others];
    }
  }

  /** What a port gets after it is there, each by a command of its own. */
  #stepwise(port: Port): readonly Transaction[] {
    const { ops, day } = this;
    const [key = '', value = ''] = port.mac_address;
    const macs =
      day.macs === 'slip'
        ? setPortId(ops, port.id, key, value)
        : setPort(ops, port.id, { macs: [port.mac_address] }, {});
    const container = day.containers ? containerOf(port) : undefined;
    return [
      [macs],
      [setPortId(ops, port.id, PORT_MARK, port.name)],
      ...(container === undefined ? [] : [[setPort(ops, port.id, { container }, {})]]),
    ];
  }

  #columns(port: Port, attributes?: readonly string[]): PortColumns {
    const { day } = this;
    const gone = day.profileWithEachUpdate && attributes?.includes('binding:profile') === false;
    const container = gone ? undefined : containerOf(port);
    return {
      macs: [port.mac_address],
      ...(day.containers && { container: container ?? null }),
      ...(day.portSecurity && { portSecurity: allowedMacs(port) }),
      ...(day.enabled && { enabled: port.admin_state_up }),
    };
  }

  // ACLs

  #aclsOf(port: Port, neutron: DatabaseView): readonly Command[] {
    const { groups, ops } = this;
    return groups === undefined
      ? []
      : [replaceAcls(ops, switchName(port.network_id), port.id, groups.portKey, groups.acls(port, neutron))];
  }

  #noAcls(port: Port): readonly Command[] {
    const { groups, ops } = this;
    return groups === undefined ? [] : [removeAcls(ops, port.id, groups.portKey)];
  }

  #aclsOfGroup(group: Uuid, neutron: DatabaseView): readonly Transaction[] {
    const ports = all(neutron, 'Port').filter(({ security_groups }) => security_groups.includes(group));
    return ports.flatMap((port) => this.#aclsOf(port, neutron).map((command) => [command]));
  }

  /** Ports whose rules name a group that `port` has joined or left. */
  #aclsOfOthers(port: Port, before: Port | undefined, neutron: DatabaseView): readonly Transaction[] {
    if (this.groups === undefined) return [];
    const own = find(neutron, 'Port', port.id) === undefined ? [] : port.security_groups;
    const earlier = before?.security_groups ?? (own.length > 0 ? [] : port.security_groups);
    const moved = [...own.filter((id) => !earlier.includes(id)), ...earlier.filter((id) => !own.includes(id))];
    const speaking = new Set(
      all(neutron, 'Security_Group_Rule')
        .filter(({ remote_group_id }) => remote_group_id !== null && moved.includes(remote_group_id))
        .map(({ security_group_id }) => security_group_id),
    );
    return all(neutron, 'Port')
      .filter(({ id, security_groups }) => id !== port.id && security_groups.some((group) => speaking.has(group)))
      .flatMap((other) => this.#aclsOf(other, neutron).map((command) => [command]));
  }
}

function routerCommands(event: NeutronChange['event'], { id, name }: Router): readonly Transaction[] {
  const router = `neutron-${id}`;
  if (event === 'create') return [[createRouter(router, { [ROUTER_MARK]: name })]];
  return event === 'delete' ? [[deleteRouter(router)]] : [];
}

function allowedMacs({ mac_address, allowed_address_pairs }: Port): readonly string[] {
  return [...new Set([mac_address, ...allowed_address_pairs.map((pair) => pair.mac_address)])].sort(compareText);
}

function switchName(network: Uuid): string {
  return `neutron-${network}`;
}
