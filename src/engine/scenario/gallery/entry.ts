/** What an entry of the gallery is: a network, what is typed in it, and packets with what becomes of them. */
import type { PresetName } from '../../../packets';
import type { ReleaseId } from '../../releases';
import type { NetworkPlan } from '../plan';

/** What entries can be searched by, in the order in which they are offered. */
export const FEATURES = [
  'beginning',
  'switching',
  'broadcast',
  'tunnels',
  'port security',
  'ACLs',
  'containers',
  'migration',
  'failures',
  'scale',
  'OpenStack',
  'security groups',
  'Kubernetes',
  'routing',
  'NAT',
  'load balancing',
  'gateways',
  'physical network',
  'connection tracking',
  'address sets',
  'DHCP and DNS',
  'IPv6',
] as const;

export type Feature = (typeof FEATURES)[number];

export interface GalleryEntry {
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what there is and what to try. */
  readonly summary: string;
  readonly release: ReleaseId;
  readonly seed: number;
  readonly features: readonly Feature[];
  readonly plan: NetworkPlan;
  /** Typed on the first machine when the plan is built, in the language of the terminal; such an entry is of its release alone. */
  readonly commands?: string;
  readonly packets: readonly PlannedPacket[];
}

export interface PlannedPacket {
  readonly name: string;
  /** The logical port, or port of Neutron, that sends it. */
  readonly port: string;
  readonly preset: PresetName;
  /** A logical port, a port of Neutron, or an Ethernet address. */
  readonly to: string;
  /** Another Ethernet address than the sender's own. */
  readonly from?: string;
  /** IPv4 addresses from and to; without them those that Neutron gave, or 10.0.0.1 and 10.0.0.2. */
  readonly ip?: readonly [from: string, to: string];
  readonly expect: Expectation;
}

/** Who gets it, by logical port or port of Neutron, and words of the verdict. */
export interface Expectation {
  readonly delivered: readonly string[];
  readonly says?: string;
}
