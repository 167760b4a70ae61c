/** ovn-controller of one hypervisor: what changed in its two databases in; flows, groups, meters and zones out. */
import type { DatapathFeatures } from '../../../actions';
import { finishWork, type LogRecord, type Progress, type Uuid, type Work } from '../../../base';
import { Graph, type Collection, type Key, type Value } from '../../../derive';
import { getPairs, mapWith, type ChangeSet, type DatabaseView, type RowEdit } from '../../../ovsdb';
import { bindingsOf } from './bindings';
import type { NetworkPort } from './chassis/patch-ports';
import { bindingEdit, claimOf, claimRecords } from './claims';
import { DesiredFlows, type FlowDifference } from './desired';
import { hypervisorFacts } from './facts/hypervisor';
import { flag, southboundFacts } from './facts/southbound';
import { worldOf } from './facts/world';
import type { WantedFlow } from './flows';
import { hairpinFlows } from './helpers/hairpin';
import { readLoadBalancer, type LoadBalancerRow } from './helpers/load-balancer';
import { fdbFlows, neighbourFlows, type Neighbour } from './helpers/neighbours';
import { portSecurityFlows } from './helpers/port-security';
import { localDatapathsOf } from './local-datapaths';
import { networkPortsOf } from './network-ports';
import { LogicalCompiler } from './logical/compile';
import { expandTemplates, logicalFlows, type Encoder } from './logical/flows';
import { meterOf, type Meter } from './meters';
import { Numbers } from './numbers';
import { commonFlows } from './physical/common';
import { floodRemoteFlow, remoteAnswerFlows } from './physical/interconnect';
import { chassisMacFlow, chassisMacs } from './physical/localnet-port';
import { multicastFlows } from './physical/multicast';
import { portFlows } from './physical/port';
import { rampFlow, tunnelFlows } from './physical/tunnels';
import type { OwnView, View } from './physical/view';
import { References } from './references';
import { flowRows, type FlowRows } from './rows';
import { planZones, zonesOf, type ZoneUser } from './zones';

export interface ControllerOptions {
  /** Shared between the controllers of one deployment, so that each text is compiled once. */
  readonly compiler?: LogicalCompiler;
  readonly features: DatapathFeatures;
  /** What groups and meters had numbers before, in their order. */
  readonly numbered?: { readonly groups: readonly string[]; readonly meters: readonly string[] };
}

export interface ControllerView {
  readonly sb: DatabaseView;
  readonly ovs: DatabaseView;
}

export type ControllerSeen = 'all' | { readonly sb: ChangeSet; readonly ovs: ChangeSet };

export interface ControllerOutput {
  readonly flows: FlowDifference;
  /** Ports that are claimed or given up. */
  readonly sb: readonly RowEdit[];
  /** What Open_vSwitch is to say of zones. */
  readonly ovs: readonly RowEdit[];
  /** What it does to ports. */
  readonly log: readonly LogRecord[];
}

export interface Group {
  readonly id: number;
  /** As ovs-ofctl reads it behind `group_id=N,`. */
  readonly text: string;
}

const PIECE: Progress = { what: 'ovn-controller', done: 0, total: null };

export class Controller {
  readonly #graph = new Graph();
  readonly #sb = this.#graph.source();
  readonly #ovs = this.#graph.source();
  readonly #desired = new DesiredFlows();
  readonly #encoder: Encoder;
  readonly #view: View;
  readonly #rows: FlowRows;
  readonly #references = new References();
  readonly #own: { readonly get: (key: string) => OwnView | undefined };
  #zonesChanged = true;
  readonly #claims: RowEdit[] = [];
  readonly #said: LogRecord[] = [];
  readonly #networkPorts: Collection<Uuid, NetworkPort>;

