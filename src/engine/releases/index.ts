/**
 * The releases of OVN that can be played, the roof of the engine: each layer below
 * says which part of a release it needs, and here the parts are put together. A
 * release is a value: schemas, the rules of its ovn-northd and its ovn-controller,
 * its languages, programs and drawn edits, and words for people. It is chosen when
 * a scenario is made.
 *
 * Invariants: nothing is decided by the id of a release outside this folder, which
 * the linter checks; `contract.test.ts` holds for every release.
 *
 * Simplified: of `Open_vSwitch` only the tables and columns that matter to OVN
 * are there; routers are in the schemas of 2015, but neither release of it compiles them.
 */
import { Deployment as AnyDeployment } from '../sim';
import { differencesOf } from './differences';
import type { Release } from './release';
import { release2015_04 } from './2015-04';
import { release2015_08 } from './2015-08';
import { release26_03 } from './26.03';

const ALL = [release2015_04, release2015_08, release26_03] as const;

/** All releases, the oldest first, which is the default. */
export const ALL_RELEASES: readonly (Release & { readonly id: ReleaseId })[] = ALL;

/** Those of 2015: what they share, such as the Pipeline table and commands of the day, is tested over them. */
export const RELEASES: readonly (Release & { readonly id: ReleaseId })[] = [release2015_04, release2015_08];

export type ReleaseId = (typeof ALL)[number]['id'];

export const RELEASE_IDS: readonly ReleaseId[] = ALL.map(({ id }) => id);

/** Undefined for an identifier that no release has. */
export function releaseById(id: string): Release | undefined {
  return ALL_RELEASES.find((release) => release.id === id);
}

export const RELEASE_DIFFERENCES = differencesOf(ALL);

/** A deployment of one of these releases: the only kind that there is above this floor. */
export const Deployment = AnyDeployment<Release>;
export type Deployment = AnyDeployment<Release>;

export { languageOf, nearestLanguage } from './languages';
export { toolHostOf } from './tool-hosts';
export { stageNames, stageTextOf } from './26.03/stage-texts';
export type { StageText } from './26.03/stage-texts';
export { release2015_04, release2015_08, release26_03 };
export { hypervisor26_03 } from './26.03/hypervisor';
export { strength } from './26.03/controller';
export type {
  Controller as TodayController,
  PacketIn,
  PinctrlOutcome,
  PinctrlState,
  WantedFlow,
} from './26.03/controller';
export { runCommands as runCommands26_03 } from './26.03';
export type { Release } from './release';
export type { ReleaseDifference } from './differences';
export { northboundOfDeployment, readRecordedDeployment } from './recorded-deployment';
export type { RecordedAcl, RecordedDeployment, RecordedPort } from './recorded-deployment';
