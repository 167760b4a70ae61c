/** ACLs: what their rows say, and what a set of them means for a switch. */
import type { RowRef, Uuid } from '../../../../base';
import {
  getBoolean,
  getMapString,
  getNumber,
  getOptionalString,
  getOptionalUuid,
  getString,
  type Row,
} from '../../../../ovsdb';

export interface Acl {
  readonly ref: RowRef;
  readonly direction: 'from-lport' | 'to-lport';
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  readonly log: boolean;
  readonly name: string | undefined;
  readonly severity: string | undefined;
  /** The meter of its log lines, as the log action names it. */
  readonly meter: string | undefined;
  readonly label: number;
  readonly tier: number;
  /** Evaluated after load balancing (`apply-after-lb`, ingress only). */
  readonly afterLb: boolean;
  readonly logRelated: boolean;
  /** Connections stay allowed when the ACL goes (`persist-established`); the number that marks them. */
  readonly persistentId: number | undefined;
  readonly sampleNew: Sample | undefined;
  readonly sampleEstablished: Sample | undefined;
  /** Whether it sends packets through a network function, which is not built. */
  readonly hasNetworkFunction: boolean;
}

export interface Sample {
  /** The observation point. */
  readonly metadata: number;
  readonly collectors: readonly SampleCollector[];
}

export interface SampleCollector {
  readonly id: number;
  readonly setId: number;
  readonly probability: number;
}

export const ACL_COLUMNS = [
  'direction',
  'priority',
  'match',
  'action',
  'log',
  'name',
  'severity',
  'meter',
  'label',
  'tier',
  'options',
  'sample_new',
  'sample_est',
  'network_function_group',
] as const;

/** What an ACL's row refers to. */
export interface AclReferences {
  /** Whether each ACL that logs with this meter has a meter of its own. */
  readonly isFair: (meter: string) => boolean;
  readonly sample: (uuid: Uuid) => Sample | undefined;
  /** The number that the southbound database gives to the ACL, if every hypervisor knows what to do with it. */
  readonly persistentId: () => number | undefined;
}

export function aclFacts(row: Row, ref: RowRef, { isFair, sample, persistentId }: AclReferences): Acl {
  const sampleOf = (column: string) => {
    const uuid = getOptionalUuid(row, column);
    return uuid === undefined ? undefined : sample(uuid);
  };
  const flag = (key: string) => getMapString(row, 'options', key)?.toLowerCase() === 'true';
  const direction = getString(row, 'direction') === 'from-lport' ? 'from-lport' : 'to-lport';
  const meter = getOptionalString(row, 'meter');
  return {
    ref,
    direction,
    priority: getNumber(row, 'priority'),
    match: getString(row, 'match'),
    action: getString(row, 'action'),
    log: getBoolean(row, 'log'),
    name: getOptionalString(row, 'name'),
    severity: getOptionalString(row, 'severity'),
    meter: meter !== undefined && isFair(meter) ? `${meter}__${ref.uuid}` : meter,
    label: getNumber(row, 'label'),
    tier: getNumber(row, 'tier'),
    afterLb: direction === 'from-lport' && flag('apply-after-lb'),
    logRelated: flag('log-related'),
    persistentId: flag('persist-established') ? persistentId() : undefined,
    sampleNew: sampleOf('sample_new'),
    sampleEstablished: sampleOf('sample_est'),
    hasNetworkFunction: getOptionalUuid(row, 'network_function_group') !== undefined,
  };
}

/** What the ACLs of a switch, its own and those of its port groups, mean for the switch. */
export interface AclSummary {
  readonly hasAcls: boolean;
  /** Whether one of them is `allow-related`, so that connections are tracked. */
  readonly isStateful: boolean;
  /** The last tier in use of each of the three places where ACLs are evaluated. */
  readonly tiers: Readonly<Record<AclPlace, number>>;
}

export type AclPlace = 'before-lb' | 'after-lb' | 'egress';

export function placeOf(acl: Acl): AclPlace {
  if (acl.direction === 'to-lport') return 'egress';
  return acl.afterLb ? 'after-lb' : 'before-lb';
}

/** What an ACL adds to the summary of its switch. */
export interface AclWeight {
  readonly place: AclPlace;
  readonly tier: number;
  readonly isStateful: boolean;
}

export function weightOf(acl: Acl): AclWeight {
  return { place: placeOf(acl), tier: acl.tier, isStateful: acl.action === 'allow-related' };
}

export function summarize(weights: readonly AclWeight[]): AclSummary {
  const tiers = { 'before-lb': 0, 'after-lb': 0, egress: 0 };
  for (const { place, tier } of weights) tiers[place] = Math.max(tiers[place], tier);
  return { hasAcls: weights.length > 0, isStateful: weights.some(({ isStateful }) => isStateful), tiers };
}