  constructor({ compiler = new LogicalCompiler(), features, numbered }: ControllerOptions) {
    const graph = this.#graph;
    this.#encoder = {
      compiler,
      features,
      groups: new Numbers(numbered?.groups),
      meters: new Numbers(numbered?.meters),
    };
    const here = hypervisorFacts(graph, this.#ovs);
    const world = worldOf(graph, southboundFacts(graph, this.#sb), here);
    const bindings = bindingsOf(graph, world);
    const datapaths = localDatapathsOf(graph, world, bindings);
    const zones = zonesOf(graph, world, bindings, datapaths);
    const view: View = { world, bindings, datapaths, zones };
    this.#view = view;
    this.#rows = flowRows(graph, this.#sb);
    this.#own = graph.memo('view of this chassis', (): OwnView | undefined => {
      const self = world.self();
      return self && { ...view, self };
    });
    for (const users of zones.users) users.watch(() => (this.#zonesChanged = true));
    here.zones.watch(() => (this.#zonesChanged = true));
    this.#networkPorts = networkPortsOf(graph, view);
    this.#wantPhysical(view);
    this.#wantLearnt(view);
    this.#wantLogical(view);
    this.#claimPorts(view);
  }

  /** Brings everything up to date with the databases, which already have what is `seen`. */
  run(view: ControllerView, seen: ControllerSeen): ControllerOutput {
    return finishWork(this.running(view, seen));
  }

  /** `run` in pieces, between which nothing in `view` may change. */
  *running(view: ControllerView, seen: ControllerSeen): Work<ControllerOutput> {
    yield* this.#sb.observing(view.sb, seen === 'all' ? seen : seen.sb, PIECE);
    yield* this.#ovs.observing(view.ovs, seen === 'all' ? seen : seen.ovs, PIECE);
    yield* this.#graph.updating(PIECE);
    const flows = this.#desired.difference();
    this.#references.follow(flows);
    return { flows, sb: this.#claims.splice(0), ovs: this.#zoneEdits(view.ovs), log: this.#said.splice(0) };
  }

  /** All flows that the switch has. */
  flows(): readonly WantedFlow[] {
    return this.#desired.flows();
  }

  /** All that would have the place of a flow. */
  contenders(key: string): readonly WantedFlow[] {
    return this.#desired.contenders(key);
  }

  /** Whether something of the Datapath_Binding is here. */
  isLocal(datapath: Uuid): boolean {
    return this.#view.datapaths.local.peek(datapath) !== undefined;
  }

  /** Groups that flows send to. */
  groups(): readonly Group[] {
    return this.#references.groups().flatMap((id) => {
      const text = this.#encoder.groups.textOf(id);
      return text === undefined ? [] : [{ id, text }];
    });
  }

  /** Meters that flows go through, of those that somebody has described. */
  meters(): readonly Meter[] {
    return this.#references.meters().flatMap((id) => {
      const name = this.#encoder.meters.textOf(id) ?? '';
      return meterOf(id, name, this.#rows.meters.first(name)) ?? [];
    });
  }

  /** The texts that groups and meters have their numbers for, in their order. */
  numbered(): { readonly groups: readonly string[]; readonly meters: readonly string[] } {
    const { groups, meters } = this.#encoder;
    return { groups: groups.texts, meters: meters.texts };
  }

  /** Ports that need a way from br-int to the bridge of a physical network. */
  networkPorts(): readonly NetworkPort[] {
    return this.#networkPorts.keys().flatMap((uuid) => this.#networkPorts.peek(uuid) ?? []);
  }

  /** Who has a zone, or is to have one. */
  zoneUsers(): ReadonlyMap<string, ZoneUser> {
    const users = new Map<string, ZoneUser>();
    for (const each of this.#view.zones.users)
      for (const name of each.keys()) users.set(name, each.peek(name) ?? { requested: undefined });
    return users;
  }

  #wantPhysical(view: View): void {
    const { world, datapaths, bindings } = view;
    const { sb, here } = world;
    this.#wants('port', sb.ports, (own, port) => {
      const datapath = datapaths.local.get(port.datapath);
      return datapath === undefined ? [] : portFlows(own, port, datapath);
    });
    this.#wants('multicast', sb.multicast, (own, group) => {
      const datapath = datapaths.local.get(group.datapath);
      return datapath === undefined ? [] : multicastFlows(own, group, datapath);
    });
    this.#wants('tunnel', here.tunnels, (own, tunnel) => {
      const chassis = tunnel.type === 'vxlan' ? sb.chassisByName.first(tunnel.chassis) : undefined;
      const vteps = chassis === undefined ? [] : sb.vtepsOnChassis.values(chassis.uuid);
      return [
        ...tunnelFlows(tunnel),
        ...remoteAnswerFlows(own, tunnel),
        ...vteps.flatMap(({ uuid, datapath, key }) => {
          const vni = sb.datapaths.get(datapath)?.key;
          return vni === undefined ? [] : [rampFlow(tunnel, uuid, vni, key)];
        }),
      ];
    });
    this.#wants('chassis', sb.chassis, ({ self }, chassis, uuid) =>
      uuid === self.uuid ? [] : chassisMacs(chassis).map(([, mac]) => chassisMacFlow(chassis, mac)),
    );
    const once = this.#graph.flatMap('once', sb.chassis, () => [['all', true]] as const);
    this.#wants('common', once, (own) => [...commonFlows(own), ...floodRemoteFlow(own)]);
    this.#wants('port security', bindings.presence, (_, { isBound }, uuid) => {
      const port = isBound ? sb.ports.get(uuid) : undefined;
      const datapath = port && sb.datapaths.get(port.datapath);
      return port === undefined || datapath === undefined ? [] : portSecurityFlows(port, datapath.key);
    });
  }

  #wantLearnt({ world: { sb }, datapaths }: View): void {
    const neighbour = (_: OwnView, each: Neighbour) => {
      const port = sb.placesByName.first(each.logicalPort);
      const datapath = port && datapaths.local.get(port.datapath);
      return port === undefined || datapath === undefined ? [] : neighbourFlows(each, datapath.key, port.key);
    };
    this.#wants('neighbour', this.#rows.learnt, neighbour);
    this.#wants('static neighbour', this.#rows.configured, neighbour);
    const learning = this.#graph.map('localnet ports that learn', sb.ports, ({ type, datapath, options }) =>
      type === 'localnet' && flag(options, 'localnet_learn_fdb') && datapaths.local.has(datapath) ? true : undefined,
    );
    const anyLearns = learning.by('any localnet port that learns', () => ['']);
    this.#wants('fdb', this.#rows.fdb, (_, entry) => {
      const datapath = datapaths.localByKey.first(entry.datapath);
      if (datapath === undefined) return [];
      const port = sb.placesByKey.first(`${datapath.uuid} ${entry.port}`);
      const isVif = port !== undefined && ['vif', 'container'].includes(sb.ports.get(port.uuid)?.type ?? '');
      return fdbFlows(entry, isVif && anyLearns.has(''));
    });
    this.#wants('load balancer', this.#rows.balancers, (own, balancer) => {
      const members = (groups: readonly Uuid[]) => groups.flatMap((uuid) => sb.datapathGroups.get(uuid) ?? []);
      const isLocal = (uuid: Uuid) => datapaths.local.has(uuid);
      if (![...balancer.datapaths, ...members(balancer.groups)].some(isLocal)) return [];
      const hairpins = [...balancer.datapaths, ...members(balancer.hairpinGroups)];
      const keys = hairpins.flatMap((uuid) => datapaths.local.get(uuid)?.key ?? []);
      return this.#hairpins(own, balancer, Array.from(new Set(keys)));
    });
  }

  #hairpins({ world, self }: OwnView, balancer: LoadBalancerRow, keys: readonly number[]): readonly WantedFlow[] {
    const templates = world.sb.templates.first(self.name)?.variables;
    return hairpinFlows(readLoadBalancer(balancer, keys, (text) => expandTemplates(text, templates)));
  }

  /** Each row in each of its datapaths that is local, by itself: what changes in one is made again there only. */
  #wantLogical({ world: { sb }, datapaths }: View): void {
    const placed = this.#graph.flatMap('logical flows by datapath', this.#rows.logical, (row) => {
      const members =
        row.datapath !== undefined
          ? [row.datapath]
          : row.group === undefined
            ? []
            : (sb.datapathGroups.get(row.group) ?? []);
      return members
        .filter((datapath) => datapaths.local.has(datapath))
        .map((datapath) => [`${row.row} ${datapath}`, { row, datapath }] as const);
    });
    this.#wants('logical', placed, (own, { row, datapath: uuid }) => {
      const datapath = datapaths.local.get(uuid);
      return datapath === undefined ? [] : logicalFlows(own, this.#encoder, row, datapath);
    });
  }

  /** Each entry of a collection wants what is made of it, as long as the chassis is registered. */
  #wants<K extends Key, V extends Value>(
    kind: string,
    over: Collection<K, V>,
    make: (own: OwnView, value: V, key: K) => readonly WantedFlow[],
  ): void {
    this.#graph.effect(over, {
      run: (value, key) => {
        const own = this.#own.get('');
        this.#desired.want(`${kind} ${key}`, own === undefined ? [] : make(own, value, key));
        return 'settled';
      },
      gone: (key) => {
        this.#desired.want(`${kind} ${key}`, []);
      },
    });
  }

  /** Asks again until its edits have arrived. */
  #claimPorts({ world, bindings }: View): void {
    const { sb } = world;
    const { ups } = this.#rows;
    this.#graph.effect(sb.ports, {
      run: (port, uuid) => {
        const self = world.self();
        if (self === undefined) return 'settled';
        const claim = claimOf(world, self, port, bindings.presence.get(uuid));
        const parent = port.type === 'container' ? world.port(port.parent) : undefined;
        const row = bindingEdit(self, port, claim, {
          up: ups.get(uuid)?.isUp,
          mayBeUp: parent === undefined || ups.get(parent.uuid)?.isUp === true,
          encap: claim === undefined ? undefined : world.encapOf(bindings.vifOf(parent ?? port)?.encapIp),
          ownEncaps: new Set(sb.encapsOf.keys(self.name)),
        });
        if (row === undefined) return 'settled';
        this.#claims.push({ op: 'update', table: 'Port_Binding', uuid, row });
        this.#said.push(...claimRecords(self, port, row));
        return 'again';
      },
      gone: () => undefined,
    });
  }

  #zoneEdits(ovs: DatabaseView): readonly RowEdit[] {
    const { here } = this.#view.world;
    const bridge = here.bridge();
    const row = bridge === undefined ? undefined : ovs.row('Bridge', bridge);
    const range = here.settings()?.zoneRange;
    if (!this.#zonesChanged || row === undefined || bridge === undefined || range === undefined) return [];
    this.#zonesChanged = false;
    const present = new Map(here.zones.keys().map((name) => [name, here.zones.peek(name) ?? 0]));
    const { zones } = planZones(this.zoneUsers(), present, range);
    let ids: ReturnType<typeof getPairs> = getPairs(row, 'external_ids');
    for (const name of present.keys()) if (!zones.has(name)) ids = mapWith(ids, `ct-zone-${name}`, undefined);
    for (const [name, zone] of zones)
      if (present.get(name) !== zone) ids = mapWith(ids, `ct-zone-${name}`, String(zone));
    if (ids === row.external_ids) return [];
    return [{ op: 'update', table: 'Bridge', uuid: bridge, row: { external_ids: ids } }];
  }
}
