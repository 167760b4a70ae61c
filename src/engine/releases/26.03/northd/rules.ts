/**
 * What a stage of a pipeline, or a family of stages, is made of: for each kind of
 * subject a pure function from a subject to the flows that it wants. What a rule
 * reads of the network is noted, and the rule is asked again for that subject when
 * some of that has changed; so a rule reads what it needs and no more.
 */
import type { Collection } from '../../../derive';
import type { WantedFlow } from './flow';
import type { Network } from './network';

/** The kinds of subjects that flows are for: a new one is a line. */
export const SUBJECTS = {
  ofSwitch: (net: Network) => net.switches,
  ofSwitchPort: (net: Network) => net.switchPorts.all,
  ofRouter: (net: Network) => net.routers,
  ofRouterPort: (net: Network) => net.routerPorts.all,
  ofSwitchPolicy: (net: Network) => net.policies.all,
  ofAcl: (net: Network) => net.policies.acls,
  ofQos: (net: Network) => net.qos,
  ofForwardingGroup: (net: Network) => net.forwardingGroups,
  ofSwitchMulticast: (net: Network) => net.multicast.ofSwitch,
  ofMulticastGroup: (net: Network) => net.multicast.groups,
  ofLoadBalancer: (net: Network) => net.loadBalancers.all,
} as const;

export type SubjectKind = keyof typeof SUBJECTS;

type SubjectOf<K extends SubjectKind> =
  ReturnType<(typeof SUBJECTS)[K]> extends Collection<infer _, infer Facts> ? Facts : never;

export type Rule<Facts> = (subject: Facts, net: Network) => readonly WantedFlow[];

export type StageRules = { readonly [K in SubjectKind]?: Rule<SubjectOf<K>> } & {
  /** What it is about, in short, e.g. `mirroring`; unique. */
  readonly name: string;
};
