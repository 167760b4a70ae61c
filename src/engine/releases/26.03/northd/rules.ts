/**
 * What a stage of a pipeline, or a family of stages, is made of: for each kind of
 * subject a pure function from a subject to the flows that it wants. What a rule
 * reads of the network is noted, and the rule is asked again for that subject when
 * some of that has changed; so a rule reads what it needs and no more.
 */
import type { Uuid } from '../../../base';
import type { Explain } from '../../../northd';
import type { Collection, Key, Value } from '../../../derive';
import type { ForwardingGroup } from './facts/forwarding-groups';
import type { LoadBalancer } from './facts/load-balancers';
import type { MulticastGroup, SwitchMulticast } from './facts/multicast';
import type { Nat } from './facts/nats';
import type { Policy } from './facts/policies';
import type { Qos } from './facts/qos';
import type { RouterPortFacts } from './facts/router-ports';
import type { RouterFacts } from './facts/routers';
import type { RouteRow } from './facts/routes';
import type { AclUse, SwitchPolicy } from './facts/switch-policy';
import type { SwitchPortFacts } from './facts/switch-ports';
import type { SwitchFacts } from './facts/switches';
import type { WantedFlow } from './flow';
import type { Network } from './network';
import type { StageName } from './stages';

/** The kinds of subjects that flows are for, with their keys and facts. */
interface Subjects {
  readonly ofSwitch: readonly [Uuid, SwitchFacts];
  readonly ofSwitchPort: readonly [Uuid, SwitchPortFacts];
  readonly ofRouter: readonly [Uuid, RouterFacts];
  readonly ofRouterPort: readonly [Uuid, RouterPortFacts];
  readonly ofSwitchPolicy: readonly [Uuid, SwitchPolicy];
  readonly ofAcl: readonly [string, AclUse];
  readonly ofQos: readonly [string, Qos];
  readonly ofSwitchMulticast: readonly [Uuid, SwitchMulticast];
  readonly ofMulticastGroup: readonly [string, MulticastGroup];
  readonly ofRoute: readonly [Uuid, RouteRow];
  readonly ofRouteGroup: readonly [string, string];
  readonly ofRouterPolicy: readonly [Uuid, Policy];
  readonly ofNat: readonly [Uuid, Nat];
  readonly ofForwardingGroup: readonly [string, ForwardingGroup];
  readonly ofLoadBalancer: readonly [Uuid, LoadBalancer];
}

type Places = { readonly [K in SubjectKind]: (net: Network) => SubjectsOf<K> };

/** Where they are. */
export const SUBJECTS: Places = {
  ofSwitch: (net) => net.switches,
  ofSwitchPort: (net) => net.switchPorts.all,
  ofRouter: (net) => net.routers,
  ofRouterPort: (net) => net.routerPorts.all,
  ofSwitchPolicy: (net) => net.policies.all,
  ofAcl: (net) => net.policies.acls,
  ofQos: (net) => net.qos,
  ofSwitchMulticast: (net) => net.multicast.ofSwitch,
  ofMulticastGroup: (net) => net.multicast.groups,
  ofRoute: (net) => net.routes.rows,
  ofRouteGroup: (net) => net.routes.groups,
  ofRouterPolicy: (net) => net.routerPolicies.all,
  ofNat: (net) => net.nats.all,
  ofForwardingGroup: (net) => net.forwardingGroups,
  ofLoadBalancer: (net) => net.loadBalancers.all,
};

export type SubjectKind = keyof Subjects;

export type SubjectsOf<K extends SubjectKind> = Collection<Subjects[K][0], Subjects[K][1]>;

export type Rule<Facts> = (subject: Facts, net: Network) => readonly WantedFlow[];

type RuleOf<K extends SubjectKind> = Rule<Subjects[K][1]>;
type RulesBySubject = { readonly [K in SubjectKind]?: RuleOf<K> };

export interface StageRules extends RulesBySubject {
  /** What it is about, in short, e.g. `mirroring`; unique. */
  readonly name: string;
  /** Why its stages drop packets, where more can be said than that its row is there and why. */
  readonly drops?: Drops;
}

/** By stage, and then by the names of rules. */
export type Drops = Readonly<Partial<Record<StageName, Readonly<Record<string, Explain>>>>>;

/** Calls `each` with the rule of each kind of subject that there is one for. */
export function eachRule(
  rules: StageRules,
  net: Network,
  each: <K extends Key, V extends Value>(kind: SubjectKind, over: Collection<K, V>, rule: Rule<V>) => void,
): void {
  const bySubject: RulesBySubject = rules;
  const one = <K extends SubjectKind>(kind: K, subjects: Pick<Places, K>): void => {
    const rule: RulesBySubject[K] = bySubject[kind];
    if (rule !== undefined) each(kind, subjects[kind](net), rule);
  };
  for (const kind of KINDS) one(kind, SUBJECTS);
}

const KINDS = Object.keys(SUBJECTS).filter((kind): kind is SubjectKind => kind in SUBJECTS);
