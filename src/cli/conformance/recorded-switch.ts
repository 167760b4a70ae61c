/**
 * The switch of a recorded chassis: br-int with the flows, groups and meters that were recorded, and br-phys, which
 * learns, between it and the network that joins the hypervisors.
 *
 * What the recordings do not tell is chosen: which of the first two numbers of the datapath br-phys has and which the
 * port outside (they were made at once), and whether the other ends of tunnels have answered.
 */
import { type Millis } from '../../engine/base';
import { parseFlow, parseGroup, parseIpv4, parseMeter, getField, getNumber, type Flow } from '../../engine/openflow';
import { createSwitch, datapathNumbers, type Bridge, type NativeTunnels, type Switch } from '../../engine/vswitch';

export interface SwitchRecording {
  readonly chassis: string;
  /** Lines of `dump-flows`, `dump-groups` and `dump-meters`. */
  readonly flows: readonly string[];
  readonly groups: readonly string[];
  readonly meters: readonly string[];
  /** Of both bridges. */
  readonly ports: readonly { readonly name: string; readonly ofport: number }[];
  /** The address of every chassis, by name. */
  readonly tunnels: ReadonlyMap<string, string>;
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
  readonly numberOf: (port: { readonly bridge: string; readonly port: number }) => string;
  /** What br-phys learns of a packet's destination from a packet that came from there. */
  readonly learned: (flow: Flow) => [vlan: number, mac: bigint, port: number, now: Millis];
}

const INTEGRATION_BRIDGE = 'br-int';
export const UNDERLAY_BRIDGE = 'br-phys';
/** The port of br-phys to the network outside. */
const OUTSIDE = 'phys';

const now = 0 as Millis;

export function recordedSwitch(recording: SwitchRecording): RecordedSwitch {
  const choices = { swapped: false, answers: true };
  const sw = createSwitch({ tunnels: underlay(recording, choices) });
  const inside = made(sw, INTEGRATION_BRIDGE, 'secure');
  const outside = made(sw, UNDERLAY_BRIDGE, 'standalone');
  for (const { name, ofport } of recording.ports) {
    if (name === INTEGRATION_BRIDGE || name === UNDERLAY_BRIDGE) continue;
    const { bridge, type, options } = portOf(name, recording);
    (bridge === INTEGRATION_BRIDGE ? inside : outside).addPort({ name, type, options, ofportRequest: ofport });
  }
  inside.geneveOption = { class: 0x102, type: 0x80 };
  fill(inside, recording);
  const rest = recording.ports.map(({ name }) => name).filter((name) => portOf(name, recording).type === 'dummy');
  const numbered = (...pair: readonly string[]) =>
    datapathNumbers([...pair, INTEGRATION_BRIDGE, ...rest.filter((name) => !FIRST.has(name))]);
  const [usual, other] = [numbered(OUTSIDE, UNDERLAY_BRIDGE), numbered(UNDERLAY_BRIDGE, OUTSIDE)];
  const phys = outside.ports.named(OUTSIDE)?.ofport ?? 1;
  return {
    switch: sw,
    bridge: INTEGRATION_BRIDGE,
    choices,
    numberOf: ({ bridge, port }) => {
      const name = sw.bridge(bridge)?.ports.get(port)?.name;
      const numbers = choices.swapped ? other : usual;
      return String(name === undefined ? port : (numbers.get(name) ?? port));
    },
    learned: (flow) => [getNumber(flow, 'vlan_tci') & 0xfff, getField(flow, 'eth_dst'), phys, now],
  };
}

const FIRST: ReadonlySet<string> = new Set([INTEGRATION_BRIDGE, UNDERLAY_BRIDGE, OUTSIDE]);

function made(sw: Switch, name: string, failMode: 'secure' | 'standalone'): Bridge {
  const bridge = sw.addBridge(name, { failMode, now });
  if (!bridge.ok) throw new Error(bridge.error.message);
  return bridge.value;
}

/** What a port's name says of it. */
function portOf(name: string, { tunnels, chassis }: SwitchRecording) {
  const patch = /^patch-(.*)-to-(.*)$/.exec(name);
  if (patch) {
    const [, from = '', to = ''] = patch;
    const bridge = from === INTEGRATION_BRIDGE ? INTEGRATION_BRIDGE : UNDERLAY_BRIDGE;
    return { bridge, type: 'patch', options: { peer: `patch-${to}-to-${from}` } };
  }
  const [, other = ''] = /^ovn-(.*)-\d+$/.exec(name) ?? [];
  const remote = tunnels.get(other);
  if (remote !== undefined) {
    const options = { key: 'flow', csum: 'true', remote_ip: remote, local_ip: tunnels.get(chassis) ?? '' };
    return { bridge: INTEGRATION_BRIDGE, type: 'geneve', options };
  }
  return { bridge: name === OUTSIDE ? UNDERLAY_BRIDGE : INTEGRATION_BRIDGE, type: 'dummy', options: {} };
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
function underlay({ chassis, tunnels }: SwitchRecording, choices: SwitchChoices): NativeTunnels {
  const own = parseIpv4(tunnels.get(chassis) ?? '') ?? 0n;
  const known = new Set(Array.from(tunnels.values(), (ip) => parseIpv4(ip)));
  const macOf = (address: bigint) => 0xaabbcc000000n | (address & 0xffn);
  return {
    route: () => ({ bridge: UNDERLAY_BRIDGE, source: own, mac: macOf(own) }),
    neighbor: (_, address) => (choices.answers && known.has(address) ? macOf(address) : undefined),
  };
}
