/** Networks of today's OVN. */
import type { GalleryEntry } from './entry';

export const TODAY: readonly GalleryEntry[] = [];
