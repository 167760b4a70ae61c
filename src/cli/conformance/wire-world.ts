/**
 * A recorded network at work: its commands through our ovn-nbctl and ovn-northd, an ovn-controller and a switch on each
 * hypervisor, and the network that joins them with the hosts beside them.
 *
 * As it was recorded: every hypervisor has a br-phys with its address, through which its tunnel packets pass as well, and
 * whose port `phys` leads to one network for all. What nobody wrote down is chosen: chassis are registered, tunnels and
 * patch ports made, as the recording says.
 */
import { createRandom, type Millis, type Uuid } from '../../engine/base';
import { Northd } from '../../engine/northd';
import { parseGroup, parseIpv4, parseMeter, RESERVED_PORTS, type Group } from '../../engine/openflow';
import { Database, getPairs, getString, type ChangeSet, type DatabaseView, type RowEdit } from '../../engine/ovsdb';
import {
  hypervisor26_03,
  release26_03,
  runCommands26_03,
  type PacketIn,
  type TodayController,
} from '../../engine/releases';
import { encapsulate, Mover, PhysicalNetwork, type PacketAnswer, type Plant, type Station } from '../../engine/sim';
import { createSwitch, type Output, type Switch } from '../../engine/vswitch';
import { answering, recordedOpenVSwitch, type RecordedHypervisor } from './recorded-hypervisor';

export interface WireNetwork {
  /** With the program's name in front. */
  readonly commands: readonly (readonly string[])[];
  readonly hypervisors: readonly RecordedHypervisor[];
  /** Names of the hosts on the network outside. */
  readonly hosts: readonly string[];
  /** Whose tables Chassis and Encap say which hypervisors there are. */
  readonly registered: DatabaseView;
  /** Options of NB_Global that ovn-northd drew at random. */
  readonly drawn: readonly (readonly [key: string, value: string])[];
}

/** What left an interface, or reached a host. */
export interface Sent {
  readonly place: string;
  readonly bytes: Uint8Array;
}

const INTEGRATION = 'br-int';
const OUTSIDE = 'br-phys';
/** The port of br-phys to the network outside. */
const UPLINK = 'phys';
/** Bytes of the smallest Ethernet header. */
const ETHERNET = 14;
/** Between two packets. */
const MS_BETWEEN = 300;
/** What comes of a packet within this time belongs to it. */
const MS_OF_A_MOMENT = 60;

/** What the hypervisors of the recordings could do. */
const FEATURES = { zeroSnat: true, symmetricHash: true, meters: true };

/** So many rounds are always enough: each daemon sees what the others wrote in the one before. */
const MANY = 40;

export class WireWorld implements Plant {
  now = 0 as Millis;
  readonly live = true;
  readonly nb: Database;
  readonly sb: Database;
  readonly networks: readonly PhysicalNetwork[];
  readonly #northd = new Northd(release26_03.northd);
  readonly #seen: { nb: ChangeSet; sb: ChangeSet } = { nb: [], sb: [] };
  #isFirst = true;
  readonly #announced: (readonly [Station, readonly PacketAnswer[]])[] = [];
  readonly #hypervisors: readonly Hypervisor[];
  readonly #network: PhysicalNetwork;

