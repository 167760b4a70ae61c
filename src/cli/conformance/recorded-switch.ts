/**
 * The switch of a recorded chassis: br-int with the flows, groups and meters that were recorded, and br-phys, which
 * learns, between it and the network that joins the hypervisors.
 *
 * What the recordings do not tell is chosen: which of the first two numbers of the datapath br-phys has and which the
 * port outside (they were made at once), and whether the other ends of tunnels have answered.
 */
import { type Millis } from '../../engine/base';
import {
  formatIpv4,
  getField,
  getNumber,
  parseFlow,
  parseGroup,
  parseIpv4,
  parseMeter,
  type Flow,
} from '../../engine/openflow';
import {
  createSwitch,
  datapathNumbers,
  isTunnel,
  type Bridge,
  type Mirror,
  type NativeTunnels,
  type Switch,
  type TraceWords,
} from '../../engine/vswitch';

export interface SwitchRecording {
  /** Lines of `dump-flows`, `dump-groups` and `dump-meters`. */
  readonly flows: readonly string[];
  readonly groups: readonly string[];
  readonly meters: readonly string[];
  /** Of both bridges, in the order in which they were added. */
  readonly ports: readonly RecordedPort[];
  readonly mirrors: readonly Mirror[];
  /** Of the hypervisor, on the network outside. */
  readonly address: string;
  /** The Open vSwitch that it ran. */
  readonly words: TraceWords;
}

export interface RecordedPort {
  readonly bridge: string;
  readonly name: string;
  readonly ofport: number;
  readonly type: string;
  readonly options: Readonly<Record<string, string>>;
}

/** They may be changed between two traces. */
export interface SwitchChoices {
  swapped: boolean;
  answers: boolean;
}

export interface RecordedSwitch {
  readonly switch: Switch;
  readonly bridge: string;
  readonly choices: SwitchChoices;
  readonly words: TraceWords;
  readonly numberOf: (port: { readonly bridge: string; readonly port: number }) => string;
  /** What br-phys learns of a packet's destination from a packet that came from there. */
  readonly learned: (flow: Flow) => [vlan: number, mac: bigint, port: number, now: Millis];
}

export const INTEGRATION_BRIDGE = 'br-int';
export const UNDERLAY_BRIDGE = 'br-phys';
/** The port of br-phys to the network outside. */
export const OUTSIDE = 'phys';

const now = 0 as Millis;

export function recordedSwitch(recording: SwitchRecording): RecordedSwitch {
  const choices = { swapped: false, answers: true };
  const sw = createSwitch({ tunnels: underlay(recording, choices) });
  const inside = made(sw, INTEGRATION_BRIDGE, 'secure');
  const outside = made(sw, UNDERLAY_BRIDGE, 'standalone');
  for (const { bridge, name, ofport, type, options } of recording.ports) {
    if (name === bridge) continue;
    (bridge === INTEGRATION_BRIDGE ? inside : outside).addPort({ name, type, options, ofportRequest: ofport });
  }
  inside.mirrors = recording.mirrors;
  inside.geneveOption = { class: 0x102, type: 0x80 };
  fill(inside, recording);
  const rest = inOrderOfAdding(recording).filter((name) => !FIRST.has(name));
  const numbered = (...pair: readonly string[]) => datapathNumbers([...pair, INTEGRATION_BRIDGE, ...rest]);
  const [usual, other] = [numbered(OUTSIDE, UNDERLAY_BRIDGE), numbered(UNDERLAY_BRIDGE, OUTSIDE)];
  const phys = outside.ports.named(OUTSIDE)?.ofport ?? 1;
  return {
    switch: sw,
    bridge: INTEGRATION_BRIDGE,
    choices,
    words: recording.words,
    numberOf: ({ bridge, port }) => {
      const name = sw.bridge(bridge)?.ports.get(port)?.name;
      const numbers = choices.swapped ? other : usual;
      return String(name === undefined ? port : (numbers.get(name) ?? port));
    },
    learned: (flow) => [getNumber(flow, 'vlan_tci') & 0xfff, getField(flow, 'eth_dst'), phys, now],
  };
}

/** The datapath's ports. A mirror's tunnel comes when the first port that it mirrors is there. */
function inOrderOfAdding({ ports, mirrors }: SwitchRecording): readonly string[] {
  const tunnels = new Set(ports.filter((port) => isTunnel(port)).map(({ name }) => name));
  const added = new Set<string>();
  for (const { name, type } of ports) {
    if (type === 'patch' || tunnels.has(name)) continue;
    added.add(name);
    const mirror = mirrors.find(({ selectSource, selectTarget }) => selectSource.has(name) || selectTarget.has(name));
    if (mirror && tunnels.has(mirror.output)) added.add(MIRROR_TUNNELS);
  }
  return [...added];
}

/** All tunnels of GRE are one port of the datapath. */
const MIRROR_TUNNELS = 'gre_sys';

const FIRST: ReadonlySet<string> = new Set([INTEGRATION_BRIDGE, UNDERLAY_BRIDGE, OUTSIDE]);

function made(sw: Switch, name: string, failMode: 'secure' | 'standalone'): Bridge {
  const bridge = sw.addBridge(name, { failMode, now });
  if (!bridge.ok) throw new Error(bridge.error.message);
  return bridge.value;
}

function fill(bridge: Bridge, { flows, groups, meters }: SwitchRecording): void {
  for (const line of flows) {
    if (!line.includes('actions=')) continue;
    const flow = parseFlow(line, { asPrinted: true });
    if (!flow.ok) throw new Error(`${line}: ${flow.error.message}`);
    bridge.putFlow(flow.value.entry, now);
  }
  for (const line of groups) {
    if (!line.includes('group_id=')) continue;
    const group = parseGroup(line, { asPrinted: true });
    if (!group.ok) throw new Error(`${line}: ${group.error.message}`);
    bridge.groups.set(group.value.id, group.value);
  }
  for (const text of meters.join('\n').split(/(?=^meter=)/m)) {
    if (!text.startsWith('meter=')) continue;
    const meter = parseMeter(text.split('\n'));
    if (!meter.ok) throw new Error(`${text}: ${meter.error.message}`);
    bridge.meters.set(meter.value.id, meter.value);
  }
}

/** The hypervisors' bridges have addresses that end in the same number (hv2: 192.168.0.2, aa:bb:cc:00:00:02). */
function underlay({ address, ports }: SwitchRecording, choices: SwitchChoices): NativeTunnels {
  const own = parseIpv4(address) ?? 0n;
  const macOf = (ip: bigint) => 0xaabbcc000000n | (ip & 0xffn);
  const known = new Set(ports.filter(({ type }) => type === 'geneve').map(({ options }) => options.remote_ip));
  return {
    route: () => ({ bridge: UNDERLAY_BRIDGE, source: own, mac: macOf(own) }),
    neighbor: (_, ip) => (choices.answers && known.has(formatIpv4(ip)) ? macOf(ip) : undefined),
  };
}
