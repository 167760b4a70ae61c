/**
 * The releases of OVN that can be played. A release is a value: schemas, the
 * rules of its ovn-northd and its ovn-controller, its language of actions and of
 * matches, and words for people. It is chosen when a scenario is made.
 *
 * `northbound` and `southbound` of a release speak of switches, ports, ACLs,
 * bindings and chassis in terms that no release changes, so that commands and
 * pages need not know how a release lays out its tables.
 *
 * Simplified: of `Open_vSwitch` only the tables and columns that matter to OVN
 * are there; routers are in the schemas, but no release compiles them.
 */
import type { Release, ReleaseId } from './release';
import { release2015_04 } from './2015-04';
import { release2015_08 } from './2015-08';

/** All releases, the oldest first, which is the default. */
export const RELEASES: readonly Release[] = [release2015_04, release2015_08];

/** Undefined for an identifier that no release has. */
export function releaseById(id: string): Release | undefined {
  return RELEASES.find((release) => release.id === id);
}

export const RELEASE_IDS: readonly ReleaseId[] = RELEASES.map(({ id }) => id);

export { release2015_04, release2015_08 };
export type { Release, ReleaseId, SouthboundTables } from './release';
export type {
  AclChange,
  NbAcl,
  NbPort,
  NbSwitch,
  NewAcl,
  NewPort,
  NorthboundFeatures,
  NorthboundOps,
} from './northbound';
export type { SbBinding, SbChassis, SbEncap, SouthboundOps } from './southbound';
export { Draft } from './draft';
export { RELEASE_DIFFERENCES } from './differences';
export type { ReleaseDifference } from './differences';
export { northboundOfDeployment, readRecordedDeployment } from './recorded-deployment';
export type { RecordedAcl, RecordedDeployment, RecordedPort } from './recorded-deployment';