  constructor(network: WireNetwork, compiler: InstanceType<typeof hypervisor26_03.LogicalCompiler>) {
    const made = runCommands26_03(network.commands);
    this.nb = made.northbound;
    this.sb = new Database(release26_03.schemas.sb, createRandom(2));
    this.#draw(network);
    this.nb.onCommit((changes) => (this.#seen.nb = [...this.#seen.nb, ...changes]));
    this.sb.onCommit((changes) => (this.#seen.sb = [...this.#seen.sb, ...changes]));
    this.#register(network);
    this.#hypervisors = network.hypervisors.map(
      (hypervisor) => new Hypervisor(hypervisor, network.hypervisors, this.sb, compiler),
    );
    this.#network = new PhysicalNetwork(
      'outside',
      this.#hypervisors.flatMap(({ station }) => {
        const port = station.switch.bridge(OUTSIDE)?.ports.named(UPLINK);
        return port === undefined ? [] : [{ station, bridge: OUTSIDE, port: { name: UPLINK, ofport: port.ofport } }];
      }),
      network.hosts,
      this.now,
    );
    this.networks = [this.#network];
    this.#act();
    for (const each of this.#hypervisors) each.listen(answering(this.sb, each.station.name, 'grouped'));
    this.#announce();
  }

  /** BFD begins between gateways of a group and those that they serve: it finds the other ends of tunnels, and its packets teach switches on their way. */
  hearOfEachOther(): void {
    for (const hypervisor of this.#hypervisors) {
      const { station } = hypervisor;
      const heard = answering(this.sb, station.name, 'grouped');
      hypervisor.hear(heard);
      const others = this.#hypervisors.filter(({ station: { name } }) => heard.has(name) && name !== station.name);
      for (const other of others) this.#greet(station, other.station);
    }
    this.#act();
    this.#announce();
  }

  /** Controllers announce the addresses of what is on a physical network. */
  #announce(): void {
    for (const hypervisor of this.#hypervisors) {
      const { outs, sb } = hypervisor.announcements(this.sb, this.now);
      commit(this.sb, sb);
      this.#announced.push([hypervisor.station, outs]);
    }
    new Mover(this).rest();
  }

  #greet(from: Station, to: Station): void {
    const macOf = (station: Station) => station.underlay?.macOf(station.address ?? 0n) ?? 0n;
    const bytes = encapsulate({
      type: 'geneve',
      source: from.address ?? 0n,
      destination: to.address ?? 0n,
      key: 0n,
      inner: new Uint8Array(ETHERNET),
      ethernet: { source: macOf(from), destination: macOf(to) },
    });
    const port = { name: OUTSIDE, ofport: RESERVED_PORTS.LOCAL };
    new Mover(this).run({ station: from, bridge: OUTSIDE, port, bytes, ...PLAIN });
  }

  /** A packet comes in from a VIF or a host; everything that leaves because of it, in order. */
  send(from: string, bytes: Uint8Array, choice?: number): readonly Sent[] {
    this.now = (this.now + MS_BETWEEN) as Millis;
    // What is due by now has nothing to do with the packet.
    new Mover(this).rest();
    for (const hypervisor of this.#hypervisors) hypervisor.choose(choice);
    const mover = new Mover(this);
    const place = this.#hypervisors.flatMap(({ station }) => {
      const port = station.switch.bridge(INTEGRATION)?.ports.named(from);
      return port === undefined ? [] : [{ station, bridge: INTEGRATION, port: { name: from, ofport: port.ofport } }];
    })[0];
    if (place === undefined) mover.runFrom(this.#network, from, bytes);
    else mover.run({ ...place, bytes, ...PLAIN });
    return mover.hops.flatMap(({ execution, outcomes }) =>
      outcomes.flatMap((outcome, i): readonly Sent[] => {
        if (outcome.kind === 'wired') return outcome.hosts.map((place) => ({ place, bytes: outcome.bytes }));
        const output = execution.outputs[i];
        if (outcome.kind !== 'delivered' || output === undefined || output.bridge === OUTSIDE) return [];
        return [{ place: outcome.iface, bytes: output.packet }];
      }),
    );
  }

  stationAt(address: bigint): Station | undefined {
    return this.#hypervisors.find(({ station }) => station.address === address)?.station;
  }

  isCutOff(): boolean {
    return false;
  }

  tell({ name }: Station, packetIn: Output): readonly PacketAnswer[] {
    const hypervisor = this.#hypervisors.find(({ station }) => station.name === name);
    return hypervisor === undefined ? [] : this.#turn(hypervisor, packetIn);
  }

