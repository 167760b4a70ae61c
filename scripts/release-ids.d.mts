/** Selectors for every way to decide something by the id of a release. */
export const RELEASE_IDS: readonly { readonly selector: string; readonly message: string }[];
