/**
 * Scenarios to start from, the article's own network first: what was in 2015, what
 * OpenStack makes of it, and today's OVN, one file each. An entry is a plan and maybe
 * commands; its packets say what becomes of them, which a test holds them to.
 *
 * Simplified: an entry with commands is of its own release only.
 */
import type { ScenarioDocument } from '../document';
import { documentOf } from './build';
import type { GalleryEntry } from './entry';
import { OPENSTACK } from './openstack';
import { MORE_ORIGINAL } from './more-original';
import { ORIGINAL } from './original';
import { TODAY } from './today';

export { portCalled } from './build';
export { FEATURES } from './entry';
export type { Feature, GalleryEntry } from './entry';
export { gridMac, gridPlan } from './grid';

export const GALLERY: readonly GalleryEntry[] = [...ORIGINAL, ...MORE_ORIGINAL, ...OPENSTACK, ...TODAY];

/** The document of a gallery entry, in its own release or in another; undefined for an id or a release that there is not. */
export function galleryScenario(id: string, inRelease?: string): ScenarioDocument | undefined {
  const entry = GALLERY.find((candidate) => candidate.id === id);
  return entry && documentOf(entry, inRelease ?? entry.release);
}