  /** What was written is read by everybody, and what is due within a moment is done. */
  settle(): readonly (readonly [Station, readonly PacketAnswer[]])[] {
    const announced = this.#announced.splice(0);
    if (announced.length > 0) return announced;
    const moment = this.now + MS_OF_A_MOMENT;
    for (;;) {
      this.#act();
      const answers = this.#hypervisors.map((one) => [one.station, this.#turn(one, 'wake')] as const);
      const given = answers.filter(([, each]) => each.length > 0);
      if (given.length > 0) return given;
      if (this.#seen.nb.length + this.#seen.sb.length > 0) continue;
      const next = Math.min(...this.#hypervisors.map(({ wakeAt }) => wakeAt ?? Infinity));
      if (next > moment) return [];
      this.now = Math.max(next, this.now + 1) as Millis;
    }
  }

  #turn(hypervisor: Hypervisor, event: Output | 'wake'): readonly PacketAnswer[] {
    const { outs, sb } = hypervisor.turn(event, this.sb, this.now);
    commit(this.sb, sb);
    return outs;
  }

  /** Every daemon acts until none has anything to do. */
  #act(): void {
    for (let round = 0; round < MANY; round++) {
      const seen = { ...this.#seen };
      this.#seen.nb = [];
      this.#seen.sb = [];
      const asked = this.#isFirst || seen.nb.length + seen.sb.length > 0 ? this.#runNorthd(seen) : { nb: [], sb: [] };
      this.#isFirst = false;
      for (const hypervisor of this.#hypervisors) commit(this.sb, hypervisor.act(this.sb));
      commit(this.sb, asked.sb);
      commit(this.nb, asked.nb);
      if (this.#seen.nb.length + this.#seen.sb.length === 0 && this.#hypervisors.every((one) => !one.isWoken)) return;
    }
    throw new Error('The daemons do not come to rest.');
  }

  #runNorthd(seen: { readonly nb: ChangeSet; readonly sb: ChangeSet }) {
    return this.#northd.run({ nb: this.nb, sb: this.sb }, this.#isFirst ? 'all' : seen);
  }

  #draw({ drawn }: WireNetwork): void {
    const [row] = this.nb.rows('NB_Global').values();
    if (row === undefined || drawn.length === 0) return;
    commit(this.nb, [
      { op: 'update', table: 'NB_Global', uuid: row._uuid, row: { options: [...getPairs(row, 'options'), ...drawn] } },
    ]);
  }

  #register({ registered }: WireNetwork): void {
    commit(
      this.sb,
      ['Encap', 'Chassis'].flatMap((table) =>
        Array.from(registered.rows(table).values(), ({ _uuid: uuid, ...row }): RowEdit => {
          const columns = Object.entries(row).filter(([column]) => column !== '_version' && column !== 'nb_cfg');
          return { op: 'insert', table, uuid, row: Object.fromEntries(columns) };
        }),
      ),
    );
  }
}

/** Neither out of a tunnel, nor because of another packet. */
const PLAIN = { cause: null, tunnel: null, metadata: undefined };

class Hypervisor {
  readonly station: Station;
  readonly #ovs: Database;
  readonly #switch: Switch = createSwitch();
  readonly #controller: TodayController;
  readonly #groups = new Map<number, Group>();
  #seen: { sb: ChangeSet; ovs: ChangeSet } | 'all' = 'all';
  #pinctrl = hypervisor26_03.newPinctrlState(7);
  #wakeAt: Millis | undefined;

