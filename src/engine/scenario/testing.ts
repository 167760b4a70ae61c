/** For tests: deployments from plans, packets from presets, and traces of them. */
import { encodeTrusted, PRESETS } from '../../packets';
import type { Endpoints, PresetName } from '../../packets';
import { runCommand } from '../commands';
import { releaseById, Deployment } from '../releases';
import type { ReleaseId } from '../releases';
import { trace } from '../trace';
import type { Trace, TraceRequest } from '../trace';
import { galleryScenario } from './gallery';
import { buildNetwork } from './plan';
import type { NetworkPlan } from './plan';
import { openScenario } from './open';

export const MAC_1 = '00:00:00:00:00:01';
export const MAC_2 = '00:00:00:00:00:02';
export const MAC_3 = '00:00:00:00:00:03';
export const BROADCAST = 'ff:ff:ff:ff:ff:ff';

/** A scenario of the gallery, opened. */
export function gallery(id: string): Deployment {
  const document = galleryScenario(id);
  const opened = document && openScenario(document);
  if (!opened?.ok) throw new Error(`The scenario ${id} does not open.`);
  return opened.value.deployment;
}

/** Two hypervisors with one port each on `sw0`; `plan` replaces what it names. */
export function network(release: ReleaseId, plan: Partial<NetworkPlan> = {}): Deployment {
  const found = releaseById(release);
  if (!found) throw new Error(`There is no release ${release}.`);
  const deployment = new Deployment({ release: found, seed: 1 });
  const built = buildNetwork(deployment, {
    machines: [
      { name: 'hv1', encapType: 'geneve', encapIp: '192.168.0.1' },
      { name: 'hv2', encapType: 'geneve', encapIp: '192.168.0.2' },
    ],
    switches: ['sw0'],
    ports: [
      { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1] },
      { switch: 'sw0', name: 'sw0-port2', macs: [MAC_2] },
    ],
    vifs: [
      { machine: 'hv1', iface: 'vif1', port: 'sw0-port1' },
      { machine: 'hv2', iface: 'vif2', port: 'sw0-port2' },
    ],
    ...plan,
  });
  if (!built.ok) throw new Error(built.error.message);
  return deployment;
}

/** Types commands on hv1; throws where one fails. */
export function type(deployment: Deployment, ...lines: readonly string[]): void {
  for (const line of lines) {
    const { status, stderr } = runCommand(deployment, 'hv1', line);
    if (status !== 0) throw new Error(`${line}: ${stderr}`);
  }
}

export function packet(preset: PresetName, ends: Partial<Endpoints> = {}): Uint8Array {
  return encodeTrusted(PRESETS[preset].build({ ethSrc: MAC_1, ethDst: MAC_2, ...ends }));
}

/** The trace of a packet that enters at vif1 of hv1, unless `at` says otherwise. */
export function traced(deployment: Deployment, bytes: Uint8Array, at: Partial<TraceRequest> = {}): Trace {
  const result = trace(deployment, { machine: 'hv1', iface: 'vif1', bytes, ...at });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
