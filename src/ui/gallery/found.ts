/** Which entries are asked for. */
import type { GalleryEntry } from '../bridge';

export interface Asked {
  readonly words: string;
  /** Empty: any. */
  readonly feature: string;
  readonly release: string;
}

/** Every word has to occur somewhere in an entry, in large or small letters. */
export function found(gallery: readonly GalleryEntry[], { words, feature, release }: Asked): readonly GalleryEntry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return gallery.filter((entry) => {
    if (feature !== '' && !entry.features.includes(feature)) return false;
    if (release !== '' && entry.release !== release) return false;
    const packets = entry.packets.map(({ name }) => name);
    const text = [entry.id, entry.title, entry.summary, entry.release, ...entry.features, ...packets]
      .join('\n')
      .toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