  constructor(
    hypervisor: RecordedHypervisor,
    others: readonly RecordedHypervisor[],
    sb: Database,
    compiler: InstanceType<typeof hypervisor26_03.LogicalCompiler>,
  ) {
    this.#ovs = recordedOpenVSwitch({ ...hypervisor, zones: new Map() }, others, new Set());
    this.#controller = new hypervisor26_03.Controller({ compiler, features: FEATURES });
    const note = (of: 'sb' | 'ovs') => (changes: ChangeSet) => {
      if (this.#seen !== 'all') this.#seen = { ...this.#seen, [of]: [...this.#seen[of], ...changes] };
    };
    sb.onCommit(note('sb'));
    this.#ovs.onCommit(note('ovs'));
    this.#plug(hypervisor, others);
    const ofAddress = (address: bigint) => 0xaabbcc000000n | (address & 0xffn);
    this.station = {
      name: hypervisor.name,
      switch: this.#switch,
      address: parseIpv4(hypervisor.ip),
      underlay: { bridge: OUTSIDE, macOf: ofAddress },
      countReceived: () => undefined,
      countSent: () => undefined,
    };
  }

  get isWoken(): boolean {
    return this.#seen === 'all' || this.#seen.sb.length + this.#seen.ovs.length > 0;
  }

  /** When its controller wants to act if nothing happens before. */
  get wakeAt(): Millis | undefined {
    return this.#wakeAt;
  }

  /** Its controller handles a packet, or looks at what has changed. */
  turn(event: Output | 'wake', sb: DatabaseView, now: Millis) {
    const told = event === 'wake' ? event : packetIn(event);
    const outcome = hypervisor26_03.runPinctrl(told, this.#view(sb, now), this.#pinctrl);
    this.#pinctrl = outcome.state;
    this.#wakeAt = outcome.wakeAt;
    return outcome;
  }

  announcements(sb: DatabaseView, now: Millis) {
    return hypervisor26_03.announcements(this.#view(sb, now));
  }

  #view(sb: DatabaseView, now: Millis) {
    const isLocal = (datapath: Uuid) => this.#controller.isLocal(datapath);
    return { sb, chassis: this.station.name, isLocal, now };
  }

  /** Brings the switch up to date, and says what it writes into the southbound database. */
  act(sb: DatabaseView): readonly RowEdit[] {
    if (!this.isWoken) return [];
    const seen = this.#seen;
    this.#seen = { sb: [], ovs: [] };
    const { flows, sb: edits, ovs } = this.#controller.run({ sb, ovs: this.#ovs }, seen);
    const bridge = this.#switch.bridge(INTEGRATION);
    if (bridge === undefined) throw new Error('there is no br-int');
    for (const flow of flows.removed) {
      const [installed] = bridge.listFlows({ table: flow.table }).filter(({ given }) => given === flow);
      if (installed !== undefined) bridge.removeFlow(installed);
    }
    for (const flow of flows.added) bridge.putFlow(flow, 0 as Millis);
    this.#groups.clear();
    for (const { id, text } of this.#controller.groups()) {
      const group = parseGroup(`group_id=${id},${text}`);
      if (!group.ok) throw new Error(group.error.message);
      this.#groups.set(id, group.value);
    }
    bridge.groups.clear();
    for (const [id, group] of this.#groups) bridge.groups.set(id, group);
    bridge.meters.clear();
    for (const { id, text } of this.#controller.meters()) {
      const meter = parseMeter([`meter=${id} ${text}`]);
      if (!meter.ok) throw new Error(meter.error.message);
      bridge.meters.set(id, meter.value);
    }
    commit(this.#ovs, ovs);
    return edits;
  }

  /** BFD waits for the other ends of these tunnels. */
  listen(others: ReadonlySet<string>): void {
    const bridge = this.#switch.bridge(INTEGRATION);
    for (const { name, ofport } of bridge?.ports.list() ?? []) {
      const other = /^ovn-(.*)-\d+$/.exec(name)?.[1];
      if (other !== undefined && others.has(other)) bridge?.unheard.add(ofport);
    }
  }

  /** BFD says that the other ends of these tunnels live. */
  hear(others: ReadonlySet<string>): void {
    const edits = Array.from(this.#ovs.rows('Interface').values()).flatMap((row): readonly RowEdit[] => {
      const other = /^ovn-(.*)-\d+$/.exec(getString(row, 'name'))?.[1];
      if (other === undefined || !others.has(other)) return [];
      const alive = { bfd: [['enable', 'true']], bfd_status: [['state', 'up']] } as const;
      return [{ op: 'update', table: 'Interface', uuid: row._uuid, row: alive }];
    });
    this.#switch.bridge(INTEGRATION)?.unheard.clear();
    commit(this.#ovs, edits);
  }

  /** Of each group that chooses only the member that `choice` counts to, from 0 and round again; all where there is none. */
  choose(choice: number | undefined): void {
    const groups = this.#switch.bridge(INTEGRATION)?.groups;
    for (const [id, group] of this.#groups) {
      const only = choice === undefined ? undefined : group.buckets[choice % group.buckets.length];
      const narrowed = group.type === 'select' && only !== undefined ? { ...group, buckets: [only] } : group;
      groups?.set(id, narrowed);
    }
  }

  /** Both bridges with their ports, numbered as recorded. */
  #plug({ ports, ip }: RecordedHypervisor, others: readonly RecordedHypervisor[]): void {
    const now = 0 as Millis;
    const inside = this.#switch.addBridge(INTEGRATION, { failMode: 'secure', now });
    const outside = this.#switch.addBridge(OUTSIDE, { failMode: 'standalone', now });
    if (!inside.ok || !outside.ok) throw new Error('no bridges');
    inside.value.geneveOption = { class: 0x102, type: 0x80 };
    for (const [name, ofport] of ports) {
      if (name === INTEGRATION || name === OUTSIDE) continue;
      const patch = /^patch-(.*)-to-(.*)$/.exec(name);
      const peer = others.find((other) => name.startsWith(`ovn-${other.name}-`));
      const isOutside = name === UPLINK || (patch !== null && patch[1] !== INTEGRATION);
      (isOutside ? outside : inside).value.addPort({
        name,
        ofportRequest: ofport,
        type: patch ? 'patch' : peer ? 'geneve' : '',
        options: patch
          ? { peer: `patch-${patch[2] ?? ''}-to-${patch[1] ?? ''}` }
          : peer
            ? { key: 'flow', csum: 'true', remote_ip: peer.ip, local_ip: ip }
            : {},
      });
    }
  }
}

function packetIn({ packet, flow, request }: Output): PacketIn {
  if (request === undefined) throw new Error('A packet that no controller is told of.');
  return { packet, flow, request };
}

export function commit(db: Database, edits: readonly RowEdit[]): void {
  if (edits.length === 0) return;
  const done = db.commit(edits);
  if (!done.ok) throw new Error(`${db.name}: ${done.error.code}: ${done.error.message}`);
}
