/** How long the address of a link is, and what that means for whoever is to get it. */

export type LinkSize = 'short' | 'long' | 'very-long' | 'too-long';

export interface LinkSizeClass {
  readonly size: LinkSize;
  /** From so many characters on. */
  readonly from: number;
  /** One plain sentence, for whoever is about to send it. */
  readonly meaning: string;
}

/** Longest first. */
export const LINK_SIZES: readonly LinkSizeClass[] = [
  {
    size: 'too-long',
    from: 2_000_000,
    meaning: 'No browser takes an address of this length: save the scenario as a file and share the file.',
  },
  {
    size: 'very-long',
    from: 64_000,
    meaning: 'Only some browsers take an address of this length, and hardly any mail or chat does: a file is safer.',
  },
  {
    size: 'long',
    from: 2_000,
    meaning: 'Browsers take this address, but some mail and chat programs cut it off: a file is safer there.',
  },
  { size: 'short', from: 0, meaning: 'This address fits everywhere.' },
];

/** The class of a whole address, its page included. */
export function linkSize(address: string): LinkSizeClass {
  const found = LINK_SIZES.find(({ from }) => address.length > from) ?? LINK_SIZES.at(-1);
  if (found === undefined) throw new Error('There are no sizes of links.');
  return found;
}
