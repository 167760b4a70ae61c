/** The scenarios that come with the page. */
import { useEffect, useState } from 'react';
import { engine } from '../bridge';
import type { GalleryEntry, ReleaseDifferenceView, ReleaseView } from '../bridge';
import { useMirror } from '../state';
import { open } from './actions';
import { boot } from './boot';
import { leaveLink } from './place';

export function useGallery(): readonly GalleryEntry[] {
  const [gallery, setGallery] = useState<readonly GalleryEntry[]>([]);
  const ready = useMirror((m) => m.version > 0);
  useEffect(() => {
    if (ready) void engine().gallery().then(setGallery);
  }, [ready]);
  return gallery;
}

export interface Releases {
  readonly releases: readonly ReleaseView[];
  readonly differences: readonly ReleaseDifferenceView[];
}

const noReleases: Releases = { releases: [], differences: [] };

export function useReleases(): Releases {
  const [releases, setReleases] = useState(noReleases);
  useEffect(() => void engine().releases().then(setReleases), []);
  return releases;
}

/** Opens one of them, in its own release or in another, maybe as a scenario with a name of one's own. */
export async function openGallery(id: string, release?: string, name?: string): Promise<void> {
  // What the page opens by itself at its start must not come after what was asked for.
  await boot();
  leaveLink();
  await open(
    { kind: 'gallery', id, ...(release === undefined ? {} : { release }) },
    name === undefined ? {} : { name },
  );
}
