/** What the rules of a switch are told of it. */
import type { RowRef } from '../../../../base';
import type { AclSummary } from '../facts/acls';

/** What holds for the whole deployment. */
export interface Settings {
  /** The text of a drop; with drop sampling it is more than `drop;`. */
  readonly drop: string;
  /** The same where the packet is dropped because nothing is done with it. */
  readonly implicitDrop: string;
  readonly defaultAclDrop: boolean;
  /** Flows may match `ct.inv` (`use_ct_inv_match`). */
  readonly matchesInvalid: boolean;
  readonly aclCtTranslation: boolean;
  /** The domains that samples of new and of established connections are told apart by; 0 for none. */
  readonly sampleDomainNew: number;
  readonly sampleDomainEstablished: number;
  /** Every hypervisor can sample with points that are in registers. */
  readonly samplesRegisters: boolean;
}

export interface StatefulSwitch {
  readonly ref: RowRef;
  readonly name: string;
  readonly acls: AclSummary;
  /** Whether one of its load balancers has a VIP. */
  readonly hasVip: boolean;
  /** `enable-stateless-acl-with-lb`. */
  readonly hasStatelessLb: boolean;
  readonly hasDnsRecords: boolean;
  readonly hasEvpnVni: boolean;
}

/** The meter of what a datapath sends to its controller for one purpose, by the name that Copp has for it. */
export type Meters = (purpose: CoppPurpose) => string | undefined;

export type CoppPurpose =
  | 'dhcpv4-opts'
  | 'dhcpv6-opts'
  | 'dns'
  | 'event-elb'
  | 'igmp'
  | 'nd-na'
  | 'reject'
  | 'svc-monitor';
