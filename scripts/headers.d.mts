/** What a `<meta>` may say of the policy. */
export const META_POLICY: string;

/** Who may embed the page unless somebody says otherwise. */
export const FRAME_ANCESTORS: string;

/** The headers of every answer. */
export function headersFor(frameAncestors?: string): Readonly<Record<string, string>>;

/** The content of `_headers`. */
export function headersFile(): string;
