/** The documents of gallery entries. Each network is built the way a person would build it. */
import { encodeTrusted, PRESETS, toHex } from '../../../packets';
import { deploymentHost, NOTHING_SET, startScript } from '../../commands';
import { allOf } from '../../neutron';
import { Deployment, releaseById } from '../../releases';
import { NEUTRON } from '../../sim';
import { reachabilityPorts } from '../../trace';
import type { ReachabilityPort } from '../../trace';
import type { SavedPacket, ScenarioDocument } from '../document';
import { exportScenario } from '../export';
import { buildNetwork } from '../plan';
import type { GalleryEntry, PlannedPacket } from './entry';

/** Undefined where the entry is not of that release. */
export function documentOf(entry: GalleryEntry, inRelease: string): ScenarioDocument | undefined {
  const release = releaseById(inRelease);
  if (release === undefined || (entry.commands !== undefined && inRelease !== entry.release)) return undefined;
  const deployment = new Deployment({ release, seed: entry.seed });
  const built = buildNetwork(deployment, entry.plan);
  if (!built.ok) throw new Error(`${entry.id}: ${built.error.message}`);
  if (entry.commands !== undefined) type(deployment, entry);
  const packets = entry.packets.map((packet, index) => packetOf(deployment, entry, packet, index));
  // The page arranges what nobody has put anywhere, to the space it has.
  return exportScenario(deployment, { name: entry.title, packets, positions: {} }, { shortest: true });
}

function type(deployment: Deployment, { id, commands = '' }: GalleryEntry): void {
  const [machine] = deployment.machines.keys();
  const started = startScript(deploymentHost(deployment), machine, commands, NOTHING_SET, (program) =>
    deployment.action(program),
  );
  if (!started.ok) throw new Error(`${id}: ${started.error.stderr}`);
  for (const work = started.value.run(); work.next().done !== true;);
  const failed = started.value.lines.find(({ status }) => status !== 0);
  if (failed) throw new Error(`${id}: ${failed.line}: ${failed.stderr}`);
  deployment.settle();
}

/** A port by its name in OVN or in Neutron. */
export function portCalled(deployment: Deployment, name: string): ReachabilityPort | undefined {
  const neutron = deployment.database(NEUTRON);
  const id = neutron && allOf(neutron, 'Port').find((port) => port.name === name)?.id;
  return reachabilityPorts(deployment).ports.find((port) => port.name === (id ?? name));
}

function packetOf(deployment: Deployment, entry: GalleryEntry, packet: PlannedPacket, index: number): SavedPacket {
  const from = portCalled(deployment, packet.port);
  if (from === undefined) throw new Error(`${entry.id}: ${packet.port} is plugged in nowhere`);
  const to = portCalled(deployment, packet.to);
  const known = deployment.database(NEUTRON) !== undefined && to !== undefined;
  const [ipSrc, ipDst] = packet.ip ?? (known ? [from.ip, to.ip] : ['10.0.0.1', '10.0.0.2']);
  const specs = PRESETS[packet.preset].build({
    ethSrc: packet.from ?? from.mac,
    ethDst: to?.mac ?? packet.to,
    ipSrc,
    ipDst,
  });
  const sent = from.tag === null ? specs : specs.toSpliced(1, 0, { protocol: 'vlan', vid: from.tag });
  const { machine, iface } = from;
  return { id: `packet-${index + 1}`, name: packet.name, machine, iface, hex: toHex(encodeTrusted(sent)) };
}
