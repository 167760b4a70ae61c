/** The scenarios that come with the page. */
import { useEffect, useState } from 'react';
import { engine } from '../bridge';
import type { GalleryEntry } from '../bridge';
import { useMirror } from '../state';
import { open } from './actions';
import { formatPlace, placeStore } from './place';

export function useGallery(): readonly GalleryEntry[] {
  const [gallery, setGallery] = useState<readonly GalleryEntry[]>([]);
  const ready = useMirror((m) => m.version > 0);
  useEffect(() => {
    if (ready) void engine().gallery().then(setGallery);
  }, [ready]);
  return gallery;
}

/** Opens one of them; the address stops naming a shared link, since it is no longer what is shown. */
export async function openGallery(id: string): Promise<void> {
  if (placeStore.getState().params.has('s')) history.replaceState(null, '', formatPlace('lab'));
  await open({ kind: 'gallery', id });
}
